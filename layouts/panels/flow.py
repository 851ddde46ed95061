"""The case flow: a river through six stages, as wide as what lies there now; amber where it is above the usual."""

import math
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import flow as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, graph, percent, span, symbol
from layouts.explained import explained
from layouts.ids import FlowId, PanelId
from layouts.names import stage_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.theme import Theme

SHARE_LEVEL: Final = 0.22
"""Half the level stretch of a stage, as a share of its width."""
STEPS: Final = 14

Points = list[tuple[float, float]]


def body(text: Text) -> Component:
    """Names above, the river, figures below."""
    return div(
        "flow",
        div("flow-names", id=FlowId.STAGES),
        div("flow-river", graph(FlowId.GRAPH, "fill"), div("flow-entered", id=FlowId.ENTERED)),
        div("flow-figures", id=FlowId.FIGURES),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Names, river, transitions between stages, stock and median dwell."""
    rows = records(frame)
    passed = [
        explained(
            context,
            "",
            written.short_number(context.text, row["entered"]),
            measure="entered",
            cut={"stage": row["stage"]},
            about=context.text("panel.flow.entered", n=written.number(row["entered"]), stage=_full(row, context.text)),
            style={"left": percent(place / len(rows))},
        )
        for place, row in enumerate(rows)
        if place
    ]
    parts: dict[str, dict[str, Any]] = {
        FlowId.STAGES: {"children": [_stage(row, context.text) for row in rows]},
        FlowId.GRAPH: {"figure": river(rows, context.theme)},
        FlowId.ENTERED: {"children": passed},
        FlowId.FIGURES: {"children": [_figures(row, context) for row in rows]},
    }
    empty = None if rows else context.text("panel.flow.empty")
    return drawing(PanelId.FLOW, context, parts, empty=empty)


def _stage(row: dict[str, Any], text: Text) -> Component:
    # Six names share the panel's width: the catalogue may hold shorter ones for here.
    key = f"panel.flow.stage.{row['stage']}"
    full = _full(row, text)
    return span(row["status"], text(key) if text.has(key) else full, symbol(row["status"]), title=full)


def _full(row: dict[str, Any], text: Text) -> str:
    return stage_name(row["stage"], row["label"], text)


def river(rows: list[dict[str, Any]], theme: Theme) -> dict[str, Any]:
    """The figure: one filled band, its usual width dotted, the excess of a stage past its limit in amber."""
    widest = max((v for row in rows for v in (row["open"], row["usual"]) if v is not None), default=0)
    half = [_half(row["open"], widest) for row in rows]
    usual = [_half(row["usual"] if row["usual"] is not None else row["open"], widest) for row in rows]
    now, then = _course(half), _course(usual)
    traces = [_area(now, [(x, -y) for x, y in now], theme["q3"])] if rows else []
    for place, row in enumerate(rows):
        if row["status"] in ("warn", "crit") and row["usual"] is not None:
            colour = theme["warn"] if row["status"] == "warn" else theme["crit"]
            inside = [(a, max(b[1], a[1])) for a, b in zip(then, now, strict=True) if place <= a[0] <= place + 1]
            outer = [(a[0], b) for a, b in inside]
            inner = [a for a, _ in inside]
            traces.append(_area(outer, inner, colour))
            traces.append(_area([(x, -y) for x, y in outer], [(x, -y) for x, y in inner], colour))
    if any(row["usual"] is not None for row in rows):
        for sign in (1, -1):
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [round(x, 4) for x, _ in then],
                    "y": [round(sign * y, 4) for _, y in then],
                    "line": {"color": theme["t2"], "width": 1.1, "dash": "2px,3px"},
                    "opacity": 0.8,
                }
            )
    return theme.figure(traces, x=(0, max(len(rows), 1)), y=(-1.03, 1.03))


def _half(count: Any, widest: float) -> float:
    # The square root keeps a stage of forty visible beside one of two thousand.
    return 0.06 + 0.94 * math.sqrt((count or 0) / widest) if widest else 0.06


def _course(halves: list[float]) -> Points:
    """The upper bank: level across each stage, eased from one to the next."""
    points: Points = []
    for place, half in enumerate(halves):
        centre = place + 0.5
        if place:
            start, before = points[-1]
            end = centre - SHARE_LEVEL
            for step in range(1, STEPS):
                t = step / STEPS
                points.append((start + (end - start) * t, before + (half - before) * t * t * (3 - 2 * t)))
        else:
            points.append((0.0, half))
        points += [(centre - SHARE_LEVEL, half), (centre + SHARE_LEVEL, half)]
    if points:
        points.append((float(len(halves)), points[-1][1]))
    return points


def _area(upper: Points, lower: Points, colour: str) -> dict[str, Any]:
    around = [*upper, *reversed(lower)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(x, 4) for x, _ in around],
        "y": [round(y, 4) for _, y in around],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0},
    }


def _figures(row: dict[str, Any], context: Context) -> Component:
    text, cut = context.text, {"stage": row["stage"]}
    left = row["stage"] == "archived"
    # What is archived has left: its figure is a count over the window, not a stock.
    below: Child = context.window_short
    if not left:
        below = explained(context, "", written.duration(text, row["dwell_p50"]), measure="stage_age_p50", cut=cut)
    usual = text("panel.flow.usual", usual=written.number(row["usual"]))
    count, shown = written.number(row["open"]), written.short_number(text, row["open"])
    # A shortened count is wider than four digits, and is told in full in the tooltip.
    short = shown != count
    about = f"{count} · {usual}" if short else usual
    measure = "entered" if left else "stock"
    figure = explained(context, "", shown, measure=measure, cut=cut, about=about)
    return div(row["status"], html.B(figure, className="short" if short else ""), span("", below), title=about)


PANEL: Final = Panel(PanelId.FLOW, source.frame, draw, body, cadence=300, hertz=1)
