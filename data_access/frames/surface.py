"""Where cases are dense: filled bands of a kernel density of the window, of its growth, or the risk index by area."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data_access.areas.tree import Area
from data_access.clock import MINUTE
from data_access.frames.asking import previous_window, shared
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.risk.density import Surface, contours, per_population, spread_people, surface
from data_access.risk.gather import points
from data_access.risk.ground import ground, grounds, in_degrees, on_plane, plane_of
from data_access.risk.index import risk_index
from data_access.risk.projection import Plane
from data_access.risk.spots import emerging_spots
from data_access.view import View

COLUMNS = (
    "kind",
    "code",
    "name",
    "ring",
    "parent",
    "band",
    "low",
    "high",
    "value",
    "status",
    "drill",
    "lon",
    "lat",
    "radius",
    "geometry",
)
MODES: Final = ("density", "risk", "growth")
BANDS: Final = 8
"""Bands of a density; those of a growth are half as many on either side of none."""
CELLS: Final = 100_000
_DIGITS: Final = 5  # about a metre


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Filled bands (number, low, high, GeoJSON geometry), numbered from 1 (of a growth from -4 to 4 without 0), and
    the `levels` at which they begin; bandwidth and cell in metres; how many cases have a place and how many have
    none. `missing` names why there are no bands: geometry, history, population ("" if there are)."""

    rows: tuple[tuple[int, float, float, dict[str, Any]], ...]
    bandwidth: float
    cell: float
    levels: tuple[float, ...]
    placed: int
    unplaced: int
    missing: str = ""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind "area" (ring 1 the children, 2 theirs, 0 a leaf itself; `value` the risk index in that mode),
    "band" (`low`..`high` cases per hectare or 1,000 residents, GeoJSON `geometry`) and "spot" (number in `value`,
    `radius` in metres). attrs: mode, per, and what Bands holds but its rows; drawn; version of the rules."""
    question = reader.question(view)
    mode = mode_of(view)
    rules = reader.risk_rules.surface
    spots = emerging_spots(reader, view)
    rows = [*_areas(reader, view, question, mode)]
    found = None
    if mode != "risk":
        # A month looks the same for minutes, and costs thirty times a day.
        tick = min(max(MINUTE, (question.end - question.start) // 1000), 10 * MINUTE)
        found = kept(reader, question, "surface", lambda: _bands(reader, question, mode), tick=tick, extra=mode)
        rows += [_row("band", band=band, low=low, high=high, geometry=shape) for band, low, high, shape in found.rows]
    rows += [
        _row("spot", code=one.area, value=place, status=one.status, lon=one.lon, lat=one.lat, radius=one.radius)
        for place, one in enumerate(spots, start=1)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        mode=mode,
        per=rules.per if mode == "density" else "hectare",
        drawn=reader.shapes.drawn(question.area),
        bandwidth=found and found.bandwidth,
        cell=found and found.cell,
        levels=list(found.levels) if found else [],
        placed=found and found.placed,
        unplaced=found and found.unplaced,
        missing=found.missing if found else "",
        version=reader.risk_rules.version,
    )
    return table


def mode_of(view: View) -> str:
    """What is drawn: `focus=surface:MODE`, the risk while an area's index is open, else the density."""
    opened = view.opened("surface")
    if opened is not None and opened[0] in MODES:
        return opened[0]
    return "risk" if view.opened("index") is not None else "density"


def _row(kind: str, **cells: Any) -> tuple[Any, ...]:
    return tuple({"kind": kind, **cells}.get(name) for name in COLUMNS)


def _areas(reader: Reader, view: View, question: Question, mode: str) -> list[tuple[Any, ...]]:
    children, below = reader.shapes.rings(question.area)
    shown = [(1, one) for one in children] + [(2, one) for one in below] or [(0, reader.tree[question.area])]
    indices = risk_index(reader, view).areas if mode == "risk" or not reader.shapes.drawn(question.area) else {}
    rows = []
    for ring, one in shown:
        lon, lat = reader.shapes.label_point(one.code) or (None, None)
        found = indices.get(one.code)
        rows.append(
            _row(
                "area",
                code=one.code,
                name=reader.area_label(one.code, view.language),
                ring=ring,
                parent=one.parent,
                value=found and found.index,
                status=found.status if found else "n",
                drill=_drill(ring, one),
                lon=lon,
                lat=lat,
            )
        )
    return rows


def _drill(ring: int, one: Area) -> str | None:
    return None if ring == 0 else one.code if ring == 1 else one.parent


