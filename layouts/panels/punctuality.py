"""On-time rate of each department at each severity; a cell leaves the grey when it crosses a limit."""

from enum import StrEnum
from itertools import groupby
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import punctuality as source
from data_access.frames.limits import LIMITS
from data_access.frames.owners import ALL
from data_access.frames.punctuality import SEVERITIES
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


class PunctualityId(StrEnum):
    """Parts of the table."""

    HEAD = "punctuality-head"
    ROWS = "punctuality-rows"
    FOOT = "punctuality-foot"


def body(text: Text) -> Component:
    """The severities, the departments, all together."""
    return div(
        "punct",
        div("punct-head", id=PunctualityId.HEAD),
        div("punct-rows", id=PunctualityId.ROWS),
        div("punct-foot", id=PunctualityId.FOOT),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order (worst first), all departments together at the foot; a click filters by the department."""
    text = context.text
    groups = [list(rows) for _, rows in groupby(records(frame), key=lambda row: row["department"])]
    lines = [_line(rows, context) for rows in groups if rows[0]["department"] != ALL]
    head = [
        *(span("c", text(f"panel.punctuality.severity.{severity}")) for severity in SEVERITIES),
        span("total", text("panel.punctuality.total")),
    ]
    parts: dict[str, dict[str, Any]] = {
        PunctualityId.HEAD: {"children": head},
        PunctualityId.ROWS: {"children": lines[:SHOWN]},
        PunctualityId.FOOT: {"children": [_line(rows, context) for rows in groups if rows[0]["department"] == ALL]},
    }
    empty = None if lines else text("panel.punctuality.empty")
    return drawing(PanelId.PUNCTUALITY, context, parts, empty=empty)


def _line(rows: list[Row], context: Context) -> Component:
    """One department: a cell a severity, then the total, whose status is the row's."""
    text, total = context.text, rows[-1]
    cells = [_cell(row, context) for row in rows if row["severity"]]
    few = written.few(total["due"])
    cut = {} if total["department"] == ALL else {"department": total["department"]}
    classes = "total few" if few else "total"
    figure = explained(context, classes, written.rate(total["value"]), measure="on_time_rate", cut=cut)
    about = _explained(total, text("panel.punctuality.total"), context)
    named = owner_cells(total, text)
    return owner_row(total, "punct-row", context, *named, *cells, figure, title=about)


def _cell(row: Row, context: Context) -> Component:
    value, status = row["value"], row["status"]
    if value is None:
        kind = "none"
    elif written.few(row["due"]):
        kind = "few"
    else:
        kind = "low" if status == "n" and value < LIMITS["on_time_rate"]["warn"] else status
    severity = context.text(f"panel.punctuality.severity.{row['severity']}")
    shape = symbol(status) if kind == status else None
    about = _explained(row, severity, context)
    if value is None:
        return span(f"c {kind}", written.rate(value), shape, title=about)
    cut = {"severity": str(row["severity"])}
    if row["department"] != ALL:
        cut["department"] = row["department"]
    figure = (written.rate(value), shape)
    return explained(context, f"c {kind}", *figure, measure="on_time_rate", cut=cut, about=about)


def _explained(row: Row, severity: str, context: Context) -> str:
    text = context.text
    return text(
        "panel.punctuality.explained",
        department=owner_name(row, text),
        severity=severity,
        window=context.window,
        numerator=written.number(row["on_time"]),
        denominator=written.number(row["due"]),
    ) + written.caution(text, row["due"])


PANEL: Final = Panel(PanelId.PUNCTUALITY, source.frame, draw, body, cadence=300, hertz=0.1)
