"""Large figures of the metric catalogue: value, change, target, the last periods, and what is wrong."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from layouts import format as written
from layouts.elements import Child, div, span, symbol
from layouts.lanes import bounds, lane
from layouts.metric_sheet import Row, Sheet
from layouts.metric_why import explained_figure
from layouts.metric_words import coverage_words, explained, flags_of, plain, remark, shown, target_words, worst_coverage
from layouts.names import width

WIDE: Final = {0: 1, 1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 9: 3}
"""Columns by the number of figures, where there is room for more than two."""

FIGURE: Final = 4.4
UNIT: Final = 1.6
ROOM: Final = 20.0
"""The sizes of figure and unit, and the least width of a tile, in rem: a unit that has no room beside its figure stands
beside the name, since a figure without its unit may be read for another."""


def content(sheet: Sheet) -> list[Component]:
    """A tile a metric."""
    tiles = [_tile(sheet, metric, sheet.totals[metric]) for metric in sheet.metrics if metric in sheet.totals]
    style: dict[str, str] = {}
    for name, columns in (("slim", min(len(tiles), 2)), ("wide", WIDE.get(len(tiles), 4))):
        left = -len(tiles) % max(columns, 1)
        style |= {f"--{name}": str(columns), f"--{name}-span": str(1 + left)}
    return [div("mn", *tiles, style=style)]


def beneath(sheet: Sheet, row: Row) -> list[Child]:
    """What stands under a figure: what is wrong, target, coverage unless it is that of the whole panel, and the age of
    its report."""
    text, flags = sheet.context.text, flags_of(row)
    runs: list[Child] = [remark(sheet, [row], without=("partial", "pending"))]
    covered = coverage_words(sheet, row) if "missing" not in flags else None
    for words in (target_words(sheet, row), covered if covered != worst_coverage(sheet) else None):
        if words:
            runs.append(span("run", words))
    if row["at"] is not None and not {"late", "stale"} & set(flags):
        runs.append(span("run", text("metric.ago", age=written.duration(text, sheet.age(row)))))
    return runs


def change(sheet: Sheet, metric: str) -> str | None:
    """The change from the period before, None where one of the two is not known."""
    known = [row["value"] for row in sheet.points.get(metric, ())]
    if len(known) < 2 or known[-1] is None or known[-2] is None:
        return None
    difference = known[-1] - known[-2]
    if sheet.meaning(metric)["percent"]:
        return written.signed(100 * difference, 1)
    digits = sheet.meaning(metric)["digits"]
    return written.signed(difference, digits or (0 if difference == int(difference) else 1))


def line_of(sheet: Sheet, metric: str, row: Row) -> Component | None:
    """The last periods as a small line; None where there are not two."""
    values = [one["value"] for one in sheet.points.get(metric, ())]
    if sum(value is not None for value in values) < 2:
        return None
    known = [value for value in values if value is not None]
    # A target far from what occurs would flatten the line.
    near = row["target"] is not None and min(known) * 0.5 <= row["target"] <= max(known) * 1.5
    target = row["target"] if near else None
    picture = lane(sheet.context.theme, values, *bounds(known, target, sheet.meaning(metric)["percent"]), target)
    return html.Img(src=picture, alt="", className="sp")


def _tile(sheet: Sheet, metric: str, row: Row) -> Component:
    meaning, status = sheet.meaning(metric), row["status"] or "n"
    moved = change(sheet, metric)
    told = sheet.context.text("metric.change", change=moved) if moved else None
    figure = shown(sheet, row)
    unit = html.Em(meaning["unit"]) if figure != written.UNKNOWN else None
    beside = width(figure) * FIGURE + width(meaning["unit"]) * UNIT <= ROOM
    value = div(
        "vl",
        explained_figure(sheet, row, "fg", figure),
        unit if beside else None,
        span("dl", moved, title=told) if moved else None,
    )
    inner = div(
        "mn-in",
        div("lb", symbol(status), span("nm", meaning["label"]), None if beside else unit),
        value,
        line_of(sheet, metric, row),
        div("ft", *beneath(sheet, row)),
    )
    state = " none" if figure == plain(sheet, metric, None) else ""
    return div(f"mn-tile {status}{state}", inner, title=explained(sheet, row))
