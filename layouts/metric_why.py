"""The way from a figure of the metric catalogue to its explanation."""

from dash.development.base_component import Component

from layouts.elements import Child
from layouts.explained import explained
from layouts.metric_sheet import Row, Sheet
from layouts.metric_words import explained as words


def explained_figure(sheet: Sheet, row: Row, classes: str, *children: Child) -> Component:
    """A figure as a link to its explanation: of the area looked at, of one below it, or of a value of a dimension."""
    by = sheet.attrs.get("by") or ""
    cut: dict[str, str] = {}
    if row["part"] == "row" and row["key"]:
        cut = {"area": row["key"]} if by == "child" else {"value": f"{by}={row['key']}"}
    about = words(sheet, row)
    return explained(sheet.context, classes, *children, measure=f"metric.{row['metric']}", cut=cut, about=about)
