"""The address decides what is shown: a new one is answered with the whole scene, then the stream takes over.

The browser asks for scenes by itself (assets/address.js), at /live/scene: what goes through Dash's callbacks is stored,
compared and looked at by every component on its way, and takes longer to arrive than to be made.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.browser import bind
from data_access.store.store import NoAreasError
from data_access.view import LANGUAGES, View, ViewError
from layouts import instead
from layouts.ids import PageId
from layouts.scenes import docked
from layouts.text import Text

T = TypeVar("T")

FOLLOW: Final = ClientsideFunction("address", "follow")
TELL: Final = ClientsideFunction("screen", "tell")


def enter(render_scene: Callable[[View], T], search: str, screen: str) -> T | dict[str, Any]:
    """What `render_scene` gives for the view in the address, on a screen that may have room for a second scene. Of one
    that cannot be shown a payload whose `instead` says why; `waiting` means that it can be once there are areas."""
    try:
        return render_scene(docked(View.from_query(search), screen))
    except ViewError as error:
        return {"search": search, "instead": instead.refused(_text(search), str(error), _plain_view(search))}
    except NoAreasError:
        return {"search": search, "instead": instead.unready(), "waiting": True}


def _plain_view(address: str) -> View:
    """The whole in the language that the address asks for, whatever else is wrong with it."""
    asked = parse_qs(address.lstrip("?")).get("lang", [""])[-1]
    return View(language=asked) if asked in LANGUAGES else View()


def _text(address: str) -> Text:
    return Text(_plain_view(address).language)


def register(app: Dash) -> None:
    """Binds the address and the shape of the screen to what the browser asks for."""
    # Once as the page begins; after that the browser sets it whenever its screen takes another shape.
    bind(app, TELL, Output(PageId.SCREEN, "data"), Input(PageId.WALL, "id"))
    bind(app, FOLLOW, Input(PageId.URL, "search"), Input(PageId.SCREEN, "data"))
