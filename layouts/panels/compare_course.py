"""The course of both sides over one another, lane by lane: what came in, what was closed, what was open."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND
from data_access.frames import compare_course as source
from data_access.frames.compare_course import LINES
from layouts import format as written
from layouts.compared import OTHER, OWN, chip, empty_of, key_of
from layouts.context import Context
from layouts.elements import div, graph, percent, span
from layouts.hourly import count_line
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.timeline import time_marks

WIDE: Final = 20.0
"""The least width of the axis, in em of its labels."""
GAP: Final = 0.05
"""What is kept free below and above each lane, as a share of the height."""
TIGHT: Final = 0.6
"""Open cases are drawn from nought unless all of them lie above this share of their highest."""

Row = dict[str, Any]
Ends = tuple[float, float]


class CompareCourseId(StrEnum):
    """Parts of the panel."""

    LANES = "compare-course-lanes"
    GRAPH = "compare-course-graph"
    ENDS = "compare-course-ends"
    AXIS = "compare-course-axis"


def body(text: Text) -> Component:
    """What each lane is and adds up to, the lines with the ends of their scales, the axis."""
    return div(
        "cc",
        div("cc-lanes", id=CompareCourseId.LANES),
        div("cc-box", graph(CompareCourseId.GRAPH, "fill"), div("cc-ends", id=CompareCourseId.ENDS)),
        div("cc-axis", id=CompareCourseId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Both sides of a lane on one scale; the other side's line is dashed."""
    rows, facts = records(frame), frame.attrs
    known = [row for row in rows if any(row[name] is not None for name in LINES)]
    ends = [_ends(rows, name) for name in LINES]
    parts: dict[str, dict[str, Any]] = {
        CompareCourseId.LANES: {"children": [_lane(name, facts, context) for name in LINES]},
        CompareCourseId.GRAPH: {"figure": figure(rows, ends, context)},
        CompareCourseId.ENDS: {"children": [one for place, end in enumerate(ends) for one in _scale(place, end)]},
        CompareCourseId.AXIS: {"children": _axis(rows, context)},
    }
    empty = empty_of(facts, known, PanelId.COMPARE_COURSE, context)
    return drawing(PanelId.COMPARE_COURSE, context, parts, unit=key_of(facts, context), empty=empty)


def figure(rows: list[Row], ends: list[Ends], context: Context) -> dict[str, Any]:
    """Three lanes below one another, two lines in each: steps of counts, the level at the end of each bar."""
    theme = context.theme
    traces: list[dict[str, Any]] = []
    for place, name in enumerate(LINES):
        foot = {"type": "scatter", "mode": "lines", "x": [0, max(len(rows), 1)], "y": [_height(place, 0.0)] * 2}
        traces.append({**foot, "line": {"color": theme["rule"], "width": 1}})
        for prefix, colour, dash in (("other_", theme["d"], "4px,3px"), ("", theme["d-strong"], "solid")):
            values = [row[f"{prefix}{name}"] for row in rows]
            shares = [None if value is None else _share(value, ends[place]) for value in values]
            heights = [None if one is None else _height(place, one) for one in shares]
            line = count_line([None] * len(rows), colour, 2)
            if name == "open":
                line |= {"x": [step + 1 for step in range(len(rows))], "y": heights}
            else:
                line |= _steps(heights)
            line["line"] = {**line["line"], "dash": dash}
            traces.append(line)
    return theme.figure(traces if rows else [], x=(0, max(len(rows), 1)), y=(0, 1))


def _steps(heights: list[float | None]) -> dict[str, list[float | None]]:
    """Steps a unit wide; unknown ones are gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, height in enumerate(heights):
        x += [place, place + 1] if height is not None else [None]
        y += [height, height] if height is not None else [None]
    return {"x": x, "y": y}


def _ends(rows: list[Row], name: str) -> Ends:
    """The values at foot and top of a lane, the same for both sides."""
    held = [row[one] for row in rows for one in (name, f"other_{name}") if row[one] is not None]
    low, high = min(held, default=0), max(held, default=0)
    foot = low if name == "open" and low > TIGHT * high else 0
    return foot, max(high, foot + 1)


def _share(value: float, ends: Ends) -> float:
    return (value - ends[0]) / (ends[1] - ends[0])


def _height(place: int, share: float) -> float:
    """Where a share of a lane's height lies in the whole, counted from the foot."""
    lane = 1 / len(LINES)
    return round(1 - (place + 1) * lane + GAP + share * (lane - 2 * GAP), 4)


def _scale(place: int, ends: Ends) -> list[Component]:
    """The values at the top and, where it is not nought, at the foot of a lane."""
    marks = [("top", 1.0, ends[1]), *([("foot", 0.0, ends[0])] if ends[0] else [])]
    return [
        span(name, written.number(value), style={"bottom": percent(_height(place, share))})
        for name, share, value in marks
    ]


def _lane(name: str, facts: dict[Any, Any], context: Context) -> Component:
    totals = [(facts.get(side) or {}).get(name) for side in (OWN, OTHER)]
    words = [span("t", chip(side), written.number(total)) for side, total in zip((OWN, OTHER), totals, strict=True)]
    return div("cc-lane", span("nm", context.text(f"why.measure.{name}")), *words)


def _axis(rows: list[Row], context: Context) -> list[Component]:
    own = [row for row in rows if row["bucket"] is not None]
    if not own:
        return []
    end = int(own[-1]["bucket"]) + int(own[-1]["seconds"]) * SECOND
    return time_marks(int(own[0]["bucket"]), end, context, WIDE)


PANEL: Final = Panel(PanelId.COMPARE_COURSE, source.frame, draw, body, cadence=300, hertz=0.2)
