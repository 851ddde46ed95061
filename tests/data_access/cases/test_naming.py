from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from data_access.cases.naming import LONGEST, event_focus, opened_event
from data_access.view import View, ViewError

# A feed's text is stripped of blanks at its ends and holds no NUL.
NAMES = some.text(
    some.one_of(some.sampled_from("/ %?&#=:'\"<>\u3000\t中文é\u202e"), some.characters(exclude_categories=("Cs",))),
    min_size=1,
    max_size=20,
).filter(lambda text: "\x00" not in text)


@given(NAMES, NAMES)
def test_any_event_is_found_again_by_the_address_that_names_it(source: str, event_id: str) -> None:
    assume(len(quote(source + event_id, safe="")) <= 150)
    view = View(focus=event_focus(source, event_id))
    assert opened_event(view) == (source, event_id)
    assert View.from_query(view.to_query()) == view
    assert opened_event(View.from_query(view.to_query())) == (source, event_id)


def test_what_can_be_read_stays_readable() -> None:
    assert event_focus("hotline_12345", "SJ-2026/11/22 甲") == "event:hotline_12345/SJ-2026/11/22%20甲"
    assert event_focus("a/b", "50%") == "event:a%2Fb/50%25"
    assert opened_event(View(focus="event:a/b/c")) == ("a", "b/c")


@pytest.mark.parametrize("focus", ["", "event:nothing", "event:nothing/", "area:a/b", "why:reported/x", "events:a/b"])
def test_what_opens_no_event(focus: str) -> None:
    assert opened_event(View(focus=focus)) is None


def test_the_longest_of_the_contract_fits_and_what_does_not_is_told() -> None:
    assert len(event_focus("s" * 64, "甲" * 128)) == LONGEST - 1
    with pytest.raises(ViewError, match=r"event_id '甲 .*' of 's+' takes \d+ characters; expected at most 200"):
        event_focus("s" * 64, "甲 " * 64)
    with pytest.raises(ViewError, match="source is empty"):
        event_focus("", "a")
