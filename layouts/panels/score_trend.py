"""Scores of twelve weeks: the middle half as a band, the median, the best, the worst and the opened one by name."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import format_instant
from data_access.frames import score_trend as source
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import div, graph, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.moments import moment_marks, moments_box
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.score_words import exactly, points
from layouts.text import Text
from layouts.theme import Theme

WEEKS: Final = 12
NAMED_WEEKS: Final = (0, 3, 6, 9, 11)
BEFORE: Final = 0.1
AFTER: Final = 0.15
"""So much of a week lies before the first point and after the last."""
APART: Final = 0.16
"""Names beside the lines stand at least this share of the height apart."""
MOST: Final = 2
"""How many of the worst are named."""
STEPS: Final = (1, 2, 5, 10, 20)
MARKS: Final = 5

Row = dict[str, Any]
Series = list[float | None]


class ScoreTrendId(StrEnum):
    """Parts of the scores of twelve weeks."""

    GRAPH = "score-trend-graph"
    LEVELS = "score-trend-levels"
    WEEKS = "score-trend-weeks"
    NAMES = "score-trend-names"


def body(text: Text) -> Component:
    """The scale at the left, the lines, their names at the right, the weeks below."""
    return div(
        "lines",
        div("lines-levels", id=ScoreTrendId.LEVELS),
        div("lines-graph", graph(ScoreTrendId.GRAPH, "fill")),
        div("lines-names", id=ScoreTrendId.NAMES),
        div("lines-weeks", id=ScoreTrendId.WEEKS),
        moments_box(ids.moments_of(PanelId.SCORE_TREND)),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """One line a department or area; weeks without a score are gaps."""
    text, attrs = context.text, frame.attrs
    lines: dict[str, list[Row]] = {}
    for row in records(frame):
        lines.setdefault(row["code"], []).append(row)
    known = [rows for rows in lines.values() if any(row["total"] is not None for row in rows)]
    low, high = _range([row["total"] for rows in known for row in rows], attrs.get("pass_line"))
    parts: dict[str, dict[str, Any]] = {
        ScoreTrendId.GRAPH: {"figure": lines_of(known, attrs, (low, high), context.theme)},
        ScoreTrendId.LEVELS: {"children": _levels(low, high, attrs.get("pass_line"), text)},
        ScoreTrendId.WEEKS: {"children": _weeks(attrs.get("ends") or [], context)},
        ScoreTrendId.NAMES: {"children": _names(known, attrs, (low, high), context)},
        ids.moments_of(PanelId.SCORE_TREND): {"children": _moments(attrs, context) if known else []},
    }
    ends = attrs.get("ends") or []
    end = written.clock(ends[-1] if ends else None, context.zone, "%m-%d %H:%M")
    unit = text("panel.score-trend.unit", kind=text(f"score.kind.{attrs.get('kind') or 'department'}"), end=end)
    empty = None if known else text("panel.score-trend.empty")
    return drawing(PanelId.SCORE_TREND, context, parts, unit=unit, empty=empty)


def lines_of(
    lines: list[list[Row]], attrs: dict[Any, Any], limits: tuple[float, float], theme: Theme
) -> dict[str, Any]:
    """The figure: the band, the pass line, every line thin, then the median and the named lines on top."""
    traces = [_band(run, theme) for run in _runs(attrs.get("low") or [], attrs.get("high") or [])]
    if attrs.get("pass_line") is not None:
        dotted = {"color": theme["t3"], "width": 1.1, "dash": "2px,3px"}
        traces.append(_line([attrs["pass_line"]] * WEEKS, dotted))
    named = {id(rows): status for rows, status in _named(lines)}
    for rows in lines:
        if id(rows) not in named:
            traces.append(_line(_series(rows), {"color": theme["d-ghost"], "width": 1}))
    traces.append(_line(attrs.get("median") or [], {"color": theme["d"], "width": 2}))
    for rows, status in _named(lines):
        colour = theme[status] if status in ("warn", "crit") else theme["d-strong"]
        traces.append(_line(_series(rows), {"color": colour, "width": 3.2 if rows[0]["chosen"] else 2.2}))
        if rows[-1]["total"] is not None:
            dot = {"size": 9, "color": colour}
            traces.append(
                {"type": "scatter", "mode": "markers", "x": [WEEKS - 1], "y": [rows[-1]["total"]], "marker": dot}
            )
    return theme.figure(traces, x=(-BEFORE, WEEKS - 1 + AFTER), y=limits)


def _line(values: Series, line: dict[str, Any]) -> dict[str, Any]:
    rounded = [None if value is None else round(value, 2) for value in values]
    return {"type": "scatter", "mode": "lines", "x": list(range(len(rounded))), "y": rounded, "line": line}


def _band(run: list[tuple[int, float, float]], theme: Theme) -> dict[str, Any]:
    x = [week for week, _, _ in run]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, *reversed(x)],
        "y": [*(round(low, 2) for _, low, _ in run), *(round(high, 2) for _, _, high in reversed(run))],
        "fill": "toself",
        "fillcolor": theme["s2"],
        "line": {"color": theme["s2"], "width": 1},
    }


def _runs(low: Series, high: Series) -> list[list[tuple[int, float, float]]]:
    runs: list[list[tuple[int, float, float]]] = [[]]
    for week, (lower, upper) in enumerate(zip(low, high, strict=True)):
        if lower is not None and upper is not None:
            runs[-1].append((week, lower, upper))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _series(rows: list[Row]) -> Series:
    return [row["total"] for row in rows]


def _named(lines: list[list[Row]]) -> list[tuple[list[Row], str]]:
    """The lines with a name and their status: the best, the worst two, the opened one, which lies on top."""
    ranked = sorted((rows for rows in lines if rows[-1]["total"] is not None), key=lambda rows: -rows[-1]["total"])
    found = ranked[:1] + [rows for rows in ranked[1:][-MOST:] if rows is not ranked[0]]
    opened = [rows for rows in lines if rows[0]["chosen"]]
    found = [rows for rows in found if rows not in opened] + opened
    return [(rows, rows[-1]["status"] or "n") for rows in found]


def _range(values: Series, pass_line: float | None) -> tuple[float, float]:
    held = [value for value in (*values, pass_line) if value is not None] or [0.0, 100.0]
    low, high = min(held), max(held)
    room = max(0.06 * (high - low), 0.5)
    return max(low - room, 0.0), min(high + room, 100 + room)


def _levels(low: float, high: float, pass_line: float | None, text: Text) -> list[Component]:
    step = next((step for step in STEPS if (high - low) / step <= MARKS), STEPS[-1])
    first = int(-(-low // step) * step)
    near = 0.08 * (high - low)
    marks = [
        span("", str(mark), style={"bottom": percent((mark - low) / (high - low))})
        for mark in range(first, min(int(high), 100) + 1, step)
        if pass_line is None or abs(mark - pass_line) >= near
    ]
    if pass_line is None:
        return marks
    title = text("panel.score-trend.pass_line", value=exactly(pass_line))
    place = {"bottom": percent((pass_line - low) / (high - low))}
    return [*marks, span("pass", exactly(pass_line), style=place, title=title)]


def _weeks(ends: list[int], context: Context) -> list[Component]:
    return [
        span(
            "first" if week == 0 else "last" if week == WEEKS - 1 else "",
            written.clock(ends[week], context.zone, "%m-%d"),
            style={"left": percent(_place(week))},
        )
        for week in NAMED_WEEKS
        if week < len(ends)
    ]


def _place(week: float) -> float:
    """Where a week stands, as a share of the width."""
    return (week + BEFORE) / (WEEKS - 1 + BEFORE + AFTER)


def _moments(attrs: dict[Any, Any], context: Context) -> list[Component]:
    ends = attrs.get("ends") or []
    if len(ends) < WEEKS:
        return []
    week = (ends[-1] - ends[0]) / (WEEKS - 1)
    return moment_marks(attrs.get("moments"), lambda at: _place((at - ends[0]) / week), context)


def _names(
    lines: list[list[Row]], attrs: dict[Any, Any], limits: tuple[float, float], context: Context
) -> list[Component]:
    """Names beside the ends of their lines, pushed apart where they would touch."""
    text, (low, high) = context.text, limits
    wanted: list[tuple[float, str, str, str, str]] = []
    end = written.clock((attrs.get("ends") or [None])[-1], context.zone, "%m-%d %H:%M")
    for rows, status in _named(lines):
        last = rows[-1]["total"]
        if last is not None:
            value, name = points(last), rows[0]["label"]
            said = text("panel.score-trend.explained", name=name, value=value, end=end, least=attrs.get("least") or 0)
            classes = f"{status} chosen" if rows[0]["chosen"] else status
            wanted.append((last, classes, name, said, rows[0]["code"]))
    median = (attrs.get("median") or [None])[-1]
    if median is not None:
        said = text("panel.score-trend.median_explained", n=attrs["count"][-1])
        wanted.append((median, "median", text("panel.score-trend.median"), said, ""))
    wanted.sort(key=lambda one: one[0])
    places = apart([(value - low) / (high - low) for value, *_ in wanted])
    found = []
    for place, (total, classes, name, said, code) in zip(places, wanted, strict=True):
        style, words = {"bottom": percent(place)}, (span("nm", name), span("v", points(total)))
        if not code:
            found.append(span(classes, *words, style=style, title=said))
            continue
        cut = {attrs["kind"]: code, "window": f"P7D/{format_instant(attrs['ends'][-1])}"}
        found.append(explained(context, classes, *words, measure="score", cut=cut, about=said, style=style))
    return found


def apart(places: list[float]) -> list[float]:
    """Ascending places 0..1 moved so that neighbours are APART, kept within 0..1 as far as there is room."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + APART) if moved else place)
    roof = 1.0
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], roof)
        roof = moved[index] - APART
    return moved


PANEL: Final = Panel(PanelId.SCORE_TREND, source.frame, draw, body, cadence=900, hertz=0.1)
