from typing import Any

from layouts.panels.alarm_duty import AlarmDutyId, draw
from tests.layouts.frames.alarm_duty import full
from tests.layouts.reading import links_of, text_of
from tests.layouts.samples import context


def rows(**view: Any) -> list[Any]:
    drawn: list[Any] = draw(full(), context(scene="takeover", focus="warning:7", **view))[AlarmDutyId.ROWS]["children"]
    return drawn


def test_who_and_how_they_stand() -> None:
    assert [text_of(one) for one in rows()] == [
        "责任部门水务局在办 12 · 超期 3按期 90.0%",
        "责任岗位水务局二科",
        "东门街道在办 12 · 超期 3",
        "江畔社区在办 12 · 超期 3",
        "江畔社区第1网格在办 12 · 超期 3",
        "同一事项另有 2 件 · 随手拍、12345热线",
        "周边 300 m在办 5 · 超期 1",
        "江畔社区第2网格在办 4 · 超期 0",
    ]


def test_names_lead_to_their_cases() -> None:
    assert links_of(rows()) == ["?department=shuiwu", "?area=s1", "?area=c1", "?area=g1", "?area=g2"]


def test_nobody_else_told_of_it() -> None:
    frame = full()
    frame.loc[frame["kind"] == "matter", "cases"] = 0
    drawn = draw(frame, context())[AlarmDutyId.ROWS]["children"]
    assert text_of(drawn[5]) == "同一事项没有其他来源上报"
