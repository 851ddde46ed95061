"""Which area a point lies in: the deepest polygon that contains it, for many points at once."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import STRtree

from data_access.areas.tree import Area, AreaTree


@dataclass(frozen=True, slots=True)
class _Layer:
    """The polygons of one depth, ordered by code, with their index."""

    codes: tuple[str, ...]
    polygons: NDArray[np.object_]
    index: STRtree

    def find(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """For each point the place in `codes` of the polygon it lies in, len(codes) for none."""
        # The index knows boxes only: its own predicates prepare the point, not the polygon.
        point, polygon = self.index.query(shapely.points(lon, lat))
        inside = shapely.intersects_xy(self.polygons[polygon], lon[point], lat[point])
        found = np.full(len(lon), len(self.codes), dtype=np.int64)
        np.minimum.at(found, point[inside], polygon[inside])
        return found


class Locator:
    """Finds areas by point in `tree`'s geometries (WGS-84 degrees); the others are passed over."""

    def __init__(self, tree: AreaTree) -> None:
        depths: dict[int, list[Area]] = {}
        for area in tree:
            if area.geometry is not None and not area.geometry.is_empty:
                depths.setdefault(tree.depth(area.code), []).append(area)
        self._layers = tuple(_layer(depths[depth]) for depth in sorted(depths, reverse=True))

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> list[str | None]:
        """The code of the deepest area each point (degrees, shape (n,)) lies in or on the border of.

        Of several areas of that depth the lowest code. None outside all, and where not finite.
        ValueError if the two are not of one shape (n,).
        """
        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if x.ndim != 1 or x.shape != y.shape:
            raise ValueError(f"lon, lat of shapes {x.shape}, {y.shape}: expected one shape (n,)")
        codes: list[str | None] = [None] * len(x)
        left = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        for layer in self._layers:
            found = layer.find(x[left], y[left])
            hit = found < len(layer.codes)
            for place, number in zip(left[hit].tolist(), found[hit].tolist(), strict=True):
                codes[place] = layer.codes[number]
            left = left[~hit]
        return codes


def _layer(areas: list[Area]) -> _Layer:
    ordered = sorted(areas, key=lambda area: area.code)
    # Copies, because preparing changes a geometry and the tree's are shared.
    polygons = np.array([shapely.transform(area.geometry, lambda xy: xy) for area in ordered], dtype=object)
    shapely.prepare(polygons)
    # GEOS builds a prepared polygon's index at its first question; asked here, threads only read it.
    centres = shapely.get_coordinates(shapely.point_on_surface(polygons))
    shapely.intersects_xy(polygons, centres[:, 0], centres[:, 1])
    return _Layer(tuple(area.code for area in ordered), polygons, STRtree(polygons))
