"""The course of metrics over the window: a lane each, with its range, its target and where it stands now."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from layouts import format as written
from layouts.elements import Child, div, percent, span, symbol
from layouts.lanes import bounds, lane, lane_height
from layouts.metric_sheet import Row, Sheet
from layouts.metric_why import explained_figure
from layouts.metric_words import explained, plain, remark, shown, target_words, with_unit
from layouts.moments import marks_of, moment_lines, moment_marks, stepped
from layouts.panels.metric_table import WHOLE

LANES: Final = 5
"""More lanes than these are too low to be read."""


def content(sheet: Sheet) -> list[Component]:
    """The lanes and, below them, when they begin and end."""
    metrics = [metric for metric in sheet.metrics if metric in sheet.totals][:LANES]
    lanes = [_lane(sheet, metric, sheet.totals[metric], named=metric == metrics[0]) for metric in metrics]
    return [div("mc", div("mc-lanes", *lanes), div("mc-axis", *_axis(sheet, metrics)))]


def _lane(sheet: Sheet, metric: str, row: Row, *, named: bool) -> Component:
    meaning, status = sheet.meaning(metric), row["status"] or "n"
    values = [one["value"] for one in sheet.points.get(metric, ())]
    head = div(
        "mc-head",
        span("nm", meaning["label"]),
        symbol(status),
        span("t", target_words(sheet, row) or ""),
        remark(sheet, [row], without=WHOLE),
        explained_figure(sheet, row, "v", with_unit(sheet, metric, shown(sheet, row))),
    )
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return div(f"mc-lane {status}", head, span("no", sheet.context.text("metric.no_course")))
    low, high = bounds(known, row["target"], meaning["percent"])
    marks: list[Child] = [html.Img(src=lane(sheet.context.theme, values, low, high, row["target"]), alt="")]
    last = max(place for place, value in enumerate(values) if value is not None)
    marks.append(
        span(
            "end", style={"left": percent(last / (len(values) - 1)), "top": percent(lane_height(known[-1], low, high))}
        )
    )
    ends = [span("hi", plain(sheet, metric, high)), span("lo", plain(sheet, metric, low))]
    box = div("mc-box", *marks)
    moments = div("moments", *_moments(sheet, metric, named))
    return div(f"mc-lane {status}", head, div("mc-scale", *ends), box, moments, title=explained(sheet, row))


def _moments(sheet: Sheet, metric: str, named: bool) -> list[Component]:
    """Moments go through all lanes and are named above the first."""
    told, starts = sheet.attrs.get("moments"), [one["start_at"] for one in sheet.points[metric]]
    if None in starts:
        return []
    share = stepped(starts)
    return moment_marks(told, share, sheet.context) if named else moment_lines(marks_of(told, share, sheet.context))


def _axis(sheet: Sheet, metrics: list[str]) -> list[Component]:
    """The first and the last period of the lanes."""
    points = [row for metric in metrics for row in sheet.points.get(metric, ()) if row["start_at"] is not None]
    if not points:
        return []
    daily = all((sheet.meaning(metric)["period"] or 0) >= 86_400_000_000 for metric in metrics)
    first, last = min(row["start_at"] for row in points), max(row["start_at"] for row in points)
    pattern = "%m-%d" if daily or last - first > 3 * 86_400_000_000 else "%m-%d %H:%M"
    return [span("", written.clock(one, sheet.context.zone, pattern)) for one in (first, last)]
