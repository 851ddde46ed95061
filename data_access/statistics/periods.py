"""Lengths of time and periods as ISO 8601 writes them."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from data_access.clock import DAY, Micros, parse_instant, to_micros

LONGEST: Final[Micros] = 366 * DAY
"""The longest period that a statistic may stand for."""

_SHAPE: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_MONTHS: Final = 12


def read_length(text: str) -> Micros:
    """An ISO 8601 duration as a length in microseconds, a month taken as 30 days and a year as 365; ValueError."""
    years, months, span = _parts(text)
    length = span + timedelta(days=365 * years + 30 * months)
    return length // timedelta(microseconds=1)


@lru_cache(maxsize=4096)
def read_period(text: str) -> tuple[Micros, Micros]:
    """[start, end) of an interval start/duration, duration/end or start/end, with zones; months and years are those
    of the calendar at the start's own offset. ValueError naming the text and what was expected."""
    expected = "expected an ISO interval such as 2026-11-22T09:00:00+08:00/PT1H"
    first, slash, second = text.partition("/")
    if not slash:
        raise ValueError(f"{text[:60]!r} is no interval; {expected}")
    try:
        if first.startswith("P"):
            end = parse_instant(second)
            start = _moved(second, first, -1)
        else:
            start = parse_instant(first)
            end = _moved(first, second, 1) if second.startswith("P") else parse_instant(second)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:60]!r}: {error}; {expected}") from None
    if not 0 < end - start <= LONGEST:
        raise ValueError(f"{text[:60]!r} ends at or before its start or lasts more than 366 days; {expected}")
    return start, end


def _moved(instant: str, duration: str, sign: int) -> Micros:
    years, months, span = _parts(duration)
    moment = datetime.fromisoformat(instant)
    count = moment.year * _MONTHS + moment.month - 1 + sign * (years * _MONTHS + months)
    moved = moment.replace(year=count // _MONTHS, month=count % _MONTHS + 1) + sign * span
    return to_micros(moved)


def _parts(text: str) -> tuple[int, int, timedelta]:
    found = _SHAPE.fullmatch(text)
    if found is None or not any(found.groups()) or text.endswith("T"):
        raise ValueError(f"duration {text[:60]!r} is not ISO 8601; expected e.g. PT1H, P1D, P1M")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return years, months, timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
