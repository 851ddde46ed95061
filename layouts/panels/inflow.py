"""What came in, by source and hour; the thin line is the equal window before; a silent source says so."""

from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros
from data_access.frames import inflow as source
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import div, graph, link, span, symbol
from layouts.explained import explained
from layouts.ids import InflowId, PanelId
from layouts.moments import linear, moment_marks, moments_box
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.timeline import time_marks

TALL: Final = 0.74
"""The highest bar as a share of its row."""
WIDE: Final = 8.8
"""The least width of the bars, in em of the axis: labels that would touch at it are left out."""

Row = dict[str, Any]


def body(text: Text) -> Component:
    """Names, one figure that spans the rows, totals; the axis below."""
    return div(
        "inflow",
        div("inflow-names", id=InflowId.NAMES),
        div("inflow-bars", graph(InflowId.GRAPH, "fill")),
        div("inflow-totals", id=InflowId.TOTALS),
        div("inflow-axis", id=InflowId.AXIS),
        moments_box(ids.moments_of(PanelId.INFLOW)),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """One row a source, in the frame's order; a click filters by it, a second click lifts the filter."""
    groups: dict[str, list[Row]] = {}
    for row in records(frame):
        groups.setdefault(row["source"], []).append(row)
    sources = [sorted(rows, key=lambda row: int(row["bucket"])) for rows in groups.values()]
    parts: dict[str, dict[str, Any]] = {
        InflowId.NAMES: {"children": [_name(rows[-1], context) for rows in sources]},
        InflowId.GRAPH: {"figure": bars(sources, context)},
        InflowId.TOTALS: {"children": [_total(rows[-1], context) for rows in sources]},
        InflowId.AXIS: {"children": time_marks(*_ends(sources[0]), context, WIDE) if sources else []},
        ids.moments_of(PanelId.INFLOW): {"children": _moments(sources, frame.attrs.get("moments"), context)},
    }
    empty = None if sources else context.text("panel.inflow.empty")
    return drawing(PanelId.INFLOW, context, parts, empty=empty)


def bars(sources: list[list[Row]], context: Context) -> dict[str, Any]:
    """One bar trace and one step line for all rows; each row is scaled to its own maximum."""
    theme = context.theme
    x: list[float] = []
    base: list[float] = []
    height: list[float] = []
    colour: list[str] = []
    line_x: list[float | None] = []
    line_y: list[float | None] = []
    floor_x: list[float | None] = []
    floor_y: list[float | None] = []
    for place, rows in enumerate(sources):
        foot = float(len(sources) - 1 - place) + 0.1
        most = max((row[key] or 0 for row in rows for key in ("count", "previous")), default=0) or 1
        alarm = {"warn": theme["warn"], "crit": theme["crit"]}.get(rows[-1]["status"])
        for step, row in enumerate(rows):
            x.append(step + 0.5)
            base.append(foot)
            height.append(round((row["count"] or 0) / most * TALL, 4))
            recent = step >= len(rows) - 2
            newest = theme["d-strong"] if step == len(rows) - 1 else theme["d-dim"]
            colour.append(alarm if alarm and recent else newest)
            if row["previous"] is not None:
                level = round(foot + row["previous"] / most * TALL, 4)
                line_x += [step, step + 1]
                line_y += [level, level]
        line_x.append(None)
        line_y.append(None)
        floor_x += [0, len(rows), None]
        floor_y += [foot, foot, None]
    steps = max((len(rows) for rows in sources), default=1)
    traces: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": floor_x, "y": floor_y, "line": {"color": theme["hair"], "width": 1}},
        {
            "type": "bar",
            "x": x,
            "y": height,
            "base": base,
            "width": 0.84,
            "marker": {"color": colour, "line": {"width": 0}},
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": line_x,
            "y": line_y,
            "line": {"color": theme["t2"], "width": 1},
            "opacity": 0.55,
        },
    ]
    return theme.figure(traces if sources else [], x=(0, steps), y=(0, max(len(sources), 1)))


def _name(row: Row, context: Context) -> Component:
    chosen = context.view.source == row["source"]
    view = context.view.replaced(source=None if chosen else row["source"])
    classes = f"{row['status']}{' chosen' if chosen else ''}"
    return link(view, classes, span("nm", row["label"]), symbol(row["status"]), title=row["label"])


def _total(row: Row, context: Context) -> Component:
    if row["silent"]:
        beside = context.text("panel.inflow.silent")
        if row["last_at"] is not None:
            beside = written.duration(context.text, (context.as_of - row["last_at"]) / 1_000_000)
    else:
        relative = written.change(row["total"], row["total_previous"])
        beside = "" if relative == written.UNKNOWN else relative
    about = context.text("panel.inflow.last", time=written.clock(row["last_at"], context.zone, "%m-%d %H:%M"))
    total = written.short_number(context.text, row["total"])
    if total != written.number(row["total"]):
        about = f"{written.number(row['total'])} · {about}"
    figure = explained(context, "n", total, measure="reported", cut={"source": row["source"]}, about=about)
    return div(row["status"], figure, span("c", beside), title=about)


def _ends(rows: list[Row]) -> tuple[Micros, Micros]:
    return int(rows[0]["bucket"]), int(rows[-1]["bucket"]) + int(rows[0]["seconds"]) * SECOND


def _moments(sources: list[list[Row]], told: Any, context: Context) -> list[Component]:
    return moment_marks(told, linear(*_ends(sources[0])), context) if sources else []


PANEL: Final = Panel(PanelId.INFLOW, source.frame, draw, body, cadence=300, hertz=1)
