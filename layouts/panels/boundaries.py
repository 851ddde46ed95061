"""Outlines that do not meet: per level gaps, overlaps and what lies outside; where they are; the largest by name."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.areas.boundaries import KINDS
from data_access.frames import boundaries as source
from layouts import format as written
from layouts.context import Context
from layouts.defect_map import picture
from layouts.elements import Child, div, link, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN, short_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class BoundariesId(StrEnum):
    """Parts of the panel."""

    LEVELS = "boundaries-levels"
    MAP = "boundaries-map"
    ROWS = "boundaries-rows"


SHOWN: Final = 20
HECTARE: Final = 10_000.0
SQUARE_KILOMETRE: Final = 1_000_000.0

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The levels, the map, the largest defects."""
    return div(
        "bounds",
        div("bounds-levels", id=BoundariesId.LEVELS),
        div("bounds-map", id=BoundariesId.MAP),
        div("rows", id=BoundariesId.ROWS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row a level with counts and sizes by kind, then the defects; a click leads to the parent of one."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    levels = [row for row in rows if row["entry"] == "level"]
    defects = [row for row in rows if row["entry"] == "defect"]
    image = picture(context.theme, attrs.get("outlines") or [], attrs.get("bounds"), defects)
    listed = [_defect(row, context) for row in defects[:SHOWN]]
    if levels and not defects and any(row["count"] is not None for row in levels):
        listed = [div("bd met", text("panel.boundaries.met"))]
    shown = [] if image is None else [html.Img(src=image, alt=text("panel.boundaries.map"))]
    parts: dict[str, dict[str, Any]] = {
        BoundariesId.LEVELS: {"children": _levels(levels, context)},
        BoundariesId.MAP: {"children": shown},
        BoundariesId.ROWS: {"children": listed},
    }
    empty = None
    if not levels:
        empty = text(f"panel.boundaries.{'leaf' if attrs.get('checked') else 'unchecked'}")
    return drawing(PanelId.BOUNDARIES, context, parts, unit=_unit(attrs, text), empty=empty)


def square_metres(value: Any, text: Text) -> str:
    """A size in square metres, hectares or square kilometres, whichever needs few digits."""
    if not written.known(value):
        return written.UNKNOWN
    for unit, size in (("square_kilometre", SQUARE_KILOMETRE), ("hectare", HECTARE)):
        if value >= size:
            return f"{written.number(value / size, 1)} {text(f'panel.boundaries.{unit}')}"
    return f"{written.number(value, 1 if value < 10 else 0)} {text('panel.boundaries.square_metre')}"


def _unit(attrs: dict[Any, Any], text: Text) -> list[Component]:
    if not attrs.get("checked"):
        return []
    sliver = written.number(attrs.get("sliver"), 1).removesuffix(".0")
    found = text("panel.boundaries.found", n=written.number(attrs.get("defects")))
    explained = text("panel.boundaries.explained", sliver=sliver)
    return [span("", found, title=explained), span("", text("panel.boundaries.sliver", sliver=sliver), title=explained)]


def _levels(levels: list[Row], context: Context) -> list[Component]:
    text = context.text
    if not levels:
        return []
    heads = [
        span("n", text(f"panel.boundaries.head.{kind}"), title=text(f"panel.boundaries.of.{kind}")) for kind in KINDS
    ]
    lines = [div("bounds-row head", span("nm"), *heads)]
    for code in dict.fromkeys(row["level"] for row in levels):
        own = {row["kind"]: row for row in levels if row["level"] == code}
        lines.append(_level(own, context))
    return lines


def _level(own: dict[str, Row], context: Context) -> Component:
    text, first = context.text, next(iter(own.values()))
    drawn = text("panel.boundaries.drawn", drawn=written.number(first["drawn"]), areas=written.number(first["areas"]))
    name: list[Child] = [span("", first["level_label"])]
    if first["drawn"] < first["areas"]:
        name.append(span("of", drawn))
    return div("bounds-row", span("nm", *name, title=drawn), *(_cell(own.get(kind), context) for kind in KINDS))


def _cell(row: Row | None, context: Context) -> Component:
    text = context.text
    if row is None or row["count"] is None:
        return span("n none", written.UNKNOWN, title=text("panel.boundaries.unknown"))
    if not row["count"]:
        return span("n", "0")
    size = square_metres(row["square_metres"], text)
    return span("n warn", mark("warn"), span("ct", written.number(row["count"])), span("of", size))


def _defect(row: Row, context: Context) -> Component:
    text = context.text
    kind, size = row["kind"], square_metres(row["square_metres"], text)
    parent = row["area_label"] or row["area"]
    # What is plain from the parent's name is not said again of each of its children.
    names = [short_name(name, parent, text) for name in row["labels"] or []]
    concerned = text("panel.boundaries.and").join(names[:2]) + (text("panel.boundaries.more") if len(names) > 2 else "")
    if parent != context.area_name:
        concerned = BETWEEN.join(filter(None, (short_name(parent, context.area_name, text), concerned)))
    whole = text(
        f"panel.boundaries.row.{kind}",
        area=parent,
        names=text("panel.boundaries.and").join(row["labels"] or []) or written.UNKNOWN,
        codes=", ".join(row["codes"] or []),
        size=size,
    )
    cells = (
        span("t", size),
        span("kd", text(f"panel.boundaries.sign.{kind}"), **{"aria-hidden": "true"}),
        span("a", concerned or parent),
        span("sg", text(f"panel.boundaries.kind.{kind}")),
    )
    return link(context.view.replaced(area=row["area"], focus=""), "bd", *cells, title=whole)


PANEL: Final = Panel(PanelId.BOUNDARIES, source.frame, draw, body, cadence=86_400, hertz=0.02)
