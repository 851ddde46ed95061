"""Kaplan-Meier: how long something takes when some are still waiting. The share that lasts longer than t is the
product over the times s <= t at which something ended of 1 - ended / at risk; who is still waiting at t leaves the
count after t without having ended.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ROUNDING: Final = 1e-9
"""A product of shares that should be one half may miss it by this."""


def kaplan_meier(
    durations: ArrayLike, observed: ArrayLike, weights: ArrayLike | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(times, survival): the distinct durations that ended, ascending, and the share that lasts longer than each.

    `observed` is true where the duration ended, false where it lasts still; `weights` (default 1) are how many cases
    each stands for. ValueError for unequal lengths, for durations that are not finite and for negative weights.
    """
    lengths = np.asarray(durations, dtype=np.float64)
    ended = np.asarray(observed, dtype=bool)
    counts = np.ones(lengths.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    _check(lengths, observed=ended, weights=counts)
    times, place = np.unique(lengths, return_inverse=True)
    ends = np.bincount(place, weights=counts * ended, minlength=len(times))
    leaves = np.bincount(place, weights=counts, minlength=len(times))
    at_risk = leaves.sum() - np.concatenate([[0.0], np.cumsum(leaves)])[: len(times)]
    steps = ends > 0
    survival = np.cumprod(1 - ends[steps] / at_risk[steps])
    return times[steps], survival


def median_survival(times: Sequence[float] | NDArray[np.float64], survival: NDArray[np.float64]) -> float | None:
    """The first time at which half or fewer are left; None where it never comes to that: too many are still waiting."""
    reached = np.flatnonzero(np.asarray(survival) <= 0.5 + _ROUNDING)
    return float(times[reached[0]]) if len(reached) else None


def _check(lengths: NDArray[np.float64], **others: NDArray[Any]) -> None:
    for name, values in others.items():
        if values.shape != lengths.shape:
            raise ValueError(f"{name} has the shape {values.shape}; expected that of durations, {lengths.shape}")
    if not np.isfinite(lengths).all():
        raise ValueError(f"durations hold {lengths[~np.isfinite(lengths)][0]}; expected finite numbers")
    if (others["weights"] < 0).any():
        raise ValueError(f"weights hold {others['weights'].min()}; expected 0 or more")
