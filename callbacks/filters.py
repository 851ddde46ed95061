"""A choice in a select changes the address, in the browser: each option's value is the query it leads to."""

from typing import Final

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.browser import bind
from layouts.ids import CompareSidesId, FilterId, PageId

CHOOSE: Final = ClientsideFunction("filters", "choose")


def register(app: Dash) -> None:
    """Binds the three selects, and that of what is compared with, to the address."""
    bind(
        app,
        CHOOSE,
        Output(PageId.URL, "search", allow_duplicate=True),
        *(Input(name, "value") for name in (*FilterId, CompareSidesId.CHOICE)),
        prevent_initial_call=True,
    )
