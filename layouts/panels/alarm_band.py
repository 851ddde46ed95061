"""The band across the wall: what is the matter, where, for how long, who has seen it, how many others wait."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import MINUTE
from data_access.frames import alarm_state as source
from layouts import format as written
from layouts.alarm import alarm_drawing, away, clock, opened, running
from layouts.context import Context
from layouts.elements import Child, div, link, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.text import Text
from layouts.warning_words import matter, where

STRIP: Final = 10 * MINUTE
"""So long after it was acknowledged the band becomes a strip."""


class AlarmBandId(StrEnum):
    """Parts of the band."""

    BOX = "alarm-band-box"


def body(text: Text) -> Component:
    """The band itself; it says by itself when there is nothing to show."""
    return div("al-band", id=AlarmBandId.BOX)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """One band in the colour of the severity; without a warning why there is none, and the way back."""
    rows, attrs = records(frame), frame.attrs
    if not rows:
        words = _nothing(attrs, context)
        box = div("al-words", span("al-title", words))
        back = link(away(context.view), "al-back", context.text("alarm.back"))
        parts: Drawing = {AlarmBandId.BOX: {"children": [box, back], "className": "al-band none"}}
        return alarm_drawing(PanelId.ALARM_BAND, context, parts, empty=words)
    row = rows[0]
    children = [span("al-sym", mark(row["severity"])), _words(row, context), _right(row, attrs, context)]
    return alarm_drawing(
        PanelId.ALARM_BAND, context, {AlarmBandId.BOX: {"children": children, "className": _classes(row, context)}}
    )


def _nothing(attrs: dict[Any, Any], context: Context) -> str:
    if attrs.get("missing") == "unknown":
        return context.text("alarm.unknown", number=str(attrs.get("asked"))[:20])
    return context.text("alarm.none")


def _classes(row: dict[str, Any], context: Context) -> str:
    seen = row["acknowledged_at"]
    old = row["state"] == "acknowledged" and seen is not None and context.as_of - seen > STRIP
    tone = "cleared" if row["state"] == "cleared" else row["severity"]
    return f"al-band {tone}{' strip' if old else ''}"


def _words(row: dict[str, Any], context: Context) -> Component:
    text = context.text
    kind = f"alarm.kind.{row['kind']}"
    named = text(kind) if text.has(kind) else row["kind"]
    head = span("al-kind", span("", named), span("", BETWEEN, where(row, text)), _state(row, context))
    what = matter(row, text)
    return div("al-words", head, div("al-title", what, title=what))


def _state(row: dict[str, Any], context: Context) -> Component:
    """Nobody has seen it for so long; or who did, when; or since when it is over."""
    text = context.text
    if row["state"] == "cleared":
        return span("al-state", BETWEEN, text("alarm.cleared", time=clock(row["cleared_at"], context)))
    if row["state"] == "acknowledged":
        by = row["acknowledged_by"] or written.UNKNOWN
        told = text("alarm.acknowledged", by=by, time=clock(row["acknowledged_at"], context))
        return span("al-state", BETWEEN, told, title=row["acknowledged_note"] or "")
    since: Child = written.UNKNOWN if row["raised_at"] is None else running(context, row["raised_at"])
    return span("al-state", BETWEEN, text("alarm.open"), " ", since)


def _right(row: dict[str, Any], attrs: dict[Any, Any], context: Context) -> Component:
    text = context.text
    waiting = attrs.get("waiting") or []
    more = None
    if waiting:
        title = text("alarm.waiting", count=written.number(len(waiting)))
        more = link(opened(context.view, waiting[0]), "al-more", f"+{written.number(len(waiting))}", title=title)
    number = text("alarm.number", number=written.UNKNOWN if row["id"] is None else row["id"])
    source_label = row["source_label"]
    raised = text("alarm.raised", time=clock(row["raised_at"], context))
    when = BETWEEN.join(filter(None, (raised, source_label)))
    return div("al-right", more, div("al-ids", span("", number), span("", when)))


PANEL: Final = Panel(PanelId.ALARM_BAND, source.frame, draw, body, cadence=300, hertz=4)
