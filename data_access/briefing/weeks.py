"""ISO weeks in local time, Monday 00:00 to Monday 00:00: which can be told, and which they are compared with."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from data_access.clock import Micros, format_instant, from_micros, to_micros

_SHAPE = re.compile(r"(\d{4})-W(\d{2})")


class WeekError(ValueError):
    """A week that cannot be told of; the message names the field, its value and what was expected."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO week; `year` is the ISO year, which may differ from the calendar's at its ends."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The week of "2026-W47"; WeekError for anything else, such as a week that its year does not have."""
        found = _SHAPE.fullmatch(text.strip())
        expected = "expected an ISO week such as 2026-W47"
        if not found:
            raise WeekError(f"week {text[:40]!r} is not known; {expected}")
        year, number = int(found[1]), int(found[2])
        if not 1971 <= year <= 2199:
            raise WeekError(f"week {text!r} is out of range; {expected} of the years 1971 to 2199")
        if not 1 <= number <= _weeks_of(year):
            raise WeekError(f"week {text!r} does not exist; {year} has the weeks W01 to W{_weeks_of(year)}")
        return cls(year, number)

    @classmethod
    def of(cls, instant: Micros, zone: ZoneInfo) -> Self:
        """The week that holds an instant."""
        year, number, _ = from_micros(instant).astimezone(zone).isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    def shifted(self, weeks: int) -> Self:
        """The week so many weeks later; earlier where negative."""
        year, number, _ = (self.monday + timedelta(weeks=weeks)).isocalendar()
        return type(self)(year, number)

    def year_before(self) -> Self:
        """The same week of the year before; of a year without a W53 its last one."""
        return type(self)(self.year - 1, min(self.number, _weeks_of(self.year - 1)))

    def interval(self, zone: ZoneInfo) -> tuple[Micros, Micros]:
        """[start, end): local Monday 00:00 and the next."""
        return _midnight(self.monday, zone), _midnight(self.monday + timedelta(weeks=1), zone)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Period:
    """A week as it is told: [start, end) ends at T where the week was not over then; `whole` says that it was."""

    week: Week
    start: Micros
    end: Micros
    as_of: Micros
    whole: bool

    @property
    def window(self) -> str:
        """The window of a view."""
        return f"{format_instant(self.start)}/{format_instant(self.end)}"

    def alike(self, week: Week, zone: ZoneInfo) -> tuple[Micros, Micros]:
        """The interval of another week that is comparable: as long as this one, from its own Monday."""
        start, end = week.interval(zone)
        return start, end if self.whole else min(start + (self.end - self.start), end)


def period_of(week: Week, zone: ZoneInfo, now: Micros, as_of: Micros | None = None) -> Period:
    """A week as of its end, as of now where it is not over, or as of the T that is asked for. WeekError for a week
    that has not begun, and for a T before its beginning or after now."""
    start, end = week.interval(zone)
    if start >= now:
        raise WeekError(f"week {week} has not begun; expected {Week.of(now, zone)} or an earlier one")
    moment = min(end, now) if as_of is None else as_of
    if not start < moment <= now:
        told = f"{format_instant(start)} (the week's beginning) to {format_instant(now)} (now)"
        raise WeekError(f"as_of {format_instant(moment)} does not fit week {week}; expected a time from {told}")
    return Period(week, start, min(end, moment), moment, moment >= end)


def _weeks_of(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _midnight(day: date, zone: ZoneInfo) -> Micros:
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=zone))
