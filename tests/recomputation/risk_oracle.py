"""The figures of risk recomputed from their definitions: usual counts, control limits, forecasts, parts of the index.

Shares no code with the product. Hours are those of UTC, instants microseconds. The calendar is the one China announced
for 2024, as far as the stories reach.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from scipy import stats

ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000
DAY = 24 * HOUR
WEEK = 7 * DAY

RESTED = {date(2024, 4, 4), date(2024, 4, 5), date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 3)}
"""Working days of the week that were holidays: Qingming and Labour Day."""

WORKED = {date(2024, 4, 7): 0, date(2024, 4, 28): 0, date(2024, 5, 11): 4}
"""Days of the weekend worked in exchange, and the weekday nearest to them."""


def weekday(day: date) -> int:
    """The weekday whose profile a date takes: a holiday Sunday's, an exchanged day that of the nearest working day."""
    return 6 if day in RESTED else WORKED.get(day, day.weekday())


def local(at: int) -> datetime:
    """An instant where the wall hangs."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(ZONE)


class Hours:
    """Counts of the whole hours from `first` on; an hour is asked for what was usual in it."""

    def __init__(self, counts: Sequence[int], first: int) -> None:
        self.first = first
        self.counts = dict(zip(range(first, first + HOUR * len(counts), HOUR), counts, strict=True))
        self._alike: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for hour in self.counts:
            for key in self._keys(hour):
                self._alike[key].append(hour)
        self._known: dict[tuple[int, int], float | None] = {}

    @staticmethod
    def _keys(hour: int) -> list[tuple[int, ...]]:
        """The classes of an hour, the finest first: hour of the week, of working or rest days, of the day."""
        at = local(hour)
        day = weekday(at.date())
        return [(0, day, at.hour), (1, int(day >= 5), at.hour), (2, at.hour)]

    def usual(self, hour: int, before: int | None = None) -> float | None:
        """The mean of the same class in the eight weeks before the hour (and before `before`): of two hours at least,
        of the coarsest class one; None where there is none."""
        until = hour if before is None else min(hour, before)
        if (hour, until) not in self._known:
            self._known[hour, until] = None
            for least, key in zip((2, 2, 1), self._keys(hour), strict=True):
                seen = [self.counts[one] for one in self._alike[key] if hour - 8 * WEEK <= one < until]
                if len(seen) >= least:
                    self._known[hour, until] = sum(seen) / len(seen)
                    break
        return self._known[hour, until]


def ewma(counts: Sequence[float], expected: Sequence[float]) -> list[tuple[float, float, float, bool]]:
    """(z, lower, upper, over) of each count: lambda 0.2, 2.7 standard deviations, before it the first expectation."""
    level = centre = expected[0] if expected else 0.0
    variance = 0.0
    found = []
    for count, mean in zip(counts, expected, strict=True):
        level, centre = 0.2 * count + 0.8 * level, 0.2 * mean + 0.8 * centre
        variance = 0.04 * mean + 0.64 * variance
        width = 2.7 * math.sqrt(variance)
        over = level > centre + width and count > mean
        found.append((level, max(centre - width, 0.0), centre + width, over))
    return found


def tail(count: int, mean: float) -> float:
    """P(X >= count) of a Poisson variable."""
    return float(stats.poisson.sf(count - 1, mean)) if count else 1.0


Told = tuple[float, float, float]
"""Expected, low, high."""


def forecast(hours: Hours, origin: int, ahead: int = 24) -> list[Told] | None:
    """The hours from `origin` on by what was before it: the usual times the damped level of the last week, between the
    10 % and 90 % of a negative binomial with the dispersion of the last four weeks. None under a week of history."""
    if origin - hours.first < WEEK:
        return None
    usual = [hours.usual(origin + number * HOUR, before=origin) for number in range(ahead)]
    if any(one is None for one in usual):
        return None
    past = [(hour, count, hours.usual(hour)) for hour, count in hours.counts.items() if hour < origin]
    known = [(hour, count, mean) for hour, count, mean in past if mean is not None]
    recent = [(count, mean) for hour, count, mean in known if hour >= origin - WEEK]
    level = math.sqrt((sum(count for count, _ in recent) + 10) / (sum(mean for _, mean in recent) + 10))
    # The means of a history's first two weeks are coarse: their errors are not chance.
    fine = [(c, m) for hour, c, m in known if hour >= max(origin - 4 * WEEK, hours.first + 2 * WEEK)]
    fine = fine or [(c, m) for _, c, m in known]
    scale = sum(mean * mean for _, mean in fine)
    excess = max(sum((c - m) ** 2 - m for c, m in fine) / scale, 0.0) if scale else 0.0
    return [(mean * level, *between(mean * level, excess)) for mean in usual if mean is not None]


def between(mean: float, excess: float) -> tuple[float, float]:
    """The 10 % and 90 % quantiles of whole counts with variance mean + excess * mean ** 2."""
    if mean == 0:
        return 0.0, 0.0
    plain = excess < 1e-6
    law = stats.poisson(mean) if plain else stats.nbinom(1 / excess, 1 / (1 + excess * mean))
    low, high = law.ppf((0.1, 0.9))
    return float(low), float(high)


def skill(hours: Hours) -> tuple[float, float, float, int] | None:
    """Mean absolute errors of the forecasts made at the last 14 midnights and of the same hour a week before, the share
    of hours within the interval, and how many hours were compared."""
    end = hours.first + HOUR * len(hours.counts)
    midnights = [h for h in hours.counts if local(h).hour == 0 and h > hours.first and h + DAY <= end]
    model, other, inside = [], [], []
    for origin in midnights[-14:]:
        told = forecast(hours, origin)
        for number, (expected, low, high) in enumerate(told or ()):
            hour = origin + number * HOUR
            if hour - WEEK in hours.counts:
                seen = hours.counts[hour]
                model.append(abs(expected - seen))
                other.append(abs(hours.counts[hour - WEEK] - seen))
                inside.append(low <= seen <= high)
    return (np.mean(model), np.mean(other), np.mean(inside), len(model)) if model else None


def shrunk(events: Sequence[float], exposure: Sequence[float]) -> list[float]:
    """Rates drawn towards that of all (Marshall's global empirical Bayes); without exposure the rate of all."""
    pairs = [(n, e) for n, e in zip(events, exposure, strict=True) if e > 0]
    total = sum(e for _, e in pairs)
    mean = sum(n for n, _ in pairs) / total
    around = sum(e * (n / e - mean) ** 2 for n, e in pairs) / total
    beyond = max(around - mean / (total / len(pairs)), 0.0)
    found = []
    for n, e in zip(events, exposure, strict=True):
        weight = beyond / (beyond + mean / e) if e > 0 and beyond > 0 else 0.0
        found.append(weight * n / e + (1 - weight) * mean if weight else mean)
    return found


def usual_cells(
    before: Counter[tuple[str, str]], kinds: Sequence[str], columns: Sequence[str], periods: int
) -> dict[tuple[str, str], float]:
    """The mean of each (kind, column) over the periods, the column's share of the kind drawn towards that in all."""
    sizes = [sum(before[kind, column] for kind in kinds) for column in columns]
    if not any(sizes):
        return {(kind, column): 0.0 for kind in kinds for column in columns}
    found = {}
    for kind in kinds:
        shares = shrunk([before[kind, column] for column in columns], sizes)
        for column, share, size in zip(columns, shares, sizes, strict=True):
            found[kind, column] = share * size / periods
    return found


def deviation(count: int, usual: float, periods: int) -> float:
    """The normal deviate with the tail of the count: the next after so many periods of that mean, half a case added."""
    law = stats.nbinom(usual * periods + 0.5, periods / (periods + 1))
    if count >= usual:
        return max(float(stats.norm.isf(law.sf(count - 1))), 0.0)
    return min(float(stats.norm.ppf(law.cdf(count))), 0.0)


def half_scored(value: float, half: float) -> float:
    """0 at 0, one half at `half`, and every further `half` halves what is missing to 1."""
    return 1 - 0.5 ** (value / half)


def weighted(parts: Mapping[str, tuple[float, float | None]]) -> tuple[float | None, float]:
    """(0..100, weight known) of (weight, score 0..1 or None) by name; the weights of unknown parts are shared."""
    known = sum(weight for weight, score in parts.values() if score is not None)
    made = sum(weight * score for weight, score in parts.values() if score is not None)
    return (100 * made / known if known >= 50 else None), known
