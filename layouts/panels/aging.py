"""What is open beside what is closed, and how each department takes its cases."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import aging as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.owners import Row, owner_cells, owner_name, owner_row
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 14
MEASURES: Final = {
    "open": "open",
    "age": "open_age_p50",
    "closed": "handling_p50",
    "survival": "lifetime_p50",
    "accepted": "acceptance_rate",
    "returned": "returned",
    "handed_on": "handed_on",
    "rework": "rework_rate",
}
"""The columns after the name, in order, with what each is."""
HEADS: Final = tuple(MEASURES)


class AgingId(StrEnum):
    """Parts of the table."""

    HEAD = "aging-head"
    ROWS = "aging-rows"


def body(text: Text) -> Component:
    """The heads and the rows."""
    return div("aging", div("aging-head", id=AgingId.HEAD), div("aging-rows", id=AgingId.ROWS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order (oldest open cases first); a click filters by the department."""
    rows, text = records(frame), context.text
    head = [
        span(
            f"n {name}",
            text(f"panel.aging.head.{name}"),
            title=text(f"panel.aging.means.{name}", window=context.window),
        )
        for name in HEADS
    ]
    parts: dict[str, dict[str, Any]] = {
        AgingId.HEAD: {"children": head},
        AgingId.ROWS: {"children": [_row(row, context) for row in rows[:SHOWN]]},
    }
    empty = None if rows else text("panel.aging.empty")
    return drawing(PanelId.AGING, context, parts, empty=empty)


def _row(row: Row, context: Context) -> Component:
    text, number = context.text, written.number
    cell = partial(_cell, context, row["department"])
    cells = [
        cell("open", number(row["open"])),
        cell("age", written.duration(text, row["open_age"]), row["open"]),
        cell("closed", written.duration(text, row["closed_p50"]), row["closed"]),
        cell("survival", _survival(row, text), row["cohort"]),
        cell("accepted", written.rate(row["accepted_value"]), row["judged"], row["accepted_status"]),
        cell("returned", number(row["returned"])),
        cell("handed_on", number(row["handed_on"])),
        cell("rework", written.rate(row["rework_value"]), row["closed"]),
    ]
    about = text(
        "panel.aging.explained",
        department=owner_name(row, text),
        limit=written.duration(text, row["limit"]),
        closed=number(row["closed"]),
        cohort=number(row["cohort"]),
        accepted=number(row["accepted"]),
        judged=number(row["judged"]),
        taken_over=number(row["taken_over"]),
        reworked=number(row["reworked"]),
    ) + written.caution(text, row["open"], row["closed"], row["judged"])
    return owner_row(row, "aging-row", context, *owner_cells(row, text), *cells, title=about)


def _survival(row: Row, text: Text) -> str:
    """The median, or that it lies beyond the cohort's thirty days: more than half of its cases are still open."""
    if row["survival"] is None and row["cohort"]:
        return text("panel.aging.unreached")
    return written.duration(text, row["survival"])


def _cell(
    context: Context, department: str, name: str, figure: str, cases: Any = None, status: str | None = None
) -> Component:
    few = " few" if written.few(cases) else ""
    classes, cut = f"n {name} {status or 'n'}{few}", {"department": department}
    return explained(context, classes, figure, symbol(status or "n"), measure=MEASURES[name], cut=cut)


PANEL: Final = Panel(PanelId.AGING, source.frame, draw, body, cadence=300, hertz=0.1)
