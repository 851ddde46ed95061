"""One score opened: a waterfall from 100 down to it, and the cases that the chosen part was lost by."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import score_detail as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.lost_cases import lost_rows
from layouts.opener import opened, opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.score_words import change_words, count, exactly, part_words, points, total_words
from layouts.text import Text

STEPS: Final = (5, 10, 20)
"""Between the marks of the scale."""
MARKS: Final = 6
"""The most marks."""

Row = dict[str, Any]


class ScoreDetailId(StrEnum):
    """Parts of the opened score."""

    HERO = "score-detail-hero"
    ROWS = "score-detail-rows"
    AXIS = "score-detail-axis"
    HEAD = "score-detail-head"
    CASES = "score-detail-cases"


def body(text: Text) -> Component:
    """The score and what is beside it, the waterfall with its scale, the cases."""
    return div(
        "explained",
        div("explained-hero", id=ScoreDetailId.HERO),
        div(
            "explained-fall",
            div("explained-axis", id=ScoreDetailId.AXIS),
            div("explained-rows", id=ScoreDetailId.ROWS),
        ),
        div("explained-head", id=ScoreDetailId.HEAD),
        div("explained-cases rows", id=ScoreDetailId.CASES),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Every part opens its own cases; the unit slot names whose score it is."""
    rows, text, attrs = records(frame), context.text, frame.attrs
    parts = [row for row in rows if row["row"] == "part"]
    scale = Scale(attrs.get("total"), attrs.get("pass_line"))
    head, cases = lost_rows([row for row in rows if row["row"] != "part"], parts, attrs, context)
    drawn: dict[str, dict[str, Any]] = {
        ScoreDetailId.HERO: {"children": _hero(attrs, context)},
        ScoreDetailId.AXIS: {"children": _axis(scale, attrs, text)},
        ScoreDetailId.ROWS: {"children": [*_fall(parts, scale, attrs, context), _sum(scale, attrs, text)]},
        ScoreDetailId.HEAD: {"children": head},
        ScoreDetailId.CASES: {"children": cases},
    }
    empty = None if parts else text("panel.score-detail.empty")
    return drawing(PanelId.SCORE_DETAIL, context, drawn, unit=_unit(attrs, text), empty=empty)


