"""How each department's times are spread: density on a logarithmic axis, what lies past the limit filled."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import spread as source
from data_access.frames.choices import MEASURES, Choice
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.owners import Row, owner_cells, owner_name, owner_row
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.silhouettes import ridge
from layouts.text import Text
from layouts.timescale import TimeScale, tick_label

SHOWN: Final = 16


class SpreadId(StrEnum):
    """Parts of the distributions."""

    HEAD = "spread-head"
    ROWS = "spread-rows"
    AXIS = "spread-axis"


def body(text: Text) -> Component:
    """The head with the key, the rows, the axis."""
    return div(
        "spread",
        div("spread-head", id=SpreadId.HEAD),
        div("spread-rows", id=SpreadId.ROWS),
        div("spread-axis", id=SpreadId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order (slowest against the limit first); a click filters by the department."""
    rows, text = records(frame), context.text
    seconds = frame.attrs.get("seconds") or []
    scale = TimeScale(seconds[0], seconds[-1]) if len(seconds) > 1 else TimeScale(60.0, 86_400.0)
    measure = frame.attrs.get("measure") or MEASURES[0]
    head = [
        div(
            "key",
            span("limit"),
            span("", text("panel.spread.limit")),
            span("p50"),
            span("", "P50"),
            span("range"),
            span("", text("panel.spread.range")),
            span("over"),
            span("", text("panel.spread.past")),
        ),
        span("n", "P50"),
        span("n", "P90"),
        span("n", text("panel.spread.over"), title=text(f"panel.spread.over_{measure}")),
    ]
    ticks = [span("", tick_label(text, tick), style={"left": percent(share)}) for share, tick in scale.ticks()]
    parts: dict[str, dict[str, Any]] = {
        SpreadId.HEAD: {"children": head},
        SpreadId.ROWS: {"children": [_row(row, measure, scale, context) for row in rows[:SHOWN]]},
        SpreadId.AXIS: {"children": div("ticks", *ticks)},
    }
    title = text(f"panel.spread.title_{measure}")
    empty = None if rows else text(f"panel.spread.empty_{measure}")
    return drawing(PanelId.SPREAD, context, parts, title=title, unit=_unit(frame, measure, context), empty=empty)


def _unit(frame: pd.DataFrame, measure: str, context: Context) -> list[Component]:
    """The two measures to choose from, the window and how many cases it holds."""
    text, choice = context.text, Choice.of(context.view)
    links = [
        link(
            Choice(one, choice.horizon).shown_in(context.view),
            "choice on" if one == measure else "choice",
            text(f"panel.spread.measure_{one}"),
            title=text(f"panel.spread.definition_{one}", window=context.window),
        )
        for one in MEASURES
    ]
    total = text("panel.spread.total", n=written.number(frame.attrs.get("total")))
    runs = [span("", f"{BETWEEN if place else ''}{run}") for place, run in enumerate((context.window, total))]
    return [span("choices", *links), *runs]


def _row(row: Row, measure: str, scale: TimeScale, context: Context) -> Component:
    text, few = context.text, written.few(row["n"])
    over = row["over"] / row["judged"] if row["judged"] and row["over"] is not None else None
    about = text(
        "panel.spread.explained",
        department=owner_name(row, text),
        measure=text(f"panel.spread.measure_{measure}"),
        n=written.number(row["n"]),
        p10=written.duration(text, row["p10"]),
        p50=written.duration(text, row["p50"]),
        p90=written.duration(text, row["p90"]),
        limit=written.duration(text, row["limit"]),
        over=written.number(row["over"]),
        judged=written.number(row["judged"]),
    )
    if row["waiting"]:
        about += text("panel.spread.waiting", n=written.number(row["waiting"]))
    about += written.caution(text, row["n"])
    why = partial(explained, context, cut={"department": row["department"]})
    cells = (
        *owner_cells(row, text),
        _track(row, scale, context),
        why("n", written.duration(text, row["p50"]), measure=f"{measure}_p50"),
        why("n p90", written.duration(text, row["p90"]), measure=f"{measure}_p90"),
        why("n over", written.rate(over), "" if over is None else "%", measure=f"late_{measure}"),
    )
    return owner_row(row, f"spread-row{' few' if few else ''}", context, *cells, title=about)


def _track(row: Row, scale: TimeScale, context: Context) -> Component:
    limit, density = row["limit"], row["density"] or []
    edge = None if limit is None else scale.share(limit)
    picture = html.Img(src=ridge(context.theme, density, edge, row["status"]), alt="", className="ridge")
    marks: list[Child] = [picture]
    if density and row["p10"] is not None and row["p90"] is not None:
        first, last = scale.share(row["p10"]), scale.share(row["p90"])
        marks.append(span("range", style={"left": percent(first), "width": percent(last - first)}))
    if edge is not None:
        marks.append(span("limit", style={"left": percent(edge)}))
    if row["p50"] is not None:
        marks.append(span("p50", style={"left": percent(scale.share(row["p50"]))}))
    return div("ridge-track", *marks)


PANEL: Final = Panel(PanelId.SPREAD, source.frame, draw, body, cadence=300, hertz=0.1)
