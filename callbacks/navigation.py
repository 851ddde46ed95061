"""The address decides what is shown: a new one is answered with the whole scene, then the stream takes over."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.browser import bind
from data_access.view import ViewError
from layouts.ids import PageId

RenderScene = Callable[[str], Mapping[str, Any]]

ENTER: Final = ClientsideFunction("navigation", "enter")


def enter(render_scene: RenderScene, search: str | None) -> dict[str, Any]:
    """The payload of the view in the address, with the address it answers; a view that cannot be shown says why."""
    address = search or ""
    try:
        return {**render_scene(address), "search": address}
    except ViewError as error:
        return {"search": address, "refused": str(error)}


def register(app: Dash, render_scene: RenderScene) -> None:
    """Binds address -> payload on the server and payload -> paint in the browser."""
    app.callback(Output(PageId.PAYLOAD, "data"), Input(PageId.URL, "search"))(partial(enter, render_scene))
    bind(app, ENTER, Input(PageId.PAYLOAD, "data"))
