"""Hot spots by Getis and Ord's Gi*: where an area and its neighbours have more, together, than chance explains.

z is the analytic one (Ord and Getis 1995) for binary weights that include the area itself. p is a conditional
permutation's: the area keeps its value and its neighbours' are drawn from all other areas, one-sided on the side of
z. One set of draws serves every area: draws in which the area itself came up are left out for it, and the draws left
are uniform over the others. So fifty thousand permutations cost less than 999 for each area alone would, which
the false discovery rate needs: of n areas one alone can only be found with p at or below q / 2n, 0.00004 of 612.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr
from shapely.geometry.base import BaseGeometry

from data_access.risk.checks import numbers, share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

PERMUTATIONS: Final = 49_999
FEWEST: Final = 8
"""Of fewer areas than this nothing is said."""
_MOST_DRAWN: Final = 24
"""Sums of more neighbours than this are as good as normal: drawing them would take long and tell the same."""


@dataclass(frozen=True, slots=True)
class GetisOrd:
    """By area (n,): z, the one-sided pseudo p, and whether it is part of a hot or a cold spot."""

    z: Floats
    p: Floats
    hot: Flags
    cold: Flags


def neighbours(polygons: Sequence[BaseGeometry | None], *, least: int = 3, gap: float = 0.0) -> list[tuple[int, ...]]:
    """The neighbours of each area, ascending: those that it touches, be it in one point (queen), or to which it is
    at most `gap` away, which bridges borders that were drawn apart. An area that has fewer than `least` of them,
    an island above all, is given the nearest others by centroid up to `least`; only these may be one-sided. An area
    without a geometry has none and is nobody's. All in the unit of the geometries, which should be metres."""
    shapes = [None if one is None or one.is_empty else one for one in polygons]
    drawn = np.array([place for place, one in enumerate(shapes) if one is not None], dtype=np.int64)
    found: list[set[int]] = [set() for _ in shapes]
    if not len(drawn):
        return [() for _ in shapes]
    there = np.array([shapes[place] for place in drawn], dtype=object)
    pairs = shapely.STRtree(there).query(there, predicate="dwithin", distance=gap)
    for one, other in drawn[pairs].T.tolist():
        if one != other:
            found[one].add(other)
    centres = shapely.get_coordinates(shapely.centroid(there))
    for place, centre in zip(drawn.tolist(), centres, strict=True):
        if len(found[place]) < least:
            away = np.hypot(*(centres - centre).T)
            nearest = drawn[np.argsort(away, kind="stable")].tolist()
            others = [one for one in nearest if one != place and one not in found[place]]
            found[place].update(others[: least - len(found[place])])
    return [tuple(sorted(one)) for one in found]


def getis_ord(
    values: ArrayLike,
    neighbours: Sequence[Sequence[int]],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
    q: float = 0.05,
) -> GetisOrd:
    """Gi* of values (n,) not below 0, counts or rates. Hot and cold are the areas found with a false discovery rate
    of `q` by Benjamini and Hochberg over 2p, both sides together. The same input and seed give the same answer.
    Where nothing can be said - fewer than eight areas, equal values, an area without neighbours or with all others
    for neighbours - z is 0 and p is 1. ValueError for unknown or negative values, neighbours that are not there."""
    seen = numbers("values", values)
    rows, columns, count = _flat(neighbours, len(seen))
    if permutations < 1:
        raise ValueError(f"permutations is {permutations}; expected at least 1")
    share("q", q)
    n = len(seen)
    nothing = np.zeros(n, dtype=np.bool_)
    if n < FEWEST or seen.max() - seen.min() <= 1e-12 * seen.max():
        return GetisOrd(np.zeros(n), np.ones(n), nothing, nothing)
    around = np.bincount(rows, weights=seen[columns], minlength=n).astype(np.float64)
    z = _analytic(seen, around, count)
    sayable = (count > 0) & (count < n - 1)
    z = np.where(sayable, z, 0.0)
    p = np.where(sayable & (z != 0), _pseudo(seen, around, count, z > 0, permutations, seed), 1.0)
    found = discoveries(np.minimum(2 * p, 1.0), q)
    return GetisOrd(z, p, found & (z > 0), found & (z < 0))


