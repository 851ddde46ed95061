from zoneinfo import ZoneInfo

import pytest

from data_access.briefing.weeks import Week, WeekError, period_of
from data_access.clock import DAY, HOUR, format_instant, parse_instant
from tests.data_access.worlds import NOW, moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_week_is_monday_to_monday_in_local_time() -> None:
    week = Week.parse("2026-W46")
    assert week.interval(SHANGHAI) == (moment("09 00:00"), moment("16 00:00"))
    assert str(week) == "2026-W46"
    assert Week.of(moment("15 23:59"), SHANGHAI) == week
    assert Week.of(moment("16 00:00"), SHANGHAI) == week.shifted(1)


@pytest.mark.parametrize("text", ["", "2026-46", "2026-W00", "2026-W54", "2025-W53", "1800-W01", "2026-w46", "W46"])
def test_a_week_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(WeekError, match="week"):
        Week.parse(text)


def test_years_of_53_weeks() -> None:
    assert Week.parse("2026-W53").shifted(1) == Week(2027, 1)
    assert Week(2027, 1).shifted(-1) == Week(2026, 53)
    assert Week(2026, 53).year_before() == Week(2025, 52)
    assert Week(2026, 10).year_before() == Week(2025, 10)


def test_a_week_with_a_change_of_clocks_is_as_long_as_it_is() -> None:
    start, end = Week.parse("2026-W13").interval(ZoneInfo("Europe/Berlin"))
    assert end - start == 7 * DAY - HOUR


def test_a_week_that_is_over_is_told_as_of_its_end() -> None:
    period = period_of(Week(2026, 46), SHANGHAI, NOW)
    assert (period.as_of, period.end, period.whole) == (moment("16 00:00"), moment("16 00:00"), True)
    assert period.window == f"{format_instant(moment('09 00:00'))}/{format_instant(moment('16 00:00'))}"


def test_a_week_that_is_not_over_is_told_as_of_now_and_compared_with_as_much() -> None:
    period = period_of(Week(2026, 47), SHANGHAI, NOW)
    assert (period.end, period.as_of, period.whole) == (NOW, NOW, False)
    start, end = period.alike(Week(2026, 46), SHANGHAI)
    assert (start, end - start) == (moment("09 00:00"), NOW - moment("16 00:00"))


def test_another_t_is_taken_within_the_week_and_after_it() -> None:
    inside = period_of(Week(2026, 46), SHANGHAI, NOW, moment("12 08:00"))
    assert (inside.end, inside.whole) == (moment("12 08:00"), False)
    later = period_of(Week(2026, 46), SHANGHAI, NOW, moment("20 08:00"))
    assert (later.end, later.as_of, later.whole) == (moment("16 00:00"), moment("20 08:00"), True)


@pytest.mark.parametrize(
    ("week", "as_of", "words"),
    [
        ("2026-W48", None, "has not begun"),
        ("2026-W46", "2026-11-09T00:00:00+08:00", "as_of"),
        ("2026-W46", "2026-11-23T00:00:00+08:00", "as_of"),
    ],
)
def test_what_cannot_be_told_says_why(week: str, as_of: str | None, words: str) -> None:
    with pytest.raises(WeekError, match=words):
        period_of(Week.parse(week), SHANGHAI, NOW, None if as_of is None else parse_instant(as_of))
