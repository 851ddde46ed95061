"""Areas as drawn: GeoJSON of an area and what is directly below it, and where their labels stand."""

import json
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from data_access.areas.tree import Area, AreaTree

_DIGITS: Final = 6  # about 0.1 m


class Shapes:
    """The shapes of one tree, made once and kept. Safe between threads: at worst a shape is made twice."""

    def __init__(self, tree: AreaTree, water: dict[str, Any] | None = None) -> None:
        self.tree = tree
        self.water = water
        self._collections: dict[str, dict[str, Any] | None] = {}
        self._points: dict[str, tuple[float, float] | None] = {}

    def rings(self, code: str) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
        """The children of an area and its grandchildren; both empty for a leaf."""
        children = self.tree.children(code)
        return children, tuple(below for child in children for below in self.tree.children(child.code))

    def collection(self, code: str) -> dict[str, Any] | None:
        """A FeatureCollection of the area's children (ring 1) and grandchildren (ring 2), or of the area itself
        (ring 0) if it is a leaf; properties code and ring. None if none of them has a geometry."""
        if code not in self._collections:
            children, below = self.rings(code)
            shown = [(2, one) for one in below] + [(1, one) for one in children] or [(0, self.tree[code])]
            features = [_feature(one, ring) for ring, one in shown if one.geometry is not None]
            self._collections[code] = {"type": "FeatureCollection", "features": features} if features else None
        return self._collections[code]

    def outline(self, code: str) -> dict[str, Any] | None:
        """The area's own boundary as a FeatureCollection, or None."""
        area = self.tree[code]
        if area.geometry is None:
            return None
        return {"type": "FeatureCollection", "features": [_feature(area, 0)]}

    def label_point(self, code: str) -> tuple[float, float] | None:
        """(lon, lat) where the area's label stands: inside it, far from its border. None without a geometry."""
        if code not in self._points:
            geometry = self.tree[code].geometry
            self._points[code] = None if geometry is None else _inner_point(geometry)
        return self._points[code]


def _inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=largest.length / 200)
    x, y = shapely.get_coordinates(circle)[0]
    return round(float(x), _DIGITS), round(float(y), _DIGITS)


def _feature(area: Area, ring: int) -> dict[str, Any]:
    geometry = json.loads(shapely.to_geojson(area.geometry) or "null")
    geometry["coordinates"] = _rounded(geometry["coordinates"])
    return {
        "type": "Feature",
        "id": area.code,
        "properties": {"code": area.code, "ring": ring, "name": area.name},
        "geometry": geometry,
    }


def _rounded(value: Any) -> Any:
    return [_rounded(one) for one in value] if isinstance(value, list) else round(value, _DIGITS)
