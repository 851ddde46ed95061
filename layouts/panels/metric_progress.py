"""How far things have come: a track from nought to the goal, by metric, by area below or by value of a dimension."""

from dash.development.base_component import Component

from layouts import format as written
from layouts.elements import STATUSES, Child, div, mark, percent, span
from layouts.metric_sheet import Line, Row, Sheet
from layouts.metric_why import explained_figure
from layouts.metric_words import explained, plain, remark, shown, with_unit
from layouts.names import name_class
from layouts.panels.metric_table import SHOWN, WHOLE, name_cell, row_of


def content(sheet: Sheet) -> list[Component]:
    """The whole of each metric, then the lines of the first one, least advanced first among equals."""
    rows = [_whole(sheet, metric, row) for metric, row in sheet.totals.items()]
    lines = []
    if sheet.lines:
        first = sheet.metrics[0]
        order = sheet.lines
        if sheet.attrs.get("by") == "child":
            order = sorted(order, key=lambda line: (-line.rank, _advance(sheet, line, first)))
        lines = [_line(sheet, line, first) for line in order[:SHOWN]]
    style = {"--wholes": str(len(rows))}
    return [div("mp", div("mt-whole", *rows), div("mt-rows", *lines), style=style)]


def share_of(sheet: Sheet, row: Row) -> tuple[float | None, float | None]:
    """(how far it has come, where its goal lies), each 0..1: of a share itself, of anything else its part of the
    target, or of the metric that it is part of."""
    value, target = row["value"], row["target"]
    if sheet.meaning(row["metric"])["percent"]:
        return value, target
    if value is None or not target:
        return None, None
    return value / target, None


def _whole(sheet: Sheet, metric: str, row: Row) -> Component:
    label = sheet.meaning(metric)["label"]
    return div(f"mt-row whole {row['status'] or 'n'}", *_cells(sheet, span(name_class(label), label), row))


def _line(sheet: Sheet, line: Line, first: str) -> Component:
    row = line.rows.get(first)
    cells: list[Child] = [name_cell(sheet, line)]
    if row is not None:
        cells = _cells(sheet, name_cell(sheet, line), row)
    return row_of(sheet, line, f"mt-row {line.status}", *cells)


def _cells(sheet: Sheet, name: Component, row: Row) -> list[Child]:
    status = row["status"] or "n"
    share, goal = share_of(sheet, row)
    ticks = [span("limit", style={"left": percent(goal)})] if goal is not None and 0 < goal <= 1 else []
    style = {} if share is None else {"--share": percent(min(max(share, 0.0), 1.0))}
    bar = div("mtrack" if share is not None else "mtrack none", *ticks, style=style, title=explained(sheet, row))
    return [
        name,
        mark(status) if status in STATUSES[1:] else span(""),
        bar,
        explained_figure(sheet, row, f"n v {status}", written.share(share)),
        span("n of", _counted(sheet, row), title=explained(sheet, row)),
        remark(sheet, [row], without=WHOLE if row["part"] == "total" else ()) or span("rk"),
    ]


def _counted(sheet: Sheet, row: Row) -> str:
    """What the share rests on: its two numbers, or the value by its target."""
    if row["numerator"] is not None and row["denominator"] is not None:
        return f"{written.number(row['numerator'])} / {written.number(row['denominator'])}"
    if sheet.meaning(row["metric"])["percent"]:
        return ""
    if row["target"] is None:
        return with_unit(sheet, row["metric"], shown(sheet, row))
    return f"{shown(sheet, row)} / {plain(sheet, row['metric'], row['target'])}"


def _advance(sheet: Sheet, line: Line, metric: str) -> float:
    row = line.rows.get(metric)
    share = None if row is None else share_of(sheet, row)[0]
    return 0.0 if share is None else share
