"""The mix of sources: how much each gives, how much of that is self-handled, how old its newest case is."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import MINUTE, SECOND
from data_access.frames import sources as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import STATUSES, div, link, mark, percent, span
from layouts.explained import explained, told
from layouts.ids import PanelId
from layouts.names import name_class
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

Row = dict[str, Any]


class SourcesId(StrEnum):
    """Parts of the panel."""

    HEAD = "sources-head"
    ROWS = "sources-rows"


def body(text: Text) -> Component:
    """The head and a row a source."""
    return div("sources", div("sources-head", id=SourcesId.HEAD), div("sources-rows", id=SourcesId.ROWS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Most reported first, those that give nothing last; a click filters by the source, a second click lifts that."""
    rows, text = records(frame), context.text
    rows.sort(key=lambda row: (row["reported"] is None, -(row["reported"] or 0)))
    most = max((row["share"] or 0.0 for row in rows), default=0.0) or 1.0
    heads = [span(f"n {name}", text(f"panel.sources.{name}")) for name in ("reported", "share", "self", "newest")]
    parts: dict[str, dict[str, Any]] = {
        SourcesId.HEAD: {"children": heads},
        SourcesId.ROWS: {"children": [_row(row, most, context) for row in rows]},
    }
    facts = frame.attrs
    known = facts.get("known", len(rows))
    words = {
        "diversity": written.number(facts.get("diversity"), 1),
        "previous": written.number(facts.get("diversity_previous"), 1),
        "active": written.number(facts.get("active")),
        "known": written.number(known),
    }
    about = text("panel.sources.diversity", **words)
    figure = explained(context, "", words["diversity"], measure="source_diversity", about=about)
    unit = told(context, "panel.sources.unit", {"diversity": figure}, **words)
    empty = None if rows else text("panel.sources.empty")
    return drawing(PanelId.SOURCES, context, parts, unit=unit, empty=empty)


def _row(row: Row, most: float, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    label = row["label"] or row["source"]
    age = None if row["last_at"] is None else (context.as_of - row["last_at"]) / SECOND
    nothing = row["reported"] is None
    newest = text("panel.sources.nothing") if nothing else written.duration(text, age)
    if row["silent"]:
        newest = text("panel.sources.silent", age=newest)
    relative = written.change(row["reported"], row["previous"])
    cadence = None if row["cadence_minutes"] is None else row["cadence_minutes"] * MINUTE / SECOND
    about = text(
        "panel.sources.explained",
        source=label,
        window=context.window,
        reported=written.number(row["reported"]),
        share=written.share(row["share"]),
        own=written.number(row["self_handled"]),
        rate=written.share(row["self_value"]),
        previous=written.number(row["previous"]),
        change=relative,
        time=written.clock(row["last_at"], context.zone, "%m-%d %H:%M"),
        cadence=written.duration(text, cadence),
    )
    few = written.few(row["reported"])
    why = partial(explained, context, cut={"source": row["source"]})
    cells = (
        span(name_class(label), label),
        mark(status) if status in STATUSES[1:] else span(""),
        div("bar", style={"--share": percent((row["share"] or 0.0) / most)}),
        why("n reported", written.number(row["reported"]), measure="reported"),
        why("n share", written.rate(row["share"]), measure="reported_share"),
        why("n few" if few else "n", written.rate(row["self_value"]), measure="self_handled_share"),
        span("n newest none" if nothing else "n newest", newest),
    )
    chosen = context.view.source == row["source"]
    view = context.view.replaced(source=None if chosen else row["source"])
    classes = f"sources-row {status}{' chosen' if chosen else ''}"
    return link(view, classes, *cells, title=about + written.caution(text, row["reported"]))


PANEL: Final = Panel(PanelId.SOURCES, source.frame, draw, body, cadence=300, hertz=0.5)
