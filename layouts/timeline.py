"""The axis of time under a chart: its first instant, round hours or days far enough apart, and its end."""

from datetime import timedelta
from typing import Final

from dash.development.base_component import Component

from data_access.clock import HOUR, Micros, from_micros, to_micros
from layouts.context import Context
from layouts.elements import percent, span
from layouts.names import width

GAP: Final = 0.02
"""Between two labels, as a share of the axis."""
_LONG: Final = 49 * HOUR
"""Beyond, the labels are days."""


def time_marks(start: Micros, end: Micros, context: Context, wide: float) -> list[Component]:
    """Labels placed by percent along [start, end): the first begins at its mark, the last ends there, those between
    stand centred on theirs. `wide`: the least width of the axis in em; labels that would touch at it are left out."""
    days = end - start > _LONG
    text = context.text

    def label(instant: Micros) -> str:
        local = from_micros(instant).astimezone(context.zone)
        if days:
            return text("axis.day", month=local.month, day=local.day)
        now = from_micros(context.as_of).astimezone(context.zone)
        key = "axis.yesterday" if local.date() < now.date() and instant == start else "axis.hour"
        return text(key, hour=local.hour)

    # An axis that reaches well past T shows time to come: its end is not now.
    present = context.view.as_of is None and end - context.as_of <= (end - start) // 8
    last = text("axis.now") if present else label(end)
    marks: list[tuple[float, str]] = [(0.0, label(start))]
    taken, free = width(marks[0][1]) / wide, 1 - width(last) / wide
    for instant in _round(start, end, days, context):
        share, half = (instant - start) / (end - start), width(label(instant)) / wide / 2
        if taken + GAP <= share - half and share + half <= free - GAP:
            marks.append((share, label(instant)))
            taken = share + half
    marks.append((1.0, last))
    edges = {0: "first", len(marks) - 1: "last"}
    return [
        span(edges.get(place, ""), word, style={"left": percent(share)}) for place, (share, word) in enumerate(marks)
    ]


def _round(start: Micros, end: Micros, days: bool, context: Context) -> list[Micros]:
    local = from_micros(start).astimezone(context.zone)
    step = timedelta(days=1) if days else timedelta(hours=3)
    moment = local.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    while (instant := to_micros(moment)) < end:
        if instant > start:
            found.append(instant)
        moment += step
    return found
