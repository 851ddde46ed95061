"""What stands in place of a scene that cannot be shown: why, and what to do about it."""

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from data_access.view import LANGUAGES, View
from layouts.elements import div, link
from layouts.text import Text

LOAD: Final = "gridscope load areas FILE"
DEMO: Final = "gridscope demo"


def refused(text: Text, reason: str, back: View) -> Component:
    """A view that names something unknown: the reason, and the way back."""
    return div(
        "instead-part",
        html.H2(text("instead.refused")),
        html.P(reason),
        link(back, "", text("instead.back")),
    )


def unready() -> list[Component]:
    """No areas are loaded: what to run, in every language, since nobody has chosen one yet."""
    return [_unready(Text(language)) for language in LANGUAGES]


def _unready(text: Text) -> Component:
    spoken: dict[str, Any] = {"lang": text.language}
    return div(
        "instead-part",
        html.H2(text("instead.areas")),
        html.P(text("instead.load")),
        html.Code(LOAD),
        html.P(text("instead.demo")),
        html.Code(DEMO),
        **spoken,
    )
