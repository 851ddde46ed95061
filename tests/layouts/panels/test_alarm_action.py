from typing import Any

import pytest

from data_access.clock import HOUR, MINUTE
from layouts.ids import PanelId, title_of
from layouts.panels.alarm_action import AlarmActionId, draw
from layouts.panels.warnings import FORM_WORDS
from tests.layouts.frames.alarm_band import full
from tests.layouts.reading import components, links_of, text_of
from tests.layouts.samples import NOW, context


def box(view: dict[str, Any] | None = None, **changes: Any) -> list[Any]:
    drawn: list[Any] = draw(full(**changes), context(scene="takeover", **(view or {})))[AlarmActionId.BOX]["children"]
    return drawn


def data(node: Any, name: str) -> list[str]:
    props = [one.to_plotly_json()["props"] for one in components(node)]
    return [one[name] for one in props if name in one]


def part(node: Any, name: str) -> Any:
    return next(one for one in components(node) if getattr(one, "className", "").split()[:1] == [name])


def test_the_deadline_counts_down() -> None:
    drawn = box()
    assert text_of(drawn[:2]) == "距处置时限 14:56:08已用 06:0024:00"
    assert data(drawn, "data-until") == [str(NOW + 24 * MINUTE)]
    assert data(drawn, "data-run") == [str(NOW - 6 * MINUTE)]


def test_past_the_deadline_it_counts_on() -> None:
    drawn = box(due_at=NOW - 65 * 1_000_000)
    assert "已超处置时限 14:31:03" in text_of(drawn)
    large = part(drawn, "al-large")
    assert (text_of(large), large.className) == ("+01:05", "al-large over")
    assert text_of(part(box(due_at=NOW - 90 * MINUTE), "al-large")) == "+1:30"


@pytest.mark.parametrize(("left", "words"), [(5 * HOUR, "5:00"), (99 * HOUR, "99:00"), (120 * HOUR, "5 天")])
def test_far_deadlines(left: int, words: str) -> None:
    assert text_of(part(box(due_at=NOW + left), "al-large")) == words


def test_the_track_shows_what_is_used_and_the_limits_on_the_way() -> None:
    track = part(box(), "al-track")
    used, first, last = track.children[0].children
    assert used.style == {"width": "20.00%"}
    assert (first.style, last.style) == ({"left": "10.00%"}, {"left": "100.00%"})
    names = track.children[1].children
    assert [text_of(one) for one in names] == ["签收限 3 分", "处置限 30 分"]
    # It was accepted in time.
    assert [one.className for one in names] == ["nm", "nm left"]
    late = part(box(accepted_at=None), "al-track").children[1].children
    assert [one.className for one in late] == ["nm late", "nm left"]


def test_without_a_deadline_the_age_counts() -> None:
    drawn = box(due_at=None)
    assert text_of(drawn[:2]) == "发出至今06:00"
    assert data(drawn, "data-lasting") == [str(NOW - 6 * MINUTE)]
    assert part(drawn, "al-track").className == "al-track none"
    title = draw(full(due_at=None), context())[title_of(PanelId.ALARM_ACTION)]["children"]
    assert title == "持续时间"


def test_a_closed_case_and_a_cleared_warning_stand_still() -> None:
    assert text_of(box(closed_at=NOW - MINUTE)[:2]) == "14:31:08 已办结，历时05:00"
    cleared = box(state="cleared", cleared_at=NOW - 2 * MINUTE, start_at=None, due_at=None)
    assert text_of(cleared[:2]) == "14:30:08 已解除，历时04:00"
    assert data(cleared, "data-lasting") + data(cleared, "data-until") == []


def test_the_button_opens_the_form_here() -> None:
    drawn = box()
    assert data(drawn, "data-warning") == ["7"]
    assert data(drawn, "data-form") == ["alarm-action-form"]
    assert data(drawn, "data-what") == ["下穿通道积水，车辆被困"]
    assert "确认预警F9" in text_of(drawn)
    assert links_of(drawn) == ["?"]
    words = draw(full(), context())[AlarmActionId.FORM]
    assert len(words) == len(FORM_WORDS)
    assert all(words.values())


@pytest.mark.parametrize(
    ("changes", "view"),
    [({"id": None}, {}), ({"state": "cleared"}, {}), ({}, {"as_of": NOW}), ({"state": "acknowledged"}, {})],
)
def test_what_is_past_has_no_button(changes: dict[str, Any], view: dict[str, Any]) -> None:
    assert data(box(view, **changes), "data-warning") == []


def test_who_acknowledged_stands_in_its_place() -> None:
    assert "值班长 已确认" in text_of(box(state="acknowledged", acknowledged_by="值班长", acknowledged_at=NOW))
