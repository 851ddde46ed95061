"""The small map of one event: outlines, the circle of what is nearby, the cases in it, and the place itself."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from data_access.cases.ground import ASPECT, Ground, Outline
from data_access.cases.nearby import RADIUS
from data_access.cases.telling import Told
from data_access.frames.limits import severity_status
from layouts import format as written
from layouts.case_words import place_words
from layouts.elements import div, mark, percent, span
from layouts.names import width
from layouts.text import Text
from layouts.theme import Theme

WIDE: Final = 400.0
HIGH: Final = WIDE / ASPECT
LINE: Final = 15.0
"""The size of a name."""
PIN: Final = 18.0
"""Half the size of the place's mark."""
MOST: Final = 200
"""Cases drawn at most, the nearest."""


def event_map(told: Told, theme: Theme, text: Text) -> Component | None:
    """The map as a picture with names over it; None where nothing is known of the place."""
    ground = told.ground
    if ground is None:
        return None
    around = (*told.same, *told.near)
    values = {"metres": written.number(RADIUS), "n": written.number(len(around))}
    explained = text("event.map.explained", place=place_words(told, text), **values)
    marks = [span("nm", name, style=_corner(x, y)) for name, x, y in _named(told, ground)]
    state = told.story.state
    located = state.lon is not None and state.lat is not None
    if located:
        x, y = ground.place(state.lon, state.lat)
        status = severity_status(state.severity)
        marks.append(span(f"pin {status}", mark(status), style=_corner(x, y)))
        marks.append(span("scale", text("event.map.scale", metres=values["metres"])))
    picture = html.Img(src=_picture(told, ground, theme), alt=explained)
    return div("evt-map", picture, *marks, title=explained)


def _corner(x: float, y: float) -> dict[str, str]:
    return {"left": percent(x), "top": percent(y)}


def _named(told: Told, ground: Ground) -> Iterator[tuple[str, float, float]]:
    """The names that lie on the map whole, and neither on the place itself nor on one another."""
    state = told.story.state
    taken: list[tuple[float, float, float, float]] = [(0.0, 1 - 2 * LINE / HIGH, 0.35, 1.0)]
    if state.lon is not None and state.lat is not None:
        x, y = ground.place(state.lon, state.lat)
        taken.append((x - PIN / WIDE, y - PIN / HIGH, x + PIN / WIDE, y + PIN / HIGH))
    for full, above, x, y in ground.names:
        name = full.removeprefix(above).strip() or full
        half, high = width(name) * LINE / WIDE / 2, LINE / HIGH * 0.7
        box = (x - half, y - high, x + half, y + high)
        if box[0] < 0 or box[2] > 1 or any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        yield name, x, y


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _picture(told: Told, ground: Ground, theme: Theme) -> str:
    parts = [f'<rect width="{WIDE:g}" height="{HIGH:g}" fill="{theme["s1"]}"/>']
    parts += [_outline(one, theme) for one in ground.outlines]
    state = told.story.state
    if state.lon is not None and state.lat is not None:
        x, y = _at(ground, state.lon, state.lat)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{ground.radius * WIDE:.1f}" fill="none" '
            f'stroke="{theme["t3"]}" stroke-dasharray="4 3"/>'
        )
        for one in (*told.same, *told.near)[:MOST]:
            far_x, far_y = _at(ground, one.lon, one.lat)
            colour = theme["warn"] if one.same else theme["d"]
            parts.append(f'<circle cx="{far_x:.1f}" cy="{far_y:.1f}" r="{3.2 if one.same else 2:g}" fill="{colour}"/>')
    head = '<svg xmlns="http://www.w3.org/2000/svg"'
    drawn = f'{head} viewBox="0 0 {WIDE:g} {HIGH:g}">{"".join(parts)}</svg>'
    return f"data:image/svg+xml,{quote(drawn, safe='/:=<> ')}"


def _outline(one: Outline, theme: Theme) -> str:
    points = " ".join(f"{x * WIDE:.1f},{y * HIGH:.1f}" for x, y in one.points)
    fill = {"own": theme["q2"]}.get(one.kind, "none")
    stroke, width = (theme["map-street"], 1.8) if one.kind == "above" else (theme["rule"], 0.9)
    if one.kind == "own":
        stroke, width = theme["t2"], 1.4
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"/>'


def _at(ground: Ground, lon: float, lat: float) -> tuple[float, float]:
    x, y = ground.place(lon, lat)
    return x * WIDE, y * HIGH
