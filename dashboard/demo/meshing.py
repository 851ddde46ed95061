"""Making polygons that were cut from one another share every vertex exactly."""

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

_DECIMALS: Final = 6
_SAME_PLACE: Final = 1.5e-5
_ON_A_SIDE: Final = 2e-6


def mesh(plots: list[Polygon]) -> list[Polygon]:
    """The plots (degrees, without holes) on a 1e-6 degree lattice, neighbours sharing each vertex.

    Corners less than 1.5e-5 degrees (1.5 m) apart become one; a corner that touches a neighbour's side
    becomes a corner of that neighbour too. Raises ValueError if a plot vanishes or the result is not a coverage.
    """
    rings = [np.round(shapely.get_coordinates(plot.exterior)[:-1], _DECIMALS) for plot in plots]
    corners = np.unique(np.vstack(rings), axis=0)
    points = np.asarray(shapely.points(corners))
    places = STRtree(points)
    stands_for = _merged(points, places)

    meshed = []
    for ring in rings:
        sides = np.asarray(shapely.linestrings(np.stack([ring, np.roll(ring, -1, axis=0)], axis=1)))
        side, touching = places.query(sides, predicate="dwithin", distance=_ON_A_SIDE)
        along = shapely.line_locate_point(sides[side], points[touching])
        path = [stands_for[touching[k]] for k in np.lexsort((along, side))]
        path = [spot for spot, before in zip(path, [path[-1], *path[:-1]], strict=True) if spot != before]
        if len(path) < 3:
            raise ValueError(f"a plot with {len(ring)} corners at {ring[0]} has {len(path)} left, expected 3 or more")
        meshed.append(shapely.orient_polygons(Polygon(corners[path])))
    if not shapely.coverage_is_valid(meshed):
        raise ValueError(f"{len(meshed)} meshed plots overlap or do not meet, expected a valid coverage")
    return meshed


def _merged(points: Any, places: STRtree) -> NDArray[np.intp]:
    """For each corner the index of the one that stands for it: the first within reach."""
    near, other = places.query(points, predicate="dwithin", distance=_SAME_PLACE)
    first = np.arange(len(points))
    np.minimum.at(first, near, other)
    while not np.array_equal(first, first[first]):
        first = first[first]
    return first
