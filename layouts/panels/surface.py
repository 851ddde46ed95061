"""Where cases are dense, where they grow denser, and the risk index by area; hot spots ringed and numbered."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data_access.frames import surface as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, href, link, span, symbol
from layouts.ids import PanelId
from layouts.leaflet import canvas
from layouts.names import BETWEEN, short_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class SurfaceId(StrEnum):
    """Parts of the map of density and risk."""

    CANVAS = "surface-canvas"
    SHAPES = "surface-areas"
    DATA = "surface-data"
    LEGEND = "surface-legend"
    TILES = "surface-tiles"


RINGS: Final = 9
TILES: Final = 60
OPACITY: Final = (0.55, 0.7, 0.8, 0.85, 0.9, 0.92, 0.95, 1.0)
CLASSES: Final = (20, 40, 60)
"""The lower bounds of the classes of the index below a warning."""

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The map, the tiles that stand in for it, the legend."""
    return html.Div(
        [
            canvas(SurfaceId.CANVAS, SurfaceId.SHAPES, "surface"),
            div("tiles", id=SurfaceId.TILES),
            div("map-legend surface-legend", id=SurfaceId.LEGEND),
            dcc.Store(id=SurfaceId.DATA),
        ],
        className="map-box",
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Bands, rings, colours and labels in `surface-data`; the shapes come with those of the other map."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    mode = attrs.get("mode") or "density"
    drawn = bool(attrs.get("drawn"))
    areas = [row for row in rows if row["kind"] == "area"]
    parts: dict[str, dict[str, Any]] = {
        SurfaceId.DATA: {"data": _data(rows, mode, drawn, context)},
        SurfaceId.LEGEND: {"children": _legend(rows, mode if drawn else "risk", attrs, text)},
        SurfaceId.TILES: _tiles([] if drawn else areas, context),
    }
    return drawing(
        PanelId.SURFACE,
        context,
        parts,
        title=text(f"panel.surface.title_{mode}"),
        unit=_unit(mode, attrs, context),
        empty=_empty(areas, attrs, text),
    )


def _empty(areas: list[Row], attrs: dict[Any, Any], text: Text) -> str | None:
    if not areas:
        return text("panel.surface.empty")
    missing = attrs.get("missing")
    return text(f"panel.surface.missing.{missing}") if missing in ("history", "population") else None


def _unit(mode: str, attrs: dict[Any, Any], context: Context) -> list[Component]:
    """The three modes, then what the chosen one shows and how."""
    text, view = context.text, context.view
    modes = [
        link(
            view.replaced(focus="" if name == "density" else f"surface:{name}"),
            "mode on" if name == mode else "mode",
            text(f"panel.surface.mode.{name}"),
            title=text(f"panel.surface.explained.{name}"),
        )
        for name in source.MODES
    ]
    runs = [text(f"panel.surface.what.{mode}", window=context.window)]
    if mode == "risk":
        runs.append(text("panel.surface.version", version=attrs.get("version") or written.UNKNOWN))
    else:
        metres = written.number(attrs.get("bandwidth"))
        runs.append(text("panel.surface.bandwidth", metres=metres, cell=written.number(attrs.get("cell"))))
        if attrs.get("unplaced"):
            runs.append(text("panel.surface.unplaced", n=written.number(attrs["unplaced"])))
    said = [span("", run if place == 0 else f"{BETWEEN}{run}") for place, run in enumerate(runs)]
    return [span("modes", *modes), *said]


def _data(rows: list[Row], mode: str, drawn: bool, context: Context) -> dict[str, Any]:
    chosen = {found[0] for kind in ("index", "area") if (found := context.view.opened(kind)) is not None}
    cells: dict[str, dict[str, Any]] = {}
    labels: list[dict[str, Any]] = []
    areas = [row for row in rows if row["kind"] == "area"]
    for row in areas:
        target = None if row["drill"] is None else href(context.view.replaced(area=row["drill"]))
        status = row["status"] or "n"
        cells[row["code"]] = {"level": _level(row["value"]), "status": status, "href": target}
        if row["code"] in chosen:
            cells[row["code"]]["on"] = True
        odd = mode == "risk" and status in ("warn", "crit")
        if row["lon"] is None or row["lat"] is None or row["ring"] not in (1, 2) or (row["ring"] == 2 and not odd):
            continue
        labels.append(
            {
                "name": short_name(row["name"] or row["code"], context.area_name, context.text),
                "value": written.number(row["value"]) if mode == "risk" else "",
                "lon": row["lon"],
                "lat": row["lat"],
                "ring": row["ring"],
                "status": status,
                "order": row["value"] or 0,
            }
        )
    labels.sort(key=lambda label: (label["ring"], -label["order"]))
    return {
        "drawn": drawn,
        "area": context.view.area,
        "outlined": mode != "risk",
        "fills": max((row["ring"] or 0 for row in areas), default=0),
        "cells": cells,
        "labels": labels,
        "bands": [_band(row, mode) for row in rows if row["kind"] == "band" and row["band"] and row["geometry"]],
        "rings": [_ring(row) for row in rows if row["kind"] == "spot" and row["lon"] is not None][:RINGS],
    }


def _level(value: float | None) -> int | None:
    return None if value is None else sum(value >= bound for bound in CLASSES)


def _token(band: int, mode: str) -> tuple[str, float]:
    """(colour, opacity) of a band: 1..8 of a density, -4..4 of a growth."""
    if mode == "growth":
        return f"v{min(max(band, -4), 4) + 5}", 0.85
    place = min(max(band, 1), source.BANDS)
    return f"k{place + 1}", OPACITY[place - 1]


def _band(row: Row, mode: str) -> dict[str, Any]:
    fill, opacity = _token(row["band"], mode)
    return {"fill": fill, "opacity": opacity, "shape": row["geometry"]}


def _ring(row: Row) -> dict[str, Any]:
    return {
        "number": written.number(row["value"]),
        "lon": row["lon"],
        "lat": row["lat"],
        "radius": row["radius"] or 0,
        "status": row["status"] or "n",
    }


def _legend(rows: list[Row], mode: str, attrs: dict[Any, Any], text: Text) -> list[Component]:
    if mode == "risk":
        entries = _classes([row for row in rows if row["kind"] == "area"], text)
    else:
        entries = _bands(mode, attrs, text)
    if any(row["kind"] == "spot" for row in rows):
        entries += [span("dashed"), span("wide", text("panel.surface.legend.spot"))]
    return entries


def _bands(mode: str, attrs: dict[Any, Any], text: Text) -> list[Component]:
    """The ramp from high to low; every second band tells where it begins."""
    levels = attrs.get("levels") or []
    entries: list[Component] = [span("hd1", text(f"panel.surface.legend.{attrs.get('per') or 'hectare'}"))]
    if not levels:
        return [*entries, span("wide", text("panel.surface.legend.none"))]
    bands = list(range(len(levels), 0, -1))
    if mode == "growth":
        bands += [-band for band in reversed(bands)]
    digits = _digits(levels[0])
    for place, band in enumerate(bands):
        colour, opacity = _token(band, mode)
        bound = written.number(levels[abs(band) - 1], digits)
        if mode == "growth":
            bound = f"{'+' if band > 0 else written.MINUS}{bound}"
        style = {"background": f"var(--{colour})", "opacity": f"{opacity:g}"}
        told = mode == "growth" or place % 2
        entries += [span("band", style=style), span("from" if told else "from gap", bound)]
    return entries


def _digits(step: float) -> int:
    """As many digits as tell the bands apart."""
    digits = 0
    while digits < 4 and abs(step * 10**digits - round(step * 10**digits)) > 1e-6:
        digits += 1
    return digits


def _classes(areas: list[Row], text: Text) -> list[Component]:
    """The classes of the index with how many areas are in each."""
    filled = max((row["ring"] or 0 for row in areas), default=0)
    shown = [row for row in areas if (row["ring"] or 0) == filled]
    entries: list[Component] = [span("hd1", text("panel.surface.legend.risk"))]

    def entry(chip: str, word: str, count: int) -> None:
        entries.extend((span(f"chip {chip}"), span("", word), span("n", written.number(count))))

    for status in ("crit", "warn"):
        if count := sum(row["status"] == status for row in shown):
            entry(status, text(f"status.{status}"), count)
    plain = [row for row in shown if row["status"] not in ("warn", "crit")]
    for level in range(len(CLASSES), -1, -1):
        low = f"\N{GREATER-THAN OR EQUAL TO} {CLASSES[level - 1]}" if level else f"< {CLASSES[0]}"
        entry(f"q{level + 1}", low, sum(_level(row["value"]) == level for row in plain))
    if unknown := sum(row["value"] is None for row in shown):
        entry("none", text("panel.surface.legend.unknown"), unknown)
    return entries


def _tiles(areas: list[Row], context: Context) -> dict[str, Any]:
    """One tile a child, the highest index first, where there is nothing to draw."""
    standing = [row for row in areas if row["ring"] == 1] or [row for row in areas if row["ring"] == 0]
    standing.sort(key=lambda row: -(row["value"] or -1.0))
    size = " single" if len(standing) == 1 else " large" if len(standing) <= 12 else " dense"
    return {"children": [_tile(row, context) for row in standing[:TILES]], "className": f"tiles{size}"}


def _tile(row: Row, context: Context) -> Component:
    level = _level(row["value"])
    status = row["status"] or "n"
    name = short_name(row["name"] or row["code"], context.area_name, context.text)
    parts: tuple[Child, ...] = (span("nm", symbol(status), name), html.B(written.number(row["value"])))
    classes = f"tile q{(level or 0) + 1} {status}"
    if row["drill"] is None:
        return div(classes, *parts)
    return link(context.view.replaced(area=row["drill"]), classes, *parts, title=row["name"])


PANEL: Final = Panel(PanelId.SURFACE, source.frame, draw, body, cadence=900, hertz=0.1)
