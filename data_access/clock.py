"""Instants: inside the store every instant is an int, microseconds since the Unix epoch in UTC."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

Micros = int

MILLISECOND: Final[Micros] = 1_000
SECOND: Final[Micros] = 1_000_000
MINUTE: Final[Micros] = 60 * SECOND
HOUR: Final[Micros] = 60 * MINUTE
DAY: Final[Micros] = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


def now_micros() -> Micros:
    """The present instant by the machine's clock."""
    return time.time_ns() // 1_000


def to_micros(moment: datetime) -> Micros:
    """An aware datetime as microseconds; ValueError for a datetime without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"time {moment.isoformat()!r} has no zone; expected e.g. 2026-11-22T09:30:00+08:00")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(instant: Micros) -> datetime:
    """Microseconds as an aware UTC datetime."""
    return _EPOCH + timedelta(microseconds=instant)


def parse_instant(text: str) -> Micros:
    """ISO 8601 text with a zone as microseconds; ValueError naming the text and what was expected."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"time {text[:60]!r} is not ISO 8601; expected e.g. 2026-11-22T09:30:00+08:00") from None
    instant = to_micros(moment)
    # A zone can carry a time at either end out of what datetime holds in UTC, and from_micros could not show it.
    if not _FIRST <= instant <= _LAST:
        raise ValueError(f"time {text[:60]!r} lies outside the years 1 to 9999 in UTC")
    return instant


def format_instant(instant: Micros) -> str:
    """Microseconds as ISO 8601 in UTC, whole seconds written without a fraction."""
    return from_micros(instant).isoformat().replace("+00:00", "Z")


def hour_of(instant: Micros) -> Micros:
    """The start of the UTC hour that holds the instant."""
    return instant - instant % HOUR
