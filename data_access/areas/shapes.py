"""Areas as drawn: the GeoJSON of a map, and where the labels stand."""

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
        self._sceneries: dict[str, dict[str, Any]] = {}
        self._points: dict[str, tuple[float, float] | None] = {}

    def rings(self, code: str) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
        """The children of an area and its grandchildren; both empty for a leaf."""
        children = self.tree.children(code)
        return children, tuple(below for child in children for below in self.tree.children(child.code))

    def drawn(self, code: str) -> bool:
        """Whether there is anything of the area to draw; if not, tiles stand in for the map."""
        children, below = self.rings(code)
        return any(one.geometry is not None for one in (self.tree[code], *children, *below))

    def scenery(self, code: str) -> dict[str, Any]:
        """What the map of an area is made of, a FeatureCollection from bottom to top: water, grandchildren,
        children, the area's own outline; properties code and ring (-1, 2, 1, 0). The same object every time."""
        found = self._sceneries.get(code)
        if found is None:
            children, below = self.rings(code)
            features: list[dict[str, Any]] = []
            if self.drawn(code):
                features += [_ringed(one, -1) for one in (self.water or {}).get("features", ())]
                shown = [(2, one) for one in below] + [(1, one) for one in children] + [(0, self.tree[code])]
                features += [_feature(one, ring) for ring, one in shown if one.geometry is not None]
            found = self._sceneries[code] = {"type": "FeatureCollection", "features": features}
        return found

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


def _ringed(feature: dict[str, Any], ring: int) -> dict[str, Any]:
    return {**feature, "properties": {**(feature.get("properties") or {}), "ring": ring}}


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
