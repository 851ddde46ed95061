"""How long there is left: a large figure that runs, the limits on the way, and the button of who answers for it."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros
from data_access.frames import alarm_state as source
from layouts import format as written
from layouts.alarm import alarm_drawing, away, clock, running, short_length
from layouts.context import Context
from layouts.elements import Child, div, link, percent, span
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel
from layouts.panels.warnings import FORM_WORDS
from layouts.records import records
from layouts.text import Text
from layouts.warning_words import matter

NEAR_END: Final = 0.7
"""Marks of the track farther than this are named leftwards of themselves."""

Row = dict[str, Any]


class AlarmActionId(StrEnum):
    """Parts of the column of action."""

    BOX = "alarm-action-box"
    FORM = "alarm-action-form"


def body(text: Text) -> Component:
    """Figure, track and button, and the place of the form in which the browser asks who acknowledges."""
    form = div("wn-form", id=AlarmActionId.FORM, hidden=True)
    return html.Div([div("al-action", id=AlarmActionId.BOX), form])


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The deadline if there is one, else the time since the warning was raised."""
    rows, text = records(frame), context.text
    words = {f"data-{name.replace('_', '-')}": text(f"panel.warnings.{name}") for name in FORM_WORDS}
    children: list[Child] = []
    for row in rows[:1]:
        children = [*_figure(row, context), _track(row, context), _facts(row, context), _buttons(row, context)]
    parts: Drawing = {AlarmActionId.BOX: {"children": children}, AlarmActionId.FORM: words}
    timed = any(row["due_at"] is not None for row in rows)
    title = text(f"panel.alarm-action.{'title' if timed or not rows else 'lasting'}")
    empty = None if rows else text("panel.alarm-action.empty")
    return alarm_drawing(PanelId.ALARM_ACTION, context, parts, title=title, unit="", empty=empty)


def _figure(row: Row, context: Context) -> list[Component]:
    """The line above the large figure, and the figure."""
    text, name = context.text, "panel.alarm-action"
    begin = row["start_at"] if row["start_at"] is not None else row["raised_at"]
    end = row["closed_at"] if row["closed_at"] is not None else row["cleared_at"]
    due = row["due_at"]
    if end is not None and begin is not None:
        key = "closed" if row["closed_at"] is not None else "cleared"
        label = text(f"{name}.{key}", time=clock(end, context))
        return [div("al-label", span("", label)), _large(short_length(text, (end - begin) / SECOND), "")]
    if due is not None:
        over = (context.as_of - due) / SECOND
        label = text(f"{name}.{'due_over' if over >= 0 else 'due_in'}", time=clock(due, context))
        used = None if begin is None else span("al-used", text(f"{name}.used"), " ", running(context, begin))
        figure = f"{'+' if over >= 0 else ''}{short_length(text, abs(over))}"
        large = _large(figure, " over" if over >= 0 else "", **_counting("data-until", due, context))
        return [div("al-label", span("", label), used), large]
    if row["raised_at"] is None:
        return [div("al-label", span("", text(f"{name}.since"))), _large(written.UNKNOWN, "")]
    age = short_length(text, (context.as_of - row["raised_at"]) / SECOND)
    large = _large(age, "", **_counting("data-lasting", row["raised_at"], context))
    return [div("al-label", span("", text(f"{name}.since"))), large]


def _counting(name: str, instant: Micros, context: Context) -> dict[str, Any]:
    return {} if context.view.as_of is not None else {name: str(instant)}


def _large(figure: str, classes: str, **counting: Any) -> Component:
    return div(f"al-large{classes}", span("n", figure, **counting))


def _track(row: Row, context: Context) -> Component:
    """The time allowed, what is used of it, and the limits on the way; nothing without a deadline."""
    start, due, text = row["start_at"], row["due_at"], context.text
    if start is None or due is None or due <= start:
        return div("al-track none")
    end = row["closed_at"] if row["closed_at"] is not None else context.as_of
    used = min(max((end - start) / (due - start), 0.0), 1.0)
    limits: list[tuple[str, Micros, bool]] = []
    if row["accept_by"] is not None and start < row["accept_by"] < due:
        answered = row["accepted_at"] if row["accepted_at"] is not None else context.as_of
        limits.append(("accept", row["accept_by"], answered > row["accept_by"]))
    limits.append(("handle", due, end > due))
    marks: list[Child] = [span("used", style={"width": percent(used)})]
    names: list[Child] = []
    for name, at, late in limits:
        share = (at - start) / (due - start)
        words = text(f"panel.alarm-action.{name}", limit=written.duration(text, (at - start) / SECOND))
        marks.append(span("mark", style={"left": percent(share)}))
        side = " left" if share > NEAR_END else ""
        edge = {"right": percent(1 - share)} if side else {"left": percent(share)}
        names.append(span(f"nm{side}{' late' if late else ''}", words, style=edge))
    return div("al-track", div("bar", *marks), div("names", *names))


def _facts(row: Row, context: Context) -> Component:
    text, name = context.text, "panel.alarm-action"
    version = row["rules_version"] or written.UNKNOWN
    rule = text(f"{name}.rule", rule=row["rule"] or written.UNKNOWN, version=version)
    seen = text(f"{name}.seen", time=clock(row["last_seen_at"], context))
    return div("al-facts", span("", rule), span("", f"{BETWEEN}{seen}"))


def _buttons(row: Row, context: Context) -> Component:
    """A button while there is something to acknowledge, and the way back."""
    text, name = context.text, "panel.alarm-action"
    back = link(away(context.view), "al-button al-back", text("alarm.back"))
    if row["state"] != "raised" or row["id"] is None or context.view.as_of is not None:
        by = row["acknowledged_by"]
        done = None if by is None else span("al-button done", text(f"{name}.done", by=by))
        return div("al-buttons", done, back)
    what = matter(row, text)
    title = f"{text('panel.warnings.acknowledge_title')}: {what}"
    named: dict[str, Any] = {"data-warning": str(row["id"]), "data-form": str(AlarmActionId.FORM), "data-what": what}
    words = [span("", text(f"{name}.acknowledge")), html.Small(text(f"{name}.key"))]
    button = html.Button(words, className="al-button al-ack", title=title, **named)
    return div("al-buttons", button, back)


PANEL: Final = Panel(PanelId.ALARM_ACTION, source.frame, draw, body, cadence=300, hertz=4)
