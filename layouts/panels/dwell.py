"""Time in each stage: of the stays that ended, from median to ninetieth percentile, above that of those that last."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import dwell as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, mark, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import stage_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.timescale import TimeScale, tick_label

MINUTE: Final = 60.0
LONGEST: Final = 40 * 86_400.0
MEASURES: Final = {
    "inside": "stock",
    "p50": "stay_p50",
    "p90": "stay_p90",
    "age": "stage_age_p50",
    "stuck": "stuck",
}
"""What each figure of a row is."""
FIGURES: Final = tuple(MEASURES)
APART: Final = 0.2

Row = dict[str, Any]


class DwellId(StrEnum):
    """Parts of the panel."""

    HEAD = "dwell-head"
    ROWS = "dwell-rows"
    AXIS = "dwell-axis"


def body(text: Text) -> Component:
    """The head with the key, the rows, the axis."""
    return div(
        "dwell",
        div("dwell-head", id=DwellId.HEAD),
        div("dwell-rows", id=DwellId.ROWS),
        div("dwell-axis", id=DwellId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The stages in their order on one logarithmic scale, the limit of each as a tick on it."""
    rows, text = records(frame), context.text
    scale = _scale(rows)
    key = div(
        "key",
        span("ended"),
        span("", text("panel.dwell.ended")),
        span("lasting"),
        span("", text("panel.dwell.lasting")),
        span("limit"),
        span("", text("panel.dwell.limit")),
    )
    heads = [span(f"n {name}", text(f"panel.dwell.{name}")) for name in FIGURES]
    ticks = [span("", tick_label(text, seconds), style={"left": percent(share)}) for share, seconds in _ticks(scale)]
    parts: dict[str, dict[str, Any]] = {
        DwellId.HEAD: {"children": [key, *heads]},
        DwellId.ROWS: {"children": [_row(row, scale, context) for row in rows]},
        DwellId.AXIS: {"children": div("ticks", *ticks)},
    }
    empty = None if any(row["inside"] or row["n"] for row in rows) else text("panel.dwell.empty")
    return drawing(PanelId.DWELL, context, parts, empty=empty)


def _scale(rows: list[Row]) -> TimeScale:
    held = [row[key] for row in rows for key in ("p50", "p90", "age_p50", "age_p90", "limit") if row[key]]
    low = max(min(held, default=MINUTE), MINUTE) * 0.8
    return TimeScale(low, max(min(max(held, default=0.0), LONGEST) * 1.1, 10 * low))


def _ticks(scale: TimeScale) -> list[tuple[float, int]]:
    chosen: list[tuple[float, int]] = []
    for share, seconds in scale.ticks():
        if not chosen or share - chosen[-1][0] >= APART:
            chosen.append((share, seconds))
    return chosen


def _row(row: Row, scale: TimeScale, context: Context) -> Component:
    text, stuck = context.text, row["stuck"]
    name = stage_name(row["stage"], row["stage"], text)
    figures: dict[str, str] = {
        "inside": written.number(row["inside"]),
        "p50": written.duration(text, row["p50"]),
        "p90": written.duration(text, row["p90"]),
        "age": written.duration(text, row["age_p50"]),
        "stuck": written.number(stuck),
    }
    about = text(
        "panel.dwell.explained",
        stage=name,
        window=context.window,
        n=written.number(row["n"]),
        age_p90=written.duration(text, row["age_p90"]),
        limit=written.duration(text, row["limit"]),
        **figures,
    )
    few = {"p50": written.few(row["n"]), "p90": written.few(row["n"]), "age": written.few(row["inside"])}
    classes = {name: f"n {name}{' few' if few.get(name) else ''}" for name in FIGURES}
    classes["stuck"] += " some" if stuck else " zero"
    cut = {"stage": row["stage"]}
    cells = [explained(context, classes[name], figures[name], measure=MEASURES[name], cut=cut) for name in FIGURES]
    label = span("nm", name)
    status = mark(row["status"]) if stuck else span("")
    return div(
        f"dwell-row {row['status'] or 'n'}",
        label,
        status,
        _track(row, scale),
        *cells,
        title=about + written.caution(text, row["n"]),
    )


def _track(row: Row, scale: TimeScale) -> Component:
    marks: list[Child] = []
    for kind, p50, p90 in (("ended", row["p50"], row["p90"]), ("lasting", row["age_p50"], row["age_p90"])):
        if p50 is None or p90 is None:
            continue
        start, end = scale.share(p50), scale.share(p90)
        marks.append(span(kind, style={"left": percent(start), "width": percent(end - start)}))
        limit = row["limit"]
        if kind == "lasting" and limit and p90 > limit:
            past = scale.share(max(limit, p50))
            marks.append(span("lasting over", style={"left": percent(past), "width": percent(end - past)}))
        marks.append(span(f"{kind} p50", style={"left": percent(start)}))
    if row["limit"]:
        marks.append(span("limit", style={"left": percent(scale.share(row["limit"]))}))
    return div("dwell-track", *marks)


PANEL: Final = Panel(PanelId.DWELL, source.frame, draw, body, cadence=300, hertz=0.1)
