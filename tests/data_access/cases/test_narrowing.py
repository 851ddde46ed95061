import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.cases.listing import Page, every
from data_access.cases.masking import masked
from data_access.cases.narrowing import Held
from data_access.cases.selecting import select_cases
from data_access.explain.naming import Asked
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import STORED, accept, reading, said, world


def found(store: Store, *narrow: Held) -> list[str]:
    with reading(store) as reader:
        chosen = select_cases(reader, View(), Asked("reported"))
        return sorted(row["event_id"] for row in every(reader, chosen, Page(narrow=narrow), 100))


@pytest.fixture
def filled(store: Store) -> Store:
    accept(
        store,
        [
            said("SJ-1", "collected", "22 09:00", title="Noise 100%", area="g1", due_at="22 09:30"),
            said("SJ-1", "dispatched", "22 09:10", department="chengguan"),
            said("SJ-2", "collected", "22 09:00", title="积水", area="g4", severity=4, category="unheard/of"),
            said("SJ-3", "collected", "22 09:00", lon=119.0, lat=34.0, source="worker"),
            said("SJ-3", "handled", "22 10:00", source="worker"),
        ],
    )
    return store


@pytest.mark.parametrize(
    ("held", "names"),
    [
        (Held("event_id", "sj-2"), ["SJ-2"]),
        (Held("title", "NOISE"), ["SJ-1"]),
        (Held("title", "%"), ["SJ-1"]),
        (Held("title", "_"), []),
        (Held("text", "水"), ["SJ-2"]),
        (Held("text", "SJ-3"), ["SJ-3"]),
        (Held("text", "SJ"), []),
        (Held("severity", "4"), ["SJ-2"]),
        (Held("severity", "many"), []),
        (Held("stage", "x", ("dispatched", "handled")), ["SJ-1", "SJ-3"]),
        (Held("status", "x", ("overdue",)), ["SJ-1"]),
        (Held("status", "x", ("open", "closed")), ["SJ-2", "SJ-3"]),
        (Held("status", "x", ()), []),
        (Held("area", "名s1"), ["SJ-1"]),
        (Held("area", "Name d"), ["SJ-1", "SJ-2"]),
        (Held("area", "名s1", nothing=True), ["SJ-1", "SJ-3"]),
        (Held("department", "城管"), ["SJ-1"]),
        (Held("department", "?", nothing=True), ["SJ-2", "SJ-3"]),
        (Held("source", "grid w"), ["SJ-3"]),
        (Held("category", "unheard"), ["SJ-2"]),
    ],
)
def test_rows_whose_column_holds_a_text(filled: Store, held: Held, names: list[str]) -> None:
    assert found(filled, held) == names


def test_all_that_is_asked_for_must_hold(filled: Store) -> None:
    assert found(filled, Held("source", "hot"), Held("status", "x", ("open",))) == ["SJ-2"]


def test_a_column_that_cannot_be_filtered_is_named(filled: Store) -> None:
    with pytest.raises(ViewError, match="column 'note' cannot be filtered; expected one of event_id, title"):
        found(filled, Held("note", "x"))
    with pytest.raises(ViewError, match="status 'late' is not known"):
        found(filled, Held("status", "x", ("late",)))


@STORED
@given(
    st.lists(st.from_regex(r"[a甲 ]{0,2}(1[3-9]\d{9}|0\d{10}|[1-9]\d{17}|\d{0,4})[b乙]?", fullmatch=True), max_size=4),
    st.from_regex(r"[\da甲*]{1,4}", fullmatch=True),
)
def test_a_title_is_found_by_what_is_shown_of_it_only(titles: list[str], sought: str) -> None:
    with world() as store:
        told = {str(number): title for number, title in enumerate(titles)}
        accept(store, [said(name, "collected", "22 09:00", title=title or None) for name, title in told.items()])
        shown = {name: masked(title) for name, title in told.items()}
        by_title = found(store, Held("title", sought))
        assert set(by_title) <= {name for name, title in shown.items() if sought.lower() in title.lower()}
        # A star is in no title, whatever is masked.
        assert "*" in sought or set(by_title) == {name for name, title in shown.items() if sought in title}