def discoveries(p: ArrayLike, q: float) -> Flags:
    """Which of p (n,) are discoveries at a false discovery rate q (Benjamini and Hochberg 1995)."""
    given = numbers("p", p)
    if not len(given):
        return np.zeros(0, dtype=np.bool_)
    ordered = np.sort(given)
    # A hair of room, or a p that equals its bound would hang on the rounding of the bound.
    bound = np.arange(1, len(given) + 1) * q / len(given) * (1 + 1e-12)
    below = np.flatnonzero(ordered <= bound)
    return given <= ordered[below[-1]] if len(below) else np.zeros(len(given), dtype=np.bool_)


def _flat(neighbours: Sequence[Sequence[int]], n: int) -> tuple[Numbers, Numbers, Numbers]:
    """(area, neighbour) of all pairs, and the number of neighbours by area."""
    if len(neighbours) != n:
        raise ValueError(f"neighbours has {len(neighbours)} rows and values {n}; expected as many of both")
    count = np.array([len(one) for one in neighbours], dtype=np.int64)
    rows = np.repeat(np.arange(n), count)
    columns = np.array([other for one in neighbours for other in one], dtype=np.int64)
    wrong = (columns < 0) | (columns >= n) | (columns == rows)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"neighbours[{rows[place]}] names {columns[place]}; expected other areas, 0..{n - 1}")
    if len(np.unique(rows * n + columns)) < len(rows):
        raise ValueError("neighbours names an area twice in a row; expected each once")
    return rows, columns, count


def _analytic(values: Floats, around: Floats, count: Numbers) -> Floats:
    n = len(values)
    size = count + 1
    variance = values.var() * size * (n - size) / (n - 1)
    beyond = values + around - size * values.mean()
    z: Floats = np.divide(beyond, np.sqrt(variance), out=np.zeros(n), where=variance > 0)
    return z


def _pseudo(values: Floats, around: Floats, count: Numbers, upper: Flags, permutations: int, seed: int) -> Floats:
    """One-sided p by area: the share of draws of as many of the other areas whose sum is at least (upper) or at most
    what is around it, the observation itself counted in."""
    found = _normal(values, around, count, upper)
    few = (count > 0) & (count <= _MOST_DRAWN)
    if not few.any():
        return found
    drawn = _draws(len(values), int(count[few].max()), permutations, seed)
    sums = np.cumsum(values[drawn], axis=0)
    # Sums of the same values in another order differ in their last digits.
    hair = 1e-9 * values.max()
    extreme = np.zeros(len(values))
    for size in np.unique(count[few]).tolist():
        ordered = np.sort(sums[size - 1])
        those = few & (count == size)
        above = permutations - np.searchsorted(ordered, around[those] - hair, side="left")
        below = np.searchsorted(ordered, around[those] + hair, side="right")
        extreme[those] = np.where(upper[those], above, below)
    left = np.full(len(values), float(permutations))
    for place, ids in enumerate(drawn):
        # Draws in which an area itself came up among as many as it has neighbours are none of the others alone.
        own = few[ids] & (count[ids] > place)
        ids, those = ids[own], np.flatnonzero(own)
        total = sums[count[ids] - 1, those]
        beyond = np.where(upper[ids], total >= around[ids] - hair, total <= around[ids] + hair)
        left -= np.bincount(ids, minlength=len(values))
        extreme -= np.bincount(ids[beyond], minlength=len(values))
    return np.where(few, (extreme + 1) / (left + 1), found)


def _draws(n: int, size: int, permutations: int, seed: int) -> NDArray[np.int32]:
    """(size, permutations): in every column different areas, uniformly; so are the first k of a column."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(n, size=(size, permutations), dtype=np.int32)
    for place in range(1, size):
        again = np.flatnonzero((drawn[:place] == drawn[place]).any(axis=0))
        while len(again):
            drawn[place, again] = rng.integers(n, size=len(again), dtype=np.int32)
            again = again[(drawn[:place, again] == drawn[place, again]).any(axis=0)]
    return drawn


def _normal(values: Floats, around: Floats, count: Numbers, upper: Flags) -> Floats:
    """The same p by the normal distribution with the permutation's exact mean and variance."""
    others = len(values) - 1
    mean = (values.sum() - values) / others
    spread = np.maximum(((values**2).sum() - values**2) / others - mean**2, 0.0)
    deviation = np.sqrt(spread * count * (others - count) / max(others - 1, 1))
    beyond = np.where(upper, 1.0, -1.0) * (around - count * mean)
    score = np.divide(beyond, deviation, out=np.zeros_like(mean), where=deviation > 0)
    return np.where(deviation > 0, ndtr(-score), 1.0)
