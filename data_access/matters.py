"""One matter told more than once: cases of the same category, near each other in place and time.

Cases are compared within a grid of category x time x place whose cells are as large as the limits, so that a case meets
only its own and the neighbouring cells: the work grows with the cases, not with their square.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.clock import Micros

EARTH: Final = 6_371_008.8
"""The mean radius of the earth in metres."""

MOST: Final = 40
"""The most cases of one cell that are compared with others: beyond, the newest."""

Indices = NDArray[np.int64]
_AHEAD: Final = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))
"""The neighbouring cells in (time, north) of which each pair is met once; those in the east lie beside them."""


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """Cases as parallel arrays of shape (n,): microseconds, degrees, and codes of source and category. Only cases
    with a place; ValueError for arrays of different lengths or a place that is no number."""

    at: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    source: NDArray[np.int64]
    category: NDArray[np.int64]

    def __post_init__(self) -> None:
        lengths = {name: len(getattr(self, name)) for name in ("at", "lon", "lat", "source", "category")}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"reports have arrays of lengths {lengths}; expected one length")
        if not (np.isfinite(self.lon).all() and np.isfinite(self.lat).all()):
            raise ValueError("reports have a lon or lat that is not a finite number; expected degrees")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports (earlier, later), each of shape (pairs,), and how many reports were not compared because
    their cell was crowded."""

    earlier: Indices
    later: Indices
    left_out: int


def near_pairs(
    reports: Reports, *, metres: float, within: Micros, across_sources: bool = True, most: int = MOST
) -> Pairs:
    """All pairs of the same category at most `metres` and `within` microseconds apart, of different sources unless
    told otherwise; of one instant the first in the arrays is the earlier. ValueError for limits not above 0."""
    if not (metres > 0 and within > 0 and most > 0):
        raise ValueError(f"metres {metres!r}, within {within!r}, most {most!r}: expected all above 0")
    keys, step = _cells(reports, metres, within)
    order = np.lexsort((reports.at, keys))
    order = order[_newest_of_each(keys[order], most)]
    left_out = len(keys) - len(order)
    keys = keys[order]
    firsts: list[Indices] = []
    seconds: list[Indices] = []
    for later, north in _AHEAD:
        target = keys + later * step[0] + north * step[1]
        start = np.searchsorted(keys, target - 1, side="left")
        if later == north == 0:
            start = np.arange(1, len(keys) + 1, dtype=np.int64)
        first, second = _expanded(start, np.searchsorted(keys, target + 1, side="right"))
        first, second = order[first], order[second]
        near = np.abs(reports.at[first] - reports.at[second]) <= within
        if across_sources:
            near &= reports.source[first] != reports.source[second]
        first, second = first[near], second[near]
        close = distances(reports, first, second) <= metres
        firsts.append(first[close])
        seconds.append(second[close])
    one, other = np.concatenate(firsts), np.concatenate(seconds)
    rank = np.empty(len(reports.at), dtype=np.int64)
    rank[np.argsort(reports.at, kind="stable")] = np.arange(len(reports.at))
    swapped = rank[one] > rank[other]
    earlier, later_ones = np.where(swapped, other, one), np.where(swapped, one, other)
    by_time = np.lexsort((rank[later_ones], rank[earlier]))
    return Pairs(earlier[by_time], later_ones[by_time], left_out)


def matters(pairs: Pairs) -> dict[int, list[int]]:
    """The reports that tell a first one again, by that first one, oldest first. Each report counts once: with the
    earliest first report that it makes a pair with. All of a matter lie within the limits of its first report."""
    told: dict[int, list[int]] = {}
    again: set[int] = set()
    for earlier, later in zip(pairs.earlier.tolist(), pairs.later.tolist(), strict=True):
        if earlier not in again and later not in again:
            told.setdefault(earlier, []).append(later)
            again.add(later)
    return told


def distances(reports: Reports, one: Indices, other: Indices) -> NDArray[np.float64]:
    """Great-circle metres between reports given by index, of shape (pairs,)."""
    lat, lon = np.radians(reports.lat), np.radians(reports.lon)
    north, east = (lat[other] - lat[one]) / 2, (lon[other] - lon[one]) / 2
    chord = np.sin(north) ** 2 + np.cos(lat[one]) * np.cos(lat[other]) * np.sin(east) ** 2
    metres: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return metres


def _cells(reports: Reports, metres: float, within: Micros) -> tuple[Indices, tuple[int, int]]:
    """The cell of each report as one number, east neighbours next to each other, and the steps to the next cell in
    time and to the north."""
    if not len(reports.at):
        return np.zeros(0, dtype=np.int64), (1, 1)
    high = float(np.degrees(metres / EARTH))
    # A degree of longitude is shortest at the highest latitude: there a cell is as wide as the limit, elsewhere wider.
    widest = high / max(float(np.cos(np.radians(np.abs(reports.lat).max()))), 0.01)
    east = _numbered(reports.lon / widest)
    north = _numbered(reports.lat / high)
    time = _numbered((reports.at - reports.at.min()) // within)
    category = np.unique(reports.category, return_inverse=True)[1].astype(np.int64)
    # Two numbers are free at either end of each, so that no neighbour is a cell of the next row.
    columns, rows, times = (int(axis.max()) + 4 for axis in (east, north, time))
    return ((category * times + time + 1) * rows + north + 1) * columns + east + 1, (columns * rows, columns)


def _numbered(values: NDArray[np.float64] | NDArray[np.int64]) -> Indices:
    whole = np.floor(values).astype(np.int64)
    numbered: Indices = whole - whole.min()
    return numbered


def _newest_of_each(keys: Indices, most: int) -> NDArray[np.bool_]:
    """Of sorted keys, the last `most` of every run."""
    return np.searchsorted(keys, keys, side="right") - np.arange(len(keys)) <= most


def _expanded(start: Indices, end: Indices) -> tuple[Indices, Indices]:
    """(i, j) for every i and every j in [start[i], end[i])."""
    counts = np.maximum(end - start, 0)
    first = np.repeat(np.arange(len(start), dtype=np.int64), counts)
    offset = np.arange(counts.sum(), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return first, np.repeat(start, counts) + offset