def _bands(reader: Reader, question: Question, mode: str) -> Bands:
    rules = reader.risk_rules.surface
    bandwidth = rules.bandwidth_of(reader.tree[question.area].level)
    outline = _outline(reader, question.area)
    before = previous_window(reader, question)
    levels = grounds(reader.tree, question.area, reader.risk_rules.spots.areas)
    base = ground(reader.tree, levels[0]) if levels else None
    per_head = mode == "density" and rules.per == "resident"
    missing = ""
    if outline is None:
        missing = "geometry"
    elif mode == "growth" and not reader.reaches(before[0]):
        missing = "history"
    elif per_head and (base is None or base.residents is None):
        missing = "population"
    if outline is None or missing:
        return Bands((), bandwidth, bandwidth * rules.cell, (), 0, 0, missing)
    plane = plane_of([outline])
    inside = on_plane(plane, outline)
    bandwidth, cell, box = _grid(inside, bandwidth, rules.cell)
    seen = points(reader, question, question.start, question.end)
    shown = _surface(plane, seen, box, bandwidth, cell)
    if mode == "growth":
        past = _surface(plane, points(reader, question, *before), box, bandwidth, cell)
        shown = Surface(shown.values - past.values, shown.x0, shown.y0, shown.cell)
    elif per_head and base is not None and base.residents is not None:
        polygons = [on_plane(plane, in_degrees(base.plane, one)) for one in base.polygons]
        homes, people = spread_people(polygons, base.residents.tolist(), spacing=cell)
        shown = per_population(shown, surface(homes, people, box, bandwidth=bandwidth, cell=cell))
    bounds = _levels(shown, mode)
    rows = []
    for band, low, high, area in _numbered(shown, mode, bounds):
        clipped = shapely.intersection(shapely.simplify(area, cell / 4), inside)
        if not clipped.is_empty:
            rows.append((band, low, high, _geojson(plane, clipped)))
    reported = sum(tally.reported for tally in shared(reader, question.view, "none", ("reported",)).values())
    return Bands(tuple(rows), bandwidth, cell, tuple(bounds), len(seen), max(reported - len(seen), 0))


def _outline(reader: Reader, code: str) -> BaseGeometry | None:
    """The shape of an area, else that of its children."""
    own = reader.tree[code].geometry
    if own is not None:
        return own
    below = [one.geometry for one in reader.tree.children(code) if one.geometry is not None]
    whole: BaseGeometry | None = shapely.union_all(below) if below else None
    return whole


def _grid(
    inside: BaseGeometry, bandwidth: float, share: float
) -> tuple[float, float, tuple[float, float, float, float]]:
    """(bandwidth, cell, box) in metres; over a large area the cells, and with them the bandwidth, grow."""
    west, south, east, north = inside.bounds
    least = math.sqrt((east - west) * (north - south) / CELLS)
    cell = max(bandwidth * share, least)
    wide = max(bandwidth, cell / share)
    return wide, cell, (west - cell, south - cell, east + cell, north + cell)


def _surface(plane: Plane, seen: Any, box: tuple[float, float, float, float], bandwidth: float, cell: float) -> Surface:
    metres = plane.to_metres(seen[:, 0], seen[:, 1])
    return surface(metres, None, box, bandwidth=bandwidth, cell=cell)


def _levels(shown: Surface, mode: str) -> list[float]:
    """The densities at which the bands begin, a step of round numbers times 1, 3, 6, 10 ...: most of an area is far
    less dense than its densest place."""
    values = np.ma.compressed(np.ma.masked_array(shown.values))
    most = float(np.abs(values).max()) if len(values) else 0.0
    if most <= 0:
        return []
    number = BANDS if mode != "growth" else BANDS // 2
    rough = most / _triangular(number + 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * power >= rough * 0.999)
    return [step * _triangular(place) for place in range(1, number + 1)]


def _triangular(place: int) -> int:
    return place * (place + 1) // 2


def _numbered(shown: Surface, mode: str, levels: list[float]) -> list[tuple[int, float, float, MultiPolygon]]:
    """Bands with their numbers: those of what falls are the bands of the surface turned over."""
    found = [(place, *band) for place, band in _by_level(shown, levels)]
    if mode == "growth":
        fallen = Surface(-shown.values, shown.x0, shown.y0, shown.cell)
        found += [(-place, -high, -low, area) for place, (low, high, area) in _by_level(fallen, levels)]
    return found


def _by_level(shown: Surface, levels: list[float]) -> list[tuple[int, tuple[float, float, MultiPolygon]]]:
    return [(1 + levels.index(band[0]), band) for band in contours(shown, levels)] if levels else []


def _geojson(plane: Plane, area: BaseGeometry) -> dict[str, Any]:
    parts = [one for one in shapely.get_parts(in_degrees(plane, area)) if one.geom_type == "Polygon"]
    rings = [[_ring(one.exterior), *(_ring(hole) for hole in one.interiors)] for one in parts]
    return {"type": "MultiPolygon", "coordinates": rings}


def _ring(line: Any) -> list[list[float]]:
    found: list[list[float]] = np.round(shapely.get_coordinates(line), _DIGITS).tolist()
    return found
