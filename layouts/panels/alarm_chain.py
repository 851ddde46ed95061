"""The chain of what was done: each step with its time and department, and the one that is waited for."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import alarm_chain as source
from layouts import format as written
from layouts.alarm import alarm_drawing, clock
from layouts.context import Context
from layouts.elements import div, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN, stage_name
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.text import Text

SHOWN: Final = 16

Row = dict[str, Any]


class AlarmChainId(StrEnum):
    """Parts of the chain."""

    ROWS = "alarm-chain-rows"


def body(text: Text) -> Component:
    """The steps: the last stands at the foot, those for which there is no room are the oldest."""
    return div("rows al-chain", id=AlarmChainId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The newest first in the list, which fills its panel from below."""
    rows = records(frame)
    steps = [_step(row, context) for row in reversed(rows[-SHOWN:])]
    empty = None if rows else context.text("panel.alarm-chain.empty")
    return alarm_drawing(PanelId.ALARM_CHAIN, context, {AlarmChainId.ROWS: {"children": steps}}, unit="", empty=empty)


def _step(row: Row, context: Context) -> Component:
    kind, late = row["kind"], row["late_seconds"] is not None
    when = clock(row["at"], context) if row["at"] is not None else _limit(row, context)
    below = BETWEEN.join(filter(None, (row["department_label"], row["post"], _lateness(row, context))))
    return div(
        f"al-step {kind}{' late' if late else ''}",
        mark(row["severity"]) if kind == "warning" and row["severity"] else span("dot"),
        span("nm", _name(row, context.text)),
        span("t", when),
        span("b", below) if below else None,
    )


def _name(row: Row, text: Text) -> str:
    name, step = "panel.alarm-chain", row["step"] or written.UNKNOWN
    if row["kind"] == "warning":
        key = f"{name}.{step}"
        return text(key, by=row["person"] or written.UNKNOWN) if text.has(key) else step
    named = stage_name(step, None, text)
    return text(f"{name}.wait", stage=named) if row["kind"] == "next" else named


def _limit(row: Row, context: Context) -> str:
    if row["limit_at"] is None:
        return context.text("panel.alarm-chain.no_limit")
    return context.text("panel.alarm-chain.limit", time=clock(row["limit_at"], context))


def _lateness(row: Row, context: Context) -> str | None:
    if row["late_seconds"] is None:
        return None
    return context.text("panel.alarm-chain.late", age=written.duration(context.text, row["late_seconds"]))


PANEL: Final = Panel(PanelId.ALARM_CHAIN, source.frame, draw, body, cadence=300, hertz=1)
