"""Cases that do not move and cases that nobody owns, the worst first."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import stuck as source
from layouts import format as written
from layouts.case_words import case_view
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.explained import explained, told
from layouts.ids import PanelId
from layouts.names import short_place, stage_name, width
from layouts.opener import opener, place_link
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 12
LINE: Final = 23.0
"""The room for place and owner, in em."""


class StuckId(StrEnum):
    """Parts of the panel."""

    ROWS = "stuck-rows"


def body(text: Text) -> Component:
    """The rows."""
    return div("rows", id=StuckId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """For how long, what, in which stage or with nobody, where and whose; a click goes to the place."""
    rows, text = records(frame), context.text
    heads = {
        name: explained(context, "", written.number(frame.attrs.get(name)), measure=measure)
        for name, measure in (("stuck", "still"), ("unowned", "unowned"))
    }
    unit = told(context, "panel.stuck.unit", heads)
    parts: dict[str, dict[str, Any]] = {StuckId.ROWS: {"children": [_row(row, context) for row in rows[:SHOWN]]}}
    empty = None if rows else text("panel.stuck.empty")
    return drawing(PanelId.STUCK, context, parts, unit=unit, empty=empty)


def _row(row: dict[str, Any], context: Context) -> Component:
    text, status, unowned = context.text, row["status"], row["reason"] == "unowned"
    title = row["title"] or row["event_id"]
    stage = stage_name(row["stage"] or "", row["stage"] or written.UNKNOWN, text)
    owner = f"\N{RIGHTWARDS ARROW} {row['department_label'] or text('department.none')}"
    place = row["area_path"] or text("area.unlocated")
    stood = written.duration(text, row["seconds"])
    about = text(
        f"panel.stuck.explained.{'unowned' if unowned else 'stage'}",
        event=row["event_id"],
        title=title,
        stage=stage,
        time=written.clock(row["since"], context.zone, "%m-%d %H:%M"),
        stood=stood,
        limit=written.duration(text, row["limit"]),
    )
    cells = (
        span("t", stood),
        mark(status),
        span("a", title),
        span("sg", text("panel.stuck.unowned") if unowned else stage),
        span("b", place_link(context, row["area"], short_place(place, LINE - width(owner), text)), span("to", owner)),
    )
    classes = f"od {status}{' lone' if unowned else ''}"
    return opener(case_view(context.view, row["source"], row["event_id"]), classes, *cells, title=about)


PANEL: Final = Panel(PanelId.STUCK, source.frame, draw, body, cadence=300, hertz=0.1)
