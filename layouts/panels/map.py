"""The map: areas coloured by their open cases, labelled with the number; tiles stand in where there is no geometry."""

from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data_access.frames import map as source
from data_access.reader import UNLOCATED
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, href, link, span, symbol
from layouts.explained import explained, why_view
from layouts.ids import MapId, PanelId
from layouts.leaflet import canvas
from layouts.names import BETWEEN, short_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

CLASSES: Final = 5
TILES: Final = 96
TILE_PILLS: Final = 2
SIZES: Final = ((1, "single"), (12, "large"), (30, "middle"))
"""Up to how many tiles of a size are used."""

Row = dict[str, Any]
Shape = dict[str, Any]


def body(text: Text) -> Component:
    """One Leaflet map for the life of the page, the tiles that stand in for it, the legend."""
    shown = canvas(MapId.CANVAS, MapId.SHAPES, "map")
    return html.Div(
        [shown, div("tiles", id=MapId.TILES), div("map-legend", id=MapId.LEGEND), dcc.Store(id=MapId.DATA)],
        className="map-box",
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Colours and labels in `map-data`, legend, tiles; the shapes themselves are `draw_shapes`."""
    rows, text, attrs = records(frame), context.text, frame.attrs
    drawn = bool(attrs.get("drawn"))
    parts: dict[str, dict[str, Any]] = {
        MapId.DATA: {"data": _data(rows, drawn, context)},
        MapId.LEGEND: {"children": _legend(rows, attrs.get("breaks") or [], attrs, context)},
        MapId.TILES: _tiles([] if drawn else rows, context),
    }
    title = text("panel.map.of", area=context.area_name) if context.area_name else None
    lost = attrs.get("unlocated") or 0
    what, *by_hand = _unit_words(text)
    unit = [span("", what), *(span("by-hand", BETWEEN, run) for run in by_hand)]
    if lost:
        figure = explained(context, "", written.number(lost), measure="open", cut={"area": UNLOCATED})
        unit.append(span("", BETWEEN, *text.woven("panel.map.unlocated", {"count": figure})))
    if not drawn and (count := len(_standing(rows))) > TILES:
        unit.append(span("", BETWEEN, text("panel.areas.cut", shown=TILES, all=count)))
    empty = None if rows else text("panel.map.empty")
    return drawing(PanelId.MAP, context, parts, title=title, unit=unit, empty=empty)


def draw_shapes(scenery: Shape) -> Drawing:
    """The shapes, bottom to top, each with its `ring`: they change only with the area, the colours all the time."""
    return {MapId.SHAPES: {"data": scenery}}


def _unit_words(text: Text) -> list[str]:
    return text("panel.map.unit").split(BETWEEN)


def _data(rows: list[Row], drawn: bool, context: Context) -> dict[str, Any]:
    """What the browser paints: `cells` by code for colour and click, `labels` in order of importance."""
    cells: dict[str, dict[str, Any]] = {}
    labels: list[dict[str, Any]] = []
    for row in rows:
        target = None if row["drill"] is None else href(context.view.replaced(area=row["drill"]))
        cells[row["code"]] = {"level": row["fill_class"], "status": row["status"], "href": target}
        if row["lon"] is None or row["lat"] is None or row["ring"] not in (1, 2):
            continue
        if row["ring"] == 2 and not row["pill"]:
            continue
        labels.append(
            {
                "name": short_name(row["name"], context.area_name, context.text),
                "value": written.number(row["open"]),
                "why": _why(row, context),
                "lon": row["lon"],
                "lat": row["lat"],
                "ring": row["ring"],
                "status": row["status"],
                "order": row["open"] or 0,
            }
        )
    labels.sort(key=lambda label: (label["ring"], -label["order"]))
    fills = max((row["ring"] for row in rows), default=0)
    return {"drawn": drawn, "area": context.view.area, "fills": fills, "cells": cells, "labels": labels}


def _why(row: Row, context: Context) -> str | None:
    """The address of what is behind a label's figure."""
    view = why_view(context.view, "open", {"area": row["code"]})
    return None if view is None else href(view)


def _legend(rows: list[Row], breaks: list[Any], attrs: dict[Any, Any], context: Context) -> list[Component]:
    text = context.text
    fills = max((row["ring"] for row in rows), default=0)
    filled = [row for row in rows if row["ring"] == fills]
    heading = text(f"panel.map.legend.{attrs.get('measure', 'open')}")
    # A leaf has one colour: its classes would say nothing.
    entries: list[Component] = [span("hd1", heading)] if fills else []

    def entry(chip: str, word: str, count: int) -> None:
        entries.extend((span(f"chip {chip}"), span("", word), span("n", written.number(count))))

    for status in ("crit", "warn") if fills else ():
        if count := sum(row["status"] == status for row in filled):
            entry(status, text(f"status.{status}"), count)
    known = any(row["fill_class"] is not None for row in filled)
    for level in reversed(range(CLASSES)) if fills and known else ():
        count = sum(row["fill_class"] == level and row["status"] not in ("warn", "crit") for row in filled)
        entry(f"q{level + 1}", _bounds(level, breaks), count)
    entries.append(span("ringed"))
    entries.append(span("wide", text("panel.map.legend.event")))
    return entries


def _bounds(level: int, breaks: list[Any]) -> str:
    """A class in words: below its upper bound, from its lower one, or whole numbers between."""
    if len(breaks) < CLASSES - 1:
        return written.UNKNOWN
    low = None if level == 0 else breaks[level - 1]
    high = None if level == CLASSES - 1 else breaks[level]
    if low is None:
        return f"< {written.number(high)}"
    if high is None:
        return f"\N{GREATER-THAN OR EQUAL TO} {written.number(low)}"
    last = high - 1
    if last <= low:
        return written.number(low)
    return f"{written.number(low)}\N{EN DASH}{written.number(last)}"


def _standing(rows: list[Row]) -> list[Row]:
    """The areas that get a tile: the children, or the area itself when it is a leaf."""
    return [row for row in rows if row["ring"] == 1] or [row for row in rows if row["ring"] == 0]


def _tiles(rows: list[Row], context: Context) -> dict[str, Any]:
    """One tile a child, most open cases first, with the abnormal areas below it; smaller tiles where there are more."""
    children = sorted(_standing(rows), key=lambda row: -(row["open"] or 0))[:TILES]
    size = next((f" {name}" for most, name in SIZES if len(children) <= most), " dense")
    return {"children": [_tile(row, rows, context) for row in children], "className": f"tiles{size}"}


def _tile(row: Row, rows: list[Row], context: Context) -> Component:
    below = [other for other in rows if other["parent"] == row["code"] and other["ring"] == 2]
    odd = sorted((other for other in below if other["pill"]), key=lambda other: -(other["open"] or 0))
    level = row["fill_class"]
    if below:
        # The classes are those of the areas below, and so is the legend: a tile shows their mean.
        known = [other["fill_class"] for other in below if other["fill_class"] is not None]
        level = round(sum(known) / len(known)) if known else None
    classes = f"tile {'s1' if level is None else f'q{level + 1}'} {row['status']}"
    parts = (
        span("nm", symbol(row["status"]), short_name(row["name"], context.area_name, context.text)),
        html.B(explained(context, "", written.number(row["open"]), measure="open", cut={"area": row["code"]})),
        span("pills", *(_pill(other, context) for other in odd[:TILE_PILLS])) if odd else None,
    )
    if row["drill"] is None:
        return div(classes, *parts)
    return link(context.view.replaced(area=row["drill"]), classes, *parts, title=row["name"])


def _pill(row: Row, context: Context) -> Component:
    figure = explained(context, "", written.number(row["open"]), measure="open", cut={"area": row["code"]})
    return span(f"pill {row['status']}", short_name(row["name"], "", context.text), " ", figure)


PANEL: Final = Panel(PanelId.MAP, source.frame, draw, body, cadence=300, hertz=2)
