"""Instants: microseconds since the epoch, there and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import (
    DAY,
    HOUR,
    SECOND,
    format_instant,
    from_micros,
    hour_of,
    now_micros,
    parse_instant,
    to_micros,
)

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)
INSTANTS = MOMENTS.map(to_micros)


def test_the_epoch_and_a_day() -> None:
    assert to_micros(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_micros(datetime(1969, 12, 31, tzinfo=UTC)) == -DAY
    assert parse_instant("1970-01-01T08:00:01+08:00") == SECOND


@given(MOMENTS)
def test_microseconds_keep_every_moment(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment
    assert parse_instant(moment.isoformat()) == to_micros(moment)


@given(INSTANTS)
def test_text_keeps_every_instant(instant: int) -> None:
    assert parse_instant(format_instant(instant)) == instant


@given(INSTANTS)
def test_the_hour_of_an_instant_holds_it(instant: int) -> None:
    assert hour_of(instant) <= instant < hour_of(instant) + HOUR
    assert hour_of(instant) % HOUR == 0


def test_whole_seconds_are_written_without_a_fraction() -> None:
    assert format_instant(parse_instant("2026-11-22T09:30:00+08:00")) == "2026-11-22T01:30:00Z"
    assert format_instant(parse_instant("2026-11-22T01:30:00.000001Z")) == "2026-11-22T01:30:00.000001Z"


@pytest.mark.parametrize("text", ["2026-11-22T09:30:00", "2026-11-22", "", "now", "1763775000", "2026-13-01T00:00:00Z"])
def test_a_time_without_a_zone_or_sense_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"time '.*expected e\.g\. 2026-11-22T09:30:00\+08:00") as caught:
        parse_instant(text)
    assert text in str(caught.value)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        to_micros(datetime(2026, 11, 22))


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+08:00"])
def test_what_cannot_be_written_down_in_utc_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="1 to 9999"):
        parse_instant(text)


def test_now_is_near_the_machine_s_clock() -> None:
    assert abs(now_micros() - to_micros(datetime.now(UTC))) < 5 * SECOND
