"""One event in the drawer: what it is, how long there is left, and its whole story below."""

from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.cases.story import NOT_YET, UNKNOWN
from data_access.cases.telling import Told
from data_access.clock import SECOND, format_instant
from data_access.frames import event as source
from data_access.frames.limits import severity_status
from layouts import event_parts as parts_of
from layouts import format as written
from layouts import ids
from layouts.alarm import running, short_length
from layouts.case_words import STAMP, fields, instant, remarks
from layouts.context import Context
from layouts.elements import Child, div, link, mark, percent, span
from layouts.event_map import event_map
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel, drawing
from layouts.text import Text

LEDGER: Final = "/api/v1/events"
"""Where the record of an event is exported from."""


class EventId(StrEnum):
    """Parts of the panel."""

    BOX = "event-box"


def body(text: Text) -> Component:
    """One column that scrolls with its drawer."""
    return div("evt", id=EventId.BOX)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The story of the event, or why there is none and the way back."""
    told: Told | None = frame.attrs.get("told")
    children = _missing(frame.attrs, context) if told is None else _story(told, context)
    empty = context.text("panel.event.nothing") if told is None and not frame.attrs.get("missing") else None
    drawn = drawing(PanelId.EVENT, context, {EventId.BOX: {"children": children}}, unit="")
    # Neither window nor filters matter here.
    return {**drawn, ids.empty_of(PanelId.EVENT): {"children": None if empty is None else [html.B(empty)]}}


def _story(told: Told, context: Context) -> list[Child]:
    text = context.text
    return [
        _head(told, context),
        *(div("evt-remark", mark("note"), span("", words)) for words in remarks(told, text, context.zone)),
        *_time(told, context),
        event_map(told, context.theme, text),
        parts_of.same(told, context),
        parts_of.warnings(told, context),
        parts_of.steps(told, context),
        parts_of.stays(told, context),
        parts_of.holders(told, context),
        _fields(told, context),
        parts_of.near(told, context),
        _export(told, context),
    ]


def _head(told: Told, context: Context) -> Component:
    text, story, status = context.text, told.story, severity_status(told.story.state.severity)
    named = told.label("category", story.state.category)
    title = story.title or named or text("panel.event.untitled")
    return div(
        f"evt-head {status}",
        span("tag", mark(status), text(f"status.{status}")),
        span("cat", named or written.UNKNOWN),
        span("id", story.event_id),
        html.H3(title),
        span(
            "pl",
            *_place(told, context),
            told.label("source", story.source),
            span("copied", text("panel.event.copied")) if told.sample else None,
        ),
    )


def _place(told: Told, context: Context) -> list[Child]:
    """The areas it lies in, each a link that the scene behind follows."""
    steps = told.path[1:] or told.path
    if not steps:
        return [context.text("area.unlocated"), BETWEEN]
    links = [link(context.view.replaced(area=code), "evt-area", name) for code, name in steps]
    return [one for made in links for one in (made, BETWEEN)]


def _time(told: Told, context: Context) -> list[Child]:
    """The line above the large figure, the figure, and what is used of the time allowed."""
    text, story, state = context.text, told.story, told.story.state
    begin = state.collected_at if state.collected_at is not None else story.steps[0].at
    due, end = state.due_at, story.end
    stamp = {"time": instant(end, context.as_of, context.zone)}
    counting: dict[str, Any] = {}
    if not story.open:
        seconds, sign, late = (end - begin) / SECOND, "", due is not None and end > due
        key = "ended" if state.ended_at is not None else "closed_late" if late else "closed"
        over = written.duration(text, (end - due) / SECOND) if late and due is not None else ""
        label = text(f"event.time.{key}", **stamp, **({"late": over} if key == "closed_late" else {}))
    elif due is None:
        seconds, sign, late, label = (context.as_of - begin) / SECOND, "", False, text("event.time.no_due")
        counting = {"data-lasting": str(begin)}
    else:
        over_by = (context.as_of - due) / SECOND
        seconds, late = abs(over_by), over_by >= 0
        sign = "+" if late else ""
        label = text(f"event.time.{'due_over' if late else 'due_in'}", time=instant(due, context.as_of, context.zone))
        counting = {"data-until": str(due)}
    if context.view.as_of is not None:
        counting = {}
    used = span("al-used", text("event.time.used"), " ", running(context, begin)) if story.open and due else None
    figure = span("n", f"{sign}{short_length(text, seconds)}", **counting)
    return [
        div("evt-label", span("", label), used),
        div(f"evt-large{' over' if late and story.open else ''}", figure),
        _track(begin, due, end, late, text),
    ]


def _track(begin: int, due: int | None, end: int, late: bool, text: Text) -> Component | None:
    if due is None or due <= begin:
        return None
    share = (end - begin) / (due - begin)
    explained = text("event.time.track", share=written.share(share))
    used = span("used", style={"width": percent(min(max(share, 0.0), 1.0))})
    return div(f"evt-track{' late' if late else ''}", used, title=explained)


def _fields(told: Told, context: Context) -> Component:
    text = context.text
    rows = [
        made
        for key, words in fields(told, text, context.zone)
        for made in (span("k", text(f"event.field.{key}")), span("v", words))
    ]
    return parts_of.part("field", context, *rows)


def ledger_address(told: Told, context: Context, form: str) -> str:
    """Where the record of the event is exported from, as of the view's T."""
    story = told.story
    asked = {"lang": context.view.language, "format": form}
    if context.view.as_of is not None:
        asked["as_of"] = format_instant(context.view.as_of)
    return f"{LEDGER}/{quote(story.source, safe='')}/{quote(story.event_id, safe='')}?{urlencode(asked)}"


def _export(told: Told, context: Context) -> Component:
    text = context.text
    links = [
        html.A(text(f"event.export.{form}"), href=ledger_address(told, context, form), className="evt-save")
        for form in ("pdf", "json")
    ]
    said: dict[str, Any] = {"aria-live": "polite"}
    return parts_of.part("export", context, *links, span("said", **said), title=text("event.export.explained"))


def _missing(attrs: Any, context: Context) -> list[Child]:
    """Why there is no story: nothing is told of whether it exists elsewhere."""
    text, why = context.text, attrs.get("missing")
    if why not in (UNKNOWN, NOT_YET):
        return []
    asked_source, asked_id = attrs["asked"]
    first = attrs.get("first_at")
    values = {"time": written.clock(context.as_of, context.zone, STAMP), "source": asked_source, "id": asked_id}
    if why == NOT_YET:
        values = {"time": values["time"], "first": written.clock(first, context.zone, STAMP)}
    later = None
    if first is not None:
        later = link(context.view.replaced(as_of=first), "evt-go", text("panel.event.later"))
    back = link(context.view.replaced(focus=""), "evt-go", text("panel.event.back"))
    lines = html.P(text(f"panel.event.{why}_more", **values))
    return [div("evt-missing", html.H3(text(f"panel.event.{why}")), lines, later, back)]


PANEL: Final = Panel(PanelId.EVENT, source.frame, draw, body, cadence=300, hertz=1)
