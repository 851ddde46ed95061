"""Figures that do not agree, both of them side by side, the worst first; and how many do."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import reconciliation as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, link, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class ReconciliationId(StrEnum):
    """Parts of the panel."""

    ROWS = "reconciliation-rows"


SHOWN: Final = 20

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The rows."""
    return div("rows", id=ReconciliationId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """What differs: by how much, what, where, which two figures, since when. A click goes to the place."""
    text, attrs = context.text, frame.attrs
    rows = [row for row in records(frame) if not row["agrees"]]
    parts: dict[str, dict[str, Any]] = {
        ReconciliationId.ROWS: {"children": [_row(row, context) for row in rows[:SHOWN]]}
    }
    empty = None
    if not rows:
        empty = text(f"panel.reconciliation.{'agreed' if attrs.get('agreeing') else 'nothing'}")
    return drawing(PanelId.RECONCILIATION, context, parts, unit=_unit(attrs, text), empty=empty)


def _unit(attrs: dict[Any, Any], text: Text) -> list[Component]:
    explained = text("panel.reconciliation.explained", version=attrs.get("version") or written.UNKNOWN)
    runs = [
        text(f"panel.reconciliation.{name}", n=written.number(attrs.get(name)))
        for name in ("differing", "agreeing", "pending")
        if attrs.get(name) or name != "pending"
    ]
    return [span("", run if not place else f"{BETWEEN}{run}", title=explained) for place, run in enumerate(runs)]


def _row(row: Row, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    kind = row["kind"]
    against = text("panel.reconciliation.and").join(row["against"] or [])
    told = text(
        f"panel.reconciliation.figures.{kind}",
        total=_figure(row, row["total"]),
        parts=_figure(row, row["parts"]),
        against=against or written.UNKNOWN,
    )
    place = row["area_path"] or context.area_name
    since = text("panel.reconciliation.since", time=written.clock(row["since_at"], context.zone, "%m-%d %H:%M"))
    period = [written.clock(row[name], context.zone, "%m-%d %H:%M") for name in ("start_at", "end_at")]
    explained = text(
        "panel.reconciliation.row",
        label=row["label"],
        place=place,
        figures=told,
        start=period[0],
        end=period[1],
        since=since,
        share=written.share(row["share"]),
        age=written.duration(text, row["age"]),
    )
    cells = (
        span("t", _signed(row)),
        mark(status),
        span("a", row["label"]),
        span("sg", since),
        span("b", span("pl", place), span("to", told)),
    )
    return link(context.view.replaced(area=row["area"], focus=""), f"od {status}", *cells, title=explained)


def _figure(row: Row, value: float | None) -> str:
    if row["percent"]:
        return written.share(value)
    digits = row["digits"] or 0
    return written.number(value, digits if value is None or value != int(value) else 0)


def _signed(row: Row) -> str:
    difference, whole = row["difference"], row["percent"]
    if difference is None:
        return written.UNKNOWN
    digits = 1 if whole else (row["digits"] or 0) if difference != int(difference) else 0
    return written.signed(100 * difference if whole else difference, digits)


PANEL: Final = Panel(PanelId.RECONCILIATION, source.frame, draw, body, cadence=3600, hertz=0.1)
