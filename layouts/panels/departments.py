"""How fast each department responds: median to ninetieth percentile on a logarithmic scale, against its limit."""

import math
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import departments as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import STATUSES, Child, div, link, mark, percent, span
from layouts.explained import explained
from layouts.ids import DepartmentsId, PanelId
from layouts.names import name_class
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

UNASSIGNED: Final = "unassigned"
TICKS: Final = tuple(
    60 * minutes for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 1440, 2880, 5760, 10_080, 20_160, 40_320)
)
APART: Final = 0.4
"""Ticks stand at least this share of the scale apart."""

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The head with the key, the rows, the axis."""
    return div(
        "dept",
        div("dept-head", id=DepartmentsId.HEAD),
        div("dept-rows", id=DepartmentsId.ROWS),
        div("dept-axis", id=DepartmentsId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order (worst first); a click filters by the department, a second click lifts the filter."""
    rows, text = records(frame), context.text
    scale = Scale(rows)
    head = [
        div(
            "key",
            span("bar"),
            span("", text("panel.departments.span")),
            span("limit"),
            span("", text("panel.departments.limit")),
        ),
        span("p90", "P90"),
        span("rate", text("measure.short.on_time_rate")),
    ]
    ticks = [span("", _tick(text, tick), style={"left": percent(scale.share(tick))}) for tick in scale.ticks]
    parts: dict[str, dict[str, Any]] = {
        DepartmentsId.HEAD: {"children": head},
        DepartmentsId.ROWS: {"children": [_row(row, scale, context) for row in rows]},
        DepartmentsId.AXIS: {"children": div("ticks", *ticks)},
    }
    empty = None if rows else text("panel.departments.empty")
    return drawing(PanelId.DEPARTMENTS, context, parts, empty=empty)


class Scale:
    """A logarithmic scale in seconds from tick to tick around everything the rows hold."""

    def __init__(self, rows: list[Row]) -> None:
        held = [row[key] for row in rows for key in ("p50", "p90", "limit") if row[key]]
        low, high = min(held, default=120.0), max(held, default=7200.0)
        self.low = max((tick for tick in TICKS if tick <= low), default=min(low, TICKS[0]))
        self.high = min((tick for tick in TICKS if tick >= high), default=max(high, TICKS[-1]))
        if self.high <= self.low:
            self.high = 2 * self.low
        inside = [tick for tick in TICKS if self.low <= tick <= self.high]
        self.ticks: list[int] = []
        for tick in inside:
            if not self.ticks or self.share(tick) - self.share(self.ticks[-1]) >= APART:
                self.ticks.append(tick)

    def share(self, seconds: float) -> float:
        """Where a length of time lies, 0..1."""
        held = min(max(seconds, self.low), self.high)
        return math.log(held / self.low) / math.log(self.high / self.low)


def _row(row: Row, scale: Scale, context: Context) -> Component:
    text, status = context.text, row["status"]
    owned = row["department"] != UNASSIGNED
    name = row["label"] if owned else text("department.none")
    chosen = context.view.department == row["department"]
    view = context.view.replaced(department=None if chosen else row["department"])
    few, few_due = written.few(row["n"]), written.few(row["on_time_denominator"])
    about = text(
        "panel.departments.explained",
        department=name,
        n=written.number(row["n"]),
        p50=written.duration(text, row["p50"]),
        p90=written.duration(text, row["p90"]),
        limit=written.duration(text, row["limit"]),
        open=written.number(row["open"]),
        overdue=written.number(row["overdue"]),
        numerator=written.number(row["on_time_numerator"]),
        denominator=written.number(row["on_time_denominator"]),
    )
    why = partial(explained, context, cut={"department": row["department"]})
    cells = (
        span(name_class(name), name),
        mark(status) if status in STATUSES[1:] else span(""),
        _track(row, scale),
        why("p90", written.duration(text, row["p90"]), measure="response_p90"),
        why("rate few" if few_due else f"rate {status}", written.rate(row["on_time_value"]), measure="on_time_rate"),
    )
    classes = f"dept-row {status}{' few' if few else ''}{' chosen' if chosen else ''}"
    about += written.caution(text, row["n"], row["on_time_denominator"])
    return link(view, classes, *cells, title=about) if owned else div(classes, *cells, title=about)


def _tick(text: Text, seconds: int) -> str:
    """A tick in its largest whole unit."""
    for unit, size in (("day", 86_400), ("hour", 3600)):
        if seconds >= size and seconds % size == 0:
            return text(f"axis.{unit}s", n=seconds // size)
    return text("axis.minutes", n=seconds // 60)


def _track(row: Row, scale: Scale) -> Component:
    p50, p90, limit = row["p50"], row["p90"], row["limit"]
    style: dict[str, str] = {}
    marks: list[Child] = []
    if p50 is not None and p90 is not None:
        end = min(p90, limit) if limit else p90
        style |= {"--from": percent(scale.share(p50)), "--to": percent(scale.share(max(end, p50)))}
        if limit and p90 > limit:
            start = scale.share(max(limit, p50))
            marks.append(
                span("over", style={"left": percent(start), "width": percent(scale.share(p90) - start)}),
            )
        marks.append(span("p50", style={"left": percent(scale.share(p50))}))
    if limit:
        marks.append(span("limit", style={"left": percent(scale.share(limit))}))
    return div("track" if style else "track none", *marks, style=style)


PANEL: Final = Panel(PanelId.DEPARTMENTS, source.frame, draw, body, cadence=300, hertz=1)
