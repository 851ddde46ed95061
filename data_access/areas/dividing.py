"""A piece of land divided among its neighbours: every place goes to the edge that is nearest."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from data_access.areas.metric import GRID, in_degrees, in_metres, joined, polygons_of
from data_access.risk.projection import Plane

MOST: Final = 20_000
"""So many points of the edges are looked at; longer edges are looked at in longer steps."""


def divide(
    piece: BaseGeometry, edges: Mapping[str, BaseGeometry], plane: Plane, step: float
) -> dict[str, BaseGeometry]:
    """The shares of a piece by the code of the nearest edge, all in degrees; `step` is the distance in metres of the
    points by which the edges are known. Codes to whom nothing falls are left out."""
    room = in_metres(piece, plane).envelope.buffer(1)
    lines = {code: in_metres(edge, plane) for code, edge in edges.items() if not edge.is_empty}
    if len(lines) < 2:
        return {code: piece for code in lines}
    step = max(step, sum(line.length for line in lines.values()) / MOST)
    owners: list[str] = []
    places: list[np.ndarray] = []
    for code, line in lines.items():
        points = shapely.get_coordinates(shapely.segmentize(line, step))
        owners += [code] * len(points)
        places.append(points)
    # Two edges meet in a point, which is then the first one's: of two points in one place neither had a proper cell.
    points, first = np.unique(np.round(np.concatenate(places), 1), axis=0, return_index=True)
    cells = _cells(points, room.bounds)
    owner = np.array(owners)[first]
    shares: dict[str, BaseGeometry] = {}
    for code in lines:
        around = shapely.union_all(cells[owner == code], grid_size=1e-3)
        # Cut in degrees, so that a share ends exactly where the piece does.
        share = joined(polygons_of(shapely.intersection(piece, in_degrees(around, plane), grid_size=GRID)))
        if not share.is_empty:
            shares[code] = share
    return shares


def _cells(points: NDArray[np.float64], bounds: tuple[float, float, float, float]) -> NDArray[np.object_]:
    """The polygon of the places that are nearest to each point (n, 2), within the bounds at least; all in metres."""
    west, south, east, north = bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    far = 10 * (east - west + north - south)
    # Around them four points so far away that every cell within the bounds is finite.
    diagram = Voronoi(np.vstack([points, middle + far * np.array([(-1, 0), (1, 0), (0, -1), (0, 1)])]))
    regions = [diagram.regions[number] for number in diagram.point_region[: len(points)]]
    corners = [MultiPoint(diagram.vertices[[place for place in region if place >= 0]]) for region in regions]
    cells: NDArray[np.object_] = shapely.convex_hull(np.array(corners, dtype=object))
    return cells
