"""The pictures of a warning's evidence: stays in stages against limits, bars of hours, the course of a metric."""

from collections.abc import Mapping
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros
from layouts import format as written
from layouts.alarm import clock
from layouts.context import Context
from layouts.elements import Child, div, percent, span
from layouts.hourly import heights
from layouts.lanes import bounds, lane, lane_height
from layouts.names import stage_name
from layouts.ticks import tick_labels
from layouts.timeline import time_marks

STAYS: Final = 6
"""The last stays in a stage that are drawn."""
WIDE: Final = 40.0
"""The least width of an axis of hours, in em of its labels."""
BEYOND: Final = 1.04
"""The axis of stages reaches this much beyond its last instant."""
APART: Final = 0.24
"""Limits nearer to one another, as a share of the axis, are not both named."""
LEFTWARDS: Final = 0.75
"""What stands farther right than this is named at its left."""

Row = dict[str, Any]
Attrs = Mapping[Any, Any]


def stages(rows: list[Row], attrs: Attrs, context: Context) -> list[Component]:
    """A lane for each stay, the last at the foot, bars from entering to leaving; the limits are lines through all."""
    stays = [row for row in rows if row["part"] == "stage" and row["start_at"] is not None][-STAYS:]
    limits = [row for row in rows if row["part"] == "limit" and row["start_at"] is not None]
    if not stays:
        return []
    start = stays[0]["start_at"]
    lasts = any(row["end_at"] is None for row in stays)
    known = [*(row["end_at"] or row["start_at"] for row in stays), *(row["start_at"] for row in limits)]
    end = int(start + max(max(known) - start, context.as_of - start if lasts else 0, SECOND) * BEYOND)

    def share(instant: Micros) -> float:
        return float(min(max((instant - start) / (end - start), 0.0), 1.0))

    lanes = [_lane(row, share, context) for row in reversed(stays)]
    shown = [limit for limit in limits if start < limit["start_at"] <= end]
    lines: list[Child] = [
        span(f"limit {limit['status'] or 'n'}", style={"left": percent(share(limit["start_at"]))}) for limit in shown
    ]
    if lasts:
        lines.append(span("now", style={"left": percent(share(context.as_of))}))
    return [
        div("al-gantt", div("lanes", *lanes), div("lines", *lines)),
        div("al-axis", *_axis(start, shown, share, context)),
    ]


def _lane(row: Row, share: Any, context: Context) -> Component:
    end = row["end_at"] if row["end_at"] is not None else context.as_of
    left, right = share(row["start_at"]), share(end)
    bar = span(
        "bar on" if row["end_at"] is None else "bar", style={"left": percent(left), "width": percent(right - left)}
    )
    length = written.duration(context.text, max(end - row["start_at"], 0) / SECOND)
    name = stage_name(row["label"] or "", row["label"], context.text)
    return div("lane", span("nm", name), span("box", bar), span("v", length))


def _axis(start: Micros, limits: list[Row], share: Any, context: Context) -> list[Component]:
    """When it began, and each limit by name and time."""
    marks = [span("first", clock(start, context), style={"left": "0%"})]
    named = limits
    if len(limits) > 1 and share(limits[-1]["start_at"]) - share(limits[0]["start_at"]) < APART:
        # The line of the other is drawn all the same.
        named = limits[-1:]
    for limit in named:
        at = share(limit["start_at"])
        if at < APART:
            marks.clear()
        key = f"panel.alarm-evidence.limit.{limit['label']}"
        name = context.text(key) if context.text.has(key) else ""
        words = f"{name} {clock(limit['start_at'], context)}".lstrip()
        left = at > LEFTWARDS
        style = {"right": percent(1 - at)} if left else {"left": percent(at)}
        marks.append(span(f"{'left ' if left else ''}{limit['status'] or 'n'}", words, style=style))
    return marks


def hours(rows: list[Row], attrs: Attrs, context: Context) -> list[Component]:
    """Bars of cases an hour; a line in each where the usual is, the hours in question in colour with their number."""
    bars = [row for row in rows if row["start_at"] is not None and row["end_at"] is not None]
    if not bars:
        return []
    top, values = heights(number for row in bars for number in (row["value"], row["usual"]))
    columns = [_column(row, top) for row in bars]
    axis = time_marks(int(bars[0]["start_at"]), int(bars[-1]["end_at"]), context, WIDE)
    side = div("al-side", *tick_labels(values, top))
    return [side, div("al-bars", *columns), div("al-axis", *axis)]


def _column(row: Row, top: float) -> Component:
    status, value, usual = row["status"] or "n", row["value"], row["usual"]
    odd = status in ("warn", "crit")
    parts: list[Child] = []
    if value:
        number = span("n", written.number(value)) if odd else None
        parts.append(span("v", number, style={"height": percent(value / top)}))
    if usual is not None:
        parts.append(span("u", style={"bottom": percent(usual / top)}))
    return span(f"h {status}", *parts)


def course(rows: list[Row], attrs: Attrs, context: Context) -> list[Component]:
    """The periods of a metric as a line, its limit dotted and named."""
    values = [row["value"] for row in rows]
    known = [value for value in values if value is not None]
    limits = [row["limit"] for row in rows if row["limit"] is not None]
    limit = limits[-1] if limits and isinstance(limits[-1], int | float) else None
    if not known:
        return []
    low, high = bounds(known, limit, bool(attrs.get("percent")))
    picture = html.Img(src=lane(context.theme, values, low, high, limit), alt="")
    last = max(place for place, value in enumerate(values) if value is not None)
    end = {"left": percent(last / max(len(values) - 1, 1)), "top": percent(lane_height(known[-1], low, high))}
    names: list[Child] = [span("at", _value(known[-1], attrs), style={"top": end["top"]})]
    if limit is not None:
        limited = {"top": percent(lane_height(limit, low, high))}
        words = f"{context.text('alarm.evidence.limit')} {_value(limit, attrs)}"
        names.append(span("lim", words, style=limited))
    axis = [
        span(side, clock(rows[place]["start_at"], context), style={"left": percent(float(place != 0))})
        for side, place in (("first", 0), ("last", len(rows) - 1))
    ]
    box = div("al-course", div("box", picture, span("end", style=end)), div("al-values", *names))
    return [box, div("al-axis", *axis)]


def _value(value: float, attrs: Attrs) -> str:
    return f"{written.rate(value)}%" if attrs.get("percent") else written.number(value, int(attrs.get("digits") or 0))
