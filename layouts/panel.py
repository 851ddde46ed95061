"""A panel: one frame, one drawing, one body. And the frame that every panel shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.view import View
from layouts import ids, panel_menu
from layouts.context import Context
from layouts.elements import div, span
from layouts.names import BETWEEN
from layouts.text import Text

Drawing = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Panel:
    """`frame(reader, view)` gives a tidy DataFrame, `draw(frame, context)` the properties to set, by component id;
    `body(text)` is mounted once for the life of the page. `cadence`: seconds between data expected; `hertz`: the
    most pushes a second."""

    id: str
    frame: Callable[[Any, View], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Context], Drawing]
    body: Callable[[Text], Component]
    cadence: int
    hertz: float


def section(panel: Panel, text: Text, classes: str, title: str | None = None) -> Component:
    """The panel's section: rule, title, unit, age badge, body, and the slots for "nothing" and "fault"; `classes`
    name its scenes. The title is the catalogue's unless one is given."""
    name = panel.id
    head = div(
        "ph",
        html.H2(text(f"panel.{name}.title") if title is None else title, id=ids.title_of(name)),
        span("un", id=ids.unit_of(name)),
        span("ag", text("browser.loading"), id=ids.age_of(name)),
        panel_menu.button(name),
    )
    body = div(
        "pb",
        panel.body(text),
        div("empty", id=ids.empty_of(name)),
        div("fault", id=ids.fault_of(name), **{"data-waiting": text("browser.waiting")}),
        id=ids.body_of(name),
    )
    labelled: dict[str, Any] = {"aria-labelledby": ids.title_of(name)}
    return html.Section([head, body], id=name, className=f"p p-{name} {classes}", **labelled)


def drawing(
    panel: str,
    context: Context,
    parts: Mapping[str, Mapping[str, Any]],
    *,
    title: str | None = None,
    unit: Any = None,
    empty: str | None = None,
) -> Drawing:
    """A panel's drawing: its own parts, and title, unit and the sentence for "nothing to show" (or none)."""
    text = context.text
    nothing = None
    if empty is not None:
        nothing = [html.B(empty), html.Span(text("state.empty.scope", window=context.window))]
    words = text(f"panel.{panel}.unit", window=context.window) if unit is None else unit
    return {
        ids.title_of(panel): {"children": title or text(f"panel.{panel}.title")},
        ids.unit_of(panel): {"children": _parts(words) if isinstance(words, str) else words},
        ids.empty_of(panel): {"children": nothing},
        **{str(name): dict(properties) for name, properties in parts.items()},
    }


def _parts(words: str) -> list[Component]:
    """What stands between dots, as runs: where there is too little room whole runs are left out, from the last."""
    first, *others = words.split(BETWEEN)
    return [span("", first), *(span("", f"{BETWEEN}{other}") for other in others)]
