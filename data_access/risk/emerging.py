"""How hot spots come and go: the class of each area over slices of time, by its trend (Mann-Kendall) and its past."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from data_access.risk.checks import numbers

Floats = NDArray[np.float64]

OFTEN: Final = 0.9
TREND: Final = 0.1


def mann_kendall(series: ArrayLike) -> tuple[float, float]:
    """(tau, p) of a series in order of time: tau = S / (n (n-1) / 2), -1..1, above 0 where it rises; p is two-sided,
    by the normal approximation corrected for ties and continuity. (0, 1) of fewer than three values or of equal
    ones. ValueError for unknown numbers."""
    tau, p = _trends(numbers("series", series, least=None)[:, None])
    return float(tau[0]), float(p[0])


def classify(z: ArrayLike, hot: ArrayLike) -> list[str]:
    """The class of each area (n,) by its Gi* z and whether it was a hot spot, both (slices, n), oldest first.

    `often` is hot in at least 90 % of the slices; a trend of z counts with a two-sided p below 0.1. In this order:
    - new: hot in the last slice and in none before;
    - intensifying: often, hot in the last slice, z rises;
    - diminishing: often, and z falls or the last slice is not hot;
    - persistent: often, hot in the last slice, no trend;
    - sporadic: hot in the last slice and before, but not often;
    - none: all others, so whatever is neither hot now nor was often.
    ValueError for unknown numbers and for shapes that differ."""
    scores, flags = np.asarray(z, dtype=np.float64), np.asarray(hot, dtype=np.bool_)
    if scores.ndim != 2 or scores.shape != flags.shape:
        raise ValueError(f"z has the shape {scores.shape} and hot {flags.shape}; expected (slices, areas) of both")
    numbers("z", scores.ravel(), least=None)
    slices, areas = scores.shape
    if not slices:
        return ["none"] * areas
    tau, p = _trends(scores)
    now, before = flags[-1], flags[:-1].any(axis=0)
    # Counted in whole slices: 0.9 of ten is nine, whatever its last digit.
    often = flags.sum(axis=0) >= np.ceil(OFTEN * slices - 1e-9)
    rising, falling = (p < TREND) & (tau > 0), (p < TREND) & (tau < 0)
    classes = (
        (now & ~before, "new"),
        (often & now & rising, "intensifying"),
        (often & (falling | ~now), "diminishing"),
        (often & now, "persistent"),
        (now, "sporadic"),
    )
    return [next((name for holds, name in classes if holds[area]), "none") for area in range(areas)]


def _trends(table: Floats) -> tuple[Floats, Floats]:
    """(tau, p) by column of a table (times, n)."""
    times, columns = table.shape
    if times < 3:
        return np.zeros(columns), np.ones(columns)
    later, earlier = np.tril_indices(times, -1)
    rises = np.sign(table[later] - table[earlier]).sum(axis=0)
    # Each value of a group of t equal ones carries its share (t-1)(2t+5) of the group's t(t-1)(2t+5).
    ties = (table[:, None] == table[None, :]).sum(axis=1)
    variance = (times * (times - 1) * (2 * times + 5) - ((ties - 1) * (2 * ties + 5)).sum(axis=0)) / 18
    score = np.where(variance > 0, (rises - np.sign(rises)) / np.sqrt(np.maximum(variance, 1)), 0.0)
    return rises / len(later), np.where(variance > 0, 2 * ndtr(-np.abs(score)), 1.0)
