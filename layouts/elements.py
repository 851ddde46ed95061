"""The few elements that panels are made of: boxes, links that change the view, status symbols, graphs."""

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from data_access.view import View

Child = Component | str | int | float | None

STATUSES: Final = ("n", "note", "warn", "crit")


def div(classes: str, *children: Child, **properties: Any) -> Component:
    """A block with classes."""
    return html.Div(_some(children), className=classes, **properties)


def span(classes: str, *children: Child, **properties: Any) -> Component:
    """A run of text with classes."""
    return html.Span(_some(children), className=classes, **properties)


def href(view: View) -> str:
    """The address of a view, relative to the page."""
    return f"?{view.to_query()}"


def link(
    view: View, classes: str, *children: Child, title: str | None = None, style: dict[str, str] | None = None
) -> Component:
    """A link that changes what is looked at; a plain anchor to the browser, so it opens elsewhere too."""
    given = {"title": title, "style": style}
    properties: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return dcc.Link(_some(children), href=href(view), className=classes, **properties)


def symbol(status: str) -> Component | None:
    """The shape that backs a status colour; normal needs none."""
    return mark(status) if status in STATUSES[1:] else None


def mark(status: str) -> Component:
    """The shape of any status, where a column of shapes must not have holes: a dot for normal."""
    return span(f"sym {status if status in STATUSES else 'n'}", **{"aria-hidden": "true"})


def graph(name: str, classes: str) -> Component:
    """A graph mounted once, empty; its figures come in design units and are scaled by the browser."""
    return dcc.Graph(
        id=name,
        className=classes,
        figure={"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}},
        config={"staticPlot": True, "displayModeBar": False, "responsive": True},
        responsive=True,
    )


def percent(share: float) -> str:
    """A share 0..1 as a CSS length."""
    return f"{100 * share:.2f}%"


def _some(children: tuple[Child, ...]) -> list[Child]:
    return [child for child in children if child is not None]
