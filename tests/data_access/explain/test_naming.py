import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import HOUR
from data_access.explain.naming import DIMENSIONS, Asked, ahead, asked, narrowed, question_of, read_cut, why_focus
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import NOW, moment, reading

CODES = st.text(min_size=1, max_size=12).filter(lambda code: code.isprintable())


@given(
    st.dictionaries(st.sampled_from(("area", "department", "source", "category", "post", "value")), CODES, max_size=3)
)
def test_a_number_comes_back_from_the_address_whatever_its_row_is_called(cut: dict[str, str]) -> None:
    try:
        view = View(focus=why_focus("on_time_rate", cut))
    except ViewError:
        # What is too long for an address has no link either.
        return
    found = asked(View.from_query(view.to_query()))
    assert found is not None
    assert (found.measure, dict(found.cut)) == ("on_time_rate", cut)
    assert [name for name, _ in found.cut] == [name for name in DIMENSIONS if name in cut]


def test_groups_parts_and_dimensions() -> None:
    number = Asked("score.on_time", (("area", "s1"), ("department", "a")))
    assert (number.group, number.part, number.of("area"), number.of("stage")) == ("score", "on_time", "s1", None)
    assert number.without("area").cut == (("department", "a"),)
    assert (Asked("open").group, Asked("open").part) == ("open", "")
    assert asked(View(focus="event:hotline/1")) is None
    assert asked(View()) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("nothing:x", "cut 'nothing:x' is not known; expected dimension:key of area, department"),
        ("area", "cut 'area' is not known"),
        ("severity:5", "severity '5' is not known; expected one of 1, 2, 3, 4"),
        ("due:7200-0", "due '7200-0' is not known; expected seconds from T on"),
        ("due:soon", "due 'soon' is not known"),
    ],
)
def test_a_cut_that_is_written_wrongly_is_named(written: str, reason: str) -> None:
    with pytest.raises(ViewError, match=reason):
        read_cut("open", written)


def test_a_dimension_that_does_not_exist_cannot_be_written() -> None:
    with pytest.raises(ViewError, match="dimension 'colour' is not known"):
        why_focus("open", {"colour": "red"})


def test_the_row_narrows_the_view_and_opens_nothing() -> None:
    view = View(area="d", source="hotline", focus="why:open")
    number = read_cut("open", "area:s1+department:a+category:city/x+window:PT2H/2026-11-22T04:00:00Z")
    assert narrowed(view, number) == View(
        area="s1", source="hotline", department="a", category="city/x", window="PT2H/2026-11-22T04:00:00Z"
    )
    assert narrowed(view, read_cut("open", "area:unlocated")).area == "d"


def test_the_last_hours_and_what_falls_due(told: Store) -> None:
    with reading(told) as reader:
        question = question_of(reader, View(), read_cut("reported", "window:3h"))
        assert (question.start, question.end, question.moment) == (NOW - 3 * HOUR, NOW, NOW)
        whole = question_of(reader, View(), Asked("reported"), moment("22 10:00"))
        assert whole.moment == moment("22 10:00")
    assert ahead(read_cut("open", "due:900-1800")) == (900, 1800)
    assert ahead(Asked("open")) is None
