from typing import Any

import pandas as pd

from layouts.panels.alarm_chain import SHOWN, AlarmChainId, draw
from tests.layouts.frames.alarm_chain import full
from tests.layouts.reading import text_of
from tests.layouts.samples import context


def steps(**view: Any) -> list[Any]:
    drawn: list[Any] = draw(full(), context(scene="takeover", **view))[AlarmChainId.ROWS]["children"]
    return drawn


def test_each_step_with_its_time_and_department_the_newest_first() -> None:
    assert [text_of(one) for one in steps()] == [
        "待处置限 14:52:08水务局",
        "确认：值班长14:30:08",
        "签收14:29:08水务局 · 水务局二科 · 超 2 分",
        "流转14:25:08水务局",
        "预警发出14:24:08",
        "采集14:23:08",
    ]


def test_what_is_late_or_to_come_looks_so() -> None:
    assert [one.className for one in steps()] == [
        "al-step next",
        "al-step warning",
        "al-step case late",
        "al-step case",
        "al-step warning",
        "al-step case",
    ]


def test_steps_of_the_warning_carry_its_severity() -> None:
    raised = steps()[4]
    assert raised.children[0].className == "sym crit"
    assert steps()[1].children[0].className == "dot"


def test_a_long_story_keeps_its_end() -> None:
    frame = full()
    long = pd.concat([frame] * 5, ignore_index=True)
    drawn = draw(long, context())[AlarmChainId.ROWS]["children"]
    assert len(drawn) == SHOWN
    assert text_of(drawn[0]).startswith("待处置")
