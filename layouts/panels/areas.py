"""The areas one level below, with their counts: the map's list, and the keyboard's way down."""

from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import areas as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, percent, span, symbol
from layouts.explained import explained
from layouts.ids import AreasId, PanelId
from layouts.names import name_class
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.unreconciled import run_of

SHOWN: Final = 14
UNLOCATED: Final = "unlocated"

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The head, the rows, and below them what lies in none of them."""
    return div(
        "areas",
        div("areas-head", id=AreasId.HEAD),
        div("areas-rows", id=AreasId.ROWS),
        div("areas-rows-lost", id=AreasId.LOST),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order; what lies in no area below stays last and is never dropped."""
    rows, text = records(frame), context.text
    lost = [row for row in rows if row["code"] == UNLOCATED]
    placed = [row for row in rows if row["code"] != UNLOCATED]
    shown = placed[:SHOWN]
    most = max((row["open"] or 0 for row in placed), default=0) or 1
    head = [
        span("nm", text("panel.areas.name")),
        *(span("n", text(f"measure.short.{key}")) for key in ("reported", "open", "overdue", "on_time_rate")),
    ]
    unit: Any = text("panel.areas.unit", window=context.window)
    if len(placed) > len(shown):
        unit = text("panel.areas.cut", shown=len(shown), all=len(placed))
    if differing := run_of(frame.attrs.get("unreconciled") or {}, context):
        unit = [span("", unit), *differing]
    parts: dict[str, dict[str, Any]] = {
        AreasId.HEAD: {"children": head},
        AreasId.ROWS: {"children": [_row(row, most, context) for row in shown]},
        AreasId.LOST: {"children": [_row(row, most, context) for row in lost if placed]},
    }
    empty = None if placed else text("panel.areas.empty")
    return drawing(PanelId.AREAS, context, parts, unit=unit, empty=empty)


def _row(row: Row, most: int, context: Context) -> Component:
    lost = row["code"] == UNLOCATED
    name = context.text("area.unlocated") if lost else row["label"]
    shown = name if lost else name.removeprefix(context.area_name).strip() or name
    status = row["status"] or "n"
    late: Child = written.number(row["overdue"])
    few = written.few(row["on_time_denominator"])
    why = partial(explained, context, cut={"area": row["code"]})
    cells = (
        span(name_class(shown), shown, symbol(status)),
        div("bar", style={"--share": percent((row["open"] or 0) / most if not lost else 0)}),
        why("n", written.number(row["reported"]), measure="reported"),
        why("n open", written.number(row["open"]), measure="open"),
        why("n late" if row["overdue"] else "n zero", late, measure="overdue"),
        why("n few" if few else "n", written.rate(row["on_time_value"]), measure="on_time_rate"),
    )
    classes = f"areas-row {status}{' lost' if lost else ''}"
    if not row["drill"]:
        return div(classes, *cells, title=name)
    return link(context.view.replaced(area=row["code"]), classes, *cells, title=_explained(row, name, context.text))


def _explained(row: Row, name: str, text: Text) -> str:
    due = row["on_time_denominator"]
    explained = text(
        "panel.areas.explained",
        area=name,
        closed=written.number(row["closed"]),
        numerator=written.number(row["on_time_numerator"]),
        denominator=written.number(due),
    )
    return explained + written.caution(text, due)


PANEL: Final = Panel(PanelId.AREAS, source.frame, draw, body, cadence=300, hertz=1)
