"""Callbacks that run in the browser: their functions are in assets/, by namespace and name."""

from typing import Any

from dash import ClientsideFunction, Dash


def bind(app: Dash, function: ClientsideFunction, *dependencies: Any, **options: Any) -> None:
    """Binds a browser function to its outputs, inputs and states."""
    # Dash leaves this one method without types.
    app.clientside_callback(function, *dependencies, **options)  # type: ignore[no-untyped-call]
