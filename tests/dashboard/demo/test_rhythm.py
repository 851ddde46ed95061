from datetime import datetime, timedelta

import pytest

from dashboard.demo.rhythm import DAY, HOUR, LOCAL_ZONE, SLOT, Rhythm, iso, local_hour, next_morning, seconds

MONDAY = seconds(datetime(2026, 11, 23, tzinfo=LOCAL_ZONE))


def test_a_week_adds_up_to_seven_days() -> None:
    rhythm = Rhythm(640.0)
    week = sum(rhythm.at(MONDAY + slot * SLOT)[0] for slot in range(7 * 144))
    assert week == pytest.approx(7 * 640.0)


def test_work_follows_the_day_and_the_week() -> None:
    rhythm = Rhythm(640.0)
    assert rhythm.at(MONDAY + 9 * HOUR)[0] > 10 * rhythm.at(MONDAY + 3 * HOUR)[0]
    assert rhythm.at(MONDAY + 9 * HOUR)[0] > rhythm.at(MONDAY + 6 * DAY + 9 * HOUR)[0]


def test_the_sources_add_up_to_the_whole() -> None:
    whole, running = Rhythm(640.0).at(MONDAY + 9 * HOUR)
    assert list(running) == sorted(running)
    assert running[-1] == pytest.approx(whole)


def test_times_are_written_in_local_time() -> None:
    assert iso(MONDAY) == "2026-11-23T00:00:00+08:00"
    assert local_hour(MONDAY + 90 * 60) == 1.5
    assert seconds(datetime.fromisoformat(iso(MONDAY))) == MONDAY


def test_next_morning_moves_the_night_only() -> None:
    assert next_morning(MONDAY + 10 * HOUR, 9.0) == MONDAY + 10 * HOUR
    assert next_morning(MONDAY + 3 * HOUR, 9.0) == MONDAY + 9 * HOUR
    assert next_morning(MONDAY + 22 * HOUR, 9.0) == MONDAY + DAY + 9 * HOUR


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        seconds(datetime(2026, 11, 23) + timedelta())
