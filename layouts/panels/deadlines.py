"""What falls due in the coming hours; the foot of a bar is what nobody has accepted yet."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import HOUR, SECOND, Micros, from_micros, to_micros
from data_access.frames import deadlines as source
from data_access.frames.choices import HORIZONS, Choice
from data_access.frames.overdue import SOON as NEAR
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, link, mark, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.owners import Row
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

TALL: Final = 0.86
"""The highest bar as a share of its box: above it stands its number."""
LEAST: Final = 5
"""A bar of so many cases is as high as can be when none has more: one case alone is no tower."""
FIRST: Final = 0.2
LAST: Final = 0.95
"""Between these shares of the axis an hour has room for its label."""
SOON: Final = f"0-{NEAR // SECOND}"
"""Deadlines in the coming two hours."""
STEP: Final = 0.005
"""Hours move along the axis in such steps, so that the picture does not change with every second."""


class DeadlinesId(StrEnum):
    """Parts of the axis of deadlines."""

    TOTAL = "deadlines-total"
    BARS = "deadlines-bars"
    AXIS = "deadlines-axis"


def body(text: Text) -> Component:
    """The two sums, the bars, the hours."""
    return div(
        "due",
        div("due-total", id=DeadlinesId.TOTAL),
        div("due-bars", id=DeadlinesId.BARS),
        div("due-axis", id=DeadlinesId.AXIS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A bar a quarter of an hour or an hour from T on; those of the next two hours are bright."""
    rows, text = records(frame), context.text
    most = max((row["count"] or 0 for row in rows), default=0)
    soon, waiting = frame.attrs.get("due_soon"), frame.attrs.get("soon_unaccepted")
    total = [
        explained(context, "n", written.number(soon), measure="open", cut={"due": SOON}),
        span("w", text("panel.deadlines.soon"), title=text("panel.deadlines.definition")),
    ]
    if waiting:
        words = text("panel.deadlines.unaccepted", n=written.number(waiting))
        about = text("panel.deadlines.definition_unaccepted")
        shown = (mark("warn"), words)
        total.append(explained(context, "u", *shown, measure="unaccepted", cut={"due": SOON}, about=about))
    parts: dict[str, dict[str, Any]] = {
        DeadlinesId.TOTAL: {"children": total},
        DeadlinesId.BARS: {"children": [_bar(row, place, max(most, LEAST), context) for place, row in enumerate(rows)]},
        DeadlinesId.AXIS: {"children": _axis(rows, context)},
    }
    empty = None if any(row["count"] for row in rows) else text("panel.deadlines.empty")
    return drawing(PanelId.DEADLINES, context, parts, unit=_unit(context), empty=empty)


def _unit(context: Context) -> list[Component]:
    text, choice = context.text, Choice.of(context.view)
    links = [
        link(
            Choice(choice.measure, one).shown_in(context.view),
            "choice on" if one == choice.horizon else "choice",
            text(f"panel.deadlines.horizon_{one}"),
        )
        for one in HORIZONS
    ]
    return [span("choices", *links), span("", text(f"panel.deadlines.unit_{choice.horizon}"))]


def _bar(row: Row, place: int, most: int, context: Context) -> Component:
    text, count, waiting = context.text, row["count"] or 0, row["unaccepted"] or 0
    start = row["start"]
    about = text(
        "panel.deadlines.explained",
        start=written.clock(start, context.zone, "%H:%M"),
        end=written.clock(start + row["seconds"] * 1_000_000, context.zone, "%H:%M"),
        count=written.number(row["count"]),
        unaccepted=written.number(row["unaccepted"]),
    )
    bar = span("bar", span("wait", style={"height": percent(waiting / count)}) if waiting else "")
    figure = span("n", written.number(count)) if count else None
    height = {"--tall": percent(TALL * count / most)}
    classes = "due-bar soon" if row["soon"] else "due-bar"
    if not count:
        return div(classes, bar, style=height, title=about)
    wide = int(row["seconds"])
    cut = {"due": f"{place * wide}-{(place + 1) * wide}"}
    return explained(context, classes, figure, bar, measure="open", cut=cut, about=about, style=height)


def _axis(rows: list[Row], context: Context) -> list[Component]:
    """ "Now" at the start and whole hours where they fall, far enough from the start and from each other."""
    if not rows:
        return []
    start = rows[0]["start"]
    span_of = len(rows) * rows[0]["seconds"] * 1_000_000
    every = 1 if span_of <= 6 * HOUR else 6
    first = context.text("axis.now") if context.view.as_of is None else written.clock(start, context.zone, "%H:%M")
    marks = [span("first", first)]
    for instant in _hours(start, start + span_of, every, context):
        share = round((instant - start) / span_of / STEP) * STEP
        if FIRST <= share <= LAST:
            words = written.clock(instant, context.zone, "%H:%M")
            marks.append(span("", words, style={"left": percent(share)}))
    return marks


def _hours(start: Micros, end: Micros, every: int, context: Context) -> list[Micros]:
    """The local hours that are multiples of `every` between two instants."""
    found = []
    moment = from_micros(start).astimezone(context.zone).replace(minute=0, second=0, microsecond=0)
    while (instant := to_micros(moment)) < end:
        if instant >= start and moment.hour % every == 0:
            found.append(instant)
        moment = (from_micros(instant) + timedelta(hours=1)).astimezone(context.zone)
    return found


PANEL: Final = Panel(PanelId.DEADLINES, source.frame, draw, body, cadence=300, hertz=0.5)
