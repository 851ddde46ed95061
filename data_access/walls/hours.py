"""Hours of the week: when an entry is played or a wall dimmed, by the clock on the wall."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from data_access.clock import SECOND, Micros, from_micros, to_micros

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY: Final = 24 * 60


def minutes_of(clock: str) -> int:
    """ "07:30" as minutes since midnight, "24:00" included; ValueError for anything else."""
    found = re.fullmatch(r"(\d\d):(\d\d)", clock)
    minutes = 60 * int(found[1]) + int(found[2]) if found and int(found[2]) < 60 else _DAY + 1
    if minutes > _DAY:
        raise ValueError(f"{clock!r} is no time of day; expected 00:00 to 24:00")
    return minutes


@dataclass(frozen=True, slots=True)
class Hours:
    """[start, end) in minutes of the local day, on `days` (0 is Monday). An end at or before the start is the next
    morning's, and belongs to the day it began on."""

    start: int = 0
    end: int = _DAY
    days: frozenset[int] = frozenset(range(7))

    @property
    def always(self) -> bool:
        """Whether they never end."""
        return self.start == 0 and self.end == _DAY and len(self.days) == len(WEEK)

    def hold(self, moment: Micros, zone: ZoneInfo) -> bool:
        """Whether they hold at a moment."""
        local = from_micros(moment).astimezone(zone)
        minute = 60 * local.hour + local.minute
        if self.end > self.start:
            return local.weekday() in self.days and self.start <= minute < self.end
        if minute >= self.start:
            return local.weekday() in self.days
        return minute < self.end and (local.weekday() - 1) % 7 in self.days

    def edge(self, moment: Micros, zone: ZoneInfo) -> Micros | None:
        """The first instant after a moment at which they may begin or end; None if they never do."""
        if self.always:
            return None
        day = from_micros(moment).astimezone(zone).date()
        while True:
            later = [one for one in _edges(self, day, zone) if one > moment]
            if later:
                return min(later)
            day += timedelta(days=1)


def next_edge(hours: Iterable[Hours], moment: Micros, zone: ZoneInfo) -> Micros | None:
    """The first instant after a moment at which any of them may begin or end."""
    edges = (one.edge(moment, zone) for one in set(hours))
    return min((edge for edge in edges if edge is not None), default=None)


@lru_cache(maxsize=4096)
def _edges(hours: Hours, day: date, zone: ZoneInfo) -> frozenset[Micros]:
    """The instants of a local day at which hours may begin or end. Where the clock is set back a time of day comes
    twice; where it is set, hours may begin or end in the leap."""
    found = {_instant(day, minute, zone, fold) for minute in (hours.start, hours.end) for fold in (0, 1)}
    low, high = (_instant(day, minute, zone, 0) // SECOND for minute in (0, _DAY))
    before = _offset(low, zone)
    if _offset(high, zone) == before:
        return frozenset(found)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return frozenset({*found, high * SECOND})


def _offset(second: int, zone: ZoneInfo) -> timedelta | None:
    return from_micros(second * SECOND).astimezone(zone).utcoffset()


def _instant(day: date, minute: int, zone: ZoneInfo, fold: int) -> Micros:
    whole, rest = divmod(minute, _DAY)
    local = datetime(day.year, day.month, day.day, rest // 60, rest % 60, tzinfo=zone) + timedelta(days=whole)
    return to_micros(local.replace(fold=fold))
