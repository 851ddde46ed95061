"""What an hour usually brings: the mean of the same hour of the week, with holidays on the days they are like.

A public holiday takes the profile of the last day of the weekend (Sunday), a weekend day worked in exchange
(调休) that of the nearest working day (Saturday: Friday's, Sunday: Monday's). The days are those of the library
`holidays`, which knows the exchanged days of past years and of the year officially announced; beyond that only
the holidays themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import lru_cache
from typing import Final

import holidays
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data_access.clock import DAY, HOUR, Micros
from data_access.risk.checks import alike, numbers, positive

Floats = NDArray[np.float64]
Instants = NDArray[np.int64]

WEEKS: Final = 8
LEAST: Final = 2
"""A mean of fewer observations than this gives way to a coarser one."""
_WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class DayTypes:
    """Which weekday (0 Monday .. 6) a local date is like; `country` is ISO 3166, None knows no holidays.
    ValueError for a country the library does not know."""

    zone: tzinfo
    country: str | None = "CN"

    def __post_init__(self) -> None:
        _weekend(self.country)

    def weekday(self, day: date) -> int:
        """The weekday whose profile the date takes."""
        return _unusual(self.country, day.year).get(day, day.weekday())

    def rest(self, weekday: int) -> bool:
        """Whether that weekday is one of the weekend."""
        return weekday in _weekend(self.country)

    def local(self, starts: ArrayLike) -> tuple[Instants, Instants, Instants]:
        """(day, weekday, hour) of instants: the local date as days since 1970, the weekday it takes, 0..23."""
        times = pd.to_datetime(np.asarray(starts, dtype=np.int64), unit="us", utc=True).tz_convert(self.zone)
        days = times.tz_localize(None).to_numpy("datetime64[D]").astype(np.int64)
        each, place = np.unique(days, return_inverse=True)
        taken = [self.weekday(date.fromordinal(_EPOCH + int(day))) for day in each]
        return days, np.array(taken, dtype=np.int64)[place], times.hour.to_numpy(np.int64)


_EPOCH: Final = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=64)
def _weekend(country: str | None) -> frozenset[int]:
    if country is None:
        return _WEEKEND
    try:
        return frozenset(holidays.country_holidays(country).weekend)
    except NotImplementedError:
        # What the library raises for a country it does not know.
        raise ValueError(f"country {country!r} has no holidays here; expected e.g. 'CN', or none") from None


@lru_cache(maxsize=256)
def _unusual(country: str | None, year: int) -> Mapping[date, int]:
    """The dates of a year that are not like their own weekday."""
    if country is None:
        return {}
    weekend = _weekend(country)
    # A day can be worked in exchange for one of the year after.
    known = holidays.country_holidays(country, years=(year, year + 1))
    found: dict[date, int] = {}
    for day in (one for one in known if one.year == year and one.weekday() not in weekend):
        found[day] = max(weekend, default=6)
    for day in (one for one in known.weekend_workdays if one.year == year and one not in known):
        around = ((day.weekday() - 1) % 7, (day.weekday() + 1) % 7)
        found[day] = next(one for one in (*around, 0) if one not in weekend)
    return found


class History:
    """Hourly counts in order of time, ready to be asked what is usual. Hours that are missing were not observed;
    an hour without a case is a 0. ValueError for negative or unknown counts and for an hour that comes twice."""

    def __init__(self, counts: ArrayLike, starts: ArrayLike, days: DayTypes) -> None:
        values = numbers("counts", counts)
        instants = np.asarray(starts, dtype=np.int64)
        alike("counts", values, "starts", instants)
        order = np.argsort(instants, kind="stable")
        self.days_of = days
        self.counts = values[order]
        self.starts = instants[order]
        again = np.flatnonzero(np.diff(self.starts) == 0)
        if len(again):
            raise ValueError(f"starts has {self.starts[again[0]]} twice; expected every hour once")
        self.days, weekdays, hours = days.local(self.starts)
        self._levels = [_Means(keys, self.starts, self.counts) for keys in _keys(days, weekdays, hours)]
        self._own: Floats | None = None

    def expected(self, hours: ArrayLike, *, before: Micros | None = None, weeks: float = WEEKS) -> Floats:
        """What is usual in given hours, past or future, NaN where nothing can be said: the mean over the `weeks`
        before each hour of what was seen strictly before it (and before `before`) in the same hour of the week;
        of fewer than two, in the same hour of working or of rest days; of fewer than two, in the same hour."""
        span = int(positive("weeks", weeks) * 7 * DAY)
        wanted = np.asarray(hours, dtype=np.int64)
        until = wanted if before is None else np.minimum(wanted, before)
        _, weekdays, clock = self.days_of.local(wanted)
        found = np.full(len(wanted), np.nan)
        for level, keys in zip(self._levels, _keys(self.days_of, weekdays, clock), strict=True):
            seen, mean = level.within(keys, wanted - span, until)
            least = 1 if level is self._levels[-1] else LEAST
            found = np.where(np.isnan(found) & (seen >= least), mean, found)
        return found

    def own(self) -> Floats:
        """What was usual in the hours of the history itself, each by what came before it; made once."""
        if self._own is None:
            self._own = self.expected(self.starts)
        return self._own

    def seen(self, hours: ArrayLike) -> Floats:
        """The counts of given hours, NaN for one that was not observed."""
        wanted = np.asarray(hours, dtype=np.int64)
        if not len(self.starts):
            return np.full(len(wanted), np.nan)
        place = np.minimum(np.searchsorted(self.starts, wanted), len(self.starts) - 1)
        return np.where(self.starts[place] == wanted, self.counts[place], np.nan)


def baseline(
    counts: ArrayLike, starts: ArrayLike, days: DayTypes, *, hours: ArrayLike | None = None, weeks: float = WEEKS
) -> list[float | None]:
    """What is usual in `hours` (microseconds; the hours counted themselves if not given), None where no hour like
    it was seen: see History.expected. An hour is never judged by itself or by what came after it."""
    history = History(counts, starts, days)
    wanted = np.asarray(starts if hours is None else hours, dtype=np.int64)
    return [None if np.isnan(one) else float(one) for one in history.expected(wanted, weeks=weeks)]


def _keys(days: DayTypes, weekdays: Instants, hours: Instants) -> tuple[Instants, Instants, Instants]:
    """The classes an hour is like, finest first: hour of the week, hour of working or rest days, hour."""
    resting = np.array([days.rest(weekday) for weekday in range(7)], dtype=np.int64)
    return weekdays * 24 + hours, resting[weekdays] * 24 + hours, hours


class _Means:
    """Sums of counts by class over any span of time, by two look-ups in one sorted column."""

    def __init__(self, keys: Instants, starts: Instants, counts: Floats) -> None:
        # One number holds class and time, so that one sort serves all classes.
        self._base = int(starts[0]) if len(starts) else 0
        self._step = int(starts[-1]) - self._base + HOUR if len(starts) else HOUR
        joined = self._joined(keys, starts)
        order = np.argsort(joined, kind="stable")
        self._joints = joined[order]
        self._upto = np.concatenate(([0.0], np.cumsum(counts[order])))

    def _joined(self, keys: Instants, instants: Instants) -> Instants:
        return keys * self._step + np.clip(instants - self._base, 0, self._step - 1)

    def within(self, keys: Instants, first: Instants, until: Instants) -> tuple[Instants, Floats]:
        """(number, mean) of what was seen of a class in [first, until); the mean of nothing is 0."""
        low = np.searchsorted(self._joints, self._joined(keys, first))
        high = np.searchsorted(self._joints, self._joined(keys, until))
        seen = np.maximum(high - low, 0)
        return seen, (self._upto[np.maximum(high, low)] - self._upto[low]) / np.maximum(seen, 1)
