"""The log of the walls: who ordered what, when, of which."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import wall_log as source
from data_access.view import View, ViewError
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, span
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.wall_words import described


class WallLogId(StrEnum):
    """Parts of the log."""

    ROWS = "wall-log-rows"


def body(text: Text) -> Component:
    """The rows."""
    return div("rows lg", id=WallLogId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row an order, the newest first."""
    rows, text = records(frame), context.text
    parts: dict[str, dict[str, Any]] = {WallLogId.ROWS: {"children": [_row(row, context) for row in rows]}}
    return drawing(PanelId.WALL_LOG, context, parts, empty=None if rows else text("panel.wall-log.empty"))


def _row(row: dict[str, Any], context: Context) -> Component:
    return div(
        "lg-row",
        span("at", written.clock(row["at"], context.zone, "%m-%d %H:%M:%S")),
        span("who", row["by"]),
        span("order", context.text(f"order.{row['order']}")),
        span("detail", _detail(row, context)),
        span("at-wall", row["label"]),
    )


def _detail(row: dict[str, Any], context: Context) -> str:
    detail = row["detail"]
    if row["order"] != "show":
        return f"#{detail}" if detail else ""
    try:
        return described(View.from_query(detail), context, row["area_label"])
    except ViewError:
        return str(detail)


PANEL: Final = Panel(PanelId.WALL_LOG, source.frame, draw, body, cadence=60, hertz=1)
