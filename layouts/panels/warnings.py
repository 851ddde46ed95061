"""Warnings that stand: what, where, since when, by which figures; who acknowledged, or a button to do so."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.clock import MINUTE, SECOND
from data_access.frames import warnings as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, mark, span, symbol
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.scenes import TAKEOVER
from layouts.text import Text
from layouts.warning_words import grounds, headline

SHOWN: Final = 12
STALLED: Final = 5 * MINUTE
"""After so long without an evaluation the panel says that it stands still."""

FORM_WORDS: Final = ("by", "note", "send", "cancel", "missing", "conflict", "failed", "acknowledge_title")


class WarningsId(StrEnum):
    """Parts of the list of warnings."""

    ROWS = "warnings-rows"
    FORM = "warnings-form"


def body(text: Text) -> Component:
    """The rows, and the place of the form in which the browser asks who acknowledges."""
    return html.Div([div("rows", id=WarningsId.ROWS), div("wn-form", id=WarningsId.FORM, hidden=True)])


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Crit first, the newest first; the first that is crit and that nobody acknowledged is filled."""
    rows, text = records(frame), context.text
    urgent = next(
        (place for place, row in enumerate(rows) if (row["severity"], row["state"]) == ("crit", "raised")), -1
    )
    shown = [_row(row, place == urgent, context) for place, row in enumerate(rows[:SHOWN])]
    words = {f"data-{name.replace('_', '-')}": text(f"panel.warnings.{name}") for name in FORM_WORDS}
    parts: dict[str, dict[str, Any]] = {WarningsId.ROWS: {"children": shown}, WarningsId.FORM: words}
    not_yet = frame.attrs.get("basis") == "not_yet"
    empty = None if rows else text(f"panel.warnings.{'not_yet' if not_yet else 'empty'}")
    return drawing(PanelId.WARNINGS, context, parts, unit=_unit(frame, context), empty=empty)


def _unit(frame: pd.DataFrame, context: Context) -> list[Child]:
    text, told = context.text, frame.attrs
    counts = told.get("counts") or {}
    runs: list[Child] = [span("", text("panel.warnings.unit", count=written.number(sum(counts.values()))))]
    evaluated_at = told.get("evaluated_at")
    if told.get("basis") == "replayed":
        runs.append(span("", f"{BETWEEN}{text('panel.warnings.replayed')}"))
    elif context.view.as_of is None and evaluated_at is not None and context.as_of - evaluated_at > STALLED:
        when = written.clock(evaluated_at, context.zone, "%H:%M")
        runs.append(span("wn-fault", BETWEEN, symbol("warn"), f" {text('panel.warnings.stopped', time=when)}"))
    if told.get("lost"):
        lost = text("panel.warnings.lost", count=written.number(told["lost"]))
        runs.append(span("wn-fault", BETWEEN, symbol("warn"), f" {lost}"))
    return runs


def _row(row: dict[str, Any], urgent: bool, context: Context) -> Component:
    text, severity = context.text, row["severity"]
    acknowledged = row["state"] == "acknowledged"
    what, figures = headline(row, text), grounds(row, text, context.zone)
    raised = written.clock(row["raised_at"], context.zone, _pattern(row["raised_at"], context))
    by = text("panel.warnings.acknowledged", by=row["acknowledged_by"] or written.UNKNOWN, time=_time(row, context))
    second = [by] if acknowledged else list(filter(None, (raised, *figures.split(BETWEEN))))
    classes = f"wn {severity}{' ack' if acknowledged else ' filled' if urgent else ''}"
    name: Child = span("a", what)
    if row["id"] is not None:
        name = link(context.view.replaced(scene=TAKEOVER.id, focus=f"warning:{row['id']}"), "a", what)
    elif row["area"]:
        # What was replayed is not kept: there is nothing to open but the place.
        name = link(context.view.replaced(area=row["area"]), "a", what)
    explained = _explained(row, what, figures, context)
    return div(classes, mark(severity), name, _clock(row, context), _runs(second), _button(row, context), **explained)


def _runs(parts: list[str]) -> Component:
    """What stands between dots, as runs: those for which there is no room are left out whole."""
    first, *others = parts
    return span("b", span("", first), *(span("", f"{BETWEEN}{other}") for other in others))


def _clock(row: dict[str, Any], context: Context) -> Component:
    """The time that is left or over, which the browser counts on; else how long the warning stands."""
    text = context.text
    if row["due_at"] is not None:
        seconds = (context.as_of - row["due_at"]) / SECOND
        label = text(f"panel.warnings.{'over' if seconds >= 0 else 'left'}")
        counting: dict[str, Any] = {} if context.view.as_of is not None else {"data-due": str(row["due_at"])}
        figure = written.late(text, seconds).lstrip("+\N{MINUS SIGN}")
        return span("cd", html.Small(label), span("n", figure, **counting))
    if row["raised_at"] is None or row["id"] is None:
        return span("cd", written.UNKNOWN)
    # Whole minutes: the row stays as it is in between.
    minutes = max((context.as_of - row["raised_at"]) // MINUTE, 0)
    age = text("panel.warnings.age", age=written.duration(text, minutes * 60))
    return span("cd", age if minutes else text("panel.warnings.fresh"))


def _button(row: dict[str, Any], context: Context) -> Component:
    """A button while there is something to acknowledge; what is past can only be looked at."""
    if row["state"] != "raised" or row["id"] is None or context.view.as_of is not None:
        return span("act")
    title = context.text("panel.warnings.acknowledge_title")
    named: dict[str, Any] = {"data-warning": str(row["id"]), "aria-label": f"{title}: {headline(row, context.text)}"}
    return html.Button(context.text("panel.warnings.acknowledge"), className="act", title=title, **named)


def _explained(row: dict[str, Any], what: str, figures: str, context: Context) -> dict[str, str]:
    text = context.text
    pattern = "%Y-%m-%d %H:%M:%S"
    words = text(
        "panel.warnings.explained",
        headline=what,
        grounds=figures,
        time=written.clock(row["raised_at"], context.zone, pattern),
        seen=written.clock(row["last_seen_at"], context.zone, pattern),
        rule=row["rule"] or written.UNKNOWN,
        version=row["rules_version"] or written.UNKNOWN,
    )
    if row["state"] == "acknowledged":
        note = row["acknowledged_note"] or written.UNKNOWN
        by = row["acknowledged_by"] or written.UNKNOWN
        words += " " + text("panel.warnings.noted", by=by, time=_time(row, context), note=note)
    return {"title": words}


def _time(row: dict[str, Any], context: Context) -> str:
    return written.clock(row["acknowledged_at"], context.zone, _pattern(row["acknowledged_at"], context))


def _pattern(instant: int | None, context: Context) -> str:
    """The time alone for an instant of T's local day, with its date otherwise."""
    day = "%Y-%m-%d"
    today = written.clock(instant, context.zone, day) == written.clock(context.as_of, context.zone, day)
    return "%H:%M" if today else "%m-%d %H:%M"


PANEL: Final = Panel(PanelId.WARNINGS, source.frame, draw, body, cadence=300, hertz=4)
