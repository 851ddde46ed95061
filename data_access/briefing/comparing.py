"""Whether two figures differ by more than chance: counts, shares, medians. Pure arithmetic; two-sided p throughout.

- counts: where the weeks before vary as Poisson says, exactly, by the binomial distribution of one of two counts given
  their sum; where they vary more, by a negative binomial of the same mean whose extra variance `alpha * mean**2` was
  estimated from these weeks, with Student's t for the uncertainty of that estimate.
- shares: the two-proportion test with the pooled variance.
- medians: the distance in units of the standard errors that the order statistics around them give.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Z95: Final = 1.959963984540054

ASSUMED: Final = 0.01
"""The extra variance where too few weeks are known to estimate it: weeks that differ by a tenth."""

LEAST_FREEDOM: Final = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """How much more than Poisson weekly counts vary: variance = mean + alpha * mean**2. `freedom`: degrees of freedom
    of the estimate, 0 where it is assumed."""

    alpha: float
    freedom: int


def spread_of(histories: Iterable[Sequence[int]]) -> Spread:
    """The spread that the weekly counts of several keys share, by moments; growth counts as spread, on purpose."""
    beyond = squares = 0.0
    freedom = 0
    for weeks in histories:
        if len(weeks) < 2 or not any(weeks):
            continue
        mean = sum(weeks) / len(weeks)
        degrees = len(weeks) - 1
        beyond += sum((one - mean) ** 2 for one in weeks) - degrees * mean
        squares += degrees * mean**2
        freedom += degrees
    if freedom < LEAST_FREEDOM:
        return Spread(ASSUMED, 0)
    return Spread(round(max(0.0, beyond / squares), 9), freedom)


def counts_differ(now: int, before: int, spread: Spread, sizes: tuple[float, float] = (1.0, 1.0)) -> float:
    """p that two counts over equal time have one mean; with `sizes`, of people say, that each of them has so many
    cases."""
    if now + before == 0:
        return 1.0
    size, other = sizes[0] / sum(sizes), sizes[1] / sum(sizes)
    if spread.alpha == 0:
        return float(stats.binomtest(now, now + before, size).pvalue)
    mean, mean_before = (now + before) * size, (now + before) * other
    variances = (one + spread.alpha * one**2 for one in (mean, mean_before))
    weighed = sum(weight**2 * one for weight, one in zip((other, size), variances, strict=True))
    score = abs(other * now - size * before) / math.sqrt(weighed)
    if not spread.freedom:
        return float(2 * stats.norm.sf(score))
    return float(2 * stats.t.sf(score, spread.freedom))


def shares_differ(now: tuple[int, int], before: tuple[int, int]) -> float:
    """p that two shares (numerator, denominator) are one; 1 where there is nothing to compare."""
    total = now[1] + before[1]
    if not now[1] or not before[1]:
        return 1.0
    pooled = (now[0] + before[0]) / total
    variance = pooled * (1 - pooled) * (1 / now[1] + 1 / before[1])
    if variance <= 0:
        return 1.0
    score = abs(now[0] / now[1] - before[0] / before[1]) / math.sqrt(variance)
    return float(2 * stats.norm.sf(score))


def medians_differ(now: tuple[float, float, float], before: tuple[float, float, float]) -> float:
    """p that two medians are one; each is (median, low, high), the ends those of its 95 % interval."""
    errors = [(high - low) / (2 * Z95) for _, low, high in (now, before)]
    error = math.hypot(*errors)
    away = abs(now[0] - before[0])
    if error == 0:
        return 1.0 if away == 0 else 0.0
    return float(2 * stats.norm.sf(away / error))


def median_interval(seconds: NDArray[np.float64], weights: NDArray[np.int64]) -> tuple[float, float] | None:
    """The 95 % interval of a median by order statistics of weighted values; None of fewer than six values, where no
    two order statistics enclose it that surely."""
    total = int(weights.sum())
    low = int(stats.binom.ppf(0.025, total, 0.5)) - 1 if total else -1
    if total < 6 or low < 0:
        return None
    order = np.argsort(seconds, kind="stable")
    upto = np.cumsum(weights[order])
    values = seconds[order]
    first = values[int(np.searchsorted(upto, low, side="right"))]
    last = values[int(np.searchsorted(upto, total - 1 - low, side="right"))]
    return float(first), float(last)
