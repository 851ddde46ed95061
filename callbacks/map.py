"""A click on a shape goes one level down, in the browser: the address of each shape is in the map's data."""

from typing import Final

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.browser import bind
from layouts.ids import MapId, PageId, PointsId
from layouts.panels.surface import SurfaceId

DESCEND: Final = ClientsideFunction("map", "descend")
MAPS: Final = ((MapId.SHAPES, MapId.DATA), (SurfaceId.SHAPES, SurfaceId.DATA), (PointsId.SHAPES, PointsId.DATA))
"""The shapes of each map and the data that say where they lead."""


def register(app: Dash) -> None:
    """Binds a click on each map to the address."""
    for shapes, data in MAPS:
        bind(
            app,
            DESCEND,
            # The address has several writers: the maps, the selects and the links.
            Output(PageId.URL, "search", allow_duplicate=True),
            Input(shapes, "clickData"),
            State(data, "data"),
            prevent_initial_call=True,
        )
