"""The ground of the spatial analysis: which areas are judged, who borders whom, in metres; made once for a tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from data_access.areas.tree import AreaTree
from data_access.risk.density import HECTARE
from data_access.risk.hotspots import neighbours
from data_access.risk.projection import Plane

Floats = NDArray[np.float64]

_KEPT: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Some areas: their codes, their polygons in metres
    on `plane`, who borders whom by position, and their residents (None unless all are known)."""

    codes: tuple[str, ...]
    plane: Plane
    polygons: tuple[BaseGeometry, ...]
    neighbours: tuple[tuple[int, ...], ...]
    residents: Floats | None


@lru_cache(maxsize=_KEPT)
def grounds(tree: AreaTree, code: str, most: int) -> tuple[tuple[str, ...], ...]:
    """The levels below `code` of at most `most` areas with a polygon, the deepest first, leaves above it included."""
    found: list[tuple[str, ...]] = []
    level: tuple[str, ...] = tuple(child.code for child in tree.children(code))
    while level and len(level) <= most:
        drawn = tuple(one for one in level if tree[one].geometry is not None)
        if drawn:
            found.append(drawn)
        below = tuple(under for one in level for under in (tuple(c.code for c in tree.children(one)) or (one,)))
        if below == level:
            break
        level = below
    return tuple(reversed(found))


@lru_cache(maxsize=_KEPT)
def ground(tree: AreaTree, codes: tuple[str, ...]) -> Ground:
    """The ground of some areas, all of which have a polygon."""
    shapes = [(one, geometry) for one in codes if (geometry := tree[one].geometry) is not None]
    plane = plane_of([geometry for _, geometry in shapes])
    polygons = tuple(on_plane(plane, geometry) for _, geometry in shapes)
    people = [population(tree, one) for one in codes]
    known = [float(number) for number in people if number is not None]
    residents = np.array(known) if len(known) == len(codes) and sum(known) > 0 else None
    return Ground(codes, plane, polygons, tuple(neighbours(polygons)), residents)


def plane_of(geometries: Sequence[BaseGeometry]) -> Plane:
    """The plane that touches the earth in the middle of some shapes in degrees."""
    west, south, east, north = shapely.total_bounds(geometries).tolist()
    return Plane.at((west + east) / 2, (south + north) / 2)


def on_plane(plane: Plane, geometry: BaseGeometry) -> BaseGeometry:
    """A shape in degrees as one in metres."""
    moved: BaseGeometry = shapely.transform(geometry, lambda at: plane.to_metres(at[:, 0], at[:, 1]))
    return moved


def in_degrees(plane: Plane, geometry: BaseGeometry) -> BaseGeometry:
    """A shape in metres as one in degrees."""
    moved: BaseGeometry = shapely.transform(geometry, plane.to_degrees)
    return moved


def population(tree: AreaTree, code: str) -> int | None:
    """The residents of an area: as given, else those of its children where all are known."""
    own = tree[code].population
    if own is not None:
        return own
    below = [population(tree, child.code) for child in tree.children(code)]
    known = [number for number in below if number is not None]
    return sum(known) if below and len(known) == len(below) else None


@lru_cache(maxsize=4096)
def hectares(tree: AreaTree, code: str) -> float | None:
    """The size of an area; None without a polygon."""
    geometry = tree[code].geometry
    if geometry is None:
        return None
    return float(on_plane(plane_of([geometry]), geometry).area) / HECTARE


def exposure_of(tree: AreaTree, code: str, per: str) -> float | None:
    """What cases are divided by: thousands of residents or hectares; None where unknown or none."""
    found = population(tree, code) if per == "resident" else hectares(tree, code)
    if not found:
        return None
    return found / 1000 if per == "resident" else found
