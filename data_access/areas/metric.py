"""Outlines in degrees measured in metres, on the plane that touches the earth in their middle."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data_access.risk.projection import Plane

GRID: Final = 1e-8
"""Degrees, about a millimetre: results of overlaying have their corners on this grid, so that lines which differ by
less are one."""


def plane_of(geometries: Iterable[BaseGeometry]) -> Plane:
    """The plane in the middle of the geometries (WGS-84 degrees), of which there is at least one."""
    west, south, east, north = shapely.total_bounds(list(geometries)).tolist()
    return Plane.at((west + east) / 2, (south + north) / 2)


def in_metres(geometry: BaseGeometry, plane: Plane) -> BaseGeometry:
    """The geometry of degrees on the plane, x east and y north in metres."""
    return shapely.transform(geometry, lambda xy: plane.to_metres(xy[:, 0], xy[:, 1]) if len(xy) else xy)


def in_degrees(geometry: BaseGeometry, plane: Plane) -> BaseGeometry:
    """The geometry of metres on the plane back in WGS-84 degrees."""
    return shapely.transform(geometry, lambda xy: plane.to_degrees(xy) if len(xy) else xy)


def square_metres(geometry: BaseGeometry, plane: Plane) -> float:
    """The area of a geometry of degrees."""
    return float(in_metres(geometry, plane).area)


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """The polygons that a result of overlaying is made of; lines and points in it are left out."""
    parts: NDArray[np.object_] = shapely.get_parts(geometry)
    found: list[Polygon] = []
    for part in parts:
        if isinstance(part, Polygon) and not part.is_empty:
            found.append(part)
        elif isinstance(part, MultiPolygon):
            found.extend(polygons_of(part))
    return found


def joined(polygons: list[Polygon]) -> BaseGeometry:
    """Polygons as one geometry; an empty polygon for none."""
    if not polygons:
        return Polygon()
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
