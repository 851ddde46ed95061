"""Made land for the checks of outlines: squares in metres around one place, with what is wrong put in on purpose."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from data_access.areas.metric import in_metres
from data_access.areas.tree import Area
from data_access.risk.projection import Plane

PLANE = Plane.at(117.2, 34.3)
METRES = PLANE.to_metres([117.21, 117.2], [34.3, 34.31])[[0, 1], [0, 1]] / 0.01
"""Of a degree of longitude and of one of latitude."""


def degrees(outline: BaseGeometry) -> BaseGeometry:
    """Metres into degrees by one factor each, so that what is straight in the one is straight in the other."""
    return shapely.transform(outline, lambda xy: np.array([117.2, 34.3]) + xy / METRES)


def box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """A rectangle, metres in, degrees out."""
    return degrees(shapely.box(west, south, east, north))


def polygon(*corners: tuple[float, float]) -> BaseGeometry:
    """A polygon, metres in, degrees out."""
    return degrees(Polygon(corners))


def area(code: str, parent: str | None, outline: BaseGeometry | None, level: str = "community") -> Area:
    return Area(code, code.upper(), level, parent, geometry=outline)


def street(outline: BaseGeometry | None, *children: BaseGeometry | None) -> list[Area]:
    """A root "s" of that outline and its children "a", "b", ..."""
    below = [area("abcdefghij"[number], "s", child) for number, child in enumerate(children)]
    return [area("s", None, outline, "street"), *below]


def metres(outline: BaseGeometry) -> float:
    """The area of an outline in square metres."""
    return float(in_metres(outline, PLANE).area)


def farthest(before: BaseGeometry, after: BaseGeometry) -> float:
    """The largest distance of the new line from the old one in metres, looked at every ten centimetres."""
    old, new = in_metres(before, PLANE).boundary, in_metres(after, PLANE).boundary
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(new, 0.1)))
    return float(shapely.distance(old, points).max())


def together(outlines: Sequence[BaseGeometry | None]) -> BaseGeometry:
    """The union of outlines that are a coverage."""
    return shapely.coverage_union_all([outline for outline in outlines if outline is not None])
