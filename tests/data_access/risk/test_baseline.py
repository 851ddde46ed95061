"""What is usual: weeks repeat, holidays are Sundays, exchanged Saturdays are Fridays, and no hour judges itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR, to_micros
from data_access.risk.baseline import DayTypes, History, baseline

ZONE = ZoneInfo("Asia/Shanghai")
CHINA = DayTypes(ZONE)
PLAIN = DayTypes(ZONE, country=None)


def instant(text: str, zone: ZoneInfo = ZONE) -> int:
    return to_micros(datetime.fromisoformat(text).replace(tzinfo=zone))


MONDAY = instant("2026-06-01")


def hours(start: int, count: int) -> np.ndarray:
    return start + HOUR * np.arange(count)


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        ("2025-12-31", 2),
        ("2026-01-01", 6),  # New Year, a Thursday
        ("2026-01-02", 6),  # exchanged for Sunday
        ("2026-01-03", 5),
        ("2026-01-04", 0),  # the Sunday worked for it
        ("2026-02-14", 4),  # a Saturday worked
        ("2026-02-17", 6),  # Spring Festival, a Tuesday
        ("2026-02-24", 1),
        ("2026-02-28", 4),
        ("2026-10-03", 5),  # National Day week, a Saturday all the same
        ("2026-10-06", 6),
        ("2026-10-10", 4),
        ("2026-11-22", 6),
    ],
)
def test_the_weekday_a_date_is_like(day: str, weekday: int) -> None:
    assert CHINA.weekday(date.fromisoformat(day)) == weekday
    assert PLAIN.weekday(date.fromisoformat(day)) == date.fromisoformat(day).weekday()


def test_a_year_not_announced_yet_has_weekdays_and_fixed_holidays() -> None:
    assert CHINA.weekday(date(2060, 10, 1)) == 6
    assert CHINA.weekday(date(2060, 3, 3)) == date(2060, 3, 3).weekday()


def test_a_day_worked_for_one_of_the_next_year() -> None:
    # In 2006 the last Saturday and Sunday were worked for 2 and 3 January 2007.
    assert CHINA.weekday(date(2006, 12, 30)) == 4
    assert CHINA.weekday(date(2006, 12, 31)) == 0
    assert CHINA.weekday(date(2007, 1, 3)) == 6


def test_other_weekends_and_unknown_countries() -> None:
    emirates = DayTypes(ZoneInfo("Africa/Cairo"), country="EG")
    assert [emirates.rest(day) for day in range(7)] == [False] * 4 + [True, True, False]
    assert emirates.weekday(date(2026, 7, 23)) == 5  # Revolution Day, a Thursday
    with pytest.raises(ValueError, match=r"country 'XX' has no holidays here; expected e\.g\. 'CN'"):
        DayTypes(ZONE, country="XX")


def test_local_hours_follow_the_zone() -> None:
    days, weekdays, clock = CHINA.local([instant("2026-06-01T00:00"), instant("2026-06-07T23:00")])
    assert (days[1] - days[0], weekdays.tolist(), clock.tolist()) == (6, [0, 6], [0, 23])
    berlin = ZoneInfo("Europe/Berlin")
    sunday = hours(instant("2026-10-25T00:00", berlin), 25)
    assert DayTypes(berlin, country=None).local(sunday)[2].tolist() == [0, 1, 2, 2, *range(3, 24)]


def test_weeks_that_repeat_are_expected_to() -> None:
    shape = np.random.default_rng(1).integers(0, 50, 168)
    starts = hours(MONDAY, 4 * 168)
    found = baseline(np.tile(shape, 4), starts, PLAIN, hours=[*starts, *hours(MONDAY + 28 * DAY, 168)])
    assert found[336:672] == shape.tolist() * 2
    assert found[672:] == shape.tolist()
    assert found[:24] == [None] * 24


def test_coarser_classes_stand_in_for_what_was_seen_less_than_twice() -> None:
    starts = hours(MONDAY, 72)  # Monday to Wednesday
    counts = np.repeat([10, 20, 60], 24)
    ask = [hour + 9 * HOUR for hour in (MONDAY, MONDAY + DAY, MONDAY + 2 * DAY, MONDAY + 3 * DAY, MONDAY + 5 * DAY)]
    # Nothing before; one hour only; two working days; three; no rest day, so whatever there is at nine.
    assert baseline(counts, starts, PLAIN, hours=ask) == [None, 10, 15, 30, 30]
    # A week on, Monday was seen once: working days still speak for it. Two weeks on with two Mondays, it speaks.
    assert baseline(counts, starts, PLAIN, hours=[MONDAY + 7 * DAY]) == [30]
    twice = np.concatenate([starts, starts + 7 * DAY])
    assert baseline(np.tile(counts, 2), twice, PLAIN, hours=[MONDAY + 14 * DAY]) == [10]


def test_a_holiday_is_like_a_sunday_and_an_exchanged_day_like_a_working_one() -> None:
    starts = hours(instant("2025-11-10"), 8 * 168)  # to 4 January 2026
    counts = [3 if CHINA.rest(weekday) else 12 for weekday in CHINA.local(starts)[1]]
    ask = [instant("2026-01-01T10:00"), instant("2026-01-04T10:00"), instant("2026-01-03T10:00")]
    assert baseline(counts, starts, CHINA, hours=ask) == [3, 12, 3]
    assert baseline(counts, starts, PLAIN, hours=ask[:2]) == [12, 3]
    # And what a holiday brought does not lower the Thursdays after it.
    after = baseline(counts, starts, CHINA, hours=[instant("2026-01-08T10:00")])
    assert after == [12]


def test_only_the_weeks_before_count() -> None:
    starts = hours(MONDAY, 12 * 168)
    counts = np.repeat(np.arange(12), 168)
    end = [MONDAY + 12 * 7 * DAY]
    assert baseline(counts, starts, PLAIN, hours=end) == [np.mean([4, 5, 6, 7, 8, 9, 10, 11])]
    assert baseline(counts, starts, PLAIN, hours=end, weeks=2) == [10.5]


def test_hours_not_observed_are_no_zeros() -> None:
    starts = hours(MONDAY, 5 * 168)
    counts = np.full(len(starts), 7)
    seen = np.random.default_rng(3).uniform(size=len(starts)) < 0.5
    found = baseline(counts[seen], starts[seen], PLAIN, hours=starts[336:])
    assert found == [7] * (3 * 168)


@given(st.lists(st.integers(0, 99), min_size=1, max_size=400), st.integers(0, 399), st.integers(0, 99))
def test_an_hour_is_not_judged_by_itself_or_what_comes_after(counts: list[int], place: int, other: int) -> None:
    place %= len(counts)
    starts = hours(MONDAY, len(counts))
    before = baseline(counts, starts, CHINA)
    counts[place:] = [other] * (len(counts) - place)
    assert baseline(counts, starts, CHINA)[: place + 1] == before[: place + 1]
    history = History(counts, starts, CHINA)
    cut = history.expected(starts, before=int(starts[place]))
    assert np.array_equal(cut[: place + 1], history.own()[: place + 1], equal_nan=True)
    shorter = History(counts[:place], starts[:place], CHINA).expected(starts)
    assert np.array_equal(cut, shorter, equal_nan=True)


@given(st.lists(st.integers(0, 99), min_size=30, max_size=200), st.integers(1, 50))
def test_no_order_and_no_unit_matter(counts: list[int], times: int) -> None:
    starts = hours(MONDAY, len(counts))
    found = baseline(counts, starts, CHINA)
    order = np.random.default_rng(len(counts)).permutation(len(counts))
    assert baseline(np.array(counts)[order], starts[order], CHINA, hours=starts) == found
    scaled = baseline(times * np.array(counts), starts, CHINA)
    assert (
        [one is None for one in scaled] == [one is None for one in found] == [True] * 24 + [False] * (len(found) - 24)
    )
    for ours, theirs in zip(scaled[24:], found[24:], strict=True):
        assert ours == pytest.approx(times * theirs)
        assert min(counts) <= theirs <= max(counts)


def test_nothing_is_known_of_nothing() -> None:
    assert baseline([], [], CHINA) == []
    assert baseline([], [], CHINA, hours=[MONDAY]) == [None]
    assert np.isnan(History([], [], CHINA).seen([MONDAY])).all()


def test_what_was_seen_is_found_again() -> None:
    history = History([3, 1, 2], [MONDAY + 2 * HOUR, MONDAY, MONDAY + HOUR], CHINA)
    found = history.seen([MONDAY, MONDAY + 2 * HOUR, MONDAY - HOUR, MONDAY + 3 * HOUR])
    assert [None if np.isnan(one) else one for one in found] == [1, 3, None, None]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"counts\[1\] is -1; expected finite numbers >= 0"):
        baseline([1, -1], hours(MONDAY, 2), CHINA)
    with pytest.raises(ValueError, match=r"counts\[0\] is nan"):
        baseline([None], [MONDAY], CHINA)
    with pytest.raises(ValueError, match="counts has 1 rows and starts 2"):
        baseline([1], hours(MONDAY, 2), CHINA)
    with pytest.raises(ValueError, match=rf"starts has {MONDAY} twice; expected every hour once"):
        baseline([1, 1], [MONDAY, MONDAY], CHINA)
    with pytest.raises(ValueError, match="weeks is 0; expected a finite number above 0"):
        baseline([1], [MONDAY], CHINA, weeks=0)
