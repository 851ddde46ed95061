"""A table of the metric catalogue: a column a metric; the whole, then the areas below or the values of a dimension."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from dash.development.base_component import Component

from layouts.elements import STATUSES, Child, div, link, mark, span
from layouts.metric_sheet import Line, Row, Sheet
from layouts.metric_why import explained_figure
from layouts.metric_words import flags_of, remark, shown, target_words, with_unit
from layouts.names import LATIN, LONG, name_class, short_name, width

SHOWN: Final = 40
"""More rows than these have room nowhere."""

NARROW: Final = 5.2
"""A head up to so wide, in em, stays on its line."""

BROKEN: Final = 4.4
"""What a line of a longer one holds."""

NAME: Final = {3: 10.0, 4: 6.5}
"""Names wider than this, in em, take two lines, by the number of metrics beside them, at most this many."""

LINES: Final = 3
"""A head has no more lines than these."""

WHOLE: Final = ("partial", "pending")
"""What is said beside the title already, not again of the whole."""

CELL: Final = "minmax(min-content, 1fr)"
FEW: Final = 3
"""So many metrics are shown where there is least room."""


def content(sheet: Sheet) -> list[Component]:
    """The table; where nothing lies below, a row a metric."""
    return table(sheet, sheet.worst_first()) if sheet.lines else ledger(sheet)


def table(sheet: Sheet, lines: Sequence[Line], most: int | None = None) -> list[Component]:
    """Head, the whole, and a row a line; of the metrics at most so many."""
    metrics = sheet.metrics[:most]
    rows = [_line(sheet, line, metrics) for line in lines[:SHOWN]]
    first = _cells(sheet, sheet.context.text("metric.whole"), sheet.totals, metrics)
    whole = div(f"mt-row whole {_worst(sheet.totals.values())}", *first)
    cells, few = (f"repeat({count}, {CELL})" for count in (len(metrics), min(len(metrics), FEW)))
    style = {
        "--cells": cells,
        "--few": few,
        "--count": str(len(metrics)),
        "--head": f"{0.7 + 1.75 * _head_lines(sheet, metrics):g}rem",
    }
    return [div("mt", _head(sheet, metrics), div("mt-whole", whole), div("mt-rows", *rows), style=style)]


def ledger(sheet: Sheet) -> list[Component]:
    """A row a metric of the area itself: value, target, what is wrong."""
    rows = []
    for metric in sheet.metrics:
        row = sheet.totals.get(metric)
        if row is None:
            continue
        label, status = sheet.meaning(metric)["label"], row["status"] or "n"
        cells: list[Child] = [
            span(name_class(label), label),
            mark(status) if status in STATUSES[1:] else span(""),
            value_cell(sheet, row, with_unit(sheet, metric, shown(sheet, row))),
            span("n t", target_words(sheet, row) or ""),
            remark(sheet, [row]) or span("rk"),
        ]
        rows.append(div(f"mt-row {status}", *cells))
    return [div("mt ledger", div("mt-rows", *rows), style={"--cells": f"{CELL} auto", "--head": "0rem"})]


def name_cell(sheet: Sheet, line: Line) -> Component:
    """The name of an area without what is plain from the place, of anything else as it is."""
    name = short_name(line.name, sheet.context.area_name, sheet.context.text) if line.drill else line.name
    wide = width(name) > NAME.get(min(len(sheet.metrics), max(NAME)), LONG)
    return span("nm long" if wide else "nm", name, title=line.name)


def value_cell(sheet: Sheet, row: Row | None, words: str | None = None) -> Component:
    """A figure with its status, explained; nothing where a metric is not broken down so."""
    if row is None:
        return span("n")
    status = row["status"] or "n"
    doubted = " doubt" if {"stale", "late", "unreconciled", "above", "repeated"} & set(flags_of(row)) else ""
    known = "" if row["value"] is not None or "suppressed" in (row["flags"] or ()) else " none"
    figure = shown(sheet, row) if words is None else words
    return explained_figure(sheet, row, f"n v {status}{known}{doubted}", figure)


def row_of(sheet: Sheet, line: Line, classes: str, *cells: Child) -> Component:
    """A row: of an area a link to it."""
    if line.drill is None:
        return div(classes, *cells)
    return link(sheet.context.view.replaced(area=line.drill, focus=""), classes, *cells)


def _head(sheet: Sheet, metrics: Sequence[str]) -> Component:
    units = {sheet.meaning(metric)["unit"] for metric in metrics}
    cells = []
    for metric in metrics:
        meaning, row = sheet.meaning(metric), sheet.totals.get(metric)
        unit = span("u", meaning["unit"]) if len(units) > 1 else None
        notes = [meaning["note"], target_words(sheet, row) if row else None]
        kept = "keep" if width(meaning["label"]) <= NARROW else "tall"
        cells.append(span(f"n {kept}", span("", meaning["label"]), unit, title="\n".join(one for one in notes if one)))
    return div("mt-head", span("nm", sheet.attrs.get("by_name") or ""), *cells)


def _line(sheet: Sheet, line: Line, metrics: Sequence[str]) -> Component:
    cells = _cells(sheet, name_cell(sheet, line), line.rows, metrics)
    return row_of(sheet, line, f"mt-row {line.status}", *cells)


def _cells(sheet: Sheet, name: Component | str, rows: dict[str, Row], metrics: Sequence[str]) -> list[Child]:
    status = _worst(rows.values())
    held = [rows[metric] for metric in metrics if metric in rows]
    return [
        span("nm", name) if isinstance(name, str) else name,
        mark(status) if status in STATUSES[1:] else span(""),
        *(value_cell(sheet, rows.get(metric)) for metric in metrics),
        (remark(sheet, held, without=WHOLE) if isinstance(name, str) else remark(sheet, held)) or span("rk"),
    ]


def _worst(rows: Iterable[Row]) -> str:
    order = {status: place for place, status in enumerate(STATUSES)}
    return max((row["status"] or "n" for row in rows), key=lambda status: order.get(status, 0), default="n")


def _head_lines(sheet: Sheet, metrics: Sequence[str]) -> int:
    """How many lines the heads need: their names, and their units where those differ."""
    lines = max((_lines(sheet.meaning(metric)["label"]) for metric in metrics), default=1)
    units = {sheet.meaning(metric)["unit"] for metric in metrics}
    return min(lines, LINES) + int(len(units) > 1)


def _lines(label: str) -> int:
    """The lines of a head: words stay whole, a single long one is broken."""
    if width(label) <= NARROW:
        return 1
    lines, room = 0, 0.0
    for word in label.split():
        wide = width(word)
        if wide + LATIN > room:
            lines += max(ceil(wide / BROKEN), 1) if not word.isascii() else 1
            room = BROKEN
        room -= wide + LATIN
    return lines
