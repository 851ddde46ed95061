"""Self-handled against forwarded by area; the area that files a dominant share says so."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import handling as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import STATUSES, div, link, mark, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import name_class, short_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 16
UNLOCATED: Final = "unlocated"

Row = dict[str, Any]


class HandlingId(StrEnum):
    """Parts of the panel."""

    WHOLE = "handling-whole"
    HEAD = "handling-head"
    ROWS = "handling-rows"


def body(text: Text) -> Component:
    """The whole area's split, the head, a row an area below."""
    return div(
        "handling",
        div("handling-whole", id=HandlingId.WHOLE),
        div("handling-head", id=HandlingId.HEAD),
        div("handling-rows", id=HandlingId.ROWS),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The area itself on top, then those below, most reported first; what lies in none of them comes last. A click
    goes down."""
    rows, text = records(frame), context.text
    below = sorted(rows[1:], key=lambda row: (row["code"] == UNLOCATED, -(row["reported"] or 0)))
    most = max((row["reported"] or 0 for row in below), default=0) or 1
    heads = [span("n", text(f"panel.handling.{name}")) for name in ("reported", "self", "share")]
    key = div("key", span("own"), span("", text("panel.handling.own")), span("on"), span("", text("panel.handling.on")))
    parts: dict[str, dict[str, Any]] = {
        HandlingId.WHOLE: {"children": _whole(rows[0], context) if rows else []},
        HandlingId.HEAD: {"children": [key, *heads]},
        HandlingId.ROWS: {"children": [_row(row, most, context) for row in below[:SHOWN]]},
    }
    dominant = [row for row in below if row["status"] in STATUSES[2:]]
    unit = text("panel.handling.unit", window=context.window)
    if dominant:
        names = short_name(dominant[0]["label"], context.area_name, text)
        unit = text("panel.handling.dominant", area=names, share=written.share(dominant[0]["share"]))
    empty = None if rows else text("panel.handling.empty")
    return drawing(PanelId.HANDLING, context, parts, unit=unit, empty=empty)


def _whole(row: Row, context: Context) -> list[Component]:
    text = context.text
    share, forwarded = row["self_value"], written.number(row["forwarded"])
    previous = text("panel.handling.previous", share=written.share(row["self_previous_value"]))
    halves = [
        span(
            "own",
            text("panel.handling.own"),
            explained(context, "v", written.number(row["self_handled"]), measure="self_handled"),
            explained(context, "pc", written.share(share), measure="self_handled_share"),
        ),
        span("was", previous),
        span("on", text("panel.handling.on"), explained(context, "v", forwarded, measure="forwarded")),
    ]
    bar = div("split", span("own", style={"width": percent(share or 0)}))
    return [div("halves", *halves, title=_explained(row, row["label"] or "", context)), bar]


def _row(row: Row, most: int, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    lost = row["code"] == UNLOCATED
    name = text("area.unlocated") if lost else row["label"]
    shown = name if lost else short_name(name, context.area_name, text)
    reported = row["reported"] or 0
    why = partial(explained, context, cut={"area": row["code"]})
    bar = div(
        "bar",
        span("own", style={"width": percent((row["self_handled"] or 0) / most)}),
        span("on", style={"width": percent((row["forwarded"] or 0) / most)}),
    )
    cells = (
        span(name_class(shown), shown),
        mark(status) if status in STATUSES[1:] else span(""),
        bar,
        why("n reported", written.number(row["reported"]), measure="reported"),
        why("n few" if written.few(reported) else "n", written.rate(row["self_value"]), measure="self_handled_share"),
        why("n share", written.rate(row["share"]), measure="reported_share"),
    )
    about = _explained(row, name, context)
    classes = f"handling-row {status}{' rest' if lost else ''}"
    if not row["drill"]:
        return div(classes, *cells, title=about)
    return link(context.view.replaced(area=row["code"]), classes, *cells, title=about)


def _explained(row: Row, name: str, context: Context) -> str:
    text = context.text
    about = text(
        "panel.handling.explained",
        area=name,
        window=context.window,
        reported=written.number(row["reported"]),
        own=written.number(row["self_handled"]),
        on=written.number(row["forwarded"]),
        rate=written.share(row["self_value"]),
        share=written.share(row["share"]),
        previous=written.number(row["reported_previous"]),
        rate_previous=written.share(row["self_previous_value"]),
        share_previous=written.share(row["share_previous"]),
    )
    if written.known(row["population_share"]):
        about += text("panel.handling.people", share=written.share(row["population_share"]))
    return about + written.caution(text, row["reported"])


PANEL: Final = Panel(PanelId.HANDLING, source.frame, draw, body, cadence=300, hertz=0.5)
