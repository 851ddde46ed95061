"""Suspected duplicates: what another source reported before, near by and of the same category; the newest first."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import twins as source
from data_access.frames.limits import LIMITS
from layouts import format as written
from layouts.case_words import case_view
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN, short_place
from layouts.opener import opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 12
LINE: Final = 9.0
"""The room for the place, in em."""


class TwinsId(StrEnum):
    """Parts of the panel."""

    ROWS = "twins-rows"


def body(text: Text) -> Component:
    """The rows."""
    return div("rows", id=TwinsId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """What and where, metres and time apart; below, the newest report and the first, each with source and number."""
    rows, text, facts = records(frame), context.text, frame.attrs
    rule = {"metres": LIMITS["twins"]["metres"], "hours": LIMITS["twins"]["hours"]}
    unit = [
        span(
            "",
            text(
                "panel.twins.unit",
                matters=written.number(facts.get("matters")),
                cases=written.number(facts.get("cases")),
            ),
            title=text("panel.twins.definition", **rule),
        )
    ]
    if facts.get("days") is not None:
        unit.append(span("", text("panel.twins.days", days=facts["days"])))
    if facts.get("left_out"):
        unit.append(span("", text("panel.twins.left_out", count=written.number(facts["left_out"]))))
    parts: dict[str, dict[str, Any]] = {TwinsId.ROWS: {"children": [_row(row, context) for row in rows[:SHOWN]]}}
    empty = None if rows else text("panel.twins.empty", **rule)
    return drawing(PanelId.TWINS, context, parts, unit=unit, empty=empty)


def _row(row: dict[str, Any], context: Context) -> Component:
    text, status = context.text, row["status"]
    place = row["area_path"] or text("area.unlocated")
    apart = written.duration(text, row["apart_seconds"])
    metres = text("panel.twins.metres", n=written.number(row["metres"]))
    ids, departments = row["event_ids"] or [], row["departments"] or []
    explained = text(
        "panel.twins.explained",
        cases=written.number(row["cases"]),
        category=row["category_label"] or written.UNKNOWN,
        ids=", ".join(ids),
        place=place,
        metres=metres,
        apart=apart,
        departments=", ".join(departments) or text("department.none"),
        open=written.number(row["open"]),
    )
    told = (
        _told("", row["source_label"] or row["source"], row["event_id"]),
        _told("\N{LEFTWARDS ARROW} ", row["first_source_label"] or row["first_source"], row["first_event_id"]),
        span("more", text("panel.twins.more", n=len(ids))) if len(ids) > 2 else None,
    )
    cells = (
        mark(status),
        span("a", row["title"] or row["category_label"] or row["event_id"]),
        span("sg", span("where pl", short_place(place, LINE, text), BETWEEN), metres, BETWEEN, apart),
        span("b", *told),
    )
    classes = f"od twin {status}"
    return opener(case_view(context.view, row["source"], row["event_id"]), classes, *cells, title=explained)


def _told(before: str, label: str, event_id: str) -> Component:
    return span("src", span("nm", f"{before}{label}"), span("id", event_id))


PANEL: Final = Panel(PanelId.TWINS, source.frame, draw, body, cadence=300, hertz=0.1)
