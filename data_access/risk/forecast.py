"""The hours to come, what they may bring at most and at least, and how well that was told in the past.

The expectation is what is usual in the hour (baseline.History), times the level of the last seven days: the ratio
of what was counted to what was usual, drawn towards 1 by LEVEL_CASES imagined cases and by the power DAMPING (half
of a change of level is taken to last). The interval is that of a negative binomial distribution whose variance
mu + a mu^2 has the a which the last four weeks show against their own expectation by the method of moments; with a
0 it is Poisson. Counts are whole, so the interval holds a little more than the share that it claims.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincc

from data_access.clock import DAY, HOUR, Micros
from data_access.risk.baseline import LEAST, Floats, History, Instants
from data_access.risk.checks import share

AHEAD: Final = 24
SHARE: Final = 0.8
ORIGINS: Final = 14
DAMPING: Final = 0.5
LEVEL_CASES: Final = 10.0
_WEEK: Final = 7 * DAY
_SPREAD: Final = 4 * _WEEK
_POISSON: Final = 1e-6
"""Below this much overdispersion the two distributions agree to more digits than are shown."""
_FEW_ORIGINS: Final = 3

Winner = Literal["model", "naive", "even"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """By hour ahead (n,): its start, the cases expected, and whole numbers of cases between which `share` fall."""

    starts: Instants
    expected: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Score:
    """Mean absolute errors per hour of the model and of the same hour a week before, the share of hours within the
    interval, the hours n compared, and which is better: "even" where the daily differences leave it open (their
    mean is within one standard error of 0, or fewer than three days were compared)."""

    mae_model: float
    mae_naive: float
    coverage: float
    n: int
    winner: Winner


def forecast(
    history: History, *, origin: Micros | None = None, ahead: int = AHEAD, within: float = SHARE
) -> Forecast | None:
    """The `ahead` hours from `origin` on (the end of the history if not given), by what was seen before it. None
    where less than a week was, or none like one of the hours. ValueError for `ahead` below 1."""
    if ahead < 1:
        raise ValueError(f"ahead is {ahead}; expected at least 1 hour")
    tail = (1 - share("within", within)) / 2
    if not len(history.starts):
        return None
    start = int(history.starts[-1]) + HOUR if origin is None else origin
    if start - int(history.starts[0]) < _WEEK:
        return None
    starts = start + HOUR * np.arange(ahead, dtype=np.int64)
    usual = history.expected(starts, before=start)
    if np.isnan(usual).any():
        return None
    ratio, excess = _level(history, start)
    expected = usual * ratio
    return Forecast(starts, expected, quantile(expected, excess, tail), quantile(expected, excess, 1 - tail))


def naive(history: History, *, origin: Micros | None = None, ahead: int = AHEAD) -> list[float | None]:
    """The counts of the same hours a week before those ahead of `origin`, None for one that was not observed."""
    if not len(history.starts):
        return [None] * ahead
    start = int(history.starts[-1]) + HOUR if origin is None else origin
    found = history.seen(start + HOUR * np.arange(ahead, dtype=np.int64) - _WEEK)
    return [None if np.isnan(one) else float(one) for one in found]


def score(history: History, *, origins: int = ORIGINS, ahead: int = AHEAD, within: float = SHARE) -> Score | None:
    """How the forecasts made at the last `origins` local midnights did, each by what had been seen before it, over
    the hours of which everything is known. None where there are none."""
    new_days = np.flatnonzero(np.diff(history.days)) + 1
    last = int(history.starts[-1]) + HOUR - ahead * HOUR if len(history.starts) else 0
    midnights = [int(history.starts[place]) for place in new_days if history.starts[place] <= last]
    errors: list[tuple[Floats, Floats, NDArray[np.bool_]]] = []
    for origin in midnights[-origins:]:
        told = forecast(history, origin=origin, ahead=ahead, within=within)
        if told is None:
            continue
        seen, before = history.seen(told.starts), history.seen(told.starts - _WEEK)
        known = ~(np.isnan(seen) | np.isnan(before))
        seen, before = seen[known], before[known]
        inside = (told.low[known] <= seen) & (seen <= told.high[known])
        if len(seen):
            errors.append((np.abs(told.expected[known] - seen), np.abs(before - seen), inside))
    if not errors:
        return None
    model, other, inside = (np.concatenate(part) for part in zip(*errors, strict=True))
    better = np.array([float(theirs.mean() - ours.mean()) for ours, theirs, _ in errors])
    return Score(float(model.mean()), float(other.mean()), float(inside.mean()), len(model), _winner(better))


def quantile(mean: Floats, excess: float, tail: float) -> Floats:
    """The least whole numbers that counts of these means (n,) and variances mean + excess x mean^2 stay at or below
    with probability `tail` at least."""
    low = np.full_like(mean, -1.0)
    # Beyond ten standard deviations (of which 40 cases stand for those of small means) lies nothing of interest.
    high: Floats = np.ceil(mean + 10 * np.sqrt(mean + excess * mean * mean) + 40)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = _upto(middle, mean, excess) >= tail
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def _upto(count: Floats, mean: Floats, excess: float) -> Floats:
    """P(X <= count); a count below 0 has none."""
    whole = np.maximum(count, 0.0)
    if excess < _POISSON:
        return np.where(count < 0, 0.0, gammaincc(whole + 1, mean))
    return np.where(count < 0, 0.0, betainc(1 / excess, whole + 1, 1 / (1 + excess * mean)))


def _level(history: History, origin: Micros) -> tuple[float, float]:
    """(damped ratio of the last week to what was usual in it, overdispersion in the four weeks before the origin)."""
    until = int(np.searchsorted(history.starts, origin))
    usual, seen, starts = history.own()[:until], history.counts[:until], history.starts[:until]
    known = ~np.isnan(usual)
    recent = known & (starts >= origin - _WEEK)
    # In its first two weeks a history is told by coarse means, whose errors are not chance.
    fine = known & (starts >= max(origin - _SPREAD, int(starts[0]) + LEAST * _WEEK))
    known = fine if fine.any() else known
    level = (seen[recent].sum() + LEVEL_CASES) / (usual[recent].sum() + LEVEL_CASES)
    scale = (usual[known] ** 2).sum()
    beyond = ((seen[known] - usual[known]) ** 2 - usual[known]).sum() / scale if scale > 0 else 0.0
    return float(level**DAMPING), max(float(beyond), 0.0)


def _winner(better: Floats) -> Winner:
    """By the daily differences (days,) of the mean errors, above 0 where the model's is smaller."""
    if len(better) < _FEW_ORIGINS:
        return "even"
    mean, error = float(better.mean()), float(better.std(ddof=1)) / len(better) ** 0.5
    if abs(mean) <= error:
        return "even"
    return "model" if mean > 0 else "naive"
