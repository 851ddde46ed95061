"""Cases past their limit and those about to be, the worst first."""

from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND
from data_access.frames import overdue as source
from layouts import format as written
from layouts.case_words import case_view
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.explained import explained, told
from layouts.ids import OverdueId, PanelId
from layouts.names import short_place, stage_name, width
from layouts.opener import opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 14
LINE: Final = 18.0
"""The room for place and department, in em."""
SOON: Final = f"0-{source.SOON // SECOND}"
"""Deadlines in the coming two hours."""


def body(text: Text) -> Component:
    """The rows."""
    return div("rows", id=OverdueId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """How late, what, whose, where; the most urgent row is filled when it is critical."""
    rows, text = records(frame), context.text
    late, soon = (written.number(frame.attrs.get(name)) for name in ("overdue", "soon"))
    heads = {
        "overdue": explained(context, "", late, measure="overdue"),
        "soon": explained(context, "", soon, measure="open", cut={"due": SOON}),
    }
    unit = told(context, "panel.overdue.unit", heads)
    parts: dict[str, dict[str, Any]] = {
        OverdueId.ROWS: {"children": [_row(row, place == 0, context) for place, row in enumerate(rows[:SHOWN])]}
    }
    empty = None if rows else text("panel.overdue.empty")
    return drawing(PanelId.OVERDUE, context, parts, unit=unit, empty=empty)


def _row(row: dict[str, Any], first: bool, context: Context) -> Component:
    text, status = context.text, row["status"]
    title = row["title"] or row["event_id"]
    filled = " filled" if first and status == "crit" else ""
    place = row["area_path"] or text("area.unlocated")
    owner = f"\N{RIGHTWARDS ARROW} {row['department_label'] or text('department.none')}"
    due = text("panel.overdue.due", time=written.clock(row["due_at"], context.zone, "%m-%d %H:%M"))
    return opener(
        case_view(context.view, row["source"], row["event_id"]),
        f"od {status}{filled}",
        span("t", written.late(text, row["over_seconds"])),
        mark(status),
        span("a", title),
        span("sg", stage_name(row["stage_label"] or "", row["stage_label"] or written.UNKNOWN, text)),
        span("b", span("pl", short_place(place, LINE - width(owner), text)), span("to", owner)),
        title=f"{title} · {due}",
    )


PANEL: Final = Panel(PanelId.OVERDUE, source.frame, draw, body, cadence=300, hertz=1)
