"""Gauges of the metric catalogue: where a value stands on its scale, by its limits, and how the areas below spread."""

from dash.development.base_component import Component

from layouts.elements import Child, div, percent, span, symbol
from layouts.metric_sheet import Row, Sheet
from layouts.metric_why import explained_figure
from layouts.metric_words import explained, plain, shown
from layouts.panels.metric_number import beneath, line_of


def content(sheet: Sheet) -> list[Component]:
    """A gauge a metric."""
    rows = [(metric, sheet.totals[metric]) for metric in sheet.metrics if metric in sheet.totals]
    return [div("mg", *(_gauge(sheet, metric, row) for metric, row in rows))]


def ends(sheet: Sheet, metric: str) -> tuple[float, float]:
    """The scale of a gauge: the range that is declared, 0..1 for shares, else from nought to what is held."""
    meaning = sheet.meaning(metric)
    rows = [sheet.totals[metric], *(line.rows[metric] for line in sheet.lines if metric in line.rows)]
    held = [one for row in rows for one in (row["value"], row["target"]) if one is not None]
    low = meaning["min"] if meaning["min"] is not None else min([0.0, *held])
    high = 1.0 if meaning["percent"] else meaning["max"]
    if high is None:
        high = 1.1 * max(held, default=0.0)
    if meaning["percent"] and held and min(held) > 0.8:
        # Shares that are all near the whole need a scale on which they differ.
        low = 0.8
    return low, high if high > low else low + 1.0


def _gauge(sheet: Sheet, metric: str, row: Row) -> Component:
    meaning, status = sheet.meaning(metric), row["status"] or "n"
    low, high = ends(sheet, metric)

    def place(value: float) -> str:
        return percent(min(max((value - low) / (high - low), 0.0), 1.0))

    marks: list[Child] = []
    for line in sheet.lines:
        one = line.rows.get(metric)
        if one is not None and one["value"] is not None:
            style = {"left": place(one["value"])}
            marks.append(span(f"dot {one['status'] or 'n'}", style=style, title=explained(sheet, one)))
    for name, limit in (("amber", meaning["amber"]), ("limit", row["target"])):
        if limit is not None and low <= limit <= high:
            marks.append(span(name, style={"left": place(limit)}))
    if row["value"] is not None:
        marks.append(span("now", style={"left": place(row["value"])}))
    head = div(
        "mg-head",
        span("nm", meaning["label"]),
        symbol(status),
        explained_figure(sheet, row, "v", shown(sheet, row)),
        span("u", meaning["unit"]),
    )
    scale = div("mg-scale", *marks)
    course = line_of(sheet, metric, row)
    foot = div("mg-ends", span("", plain(sheet, metric, low)), span("", plain(sheet, metric, high)))
    return div(
        f"mg-gauge {status}", head, scale, foot, div("ft", *beneath(sheet, row)), course, title=explained(sheet, row)
    )
