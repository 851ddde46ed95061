"""The outlines' defects at and below an area: what the check found when the areas were loaded."""

import math
from typing import Any, Final

import pandas as pd
import shapely

from data_access.areas import boundary_record
from data_access.areas.boundaries import KINDS, Boundaries, Defect
from data_access.areas.tree import Area
from data_access.reader import Reader
from data_access.store.area_rows import load_backdrop
from data_access.store.keeper import Answer
from data_access.view import View

COLUMNS: Final = (
    *("entry", "level", "level_label", "kind", "count", "square_metres", "areas", "drawn"),
    *("area", "area_label", "codes", "labels", "lon", "lat", "status"),
)
LISTED: Final = 200
"""So many defects are listed, the largest."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """A row per level and kind (entry "level": `count` and `square_metres`, None where nothing could be judged, and how
    many `areas` of the level are `drawn`), then a row per defect (entry "defect": its parent `area`, the `codes` and
    `labels` of whom it concerns), the largest first. attrs: `checked`, `sliver` in metres, `defects` in all, `outlines`
    (rings in degrees of the area and its children) and `bounds` for a map."""
    area = reader.area(view)
    found = _found(reader)
    inside = set(reader.tree.subtree(area.code))
    defects = [] if found is None else [one for one in found.defects if one.parent in inside]
    rows = [] if found is None else _levels(reader, view, area, defects)
    rows += [_row(reader, view, defect) for defect in defects[:LISTED]]
    table = pd.DataFrame([[row.get(name) for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    outlines = [one for one in (area, *reader.tree.children(area.code)) if one.geometry is not None]
    table.attrs.update(
        checked=found is not None,
        sliver=None if found is None else found.sliver,
        defects=len(defects),
        outlines=[_rings(one, area.code) for one in outlines],
        bounds=shapely.total_bounds([one.geometry for one in outlines]).tolist() if outlines else None,
    )
    return table


def _found(reader: Reader) -> Boundaries | None:
    """What was kept with the areas, read once for as long as they are the same."""
    key, version = ("boundaries",), reader.version
    answer = reader.kept.find(key, lambda one: one.areas == version.areas)
    if answer is None:
        kept = load_backdrop(reader.connection, boundary_record.KIND)
        value = None if kept is None else boundary_record.from_geojson(kept)
        answer = Answer(reader.now, version.newest_at, version.version, version.areas, value)
        reader.kept.put(key, answer)
    found: Boundaries | None = answer.value
    return found


def _levels(reader: Reader, view: View, area: Area, defects: list[Defect]) -> list[dict[str, Any]]:
    tree = reader.tree
    parents = [tree[code] for code in tree.subtree(area.code) if tree.children(code)]
    rows = []
    for level in tree.levels:
        families = [(one, tree.children(one.code)) for one in parents if tree.children(one.code)[0].level == level]
        below = [child for _, children in families for child in children]
        drawn = sum(child.geometry is not None for child in below)
        for kind in KINDS if below else ():
            own = [one for one in defects if (one.level, one.kind) == (level, kind)]
            known = any(_judged(kind, one, children) for one, children in families)
            rows.append(
                {
                    "entry": "level",
                    "level": level,
                    "level_label": reader.label("level", level, view.language),
                    "kind": kind,
                    "count": len(own) if known else None,
                    "square_metres": math.fsum(one.square_metres for one in own) if known else None,
                    "areas": len(below),
                    "drawn": drawn,
                    "status": "warn" if own else "n",
                }
            )
    return rows


def _judged(kind: str, parent: Area, children: tuple[Area, ...]) -> bool:
    drawn = sum(child.geometry is not None for child in children)
    if kind == "overlap":
        return drawn > 1
    return parent.geometry is not None and drawn > 0 and (kind == "outside" or drawn == len(children))


def _row(reader: Reader, view: View, defect: Defect) -> dict[str, Any]:
    point = shapely.point_on_surface(defect.geometry)
    return {
        "entry": "defect",
        "level": defect.level,
        "level_label": reader.label("level", defect.level, view.language),
        "kind": defect.kind,
        "square_metres": defect.square_metres,
        "area": defect.parent,
        "area_label": reader.area_label(defect.parent, view.language),
        "codes": list(defect.codes),
        "labels": [reader.area_label(code, view.language) for code in defect.codes if code in reader.tree],
        "lon": round(float(point.x), 6),
        "lat": round(float(point.y), 6),
        "status": "warn",
    }


def _rings(area: Area, whole: str) -> dict[str, Any]:
    """The outer rings of an outline, as coarse as a small map shows them."""
    assert area.geometry is not None
    west, south, east, north = area.geometry.bounds
    coarse = area.geometry.simplify(max(east - west, north - south) / 150)
    rings = [shapely.get_coordinates(part.exterior).round(6).tolist() for part in shapely.get_parts(coarse)]
    return {"code": area.code, "whole": area.code == whole, "rings": rings}
