"""What comes in hour by hour, within limits that follow the hour; what lies over them is marked and named."""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND, format_instant
from data_access.frames import surges as source
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import div, graph, percent, span, symbol
from layouts.explained import explained
from layouts.hourly import count_line, heights, moment
from layouts.ids import PanelId
from layouts.moments import linear, moment_marks, moments_box
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.ticks import tick_labels
from layouts.timeline import time_marks

WIDE: Final = 17.0
"""The least width of the axis, in em of its labels."""
NAMED: Final = 3
"""So many of the times over the limit are named."""
ROOM: Final = 0.2
"""Names stand at least this share of the width apart."""

Row = dict[str, Any]


class SurgesId(StrEnum):
    """Parts of the chart."""

    SIDE = "surges-side"
    GRAPH = "surges-graph"
    NAMES = "surges-names"
    AXIS = "surges-axis"


def body(text: Text) -> Component:
    """Counts at the left, the chart with what is named in it, times below."""
    return div(
        "hourly",
        div("hourly-side", id=SurgesId.SIDE),
        div("hourly-box", graph(SurgesId.GRAPH, "fill"), div("hourly-names", id=SurgesId.NAMES)),
        div("hourly-axis", id=SurgesId.AXIS),
        moments_box(ids.moments_of(PanelId.SURGES)),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The counts as steps over the band of their limits; a diamond where they leave it."""
    rows, text = records(frame), context.text
    top, values = heights(_numbers(rows))
    exact = frame.attrs.get("method") == "exact"
    axis: list[Component] = []
    moments: list[Component] = []
    if rows:
        ends = int(rows[0]["start"]), int(rows[-1]["start"]) + _width(rows)
        axis = time_marks(*ends, context, WIDE)
        moments = moment_marks(frame.attrs.get("moments"), linear(*ends), context)
    parts: dict[str, dict[str, Any]] = {
        SurgesId.SIDE: {"children": tick_labels(values, top) if rows else []},
        SurgesId.GRAPH: {"figure": figure(rows, context, top, values, exact)},
        SurgesId.NAMES: {
            "children": [*_tips(rows, context, exact), *_names(rows, context, top, exact)] if rows else []
        },
        SurgesId.AXIS: {"children": axis},
        ids.moments_of(PanelId.SURGES): {"children": moments},
    }
    empty = None if rows else text("panel.surges.empty")
    return drawing(PanelId.SURGES, context, parts, unit=_unit(rows, frame, context), empty=empty)


def figure(rows: list[Row], context: Context, top: float, values: list[int], exact: bool) -> dict[str, Any]:
    """Grid, band, expectation, steps of counts, and the marks over the limit."""
    theme, end = context.theme, max(len(rows), 1)
    traces: list[dict[str, Any]] = []
    for value in values:
        traces.append(_line([0, end], [value, value], theme["hair"], 1))
    judged = [(place, row) for place, row in enumerate(rows) if row["ceiling"] is not None and row["floor"] is not None]
    edges = _edges if exact else _centres
    if judged:
        x, low = edges(judged, "floor")
        traces.append(_line(x, low, theme["s2"], 0))
        band = {**_line(x, edges(judged, "ceiling")[1], theme["t4"], 1), "fill": "tonexty", "fillcolor": theme["s2"]}
        traces.append(band)
    known = [(place, row) for place, row in enumerate(rows) if row["expected"] is not None]
    x, usual = edges(known, "expected")
    traces.append(
        {**_line(x, usual, theme["d-dim"], 1.4), "line": {"color": theme["d-dim"], "width": 1.4, "dash": "dot"}}
    )
    traces.append(count_line([row["count"] for row in rows], theme["d-strong"], 2))
    over = [(place, row) for place, row in enumerate(rows) if row["over"]]
    diamonds = {"color": theme["warn"], "size": 9, "symbol": "diamond", "line": {"width": 0}}
    x, y = [place + 0.5 for place, _ in over], [row["count"] or 0 for _, row in over]
    traces.append({"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": diamonds, "cliponaxis": False})
    return theme.figure(traces if rows else [], x=(0, end), y=(0, top))


def _numbers(rows: list[Row]) -> Iterator[float | None]:
    for row in rows:
        yield from (row["count"], row["ceiling"], row["expected"])


def _width(rows: list[Row]) -> int:
    return int(rows[-1]["seconds"]) * SECOND


def _line(x: list[float], y: list[float], colour: str, width: float) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": colour, "width": width}}


def _centres(rows: list[tuple[int, Row]], name: str) -> tuple[list[float], list[float]]:
    return [place + 0.5 for place, _ in rows], [round(row[name], 2) for _, row in rows]


def _edges(rows: list[tuple[int, Row]], name: str) -> tuple[list[float], list[float]]:
    x: list[float] = []
    y: list[float] = []
    for place, row in rows:
        x += [place, place + 1]
        y += [round(row[name], 2)] * 2
    return x, y


def _tips(rows: list[Row], context: Context, exact: bool) -> list[Component]:
    """What each step says when pointed at."""
    share = 1 / len(rows)
    found = []
    for place, row in enumerate(rows):
        style = {"left": percent(place * share), "width": percent(share)}
        about = _said(row, context, exact)
        tip = partial(explained, context, "tip", measure="reported", cut=_cut(row), reached=False)
        found.append(tip(about=about, style=style))
    return found


def _cut(row: Row) -> dict[str, str]:
    """The time that a row counts."""
    return {"window": f"{format_instant(int(row['start']))}/PT{int(row['seconds'])}S"}


def _said(row: Row, context: Context, exact: bool) -> str:
    text = context.text
    kind = "unjudged" if row["ceiling"] is None else "exact" if exact else "ewma"
    return text(
        f"panel.surges.explained.{kind}",
        time=moment(int(row["start"]), context, dated=exact),
        count=written.number(row["count"]),
        expected=written.number(row["expected"], 1),
        smooth=written.number(row["smooth"], 1),
        upper=written.number(row["upper"], 1),
        ceiling=written.number(row["ceiling"], 0 if exact else 1),
        p=written.number(row["p"], 4),
        share=written.rate(row["share"]),
    )


def _names(rows: list[Row], context: Context, top: float, exact: bool) -> list[Component]:
    """The height of each stretch over the limit, the newest first, as long as names have room."""
    peaks = []
    stretch: list[int] = []
    for place, row in enumerate([*rows, {"over": False}]):
        if row["over"]:
            stretch.append(place)
        elif stretch:
            peaks.append(max(stretch, key=lambda one: rows[one]["count"] or 0))
            stretch = []
    found: list[Component] = []
    taken: list[float] = []
    for place in peaks[::-1]:
        at = (place + 0.5) / len(rows)
        if len(taken) < NAMED and all(abs(at - other) >= ROOM for other in taken):
            taken.append(at)
            row = rows[place]
            words = text_of(row, context, exact)
            style = {"left": percent(at), "bottom": percent(min((row["count"] or 0) / top, 0.88))}
            side = "last" if at > 0.72 else ""
            named = partial(explained, context, f"name {side}", *words, measure="reported", cut=_cut(row))
            found.append(named(about=_said(row, context, exact), style=style))
    return found


def text_of(row: Row, context: Context, exact: bool) -> list[Component]:
    """When it was and how many came in, e.g. "yesterday 19h" and 49."""
    when = moment(int(row["start"]), context, dated=exact)
    return [span("t", when), span("n", written.number(row["count"]))]


def _unit(rows: list[Row], frame: pd.DataFrame, context: Context) -> list[Component]:
    text, facts = context.text, frame.attrs
    exact = facts.get("method") == "exact"
    hours = int(rows[-1]["seconds"]) // 3600 if rows else 1
    span_key = "day" if exact else "hours" if hours > 1 else "hour"
    over = facts.get("over") or 0
    words = text("panel.surges.over" if over else "panel.surges.calm", n=over)
    if rows and not facts.get("known"):
        words = text("panel.surges.unknown")
    status = "warn" if over else "n"
    return [
        span(
            "",
            text(f"panel.surges.unit.{span_key}", n=hours),
            title=text("panel.surges.method.exact" if exact else "panel.surges.method.ewma"),
        ),
        span(f"told {status}", text("panel.surges.dot"), symbol(status), words),
        span("", text("panel.surges.dot"), text("panel.surges.key.exact" if exact else "panel.surges.key.ewma")),
    ]


PANEL: Final = Panel(PanelId.SURGES, source.frame, draw, body, cadence=900, hertz=0.1)
