from typing import Any

import pytest

from data_access.clock import HOUR, MINUTE
from layouts.ids import PanelId, empty_of
from layouts.panels.alarm_band import AlarmBandId, draw
from tests.layouts.frames.alarm_band import full
from tests.layouts.reading import components, links_of, text_of
from tests.layouts.samples import NOW, context


def band(**changes: Any) -> Any:
    return draw(full(**changes), context(scene="takeover"))[AlarmBandId.BOX]


def counting(node: Any) -> list[str]:
    props = [one.to_plotly_json()["props"] for one in components(node)]
    return [one["data-run"] for one in props if "data-run" in one]


def test_what_where_and_how_long_nobody_has_seen_it() -> None:
    drawn = band()
    words = text_of(drawn["children"])
    assert words == "紧急事件 · 东门街道 · 未确认 06:00下穿通道积水，车辆被困+2预警 714:26:08 发出 · 12345 热线"
    assert drawn["className"] == "al-band crit"
    assert counting(drawn["children"]) == [str(NOW - 6 * MINUTE)]


def test_the_next_one_that_waits_is_a_click_away() -> None:
    assert links_of(band()["children"]) == ["?scene=takeover&focus=warning:9"]
    alone = full()
    alone.attrs["waiting"] = []
    assert links_of(draw(alone, context())[AlarmBandId.BOX]["children"]) == []


def test_who_has_seen_it_and_when() -> None:
    given = {"state": "acknowledged", "acknowledged_by": "值班长", "acknowledged_at": NOW - MINUTE}
    drawn = band(**given)
    assert "值班长 14:31:08 已确认" in text_of(drawn["children"])
    assert counting(drawn["children"]) == []
    assert drawn["className"] == "al-band crit"
    assert band(**{**given, "acknowledged_at": NOW - 11 * MINUTE})["className"] == "al-band crit strip"


def test_a_cleared_one_says_so() -> None:
    drawn = band(state="cleared", cleared_at=NOW - MINUTE)
    assert "14:31:08 已解除" in text_of(drawn["children"])
    assert drawn["className"] == "al-band cleared"


def test_the_past_stands_still() -> None:
    drawn = draw(full(), context(scene="takeover", as_of=NOW))[AlarmBandId.BOX]
    assert "未确认 06:00" in text_of(drawn["children"])
    assert counting(drawn["children"]) == []


@pytest.mark.parametrize(("ago", "words"), [(HOUR + 65 * 1_000_000, "1:01:05"), (200 * HOUR, "8 天")])
def test_longer_times(ago: int, words: str) -> None:
    assert f"未确认 {words}" in text_of(band(raised_at=NOW - ago)["children"])


def test_any_severity_and_an_area_of_everything() -> None:
    drawn = band(kind="silent_source", severity="note", area_path=None, title=None, evidence={})
    assert drawn["className"] == "al-band note"
    assert "来源中断 · 全域" in text_of(drawn["children"])


@pytest.mark.parametrize(
    ("missing", "words"),
    [("nothing", "当前没有紧急预警"), ("unknown", "没有编号为 12 的预警：或尚未发出，或不在可见范围内")],
)
def test_without_a_warning_it_says_why_and_leads_back(missing: str, words: str) -> None:
    nothing = full().iloc[:0]
    nothing.attrs = {"missing": missing, "asked": "12", "waiting": []}
    drawing = draw(nothing, context(scene="takeover", area="s1"))
    assert text_of(drawing[AlarmBandId.BOX]["children"]) == f"{words}返回总览"
    assert links_of(drawing[AlarmBandId.BOX]["children"]) == ["?area=s1"]
    assert text_of(drawing[empty_of(PanelId.ALARM_BAND)]["children"]) == words
