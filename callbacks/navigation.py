"""The address decides what is shown: a new one is answered with the whole scene, then the stream takes over."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from dash import ClientsideFunction, Dash, Input, Output
from dash.exceptions import PreventUpdate

from callbacks.browser import bind
from data_access.store.store import NoAreasError
from data_access.view import LANGUAGES, View, ViewError
from layouts import instead
from layouts.ids import PageId
from layouts.scenes import docked
from layouts.text import Text

RenderScene = Callable[[View], Mapping[str, Any]]

ENTER: Final = ClientsideFunction("navigation", "enter")
TELL: Final = ClientsideFunction("screen", "tell")


def enter(render_scene: RenderScene, search: str | None, screen: str | None) -> dict[str, Any]:
    """The payload of the view in the address, on a screen that may have room for a second scene, with the address it
    answers. In place of a view that cannot be shown `instead` says why; `waiting` means that it can be once there are
    areas."""
    if screen is None:
        raise PreventUpdate
    address = search or ""
    try:
        return {**render_scene(docked(View.from_query(address), screen)), "search": address}
    except ViewError as error:
        return {"search": address, "instead": instead.refused(_text(address), str(error), _plain_view(address))}
    except NoAreasError:
        return {"search": address, "instead": instead.unready(), "waiting": True}


def _plain_view(address: str) -> View:
    """The whole in the language that the address asks for, whatever else is wrong with it."""
    asked = parse_qs(address.lstrip("?")).get("lang", [""])[-1]
    return View(language=asked) if asked in LANGUAGES else View()


def _text(address: str) -> Text:
    return Text(_plain_view(address).language)


def register(app: Dash, render_scene: RenderScene) -> None:
    """Binds address -> payload on the server and payload -> paint in the browser."""
    # Once as the page begins; after that the browser sets it whenever its screen takes another shape.
    bind(app, TELL, Output(PageId.SCREEN, "data"), Input(PageId.WALL, "id"))
    app.callback(Output(PageId.PAYLOAD, "data"), Input(PageId.URL, "search"), Input(PageId.SCREEN, "data"))(
        partial(enter, render_scene)
    )
    bind(app, ENTER, Input(PageId.PAYLOAD, "data"))
