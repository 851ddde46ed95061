"""The ground around an event: outlines of the areas about it, cut to what a small map shows, and their names."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from data_access.areas.tree import Area
from data_access.cases.nearby import RADIUS
from data_access.matters import EARTH
from data_access.reader import Reader

ASPECT: Final = 16 / 9
"""Width by height of the map."""
_MARGIN: Final = 1.35
_FINE: Final = 400
"""Outlines are drawn to this part of the map's width."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A ring of an area: "own" is the lowest that holds the event, "beside" another of its level, "above" the one
    around it. Points in the map's shares, (0, 0) at the top left."""

    kind: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A map of ASPECT: outlines from below to above, names (name, that of the area above, x, y) of which the first
    matter most, and how to place a (lon, lat). `radius`: that of RADIUS as a share of the width."""

    west: float
    north: float
    wide: float
    high: float
    outlines: tuple[Outline, ...]
    names: tuple[tuple[str, str, float, float], ...]
    radius: float

    def place(self, lon: float, lat: float) -> Point:
        """A point of the earth in shares of the map."""
        return (lon - self.west) / self.wide, (self.north - lat) / self.high


def ground(reader: Reader, area: str | None, point: Point | None, language: str) -> Ground | None:
    """The map around an event in an area or at a point (lon, lat), None where neither can be drawn. Only what the
    viewer may see is drawn."""
    tree = reader.tree
    drawn = [one for one in tree.path(area) if one.geometry is not None] if area is not None and area in tree else []
    own = drawn[-1] if drawn else None
    if own is None and point is None:
        return None
    frame = _frame(own, point)
    level = tree.depth(own.code) if own is not None else tree.max_depth
    top = reader.scope.area or tree.root.code
    cut = shapely.box(frame.west, frame.north - frame.high, frame.west + frame.wide, frame.north)
    # A little beyond the map, so that no cut edge is seen.
    around = cut.buffer(frame.wide / 10, join_style="mitre")
    outlines: list[Outline] = []
    names: list[tuple[bool, str, str, float, float]] = []
    for code in tree.subtree(top):
        one = tree[code]
        depth = tree.depth(code)
        if one.geometry is None or not level - 1 <= depth <= level or not one.geometry.intersects(cut):
            continue
        kind = "own" if own is not None and code == own.code else "beside" if depth == level else "above"
        outlines += [Outline(kind, ring) for ring in _rings(frame, one.geometry, around)]
        label = reader.shapes.label_point(code) if depth == level else None
        if label is not None:
            x, y = frame.place(*label)
            if 0.08 < x < 0.92 and 0.1 < y < 0.9:
                above = "" if one.parent is None else reader.area_label(one.parent, language)
                names.append((kind != "own", reader.area_label(code, language), above, x, y))
    order = ("beside", "own", "above")
    outlines.sort(key=lambda one: order.index(one.kind))
    # Where there is not room for all, its own area is named.
    shown = tuple(one[1:] for one in sorted(names))
    return Ground(frame.west, frame.north, frame.wide, frame.high, tuple(outlines), shown, frame.radius)


def _frame(own: Area | None, point: Point | None) -> Ground:
    """The rectangle that holds the area, and around a point twice RADIUS, in the map's aspect."""
    metre = math.degrees(1 / EARTH)
    bounds = [own.geometry.bounds] if own is not None and own.geometry is not None else []
    if point is not None:
        lon, lat = point
        high = 2 * RADIUS * metre
        wide = high / max(math.cos(math.radians(lat)), 0.01)
        bounds.append((lon - wide, lat - high, lon + wide, lat + high))
    west, south = (min(one[side] for one in bounds) for side in (0, 1))
    east, north = (max(one[side] for one in bounds) for side in (2, 3))
    narrow = max(math.cos(math.radians((south + north) / 2)), 0.01)
    high = max((north - south) * _MARGIN, (east - west) * narrow * _MARGIN / ASPECT)
    wide = high * ASPECT / narrow
    radius = RADIUS * metre / narrow / wide
    return Ground((west + east - wide) / 2, (south + north + high) / 2, wide, high, (), (), radius)


def _rings(frame: Ground, shape: BaseGeometry, around: BaseGeometry) -> Iterator[tuple[Point, ...]]:
    """The outer rings of what an area has of the map."""
    shown = shapely.simplify(shapely.make_valid(shape).intersection(around), frame.wide / _FINE)
    for part in shapely.get_parts(shown):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield tuple(frame.place(x, y) for x, y in part.exterior.coords)
