"""Who answers for it: the department, the post, the areas down to the place; and what else is told around it."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import alarm_duty as source
from data_access.frames.alarm_map import RADIUS
from layouts import format as written
from layouts.alarm import alarm_drawing
from layouts.context import Context
from layouts.elements import Child, div, link, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.scenes import OVERVIEW
from layouts.text import Text

Row = dict[str, Any]


class AlarmDutyId(StrEnum):
    """Parts of the list."""

    ROWS = "alarm-duty-rows"


def body(text: Text) -> Component:
    """The rows."""
    return div("rows al-duty", id=AlarmDutyId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """One row each: who, and how they stand."""
    rows = records(frame)
    empty = None if rows else context.text("panel.alarm-duty.empty")
    shown = [_row(row, context) for row in rows]
    return alarm_drawing(PanelId.ALARM_DUTY, context, {AlarmDutyId.ROWS: {"children": shown}}, empty=empty)


def _row(row: Row, context: Context) -> Component:
    text, kind, status = context.text, row["kind"], row["status"] or "n"
    name = "panel.alarm-duty"
    head = text(f"{name}.{kind}", metres=written.number(RADIUS)) if text.has(f"{name}.{kind}") else row["level"]
    counts = _counts(row, context)
    if kind in ("matter", "post"):
        return _told(kind, head, _matter(row, text) if kind == "matter" else row["label"])
    label = row["label"] or row["code"] or written.UNKNOWN
    if kind == "department":
        target = context.view.replaced(scene=OVERVIEW.id, department=row["code"] or None, focus="")
        rate = row["on_time_value"]
        few = " few" if rate is None or written.few(row["on_time_denominator"]) else ""
        words = text(f"{name}.rate", rate=written.rate(rate))
        shown = explained(context, f"rt{few}", words, measure="on_time_rate", cut=_cut(row))
        who = span("nm", symbol(status), link(target, "lk", label))
        return _told(f"{kind} {status}", head, who, span("figures", span("ct", *counts), shown))
    named: Child = head or written.UNKNOWN
    if kind != "near":
        target = context.view.replaced(scene=OVERVIEW.id, area=row["code"] or "", focus="")
        named = span("nm", symbol(status), link(target, "lk", label))
    return div(f"al-line {status}", named, span("ct", *counts))


def _cut(row: Row) -> dict[str, str]:
    """The row that a figure stands in; what lies near is none."""
    code = row["code"]
    if not code or row["kind"] == "near":
        return {}
    return {"department" if row["kind"] == "department" else "area": code}


def _counts(row: Row, context: Context) -> list[Child]:
    """Open and overdue, each with what is behind it."""
    figures: dict[str, Child] = {}
    for name in ("open", "overdue"):
        shown, cut = written.number(row[name]), _cut(row)
        figures[name] = explained(context, "", shown, measure=name, cut=cut) if cut else shown
    return context.text.woven("panel.alarm-duty.counts", figures)


def _told(classes: str, head: str | None, who: Child, figures: Component | None = None) -> Component:
    return div(f"al-who {classes}", span("role", head or written.UNKNOWN), span("who", who), figures)


def _matter(row: Row, text: Text) -> str:
    if not row["cases"]:
        return text("panel.alarm-duty.matter_none")
    sources = text("panel.alarm-duty.joint").join(row["sources"] or ())
    return text("panel.alarm-duty.matter_from", count=written.number(row["cases"]), sources=sources)


PANEL: Final = Panel(PanelId.ALARM_DUTY, source.frame, draw, body, cadence=300, hertz=0.5)
