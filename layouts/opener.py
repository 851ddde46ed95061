"""Links that open one thing in detail: the view's focus, `kind:code` or `kind:code/part`."""

from dash.development.base_component import Component

from data_access.view import View, ViewError
from layouts.context import Context
from layouts.elements import Child, link, span


def opened(view: View, kind: str, code: str, part: str = "") -> View | None:
    """The view with that focus; None for a code that no address can hold, such as one with a space in it."""
    named = f"{kind}:{code}/{part}" if part or "/" in code else f"{kind}:{code}"
    try:
        return view.replaced(focus=named)
    except ViewError:
        return None


def place_link(context: Context, area: str | None, name: str) -> Component:
    """Where an event is, as a link to that area within a row that opens the event; bare words where it is nowhere."""
    return span("pl", name) if not area else link(context.view.replaced(area=area), "pl", name, title=name)


def opener(
    view: View | None, classes: str, *children: Child, title: str | None = None, style: dict[str, str] | None = None
) -> Component:
    """A link to a view that `opened` gave, the bare words where there is none."""
    if view is not None:
        return link(view, classes, *children, title=title, style=style)
    given = {"title": title, "style": style}
    return span(classes, *children, **{name: value for name, value in given.items() if value is not None})
