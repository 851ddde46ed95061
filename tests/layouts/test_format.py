import math
from zoneinfo import ZoneInfo

import pytest

from data_access.clock import parse_instant
from layouts import format as written
from layouts.text import Text

ZH, EN = Text("zh"), Text("en")


@pytest.mark.parametrize(
    ("value", "shown"), [(1284, "1,284"), (-36, "\N{MINUS SIGN}36"), (0, "0"), (None, "—"), (math.nan, "—")]
)
def test_numbers(value: float | None, shown: str) -> None:
    assert written.number(value) == shown


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (9_999, "9,999", "9,999"),
        (10_000, "1.00万", "10.0k"),
        (234_567, "23.5万", "235k"),
        (1_234_567, "123万", "1.23M"),
        (92_310_000, "9,231万", "92.3M"),
        (1_234_567_890, "12.3亿", "1.23B"),
        (None, "—", "—"),
    ],
)
def test_large_counts_are_shortened_where_there_is_little_room(value: float | None, zh: str, en: str) -> None:
    assert [written.short_number(text, value) for text in (ZH, EN)] == [zh, en]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.968, "96.8"), (1, "100"), (0.99996, "99.9"), (0, "0.0"), (0.00001, "0.1"), (None, "—")],
)
def test_rates_reach_their_ends_only_exactly(value: float | None, shown: str) -> None:
    assert written.rate(value) == shown


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (45, "45 秒", "45 s"),
        (120, "2 分", "2 min"),
        (696, "11.6 分", "11.6 min"),
        (5400, "90 分", "90 min"),
        (18_720, "5.2 时", "5.2 h"),
        (259_200, "3 天", "3 d"),
        (None, "—", "—"),
    ],
)
def test_durations(seconds: float | None, zh: str, en: str) -> None:
    assert written.duration(ZH, seconds) == zh
    assert written.duration(EN, seconds) == en


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(13_320, "+3:42"), (-600, "\N{MINUS SIGN}0:10"), (0, "+0:00"), (864_000, "+10 天"), (None, "—")],
)
def test_lateness(seconds: float | None, shown: str) -> None:
    assert written.late(ZH, seconds) == shown


def test_differences_and_changes() -> None:
    assert written.signed(9) == "+9"
    assert written.signed(-0.04, 1) == "±0.0"
    assert written.change(141, 88) == "+60%"
    assert written.change(5, 0) == "—"
    assert written.change(500, 1) == ">999%"


def test_times_are_local() -> None:
    assert written.clock(parse_instant("2026-11-22T06:32:08Z"), ZoneInfo("Asia/Shanghai")) == "14:32:08"
    assert written.clock(None, ZoneInfo("UTC")) == "—"


def test_few_cases_are_said_once_and_the_least_of_them() -> None:
    assert [written.few(count) for count in (0, 4, 5, None)] == [True, True, False, False]
    assert written.caution(ZH, 3, 4, 100) == " 仅 3 件，供参考"
    assert written.caution(ZH, 0, 100, None) == ""
