"""The children of one parent mended to its line: what sticks out is cut off, what two claim goes to one, gaps are
given away. No place changes hands that lies farther than the tolerance from the line of an area that it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from data_access.areas.boundaries import common_edge, crossing, edge_without, is_sliver, neighbours
from data_access.areas.dividing import divide
from data_access.areas.metric import GRID, in_degrees, in_metres, joined, plane_of, polygons_of

_NOTHING: Final = 0.05
"""Metres: what is thinner than this goes when the lines of all levels are joined."""


@dataclass(frozen=True, slots=True)
class Left:
    """A piece that stays wrong, for mending it would move a line too far; `codes` as of a Defect, none of a gap."""

    kind: str
    codes: tuple[str, ...]
    geometry: Polygon


class _Bench:
    """The children of a family while they are mended, and how far each may still be changed."""

    def __init__(self, children: Mapping[str, BaseGeometry], tolerance: float) -> None:
        self.now = dict(children)
        self.plane = plane_of(children.values())
        self.tolerance = tolerance
        self._first = dict(children)
        self._reach: dict[str, BaseGeometry] = {}

    def near(self, code: str, piece: BaseGeometry) -> bool:
        """Whether every place of the piece lies within the tolerance of the line that the area had at first."""
        if code not in self._reach:
            around = in_metres(self._first[code].boundary, self.plane).buffer(self.tolerance)
            self._reach[code] = in_degrees(around, self.plane)
            shapely.prepare(self._reach[code])
        return bool(shapely.covers(self._reach[code], piece))

    def may_lose(self, code: str, piece: BaseGeometry) -> bool:
        """The same, and that most of the area remains: a tolerance wider than an area must not make it vanish."""
        rest = shapely.difference(self.now[code], piece, grid_size=GRID)
        return self.near(code, piece) and 2 * rest.area >= self._first[code].area

    def lose(self, code: str, piece: BaseGeometry) -> None:
        self.now[code] = joined(polygons_of(shapely.difference(self.now[code], piece, grid_size=GRID)))

    def gain(self, code: str, piece: BaseGeometry) -> None:
        self.now[code] = joined(polygons_of(shapely.union(self.now[code], piece, grid_size=GRID)))

    def counts(self, piece: BaseGeometry) -> bool:
        return not is_sliver(in_metres(piece, self.plane), min(_NOTHING, self.tolerance))

    @property
    def step(self) -> float:
        return max(self.tolerance / 4, 0.25)


def mend_family(
    outline: BaseGeometry | None, children: Mapping[str, BaseGeometry], whole: bool, tolerance: float
) -> tuple[dict[str, BaseGeometry], list[Left]]:
    """The outlines (degrees, on the GRID) of the drawn children of a parent of that outline, mended, and what is left;
    `whole` says that all children are drawn, so that there are gaps to give away; `tolerance` in metres."""
    bench = _Bench(children, tolerance)
    left: list[Left] = []
    if outline is not None:
        left += _clip(bench, outline)
    left += _separate(bench)
    if outline is not None and whole:
        left += _fill(bench, outline)
    return bench.now, left


def _clip(bench: _Bench, outline: BaseGeometry) -> list[Left]:
    left = []
    for code, geometry in list(bench.now.items()):
        for piece in polygons_of(shapely.difference(geometry, outline, grid_size=GRID)):
            if not bench.counts(piece):
                continue
            if bench.may_lose(code, piece):
                bench.lose(code, piece)
            else:
                left.append(Left("outside", (code,), piece))
    return left


def _separate(bench: _Bench) -> list[Left]:
    left = []
    for pair in crossing(bench.now):
        both = shapely.intersection(bench.now[pair[0]], bench.now[pair[1]], grid_size=GRID)
        left += [
            Left("overlap", pair, piece)
            for piece in polygons_of(both)
            if bench.counts(piece) and not _resolved(bench, pair, piece)
        ]
    return left


def _resolved(bench: _Bench, pair: tuple[str, str], piece: Polygon) -> bool:
    """Give what two claim to the one whose own land borders on more of it; where the other's line would move too far
    by that, divide it in the middle. Whether either was possible."""
    first, second = pair
    # Where the line of the one does not run, its own land goes on.
    edges = {code: edge_without(piece, bench.now[code]) for code in pair}
    lengths = {code: round(in_metres(edge, bench.plane).length, 1) for code, edge in edges.items()}
    for loser in sorted(pair, key=lambda code: (lengths[code], code == first)):
        if bench.may_lose(loser, piece):
            bench.lose(loser, piece)
            return True
    shares = divide(piece, edges, bench.plane, bench.step)
    if len(shares) < 2 or not (bench.may_lose(first, shares[second]) and bench.may_lose(second, shares[first])):
        return False
    bench.lose(first, shares[second])
    bench.lose(second, shares[first])
    return True


def _fill(bench: _Bench, outline: BaseGeometry) -> list[Left]:
    left = []
    covered = shapely.union_all(list(bench.now.values()), grid_size=GRID)
    for piece in polygons_of(shapely.difference(outline, covered, grid_size=GRID)):
        if not bench.counts(piece):
            continue
        around = neighbours(piece, bench.now, bench.plane)
        if around and bench.near(around[0], piece):
            bench.gain(around[0], piece)
            continue
        edges = {code: common_edge(piece, bench.now[code]) for code in around}
        shares = divide(piece, edges, bench.plane, bench.step)
        given = [code for code, share in shares.items() if bench.near(code, share)]
        for code in given:
            bench.gain(code, shares[code])
        rest = [share for code, share in shares.items() if code not in given] if shares else [piece]
        left += [Left("gap", (), part) for share in rest for part in polygons_of(share)]
    return left
