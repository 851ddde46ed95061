"""Where it is: the area a warning is about, the areas around it, the place of its case, and open cases nearby."""

import json
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import shapely
from sqlalchemy import select

from data_access.areas.tree import Area
from data_access.frames.alarm import Situation, metres, situation, tabled
from data_access.reader import Reader
from data_access.view import View

COLUMNS: Final = (
    "kind",
    "code",
    "name",
    "lon",
    "lat",
    "event_id",
    "source",
    "overdue",
    "severity",
    "metres",
    "geometry",
)
RADIUS: Final = 300.0
"""Metres around the case that count as nearby."""
CASES: Final = 300
NAMES: Final = 60
_AROUND: Final = 1.0
"""Names are given as far as this many times the size of the area around it."""
_DIGITS: Final = 6

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Near:
    """An open case and how far it is from the case, or from the middle of the area."""

    event_id: str
    source: str
    lon: float
    lat: float
    severity: int
    overdue: bool
    metres: float


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind "subject" (the area, GeoJSON `geometry`; "whole" where it is everything), "below" (its children),
    "name" (areas of its level around it), "point" (the case itself) and "case" (open ones around, the nearest first, at
    most 300). attrs: `drawn` whether there is anything to draw, `state` and `severity` of the warning, `subject` the
    area's name, `near`, `near_overdue`: open and overdue within `radius` metres of the case, None without a place."""
    found = situation(reader, view)
    rows: list[Row] = []
    near: list[Near] = []
    if found.subject is not None:
        near = open_nearby(reader, found)
        rows = [*_areas(reader, found, found.subject), *_point(found), *(_case(one) for one in near[:CASES])]
    table = tabled(rows, COLUMNS)
    close = None if found.point is None else [one for one in near if one.metres <= RADIUS]
    table.attrs.update(
        drawn=found.subject is not None,
        missing=found.missing,
        state=found.warned and found.warned.state,
        severity=found.warned and found.warned.severity,
        subject=found.subject and reader.area_label(found.subject.code, view.language),
        radius=RADIUS,
        near=None if close is None else len(close),
        near_overdue=None if close is None else sum(one.overdue for one in close),
    )
    return table


def open_nearby(reader: Reader, found: Situation) -> list[Near]:
    """The other open cases in the area and those beside it, the nearest first."""
    key = ("alarm near", found.view, found.asked)
    if key not in reader.memory:
        reader.memory[key] = _open_nearby(reader, found)
    known: list[Near] = reader.memory[key]
    return known


def _open_nearby(reader: Reader, found: Situation) -> list[Near]:
    subject = found.subject
    if subject is None:
        return []
    centre = found.point or reader.shapes.label_point(subject.code)
    top = (
        subject.parent
        if subject.parent and reader.tree.is_within(subject.parent, found.question.area)
        else subject.code
    )
    question = reader.question(found.view.replaced(area=top), moment=found.question.moment)
    table, conditions = reader.open_states(question)
    c = table.c
    columns = (c.event_id, c.source, c.lon, c.lat, c.severity, c.due_at)
    own = None if found.case is None else (found.case.source, found.case.event_id)
    rows = reader.connection.execute(select(*columns).where(*conditions, c.lon.is_not(None), c.lat.is_not(None)))
    near = [
        Near(
            row.event_id,
            row.source,
            row.lon,
            row.lat,
            row.severity or 1,
            row.due_at is not None and row.due_at < question.moment,
            0.0 if centre is None else metres(centre, (row.lon, row.lat)),
        )
        for row in rows
        if (row.source, row.event_id) != own
    ]
    # Of a whole tree the overdue ones are looked at first: the nearest to its middle would mean nothing.
    whole = found.place is None or found.place == found.question.area
    return sorted(near, key=lambda one: (whole and not one.overdue, one.metres, one.source, one.event_id))


def _areas(reader: Reader, found: Situation, subject: Area) -> list[Row]:
    tree = reader.tree
    below = [one for one in tree.children(subject.code) if one.geometry is not None]
    kind = "whole" if subject.code == found.question.area else "subject"
    rows = [_shape(reader, found, subject, kind), *(_shape(reader, found, one, "below") for one in below)]
    return [*rows, *_names(reader, found, subject)]


def _shape(reader: Reader, found: Situation, one: Area, kind: str) -> Row:
    shape = json.loads(shapely.to_geojson(shapely.set_precision(one.geometry, 10**-_DIGITS)) or "null")
    return {**_named(reader, found, one, kind), "geometry": shape}


def _names(reader: Reader, found: Situation, subject: Area) -> list[Row]:
    """The other areas of the subject's level around it, the nearest first."""
    own = subject.geometry
    if own is None:
        return []
    west, south, east, north = own.bounds
    wide, high = _AROUND * (east - west), _AROUND * (north - south)
    around = shapely.box(west - wide, south - high, east + wide, north + high)
    depth = reader.tree.depth(subject.code)
    others = [
        (own.distance(one.geometry), one.code, one)
        for one in reader.tree
        if one.geometry is not None
        and reader.tree.depth(one.code) == depth
        and one.code != subject.code
        and reader.tree.is_within(one.code, found.question.area)
        and one.geometry.intersects(around)
    ]
    return [_named(reader, found, one, "name") for _, _, one in sorted(others, key=lambda one: one[:2])[:NAMES]]


def _named(reader: Reader, found: Situation, one: Area, kind: str) -> Row:
    lon, lat = reader.shapes.label_point(one.code) or (None, None)
    return {
        "kind": kind,
        "code": one.code,
        "name": reader.area_label(one.code, found.view.language),
        "lon": lon,
        "lat": lat,
    }


def _point(found: Situation) -> list[Row]:
    if found.point is None:
        return []
    case, (lon, lat) = found.case, found.point
    late = case.due_at is not None and case.due_at < found.question.moment
    told = {"event_id": case.event_id, "source": case.source, "severity": case.severity, "overdue": late}
    return [{"kind": "point", "lon": lon, "lat": lat, "metres": 0.0, **told}]


def _case(one: Near) -> Row:
    told = {"event_id": one.event_id, "source": one.source, "severity": one.severity, "overdue": one.overdue}
    return {"kind": "case", "lon": one.lon, "lat": one.lat, "metres": round(one.metres), **told}
