"""The map of service points: one Leaflet map for the page's life, shown by the slot that asks for it; a table of the
points beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from layouts.elements import div, href, span, symbol
from layouts.ids import PointsId
from layouts.leaflet import canvas
from layouts.metric_sheet import Line, Sheet
from layouts.metric_words import explained, shown, with_unit
from layouts.names import short_name
from layouts.panel import Drawing
from layouts.panels.metric_table import table
from layouts.text import Text

LARGE: Final = ("hall", "centre")
"""Kinds of points that are told of on the map."""

BESIDE: Final = 3
"""So many metrics have room beside the map; a point's title tells all."""

NAMED: Final = 2
"""So few points are all named."""

TOLD: Final = 14
"""So few points all tell their figure."""

ALIKE: Final = 3
"""So many names of a kind may share an ending that need not be told with each."""

SAID: Final = 3
"""A shorter ending is no word of its own: without it a name would end in half of one."""

POINTS: Final = 400
"""More points than these no screen shows apart."""


def points() -> Component:
    """The map, mounted once; its script moves it into the slot that shows it."""
    shown_map = canvas(PointsId.CANVAS, PointsId.SHAPES, "points")
    return html.Div(div("map-box", shown_map, dcc.Store(id=PointsId.DATA)), id=PointsId.BOX, className="points-box")


def content(sheet: Sheet) -> list[Component]:
    """The table of points, and what the marks on the map mean."""
    if not sheet.attrs.get("drawn"):
        return table(sheet, _worst_first(sheet))
    return [div("mm", _legend(sheet), *table(sheet, _worst_first(sheet), BESIDE))]


def draw_points(slot: str, sheet: Sheet) -> Drawing:
    """What the map paints; nothing where this slot's panel is not drawn as a map."""
    if not sheet.attrs.get("drawn"):
        return {}
    context = sheet.context
    areas = sheet.attrs.get("areas") or {}
    cells: dict[str, dict[str, Any]] = {}
    for code, area in areas.items():
        target = None if area["drill"] is None else href(context.view.replaced(area=area["drill"], focus=""))
        cells[code] = {"level": None, "status": "n", "href": target}
    places = sheet.attrs.get("points") or {}
    placed = [line for line in sheet.lines[:POINTS] if line.key in places]
    marks = [_mark(sheet, line, places[line.key], len(placed)) for line in placed]
    labels = [
        {
            "name": short_name(label["name"], context.area_name, context.text),
            "value": "",
            "lon": label["lon"],
            "lat": label["lat"],
            "ring": 1,
            "status": "n",
        }
        for label in sheet.attrs.get("labels") or []
    ]
    data = {
        "slot": slot,
        "drawn": True,
        "area": context.view.area,
        "outlined": True,
        "fills": max((area["ring"] for area in areas.values()), default=0),
        "cells": cells,
        "labels": labels,
        "points": marks,
    }
    return {PointsId.DATA: {"data": data}}


def _mark(sheet: Sheet, line: Line, place: dict[str, Any], count: int) -> dict[str, Any]:
    """A point among `count`: the hall is named, it and the centres tell their figure; where few are seen all do."""
    first = line.rows.get(sheet.metrics[0])
    told = [explained(sheet, row) for row in line.rows.values()]
    told_of = count <= TOLD or place["kind"] in LARGE
    value = "" if first is None or not told_of else with_unit(sheet, first["metric"], shown(sheet, first))
    silent = all(row["value"] is None for row in line.rows.values())
    return {
        "code": line.key,
        "lon": place["lon"],
        "lat": place["lat"],
        "kind": place["kind"],
        "status": "none" if silent else line.status,
        "name": line.name if count <= NAMED or place["kind"] == LARGE[0] else "",
        "value": value,
        "title": "\n\n".join([line.name, *told]) if told else line.name,
    }


def _worst_first(sheet: Sheet) -> list[Line]:
    """The points that need to be seen first, the large ones before the small ones, their names without what all of a
    kind end in."""
    places = sheet.attrs.get("points") or {}
    kinds = (*LARGE, "station")
    by_kind: dict[str, list[Line]] = {kind: [] for kind in kinds}
    for line in sheet.lines:
        by_kind[(places.get(line.key) or {}).get("kind", kinds[-1])].append(line)
    found = []
    for lines in by_kind.values():
        ending = common_ending([line.name for line in lines])
        found += [replace(line, name=line.name.removesuffix(ending)) for line in lines]
    return sorted(found, key=lambda line: -line.rank)


def common_ending(names: Sequence[str]) -> str:
    """What names of a kind end in alike, in whole words; "" for few of them, and where nothing else would be left."""
    if len(names) < ALIKE:
        return ""
    shortest = min(names, key=len)
    shared = (shortest[place:] for place in range(len(shortest)))
    ending = next((one for one in shared if all(name.endswith(one) for name in names)), "")
    if " " in ending:
        ending = ending[ending.index(" ") :]
    elif ending.isascii() or len(ending) < SAID:
        return ""
    return ending if all(len(name) > len(ending) for name in names) else ""


def _legend(sheet: Sheet) -> Component:
    """How many points there are of each kind and in each status."""
    text: Text = sheet.context.text
    places = sheet.attrs.get("points") or {}
    kinds = [(places.get(line.key) or {}).get("kind") for line in sheet.lines]
    entries: list[Component] = []
    for kind in (*LARGE, "station"):
        if count := kinds.count(kind):
            entries.append(span(f"kind {kind}", span("point"), text(f"metric.point.{kind}"), f" {count}"))
    for status in ("crit", "warn"):
        if count := sum(line.status == status for line in sheet.lines):
            entries.append(span(f"st {status}", symbol(status), f" {count}"))
    return div("mm-legend", *entries)
