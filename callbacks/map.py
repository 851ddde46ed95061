"""A click on a shape goes one level down, in the browser: the address of each shape is in the map's data."""

from typing import Final

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.browser import bind
from layouts.ids import MapId, PageId

DESCEND: Final = ClientsideFunction("map", "descend")


def register(app: Dash) -> None:
    """Binds a click on the map to the address."""
    bind(
        app,
        DESCEND,
        # The address has three writers: this, the selects and the links.
        Output(PageId.URL, "search", allow_duplicate=True),
        Input(MapId.SHAPES, "clickData"),
        State(MapId.DATA, "data"),
        prevent_initial_call=True,
    )
