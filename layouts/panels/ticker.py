"""The newest transitions, newest first. Rows that do not fit are left out whole."""

from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data_access.clock import Micros
from data_access.frames import ticker as source
from layouts import format as written
from layouts.case_words import case_view
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.ids import PanelId, TickerId
from layouts.names import short_place, stage_name, width
from layouts.opener import opener, place_link
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 12
LINE: Final = 20.0
"""The room for place and department, in em."""

STEPS: Final = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")
"""The stages of the case flow, in order."""


def body(text: Text) -> Component:
    """The rows, and the places that the map lets pulse."""
    return html.Div([div("rows", id=TickerId.ROWS), dcc.Store(id=TickerId.POINTS)])


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Time (with its date unless it is of T's day), title, stage, place and department; a click opens the event, one on
    its place goes there."""
    rows = records(frame)
    shown = rows[:SHOWN]
    dated = any(not _today(row["at"], context) for row in shown)
    points = [
        {
            "key": f"{row['source']}/{row['event_id']}",
            "at": row["at"],
            "lon": row["lon"],
            "lat": row["lat"],
            "status": row["status"],
            "title": row["title"],
        }
        for row in rows
        if row["lon"] is not None and row["lat"] is not None
    ]
    parts: dict[str, dict[str, Any]] = {
        TickerId.ROWS: {
            "children": [_row(row, context) for row in shown],
            "className": "rows dated" if dated else "rows",
            # What passed from stage to stage: the case flow moves by it.
            "data-steps": " ".join(f"{row['at']}:{STEPS.index(row['stage'])}" for row in rows if row["stage"] in STEPS),
        },
        TickerId.POINTS: {"data": points},
    }
    empty = None if rows else context.text("panel.ticker.empty")
    return drawing(PanelId.TICKER, context, parts, empty=empty)


def _row(row: dict[str, Any], context: Context) -> Component:
    title = row["title"] or row["event_id"]
    place = row["area_path"] or context.text("area.unlocated")
    to = f"\N{RIGHTWARDS ARROW} {row['department_label']}" if row["department_label"] else ""
    if not to and row["source_label"]:
        to = f"· {row['source_label']}"
    when = written.clock(row["at"], context.zone, "%Y-%m-%d %H:%M:%S")
    cells = (
        span("t", written.clock(row["at"], context.zone, "%H:%M:%S" if _today(row["at"], context) else "%m-%d %H:%M")),
        mark(row["status"]),
        span("a", title),
        span("sg", stage_name(row["stage"], row["stage_label"], context.text)),
        span("b", place_link(context, row["area"], short_place(place, LINE - width(to), context.text)), span("to", to)),
    )
    classes = f"ev {row['status']}"
    opened = case_view(context.view, row["source"], row["event_id"])
    return opener(opened, classes, *cells, title=f"{when} {title} · {place} {to}")


def _today(at: Micros, context: Context) -> bool:
    """Whether an instant lies on the same local day as T."""
    return written.clock(at, context.zone, "%Y-%m-%d") == written.clock(context.as_of, context.zone, "%Y-%m-%d")


PANEL: Final = Panel(PanelId.TICKER, source.frame, draw, body, cadence=300, hertz=4)
