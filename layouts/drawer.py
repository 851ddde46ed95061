"""The drawer at the right: a number explained, one event or a panel compared, opened by the view's focus over the
scene."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from data_access.view import View
from layouts import ids
from layouts.context import Context
from layouts.elements import div, link, span
from layouts.ids import DrawerId, PanelId
from layouts.panel import Drawing, Panel, section
from layouts.scenes import COMPARE
from layouts.text import Text

PANELS: Final = (PanelId.WHY, PanelId.EVENT, PanelId.COMPARE)
"""What the drawer holds, each under the kind of focus that is its name."""


def drawer_panel(view: View) -> PanelId | None:
    """The panel that a view opens in the drawer, None where the drawer is shut."""
    kind, colon, rest = view.focus.partition(":")
    return next((panel for panel in PANELS if panel == kind and colon and rest), None)


def behind(view: View) -> View:
    """The view of the scene behind the drawer: the same picture whatever the drawer holds."""
    if drawer_panel(view) is None:
        return view
    return view.replaced(focus="", against=view.against if view.scene == COMPARE.id else "")


def box(panels: dict[str, Panel], text: Text) -> Component:
    """The drawer, mounted once and shut; `panels` by id."""
    sections = [section(panels[name], text, "in-drawer") for name in PANELS if name in panels]
    dialog = {"role": "dialog", "aria-modal": "true", "aria-labelledby": ids.title_of(PanelId.WHY)}
    return div("drawer", div("dw-top", id=DrawerId.TOP), *sections, id=DrawerId.BOX, **dialog)


def draw_drawer(context: Context) -> Drawing:
    """Whether it is open, with what, and the ways out of it: the list that an event was opened from, which the browser
    remembers, a link to copy, and shut."""
    text, view = context.text, context.view
    shown = drawer_panel(view)
    if shown is None:
        return {DrawerId.BOX: {"className": "drawer"}, DrawerId.TOP: {"children": []}}
    top = [
        html.A(text("drawer.back"), className="dw-back", href="?", hidden=True),
        html.Button(text("drawer.copy"), className="dw-copy"),
        span("dw-said", text("drawer.copied"), role="status", hidden=True),
        link(behind(view), "dw-shut", text("drawer.shut"), title=text("drawer.shut_title")),
    ]
    return {
        DrawerId.BOX: {"className": f"drawer open {shown}", "aria-labelledby": ids.title_of(shown)},
        DrawerId.TOP: {"children": top},
    }
