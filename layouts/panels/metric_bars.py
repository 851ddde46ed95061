"""Bars of the metric catalogue: the first metric by area or by value of a dimension, the others as figures beside."""

from typing import Final

from dash.development.base_component import Component

from layouts.elements import STATUSES, Child, div, mark, percent, span
from layouts.metric_sheet import Line, Row, Sheet
from layouts.metric_words import explained, remark
from layouts.panels.metric_table import SHOWN, WHOLE, ledger, name_cell, row_of, value_cell

FITTING: Final = 8
"""So many bars have room everywhere."""


def content(sheet: Sheet) -> list[Component]:
    """A bar a line from nought on, the longest first among those that need not be seen before; a limit is a tick."""
    if not sheet.lines:
        return ledger(sheet)
    first, *others = sheet.metrics
    # Where some may have no room, those that need to be seen come first.
    many = len(sheet.lines) > FITTING
    lines = sorted(sheet.lines, key=lambda line: (-line.rank if many else 0, -(_value(line, first) or 0.0)))
    top = scale(sheet, first)
    rows = [_row(sheet, line, first, others, top) for line in lines[:SHOWN]]
    head = div(
        "mb-head",
        span("nm", sheet.attrs.get("by_name") or ""),
        *(span("n h", sheet.meaning(metric)["label"]) for metric in (first, *others)),
    )
    whole = [value_cell(sheet, sheet.totals.get(metric)) for metric in (first, *others)]
    totals = [sheet.totals[metric] for metric in sheet.metrics if metric in sheet.totals]
    remarks = remark(sheet, totals, without=WHOLE)
    named = span("nm", sheet.context.text("metric.whole"))
    total = div("mt-row whole", named, span(""), span("gap"), *whole, remarks or span("rk"))
    style = {"--cells": f"repeat({1 + len(others)}, auto)"}
    return [div("mb", head, div("mt-whole", total), div("mt-rows", *rows), style=style)]


def scale(sheet: Sheet, metric: str) -> float:
    """The value at the end of the bars: all of it for shares, else the largest value or target."""
    if sheet.meaning(metric)["percent"]:
        return 1.0
    rows = [line.rows[metric] for line in sheet.lines if metric in line.rows]
    held = [one for row in rows for one in (row["value"], row["target"]) if one is not None]
    return max(held, default=0.0) or 1.0


def track(sheet: Sheet, row: Row | None, top: float) -> Component:
    """A bar with its target as a tick; no bar where nothing is known."""
    if row is None:
        return div("mbar none")
    marks: list[Child] = []
    if row["target"] is not None and 0 < row["target"] <= top:
        marks.append(span("limit", style={"left": percent(row["target"] / top)}))
    share = None if row["value"] is None else min(max(row["value"] / top, 0.0), 1.0)
    style = {} if share is None else {"--share": percent(share)}
    return div("mbar" if style else "mbar none", *marks, style=style, title=explained(sheet, row))


def _row(sheet: Sheet, line: Line, first: str, others: list[str], top: float) -> Component:
    row, status = line.rows.get(first), line.status
    figures = [value_cell(sheet, line.rows.get(metric)) for metric in (first, *others)]
    return row_of(
        sheet,
        line,
        f"mt-row {status}",
        name_cell(sheet, line),
        mark(status) if status in STATUSES[1:] else span(""),
        track(sheet, row, top),
        *figures,
        remark(sheet, list(line.rows.values())) or span("rk"),
    )


def _value(line: Line, metric: str) -> float | None:
    row = line.rows.get(metric)
    value: float | None = None if row is None else row["value"]
    return value
