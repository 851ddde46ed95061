"""The place on a map of its own: the area in question, the case with a ring drawn to scale, what is open around it."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data_access.frames import alarm_map as source
from layouts import format as written
from layouts.alarm import alarm_drawing
from layouts.context import Context
from layouts.elements import div, span
from layouts.ids import PanelId
from layouts.leaflet import canvas
from layouts.names import BETWEEN, short_name
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.text import Text

SUBJECTS: Final = ("subject", "whole")

Row = dict[str, Any]


class AlarmMapId(StrEnum):
    """Parts of the map. `shape`: what changes with the area in question alone; `data`: what changes by itself."""

    CANVAS = "alarm-map-canvas"
    AREAS = "alarm-map-areas"
    SHAPE = "alarm-map-shape"
    DATA = "alarm-map-data"
    SCALE = "alarm-map-scale"


def body(text: Text) -> Component:
    """One Leaflet map for the life of the page, and its scale, which the browser draws."""
    return html.Div(
        [
            canvas(AlarmMapId.CANVAS, AlarmMapId.AREAS, "takeover"),
            div("al-scale", span("bar"), span("m"), id=AlarmMapId.SCALE),
            dcc.Store(id=AlarmMapId.SHAPE),
            dcc.Store(id=AlarmMapId.DATA),
        ],
        className="map-box",
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Outlines and names in one store, the cases in another."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    drawn = any(row["kind"] in SUBJECTS and row["geometry"] for row in rows)
    parts: Drawing = {
        AlarmMapId.SHAPE: {"data": _shape(rows, drawn, context)},
        AlarmMapId.DATA: {"data": _data(rows, attrs, drawn, context)},
    }
    whole = "nothing" if attrs.get("missing") else "empty"
    empty = None if drawn else text("alarm.nothing" if whole == "nothing" else "panel.alarm-map.empty")
    return alarm_drawing(PanelId.ALARM_MAP, context, parts, unit=_unit(attrs, context), empty=empty)


def _unit(attrs: dict[Any, Any], context: Context) -> list[Component]:
    text = context.text
    runs = [attrs["subject"]] if attrs.get("subject") else []
    if attrs.get("near") is not None:
        count, late = written.number(attrs["near"]), written.number(attrs.get("near_overdue"))
        runs.append(text("panel.alarm-map.near", metres=written.number(attrs.get("radius")), count=count, late=late))
    if runs:
        runs.append(text("panel.alarm-map.unit"))
    return [span("", run if place == 0 else f"{BETWEEN}{run}") for place, run in enumerate(runs)]


def _shape(rows: list[Row], drawn: bool, context: Context) -> dict[str, Any]:
    """The subject's outline, those below it, and the names to write on the map."""
    shapes = [
        {"kind": row["kind"], "shape": row["geometry"]}
        for row in rows
        if row["kind"] in (*SUBJECTS, "below") and row["geometry"]
    ]
    subject = next((row for row in rows if row["kind"] in SUBJECTS), None)
    above = (subject and subject["name"]) or ""
    names = [
        {"kind": row["kind"], "name": _name(row, above, context.text), "lon": row["lon"], "lat": row["lat"]}
        for row in rows
        if row["kind"] in ("name", "below") and row["lon"] is not None and row["lat"] is not None
    ]
    return {"drawn": drawn, "key": subject["code"] if subject else "", "shapes": shapes, "names": names}


def _name(row: Row, above: str, text: Text) -> str:
    """The name as short as it is clear here: of what lies inside the area without the area's own name."""
    if row["kind"] == "name":
        return short_name(row["name"] or "", "", text)
    name = row["name"] or ""
    rest = name.removeprefix(above).removeprefix(short_name(above, "", text)).strip()
    return rest if rest and rest != name else short_name(name, "", text)


def _data(rows: list[Row], attrs: dict[Any, Any], drawn: bool, context: Context) -> dict[str, Any]:
    cases = [_case(row) for row in rows if row["kind"] == "case" and row["lon"] is not None]
    point = next((_case(row) for row in rows if row["kind"] == "point" and row["lon"] is not None), None)
    return {
        "drawn": drawn,
        "area": context.view.area,
        "radius": attrs.get("radius") or 0,
        "point": point,
        "cases": cases,
        "open": attrs.get("state") == "raised",
        "severity": attrs.get("severity") or "crit",
    }


def _case(row: Row) -> dict[str, Any]:
    return {"lon": row["lon"], "lat": row["lat"], "late": bool(row["overdue"])}


PANEL: Final = Panel(PanelId.ALARM_MAP, source.frame, draw, body, cadence=300, hertz=1)
