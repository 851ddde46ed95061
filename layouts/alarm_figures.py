"""The evidence of a warning in figures: the cases it tells of, or what the rule measured."""

from collections.abc import Mapping
from typing import Any, Final

from dash.development.base_component import Component

from layouts import format as written
from layouts.alarm import clock
from layouts.context import Context
from layouts.elements import div, span
from layouts.names import stage_name

CASES: Final = 5
ENTRIES: Final = 12
INSTANTS: Final = ("since", "last_at", "start", "end", "at", "due_at")
SHARES: Final = ("share", "overdue_share", "limit_share", "limit_overdue_share")

Row = dict[str, Any]


def cases(rows: list[Row], attrs: Mapping[Any, Any], context: Context) -> list[Component]:
    """The cases that a warning tells of together, each with the instant that counts."""
    shown = [
        div(
            "al-row",
            span("nm", row["label"] or written.UNKNOWN),
            span("no", str(row["value"] or "")),
            span("t", clock(row["start_at"], context)),
        )
        for row in rows[:CASES]
    ]
    return [div("rows al-rows", *shown)]


def table(rows: list[Row], attrs: Mapping[Any, Any], context: Context) -> list[Component]:
    """What the rule measured and its limits, by name, instants last; what has no name here is left out."""
    text = context.text
    named = [row for row in rows if row["label"] and text.has(f"alarm.evidence.{row['label']}")]
    named.sort(key=lambda row: row["label"] in INSTANTS)
    shown = [
        div(
            "al-entry",
            span("nm", text(f"alarm.evidence.{row['label']}")),
            span("v", _figure(str(row["label"]), row["value"], context)),
        )
        for row in named[:ENTRIES]
    ]
    return [div("al-table", *shown)]


def _figure(name: str, value: Any, context: Context) -> str:
    if value is None:
        return written.UNKNOWN
    if name in INSTANTS:
        return clock(int(value), context) if isinstance(value, int | float) else written.UNKNOWN
    if name in SHARES and isinstance(value, int | float):
        return written.share(value)
    if name == "stage":
        return stage_name(str(value), str(value), context.text)
    if isinstance(value, int):
        return written.number(value)
    if isinstance(value, float):
        # A probability of a millionth is told as one.
        return (
            f"{value:.1e}" if 0 < abs(value) < 0.001 else written.number(value, 2).removesuffix("0").removesuffix(".0")
        )
    return str(value)
