"""Columns: what their cells are, what they are called, codes in words."""

from layouts.columns import INSTANT, PLAIN, SECONDS, SHARE, is_left_out, kind_in, kind_of, name_of, title_of, worded
from layouts.text import Text


def test_kinds_follow_names() -> None:
    assert kind_of("any", "raised_at") == INSTANT
    assert kind_of("departments", "limit") == SECONDS
    assert kind_of("alarm-evidence", "limit") == PLAIN


def test_a_cells_kind_may_be_that_of_its_measure() -> None:
    assert kind_in("kpis", "value", {"measure": "satisfaction"}, {}) == SHARE
    assert kind_in("kpis", "value", {"measure": "response_p50"}, {}) == SECONDS
    assert kind_in("kpis", "numerator", {"measure": "satisfaction"}, {}) == PLAIN
    assert kind_in("metric", "value", {"metric": "a"}, {"a": {"percent": True}}) == SHARE
    assert kind_in("returns", "value", {"percent": False}, {}) == PLAIN


def test_only_bare_numbers_are_called_with_their_unit() -> None:
    text = Text("en")
    assert title_of(text, "departments", "p90", SECONDS) == f"{name_of(text, 'departments', 'p90')} (seconds)"
    assert title_of(text, "departments", "open", PLAIN) == name_of(text, "departments", "open") == "Open"


def test_codes_have_the_words_of_their_section() -> None:
    text = Text("zh")
    assert worded(text, "flow", "stage", "handled") == "处置"
    assert worded(text, "any", "status", ["n", "crit"]) == [text("status.n"), text("status.crit")]
    assert worded(text, "any", "stage", None) is None
    assert worded(text, "any", "department", "chengguan") == "chengguan"


def test_what_only_serves_drawing_is_left_out() -> None:
    assert is_left_out("geometry")
    assert not is_left_out("label")
