"""The week by hour: how many came in, amber where an hour is far above its usual."""

from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND, format_instant
from data_access.frames import rhythm as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, graph, percent, span
from layouts.explained import explained
from layouts.ids import PanelId, RhythmId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.theme import Theme

RAMP: Final = ("q1", "q2", "q3", "q4", "q5")
HOURS: Final = 24
DAYS: Final = 7
FULL: Final = 0.98
"""The quantile of the counts at which the ramp is full, so that one outlier does not darken the week."""

FITS: Final = 2
"""Digits that fit into an hour as they are."""

Row = dict[str, Any]


def body(text: Text) -> Component:
    """Days at the left, the cells, hours below."""
    return div(
        "rhythm",
        div("rhythm-days", id=RhythmId.DAYS),
        div("rhythm-cells", graph(RhythmId.GRAPH, "fill"), div("rhythm-marks", id=RhythmId.CELLS)),
        div("rhythm-hours", id=RhythmId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A cell an hour of the week; cells over their usual print their count, the present hour is framed."""
    rows, text = records(frame), context.text
    today = next((row["weekday"] for row in rows if row["current"]), None)
    days = [
        span("on" if day == today else "", text(f"weekday.{day}"), style={"top": percent((day + 0.5) / DAYS)})
        for day in range(DAYS)
    ]
    hours = [
        span("", text("axis.hour", hour=hour), style={"left": percent((hour + 0.5) / HOURS)})
        for hour in range(0, HOURS, 3)
    ]
    marks = [_mark(row, context) for row in rows if row["over"] or row["current"]]
    legend = [
        span("", text("panel.rhythm.unit")),
        span("", *(span(f"chip {token}") for token in RAMP), text("panel.rhythm.low_high")),
        span("", span("chip warn"), text("panel.rhythm.over")),
    ]
    parts: dict[str, dict[str, Any]] = {
        RhythmId.DAYS: {"children": days},
        RhythmId.GRAPH: {"figure": cells(rows, context.theme)},
        RhythmId.CELLS: {"children": marks, "data-hours": _hours(rows)},
        RhythmId.AXIS: {"children": hours},
    }
    empty = None if any(row["count"] for row in rows) else text("panel.rhythm.empty")
    return drawing(PanelId.RHYTHM, context, parts, unit=legend, empty=empty)


def cells(rows: list[Row], theme: Theme) -> dict[str, Any]:
    """The figure: one heat map of classes 0..4 (5: over), Monday on top; hours without a count stay blank."""
    counts = sorted(row["count"] for row in rows if row["count"] is not None)
    full = max(counts[min(len(counts) - 1, int(FULL * len(counts)))] if counts else 0, 1)
    grid: list[list[int | None]] = [[None] * HOURS for _ in range(DAYS)]
    for row in rows:
        if row["count"] is not None:
            level = 5 if row["over"] else min(4, int(5 * row["count"] / full))
            grid[int(row["weekday"])][int(row["hour"])] = level
    colours = [theme[token] for token in (*RAMP, "warn")]
    scale = [[edge / 6, colour] for place, colour in enumerate(colours) for edge in (place, place + 1)]
    trace = {
        "type": "heatmap",
        "z": grid,
        "zmin": -0.5,
        "zmax": 5.5,
        "colorscale": scale,
        "showscale": False,
        "xgap": 1.6,
        "ygap": 1.6,
    }
    return theme.figure([trace], x=(-0.5, HOURS - 0.5), y=(DAYS - 0.5, -0.5))


def _hours(rows: list[Row]) -> str:
    """When the hours of each cell begin, row by row, in seconds: a click on a cell opens its count."""
    return ",".join("" if row["start"] is None else str(row["start"] // SECOND) for row in rows)


def _mark(row: Row, context: Context) -> Component:
    text = context.text
    classes = " ".join(name for name in ("over", "current") if row[name])
    place = {"left": percent(row["hour"] / HOURS), "top": percent(row["weekday"] / DAYS)}
    about = text("panel.rhythm.explained", count=written.number(row["count"]), usual=written.number(row["usual"]))
    shown = written.number(row["count"]) if row["over"] else ""
    if len(shown) > FITS:
        classes += " long"
    if row["start"] is None or row["count"] is None:
        return span(classes, shown, style=place, title=about)
    cut = {"window": f"{format_instant(row['start'])}/PT1H"}
    return explained(context, classes, shown, measure="reported", cut=cut, about=about, style=place)


PANEL: Final = Panel(PanelId.RHYTHM, source.frame, draw, body, cadence=900, hertz=0.2)
