"""Thirty days of each department in small: the day's P90 of the response time by its limit."""

from enum import StrEnum
from itertools import groupby
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.clock import DAY, format_instant
from data_access.frames import trend as source
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import Child, div, percent, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.moments import marks_of, moment_key, painted, stepped
from layouts.names import width
from layouts.owners import Row, owner_name, owner_row
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.silhouettes import course, course_height
from layouts.text import Text

SHOWN: Final = 20
LONG: Final = 6.5
"""Names wider than this, in em, take two lines above their tile."""


class TrendId(StrEnum):
    """Parts of the small multiples."""

    TILES = "trend-tiles"


def body(text: Text) -> Component:
    """The tiles."""
    return div("trend", div("moment-key", id=ids.moments_of(PanelId.TREND)), div("trend-tiles", id=TrendId.TILES))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A tile a department, the slowest of late first; days of fewer than five answers are gaps."""
    text = context.text
    groups = [list(rows) for _, rows in groupby(records(frame), key=lambda row: row["department"])]
    told, share = frame.attrs.get("moments"), stepped(frame.attrs.get("days") or ())
    behind = {"--moments": painted(marks_of(told, share, context))}
    parts: dict[str, dict[str, Any]] = {
        TrendId.TILES: {"children": [_tile(rows, context) for rows in groups[:SHOWN]], "style": behind},
        ids.moments_of(PanelId.TREND): {"children": moment_key(told, share, context) if groups else []},
    }
    unit = text("panel.trend.unit")
    if frame.attrs.get("unlimited"):
        unit += text("panel.trend.unlimited", n=frame.attrs["unlimited"])
    empty = None if groups else text("panel.trend.empty")
    return drawing(PanelId.TREND, context, parts, unit=unit, empty=empty)


def _tile(rows: list[Row], context: Context) -> Component:
    text, row = context.text, rows[-1]
    ratios = [one["ratio"] for one in rows]
    known = [place for place, ratio in enumerate(ratios) if ratio is not None]
    name = owner_name(row, text)
    marks: list[Child] = [html.Img(src=course(context.theme, ratios), alt="", className="course")]
    day, answers = "", None
    if known:
        last = rows[known[-1]]
        day, answers = written.clock(last["day"], context.zone, "%m-%d"), last["n"]
        place = {"left": percent(known[-1] / max(len(rows) - 1, 1)), "top": percent(course_height(last["ratio"]))}
        marks.append(span("end", style=place))
    about = text(
        "panel.trend.explained",
        department=name,
        day=day or written.UNKNOWN,
        ratio=written.number(row["last"], 2),
        n=written.number(answers),
        limit=written.duration(text, row["limit"]),
        days=len(known),
    )
    head = div(
        "tile-head",
        span("nm long" if width(name) > LONG else "nm", name),
        symbol(row["status"] or "n"),
        _last(rows, known, context),
    )
    classes = "trend-tile few" if row["last"] is None else "trend-tile"
    return owner_row(row, classes, context, head, div("tile-box", *marks), title=about)


def _last(rows: list[Row], known: list[int], context: Context) -> Component:
    """The last ratio that is known, which leads to the percentile of its day."""
    shown = written.number(rows[-1]["last"], 2)
    if not known:
        return span("v", shown)
    begun = rows[known[-1]]["day"]
    following = rows[known[-1] + 1]["day"] if known[-1] + 1 < len(rows) else begun + DAY
    cut = {"department": rows[0]["department"], "window": f"{format_instant(begun)}/{format_instant(following)}"}
    return explained(context, "v", shown, measure="response_p90", cut=cut)


PANEL: Final = Panel(PanelId.TREND, source.frame, draw, body, cadence=3600, hertz=0.1)
