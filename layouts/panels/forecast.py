"""What the next 24 hours may bring, beside what the last 24 brought and what was told of them; who tells better."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import HOUR, format_instant
from data_access.frames import forecast as source
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import div, graph, percent, span
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

Row = dict[str, Any]


class ForecastId(StrEnum):
    """Parts of the chart."""

    SCORE = "forecast-score"
    SIDE = "forecast-side"
    GRAPH = "forecast-graph"
    NAMES = "forecast-names"
    AXIS = "forecast-axis"


def body(text: Text) -> Component:
    """How well it told, counts at the left, the chart, times below."""
    return div(
        "hourly scored",
        div("hourly-score", id=ForecastId.SCORE),
        div("hourly-side", id=ForecastId.SIDE),
        div("hourly-box", graph(ForecastId.GRAPH, "fill"), div("hourly-names", id=ForecastId.NAMES)),
        div("hourly-axis", id=ForecastId.AXIS),
        moments_box(ids.moments_of(PanelId.FORECAST)),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Counts as steps up to now, the expectation and its interval through both days, a week before as a thin line."""
    rows, text = records(frame), context.text
    # The totals of both days stand above the course.
    top, values = heights((row[name] for row in rows for name in ("count", "high", "naive")), 1.3)
    axis: list[Component] = []
    moments: list[Component] = []
    if rows:
        ends = int(rows[0]["start"]), int(rows[-1]["start"]) + HOUR
        axis = time_marks(*ends, context, WIDE)
        moments = moment_marks(frame.attrs.get("moments"), linear(*ends), context)
    parts: dict[str, dict[str, Any]] = {
        ForecastId.SCORE: {"children": _score(frame.attrs.get("score"), context) if rows else []},
        ForecastId.SIDE: {"children": tick_labels(values, top) if rows else []},
        ForecastId.GRAPH: {"figure": figure(rows, context, top, values)},
        ForecastId.NAMES: {"children": [*_tips(rows, context), *_totals(rows, context)] if rows else []},
        ForecastId.AXIS: {"children": axis},
        ids.moments_of(PanelId.FORECAST): {"children": moments},
    }
    unit = text("panel.forecast.unit", share=written.rate(frame.attrs.get("within", 0.8)).removesuffix(".0"))
    empty = None if rows else text("panel.forecast.empty")
    return drawing(PanelId.FORECAST, context, parts, unit=unit, empty=empty)


def figure(rows: list[Row], context: Context, top: float, values: list[int]) -> dict[str, Any]:
    """Grid, the interval, the week before, the expectation (dotted where it is past), the counts, and now."""
    theme, end = context.theme, max(len(rows), 1)
    traces: list[dict[str, Any]] = []
    for value in values:
        traces.append(_line([0, end], [value, value], theme["hair"], 1))
    for ahead in (False, True):
        some = [(place, row) for place, row in enumerate(rows) if bool(row["ahead"]) is ahead]
        told = [(place, row) for place, row in some if row["high"] is not None and row["low"] is not None]
        fill = theme["q2"] if ahead else theme["s2"]
        traces.append(_line(*_steps(told, "low"), fill, 0))
        traces.append({**_line(*_steps(told, "high"), fill, 0), "fill": "tonexty", "fillcolor": fill})
        before = [(place, row) for place, row in some if row["naive"] is not None]
        traces.append({**_line(*_steps(before, "naive"), theme["d-dim"], 1), "opacity": 0.8})
        expected = [(place, row) for place, row in some if row["expected"] is not None]
        course = _line(*_centres(expected), theme["d-strong"] if ahead else theme["d"], 2.4 if ahead else 1.4)
        if not ahead:
            course["line"]["dash"] = "dot"
        traces.append(course)
    traces.append(count_line([row["count"] for row in rows], theme["d-strong"], 2))
    now = sum(1 for row in rows if not row["ahead"])
    traces.append(_line([now, now], [0, top], theme["rule"], 1.4))
    return theme.figure(traces if rows else [], x=(0, end), y=(0, top))


def _line(x: list[float], y: list[float], colour: str, width: float) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": colour, "width": width}}


def _centres(rows: list[tuple[int, Row]]) -> tuple[list[float], list[float]]:
    return [place + 0.5 for place, _ in rows], [round(row["expected"], 2) for _, row in rows]


def _steps(rows: list[tuple[int, Row]], name: str) -> tuple[list[float], list[float]]:
    x: list[float] = []
    y: list[float] = []
    for place, row in rows:
        x += [place, place + 1]
        y += [row[name]] * 2
    return x, y


def _tips(rows: list[Row], context: Context) -> list[Component]:
    """What each hour says when pointed at."""
    share, text = 1 / len(rows), context.text
    found = []
    for place, row in enumerate(rows):
        said = text(
            "panel.forecast.explained.ahead" if row["ahead"] else "panel.forecast.explained.past",
            time=moment(int(row["start"]), context),
            count=written.number(row["count"]),
            expected=written.number(row["expected"], 1),
            low=written.number(row["low"]),
            high=written.number(row["high"]),
            naive=written.number(row["naive"]),
        )
        style = {"left": percent(place * share), "width": percent(share)}
        if row["ahead"]:
            found.append(span("tip", style=style, title=said))
            continue
        cut = {"window": f"{format_instant(int(row['start']))}/PT1H"}
        tip = partial(explained, context, "tip", measure="reported", cut=cut, reached=False)
        found.append(tip(about=said, style=style))
    return found


def _totals(rows: list[Row], context: Context) -> list[Component]:
    """Of each day: the cases that came in and those expected."""
    text = context.text
    past, ahead = ([row for row in rows if bool(row["ahead"]) is kind] for kind in (False, True))
    found = []
    if past:
        start, end = int(past[0]["start"]), int(past[-1]["start"]) + HOUR
        cut = {"window": f"{format_instant(start)}/{format_instant(end)}"}
        count = explained(context, "", _sum(past, "count"), measure="reported", cut=cut)
        words = text.woven("panel.forecast.past", {"count": count}, expected=_sum(past, "expected"))
        found.append(span("total", *words, style={"left": "0%"}, title=text("panel.forecast.past_explained")))
    if ahead:
        told = text("panel.forecast.ahead", expected=_sum(ahead, "expected"))
        place = {"left": percent(len(past) / len(rows))}
        found.append(span("total ahead", told, style=place, title=text("panel.forecast.ahead_explained")))
    return found


def _sum(rows: list[Row], name: str) -> str:
    known = [row[name] for row in rows]
    return written.number(None if any(value is None for value in known) else sum(known))


def _score(score: dict[str, Any] | None, context: Context) -> list[Component]:
    """The errors of the model and of the same hour a week before, which is better, and what the interval held."""
    text = context.text
    if score is None:
        return [span("", text("panel.forecast.unscored"))]
    errors = (score["mae_model"], score["mae_naive"])
    digits = 1 if written.number(errors[0], 1) != written.number(errors[1], 1) else 2
    figures = {
        "model": written.number(errors[0], digits),
        "naive": written.number(errors[1], digits),
        "coverage": written.rate(score["coverage"]),
        "n": written.number(score["n"]),
    }
    words = text.rich(f"panel.forecast.score.{score['winner']}", **figures)
    return [
        span(str(score["winner"]), *words, title=text("panel.forecast.score_explained", **figures)),
        span(
            "held",
            text("panel.forecast.coverage", **figures),
            title=text("panel.forecast.coverage_explained", **figures),
        ),
    ]


PANEL: Final = Panel(PanelId.FORECAST, source.frame, draw, body, cadence=3600, hertz=0.05)
