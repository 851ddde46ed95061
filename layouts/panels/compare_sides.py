"""The two sides of a comparison by name and window, and the way to compare with something else."""

from typing import Any, Final

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data_access.clock import DAY, Micros
from data_access.frames import compare_sides as source
from data_access.view import PREVIOUS, View
from layouts import format as written
from layouts.compared import OTHER, OWN, chip, names_of
from layouts.context import Context
from layouts.elements import Child, div, href, link, span
from layouts.ids import CompareSidesId, PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

Row = dict[str, Any]


def body(text: Text) -> Component:
    """Both sides, between them the exchange, and the select of what is compared with."""
    choice = dcc.Dropdown(
        id=CompareSidesId.CHOICE, options=[], clearable=False, searchable=False, optionHeight="auto", maxHeight=520
    )
    label = html.Label(text("compare.with"), id=CompareSidesId.LABEL, htmlFor=CompareSidesId.CHOICE)
    return div(
        "cmp-sides",
        div("cmp-side", id=CompareSidesId.OWN),
        div("cmp-swap", id=CompareSidesId.SWAP),
        div("cmp-side", id=CompareSidesId.OTHER),
        div("filter", label, choice),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The name and window of each side; the exchange of two areas; every choice as the view that it leads to."""
    rows, text = records(frame), context.text
    by_part = {row["part"]: row for row in rows}
    names = names_of(frame.attrs, context) if by_part else ("", "")
    choices = [row for row in rows if row["part"] == "choice"]
    view = context.view
    # The choice that is shown leads to the very view, as it is written: any other value would be somebody's choice.
    value = href(view)
    options = [
        {"label": _label(row, context), "value": value if row["chosen"] else href(view.replaced(against=_against(row)))}
        for row in choices
    ]
    if view.rival and not any(row["chosen"] for row in choices):
        options.append({"label": names[1], "value": value})
    parts: dict[str, dict[str, Any]] = {
        CompareSidesId.OWN: {"children": _side(OWN, names[0], by_part.get(OWN), context)},
        CompareSidesId.OTHER: {"children": _side(OTHER, names[1], by_part.get(OTHER), context)},
        CompareSidesId.SWAP: {"children": _swap(view, text)},
        CompareSidesId.LABEL: {"children": text("compare.with")},
        CompareSidesId.CHOICE: {"options": options, "value": value},
    }
    return drawing(PanelId.COMPARE_SIDES, context, parts, empty=None if by_part else text("panel.compare-sides.empty"))


def _side(side: str, name: str, row: Row | None, context: Context) -> list[Component]:
    if row is None:
        return []
    what: list[Child] = [row["label"], row["level"]] if row["kind"] == "previous" or side == OWN else [row["level"]]
    told = [one for one in what if one and one != name]
    people = row["population"]
    if people is not None and row["kind"] == "area" and context.view.rival:
        told.append(context.text("compare.people", n=written.number(people)))
    return [
        chip(side),
        html.B(name),
        div(
            "about",
            span("", _span(row["start_at"], row["end_at"], context)),
            span("", context.text("compare.joint").join(str(one) for one in told)),
        ),
    ]


def _span(start: Micros, end: Micros, context: Context) -> str:
    """A window from when until when; days where it is of whole ones."""
    pattern = "%m-%d %H:%M" if end - start < 27 * DAY else "%m-%d"
    return f"{written.clock(start, context.zone, pattern)} \N{EN DASH} {written.clock(end, context.zone, pattern)}"


def _swap(view: View, text: Text) -> list[Component]:
    if not view.rival or not view.area:
        return [span("vs", text("compare.versus"))]
    back = view.replaced(area=view.rival, against=f"area:{view.area}")
    return [link(back, "vs", "\N{LEFT RIGHT ARROW}", title=text("compare.swap"))]


def _against(row: Row) -> str:
    return PREVIOUS if row["kind"] == "previous" else f"area:{row['code']}"


def _label(row: Row, context: Context) -> str:
    if row["kind"] == "previous":
        return context.text("compare.before")
    if row["kind"] == "above":
        return context.text("compare.above", area=row["label"])
    return str(row["label"])


PANEL: Final = Panel(PanelId.COMPARE_SIDES, source.frame, draw, body, cadence=300, hertz=0.5)
