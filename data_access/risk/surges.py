"""Whether what is counted is more than usual: a Poisson EWMA for hours, the exact tail where little is expected.

EWMA of counts with an expectation that varies by the hour (after Borror, Champ and Rigdon 1998):
z_t = lam x_t + (1-lam) z_{t-1}, its centre m_t by the same recursion over the expectation e_t, its variance
v_t = lam^2 e_t + (1-lam)^2 v_{t-1}; z_0 = m_0 = e_1, v_0 = 0; the limits are m_t +- L sqrt(v_t), never below 0.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc

from data_access.risk.checks import alike, numbers, positive

LAMBDA: Final = 0.2
LIMIT: Final = 2.7
ALPHA: Final = 0.0035
"""The share of a normal distribution beyond 2.7 sigma: both rules raise about as many false alarms."""
FEW: Final = 5.0
"""Under so many expected a day a normal limit is wrong, and the exact tail judges."""


@dataclass(frozen=True, slots=True)
class Ewma:
    """By hour (n,): the smoothed count z, its centre and its limits, and whether z lies over the upper one."""

    z: NDArray[np.float64]
    centre: NDArray[np.float64]
    upper: NDArray[np.float64]
    lower: NDArray[np.float64]
    over: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judgement:
    """By day (n,): whether its count is over the limit, the tail probability p of the count, and whether the exact
    tail decided (else the EWMA)."""

    over: NDArray[np.bool_]
    p: NDArray[np.float64]
    exact: NDArray[np.bool_]


def poisson_ewma(counts: ArrayLike, expected: ArrayLike, *, lam: float = LAMBDA, L: float = LIMIT) -> Ewma:
    """The EWMA of counts (n,) in order of time against what was expected (n,). ValueError for negative or unknown
    numbers and for `lam` outside (0, 1]."""
    seen, usual = _both(counts, expected)
    if not 0 < lam <= 1:
        raise ValueError(f"lam is {lam}; expected a number above 0, at most 1")
    width = positive("L", L)
    z, centre, spread = np.empty_like(seen), np.empty_like(seen), np.empty_like(seen)
    level = middle = usual[0] if len(usual) else 0.0
    variance = 0.0
    for hour, (count, mean) in enumerate(zip(seen.tolist(), usual.tolist(), strict=True)):
        level = z[hour] = lam * count + (1 - lam) * level
        middle = centre[hour] = lam * mean + (1 - lam) * middle
        variance = lam * lam * mean + (1 - lam) ** 2 * variance
        spread[hour] = width * variance**0.5
    return Ewma(z, centre, centre + spread, np.maximum(centre - spread, 0.0), z > centre + spread)


def exact_tail(count: ArrayLike, expected: ArrayLike) -> NDArray[np.float64]:
    """P(X >= count) of a Poisson variable, by element (n,): 1 for a count of 0, and 0 for a case where none at all
    was expected. ValueError for negative or unknown numbers."""
    seen, usual = _both(count, expected)
    # The incomplete gamma function is the tail itself, also for a fractional number of weighted cases.
    return np.where(seen > 0, gammainc(np.maximum(seen, 1e-9), usual), 1.0)


def judge(daily_count: ArrayLike, daily_expected: ArrayLike, *, alpha: float = ALPHA) -> Judgement:
    """Days (n,) in order of time: under 5 expected a day a day is over when its exact tail is below `alpha`, else
    when the EWMA of the days is over its limit. The EWMA runs through all days."""
    seen, usual = _both(daily_count, daily_expected)
    p = exact_tail(seen, usual)
    exact = usual < FEW
    return Judgement(np.where(exact, p < alpha, poisson_ewma(seen, usual).over), p, exact)


def _both(counts: ArrayLike, expected: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    seen = numbers("counts", np.atleast_1d(np.asarray(counts, dtype=np.float64)))
    usual = numbers("expected", np.atleast_1d(np.asarray(expected, dtype=np.float64)))
    alike("counts", seen, "expected", usual)
    return seen, usual