class Scale:
    """From a round number below the score and the pass line up to 100."""

    def __init__(self, total: float | None, pass_line: float | None) -> None:
        lowest = min(value for value in (total, pass_line, 99.0) if value is not None)
        self.low = max(0, int((lowest - 2) // 5 * 5))
        self.step = next((step for step in STEPS if (100 - self.low) / step <= MARKS), STEPS[-1])
        first = -(-self.low // self.step) * self.step
        self.marks = list(range(first, 101, self.step))

    def share(self, value: float) -> float:
        """Where a score lies, 0..1."""
        return min(max((value - self.low) / (100 - self.low), 0.0), 1.0)


def _unit(attrs: dict[Any, Any], text: Text) -> list[Component]:
    if not attrs.get("label"):
        return []
    rank = attrs["rank"]
    place = text("panel.score-detail.unplaced")
    if rank is not None:
        place = text("panel.score-detail.place", rank=rank, ranked=attrs["ranked"])
    version = text("panel.score-detail.version", version=attrs["version"])
    return [span("who", attrs["label"]), *(span("", f" \N{MIDDLE DOT} {run}") for run in (place, version))]


def _hero(attrs: dict[Any, Any], context: Context) -> list[Component]:
    if not attrs:
        return []
    text, cut = context.text, {attrs["kind"]: attrs["code"]}
    total, pass_line, status = attrs["total"], attrs["pass_line"], attrs["status"]
    row = {"moved": None, **attrs}
    change = text("panel.score-detail.change_unknown")
    if attrs["change"] is not None:
        change = text("panel.score-detail.change", change=written.signed(attrs["change"], 1))
    distance: list[Child] = []
    if total is not None:
        key = "above" if total >= pass_line else "under"
        distance = [span("by", text(f"panel.score-detail.{key}", by=points(abs(total - pass_line))))]
    beside = [text("panel.score-detail.counted", n=written.number(attrs["cases"]))]
    if attrs["unranked"] is not None:
        beside.append(text(f"score.{attrs['unranked']}", least=attrs["least"]))
    if attrs["gap"] and total is not None:
        beside.append(text("panel.score-detail.gap", gap=exactly(attrs["gap"])))
    about = total_words(text, row, attrs["least"])
    return [
        explained(context, f"total {status}", points(total), measure="score", cut=cut, about=about),
        div("beside", span(f"by {status}", change, title=change_words(text, row, attrs["version_before"])), *distance),
        div(
            "beside end",
            span("grade", text("panel.score-detail.grade", grade=attrs["grade"] or written.UNKNOWN)),
            span("on", " \N{MIDDLE DOT} ".join(beside)),
        ),
    ]


def _axis(scale: Scale, attrs: dict[Any, Any], text: Text) -> list[Component]:
    pass_line = attrs.get("pass_line")
    marks = [
        span("", str(mark), style={"left": percent(scale.share(mark))})
        for mark in scale.marks
        if pass_line is None or abs(scale.share(mark) - scale.share(pass_line)) > 0.12
    ]
    if pass_line is None:
        return marks
    words = text("panel.score-detail.pass_tick", pass_line=exactly(pass_line))
    return [*marks, span("pass", words, style={"left": percent(scale.share(pass_line))})]


def _fall(parts: list[Row], scale: Scale, attrs: dict[Any, Any], context: Context) -> list[Component]:
    """Each bar begins where the one before ended."""
    drawn, level = [], 100.0
    for row in parts:
        lost = row["lost"] or 0.0
        drawn.append(_part(row, scale, level, level - lost, attrs, context))
        level -= lost
    return drawn


def _part(row: Row, scale: Scale, start: float, end: float, attrs: dict[Any, Any], context: Context) -> Component:
    text = context.text
    left_out = row["value"] is None
    code = attrs.get("code")
    to = None if code is None else opened(context.view, attrs["kind"], code, row["part"])
    if left_out:
        worth = text(f"score.left_out.{row['left_out'] or 'nothing'}")
        bar = div("fall out")
    else:
        worth = f"{points(row['points'])} / {exactly(row['used'])}"
        place = {"left": percent(scale.share(end)), "--wide": percent(scale.share(start) - scale.share(end))}
        near = " near" if scale.share(end) < 0.14 else ""
        cost = span("cost", written.signed(-row["lost"], 1)) if row["lost"] else None
        bar = div("fall", div(f"bar {row['part_status'] or 'n'}{near}", cost, style=place))
    made = text(
        f"score.short_made.{row['part']}", numerator=count(row["numerator"]), denominator=count(row["denominator"])
    )
    beside = span("ex", text("score.excluded_short", n=written.number(row["excluded"]))) if row["excluded"] else None
    name = text(f"score.part.{row['part']}")
    figure = span("a", made)
    if code is not None:
        cut = {attrs["kind"]: code}
        figure = explained(context, "a", made, measure=f"score.{row['part']}", cut=cut)
    chosen = " chosen" if attrs.get("opened") == row["part"] else ""
    return opener(
        to,
        f"explained-row{chosen}",
        span("nm", span("a", name), span("b", worth)),
        bar,
        span("why", figure, beside),
        title=part_words(text, row),
    )


def _sum(scale: Scale, attrs: dict[Any, Any], text: Text) -> Component:
    total, status = attrs.get("total"), attrs.get("status") or "n"
    name = span("nm", span("a", text("panel.score-detail.score")))
    if total is None:
        return div("explained-row sum", name, div("fall out"))
    figure = span(f"figure {status}", points(total))
    bar = div(f"bar {status}", figure, style={"left": "0%", "--wide": percent(scale.share(total))})
    return div("explained-row sum", name, div("fall", bar))


PANEL: Final = Panel(PanelId.SCORE_DETAIL, source.frame, draw, body, cadence=900, hertz=0.1)
