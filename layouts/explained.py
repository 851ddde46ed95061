"""The way from a number on the screen to what is behind it: the number itself is the link."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from data_access.explain.naming import why_focus
from data_access.view import View, ViewError
from layouts.context import Context
from layouts.elements import Child, href, link, span
from layouts.names import BETWEEN


def explained(
    context: Context,
    classes: str,
    *children: Child,
    measure: str,
    cut: Mapping[str, str] | None = None,
    about: str | None = None,
    style: dict[str, str] | None = None,
    reached: bool = True,
) -> Component:
    """A number in place of `span(classes, ...)`, as a link to its explanation. `cut` names the row it stands in by
    dimension, `about` is what its title says besides. The bare number where no address can hold its name. Not
    `reached` by the keyboard are numbers of which there are too many, where another link leads to the same."""
    to = why_view(context.view, measure, cut)
    given: dict[str, Any] = {"title": about, "style": style}
    if to is None:
        return span(classes, *children, **{name: value for name, value in given.items() if value is not None})
    text = context.text
    title = text("why.open") if about is None else text("why.opens", about=about)
    if reached:
        return link(to, classes, *children, title=title, style=style)
    kept: dict[str, Any] = {"style": style} if style is not None else {}
    held = [child for child in children if child is not None]
    return html.A(held, href=href(to), className=classes, title=title, tabIndex=-1, **kept)


def why_view(view: View, measure: str, cut: Mapping[str, str] | None = None) -> View | None:
    """The view with a number opened; None for one that no address can hold."""
    try:
        return view.replaced(focus=why_focus(measure, cut))
    except ViewError:
        return None


def told(context: Context, key: str, parts: Mapping[str, Child], **values: Any) -> list[Component]:
    """A phrase whose figures are links, as the runs of a panel's head: where there is too little room whole runs are
    left out, from the last."""
    runs: list[list[Child]] = [[]]
    for child in context.text.woven(key, parts, **values):
        first, *others = child.split(BETWEEN) if isinstance(child, str) else [child]
        runs[-1].append(first)
        runs += [[f"{BETWEEN}{other}"] for other in others]
    return [span("", *(child for child in run if child != "")) for run in runs]
