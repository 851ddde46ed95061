"""Rates of small areas, drawn towards the rate of all: what few cases say counts for less.

Marshall's (1991) global empirical Bayes estimator. With m the rate of all (events over exposure), A the variance
of the areas' rates beyond chance by the method of moments (0 if there is none) and w = A / (A + m / exposure),
the rate of an area is w x its own + (1 - w) x m. It is the posterior mean of a gamma prior with mean m and
variance A under Poisson counts, and the interval is that of the same posterior.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from data_access.risk.checks import alike, numbers, share

LEVEL: Final = 0.9

Floats = NDArray[np.float64]


def empirical_bayes(events: ArrayLike, exposure: ArrayLike) -> Floats:
    """Events per unit of exposure (people, area, usual count) by area (n,); an area without exposure takes the rate
    of all. ValueError for negative or unknown numbers, and where no area has any exposure."""
    seen, base = _both(events, exposure)
    mean, variance = _prior(seen, base)
    own = np.divide(seen, base, out=np.full_like(seen, mean), where=base > 0)
    weight = _weight(base, mean, variance)
    return weight * own + (1 - weight) * mean


def interval(events: ArrayLike, exposure: ArrayLike, *, level: float = LEVEL) -> tuple[Floats, Floats]:
    """(low, high) rates by area (n,) between which the true rate lies with probability `level`. Where the areas do
    not differ beyond chance it is the rate of all for each of them: the prior has no width then."""
    seen, base = _both(events, exposure)
    tail = (1 - share("level", level)) / 2
    mean, variance = _prior(seen, base)
    if variance <= 0:
        return np.full_like(seen, mean), np.full_like(seen, mean)
    # A weak prior has a shape near 0; it needs room for the inverse of the gamma function to stay a number.
    shape, rate = mean * mean / variance + np.where(base > 0, seen, 0.0), mean / variance + base
    return gammaincinv(shape, tail) / rate, gammaincinv(shape, 1 - tail) / rate


def _prior(events: Floats, exposure: Floats) -> tuple[float, float]:
    """(mean, variance beyond chance) of the rates of areas with exposure."""
    known = exposure > 0
    if not len(events):
        return 0.0, 0.0
    if not known.any():
        raise ValueError("exposure is 0 in every area; expected a number above 0 in at least one")
    seen, base = events[known], exposure[known]
    total = base.sum()
    mean = float(seen.sum() / total)
    around = float((base * (seen / base - mean) ** 2).sum() / total)
    return mean, max(around - mean / float(base.mean()), 0.0)


def _weight(exposure: Floats, mean: float, variance: float) -> Floats:
    """How much an area's own rate counts, 0..1."""
    if variance <= 0:
        return np.zeros_like(exposure)
    return variance * exposure / (variance * exposure + mean)


def _both(events: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    seen, base = numbers("events", events), numbers("exposure", exposure)
    alike("events", seen, "exposure", base)
    return seen, base
