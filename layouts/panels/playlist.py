"""The playlists: each entry with its dwell and hours, which is on, and a button that plays it."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import playlist as source
from data_access.view import View
from data_access.walls.hours import WEEK
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, mark, span
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.panels.walls import order_button
from layouts.records import records
from layouts.text import Text
from layouts.wall_words import described

Row = dict[str, Any]

SPANS: Final = {WEEK[:5]: "weekdays", WEEK[:6]: "workdays"}


class PlaylistId(StrEnum):
    """Parts of the list."""

    ROWS = "playlist-rows"


def body(text: Text) -> Component:
    """The rows."""
    return div("rows pl", id=PlaylistId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row an entry, under the name of its playlist."""
    rows, text = records(frame), context.text
    content: list[Component] = []
    for place, row in enumerate(rows):
        if place == 0 or rows[place - 1]["playlist"] != row["playlist"]:
            walls = " · ".join(one["label"] for one in row["walls"])
            content.append(div("pl-head", span("id", row["playlist"]), span("at-walls", walls)))
        content.append(_row(row, context))
    parts: dict[str, dict[str, Any]] = {PlaylistId.ROWS: {"children": content}}
    return drawing(PanelId.PLAYLIST, context, parts, empty=None if rows else text("panel.playlist.empty"))


def _row(row: Row, context: Context) -> Component:
    text = context.text
    view = View(scene=row["scene"], area=row["area"] or "", window=row["window"])
    state = "lost" if not row["usable"] else "on" if row["on"] else "" if row["held"] else "off"
    children: list[Child] = [
        span("place", written.number(row["place"])),
        mark("warn" if state == "lost" else "n"),
        span("what", described(view, context, row["area_label"])),
        span("when", text("panel.playlist.seconds", n=written.number(row["seconds"])), " · ", hours(row, text)),
        span("state", text(f"panel.playlist.{state}") if state else ""),
        span(
            "buttons",
            *(order_button(text, one["wall"], "play", entry=row["place"]) for one in row["walls"] if row["usable"]),
        ),
    ]
    return div(f"pl-row {state}".strip(), *children)


def hours(row: Row, text: Text) -> str:
    """When an entry is played, in words."""
    days = tuple(row["days"])
    always = row["start"] == "00:00" and row["end"] == "24:00"
    clock = "" if always else text("panel.playlist.hours", start=row["start"], end=row["end"])
    if len(days) == len(WEEK):
        return clock or text("panel.playlist.always")
    if days in SPANS:
        named = text(f"panel.playlist.{SPANS[days]}")
    else:
        named = text("panel.playlist.some", days=" ".join(text(f"weekday.{WEEK.index(day)}") for day in days))
    return f"{named} {clock}".strip()


PANEL: Final = Panel(PanelId.PLAYLIST, source.frame, draw, body, cadence=60, hertz=1)
