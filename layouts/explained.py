"""The way from a number on the screen to what is behind it: the number itself is the link."""

from collections.abc import Mapping

from dash.development.base_component import Component

from data_access.explain.naming import why_focus
from data_access.view import ViewError
from layouts.context import Context
from layouts.elements import Child, link, span


def explained(
    context: Context,
    classes: str,
    *children: Child,
    measure: str,
    cut: Mapping[str, str] | None = None,
    about: str | None = None,
) -> Component:
    """A number in place of `span(classes, ...)`, as a link to its explanation. `cut` names the row it stands in by
    dimension, `about` is what its title says besides. The bare number where no address can hold its name."""
    try:
        to = context.view.replaced(focus=why_focus(measure, cut))
    except ViewError:
        return span(classes, *children, **({} if about is None else {"title": about}))
    text = context.text
    title = text("why.open") if about is None else text("why.opens", about=about)
    return link(to, f"{classes} why".strip(), *children, title=title)
