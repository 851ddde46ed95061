"""Areas from a GeoJSON FeatureCollection, each geometry checked and never mended unasked."""

import json
import logging
import math
from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from data_access.areas.datum import transform_geometry
from data_access.areas.mapping import AreaMapping, Draft
from data_access.areas.tree import AreaProblem

_log = logging.getLogger(__name__)

# Systems of longitude/latitude degrees; CGCS2000 (4490) equals WGS-84 to centimetres.
_DEGREES = ("CRS84", "4326", "4490")


class _BadGeometry(Exception):
    def __init__(self, value: object, expected: str) -> None:
        super().__init__(expected)
        self.value = value
        self.expected = expected


def read_features(
    text: str, name: str, mapping: AreaMapping, datum: str, mend: bool
) -> tuple[list[Draft], list[AreaProblem]]:
    """The areas of a GeoJSON text, geometries in WGS-84, and every problem with its feature.

    `name` is the file's. An area whose geometry is wrong is returned without it. With `mend`
    a self-crossing ring is rebuilt and logged instead of being a problem.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{name} line {error.lineno} column {error.colno}"
        return [], [AreaProblem("", "json", text[error.pos : error.pos + 20], f"JSON ({error.msg})", where)]
    problem = _document_problem(document, name)
    if problem is not None:
        return [], [problem]
    drafts: list[Draft] = []
    problems: list[AreaProblem] = []
    for index, feature in enumerate(document["features"]):
        where = f"{name} features[{index}]"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            problems.append(AreaProblem("", "type", _brief(feature), "a Feature", where))
            continue
        properties = feature.get("properties") or {}
        if not isinstance(properties, dict):
            problems.append(AreaProblem("", "properties", _brief(properties), "an object", where))
            continue
        draft, wrong = mapping.draft(properties, where)
        problems.extend(wrong)
        code = draft.code if draft is not None else ""
        try:
            geometry = _geometry(feature.get("geometry"), mend, f"{where} area {code!r}")
        except _BadGeometry as bad:
            problems.append(AreaProblem(code, "geometry", bad.value, bad.expected, where))
            geometry = None
        if draft is not None:
            moved = None if geometry is None else transform_geometry(geometry, datum)
            drafts.append(replace(draft, geometry=moved))
    return drafts, problems


def _document_problem(document: Any, name: str) -> AreaProblem | None:
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        kind = document.get("type") if isinstance(document, dict) else document
        return AreaProblem("", "type", _brief(kind), "a GeoJSON FeatureCollection", name)
    if not isinstance(document.get("features"), list):
        return AreaProblem("", "features", _brief(document.get("features")), "a list of features", name)
    system = document.get("crs")
    if system is not None and not any(known in json.dumps(system) for known in _DEGREES):
        return AreaProblem("", "crs", _brief(system), "longitude and latitude in degrees (EPSG:4326)", name)
    return None


def _geometry(geometry: Any, mend: bool, owner: str) -> BaseGeometry | None:
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in ("Polygon", "MultiPolygon"):
        raise _BadGeometry(_brief(kind), "Polygon, MultiPolygon or null")
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise _BadGeometry(_brief(coordinates), "a list of rings")
    polygons = [_polygon(part) for part in parts]
    shape = polygons[0] if kind == "Polygon" else MultiPolygon(polygons)
    if shape.is_valid:
        return shape
    reason = explain_validity(shape)
    if not mend:
        raise _BadGeometry(reason, "rings that do not cross or touch themselves or each other")
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if mended.is_empty or not isinstance(mended, Polygon | MultiPolygon):
        raise _BadGeometry(reason, "rings that enclose an area")
    change = mended.area / shape.area - 1.0 if shape.area else math.inf
    _log.warning("%s geometry mended: %s; area changed by %+.4f %%", owner, reason, 100.0 * change)
    return mended


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise _BadGeometry(_brief(rings), "a list of rings")
    checked = [_ring(ring) for ring in rings]
    return Polygon(checked[0], checked[1:])


def _ring(ring: Any) -> list[tuple[float, float]]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _BadGeometry(_brief(ring), "a ring of at least four positions")
    positions = [_position(position) for position in ring]
    if positions[0] != positions[-1]:
        raise _BadGeometry([positions[0], positions[-1]], "a ring that ends where it begins")
    return positions


def _position(position: Any) -> tuple[float, float]:
    numbers = position[:2] if isinstance(position, list) else []
    if len(numbers) < 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise _BadGeometry(_brief(position), "a position [longitude, latitude] of numbers")
    lon, lat = numbers
    if any(isinstance(number, float) and not math.isfinite(number) for number in (lon, lat)):
        raise _BadGeometry([lon, lat], "finite coordinates")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _BadGeometry([lon, lat], "longitude -180..180 and latitude -90..90, in degrees, in this order")
    return float(lon), float(lat)


def _brief(value: object) -> object:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= 60 else text[:57] + "..."
