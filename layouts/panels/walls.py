"""The walls of the site as cards: what each shows, on which screens, and the buttons that order it."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.clock import MINUTE, SECOND
from data_access.frames import walls as source
from data_access.view import View, ViewError
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, span, symbol
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.wall_words import described

FORM_WORDS: Final = ("by", "link", "missing", "failed", "refused", "done")

STALLED: Final = 30
"""Seconds after its last paint a screen is said to stand still."""

TAKEN: Final = "takeover"

Row = dict[str, Any]


class WallsId(StrEnum):
    """Parts of the cards."""

    FORM = "walls-form"
    CARDS = "walls-cards"


def body(text: Text) -> Component:
    """The place of the form in which the browser asks who orders and what to show, and the cards."""
    return div("wl", div("wl-form", id=WallsId.FORM), div("wl-cards", id=WallsId.CARDS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A card a wall."""
    rows, text = records(frame), context.text
    words = {f"data-{name}": text.phrases[f"panel.walls.{name}"] for name in FORM_WORDS}
    parts: dict[str, dict[str, Any]] = {
        WallsId.CARDS: {"children": [_card(row, context) for row in rows]},
        WallsId.FORM: words,
    }
    return drawing(PanelId.WALLS, context, parts, empty=None if rows else text("panel.walls.empty"))


def _card(row: Row, context: Context) -> Component:
    text = context.text
    mode = span("mode", symbol("crit" if row["mode"] == TAKEN else "n"), text(f"panel.walls.mode_{row['mode']}"))
    return div(
        f"wl-card {row['mode']}",
        div("hd1", html.B(row["label"]), mode, span("id", row["wall"])),
        div("what", html.B(_shown(row, context)), *_when(row, context)),
        div("screens", *_screens(row, context)),
        div("buttons", *_buttons(row, text)),
        div("last", _last(row, context)),
        **{"data-query": row["query"]},
    )


def _shown(row: Row, context: Context) -> str:
    try:
        return described(View.from_query(row["query"]), context, row["area_label"])
    except ViewError:
        return str(row["query"])


def _when(row: Row, context: Context) -> list[Child]:
    text = context.text
    runs: list[Child] = []
    if row["mode"] == "rotating":
        runs.append(span("run", text("panel.walls.place", place=row["place"], entries=row["entries"])))
    if row["until"] is not None:
        key = "left" if row["mode"] == "rotating" else "back"
        runs.append(span("run", text(f"panel.walls.{key}", time=_clock(row["until"], context))))
    if row["warning"] is not None:
        if row["acknowledged"]:
            runs.append(span("run", text("panel.walls.acknowledged")))
        if row["waiting"]:
            runs.append(span("run", text("panel.walls.waiting", n=written.number(row["waiting"]))))
    if row["dim"]:
        runs.append(span("run", text("panel.walls.dimmed", share=written.share(row["dim"]))))
    runs.append(span("run", text("panel.walls.sounding" if row["sound"] else "panel.walls.silent")))
    return runs


def _screens(row: Row, context: Context) -> list[Child]:
    text, screens = context.text, row["screens"]
    if not screens:
        return [span("screen warn", symbol("warn"), text("panel.walls.nobody"))]
    found: list[Child] = []
    for one in screens:
        silence = written.duration(text, (context.as_of - one["seen_at"]) / SECOND)
        if one["dark"]:
            status, words = "warn", text("panel.walls.dark", screen=one["screen"], age=silence)
        elif one["age"] > STALLED:
            status, words = (
                "warn",
                text("panel.walls.stalled", screen=one["screen"], age=written.duration(text, one["age"])),
            )
        elif not one["shows"] and row["since"] is not None and context.as_of - row["since"] > MINUTE:
            status, words = "note", text("panel.walls.elsewhere", screen=one["screen"])
        else:
            status, words = "n", text("panel.walls.alive", screen=one["screen"])
        found.append(span(f"screen {status}", symbol(status), words, title=one["query"] or "/"))
    return found


def _buttons(row: Row, text: Text) -> list[Component]:
    orders = ["previous", "resume" if row["mode"] == "paused" else "pause", "next", "show"]
    if row["mode"] in ("pinned", "test", TAKEN):
        orders.append("release")
    if row["warning"] is not None:
        orders += ["hold", "dismiss"]
    orders += ["test", "sound_off" if row["sound"] else "sound_on"]
    return [order_button(text, row["wall"], order, warning=row["warning"]) for order in orders]


def order_button(text: Text, wall: str, order: str, **given: int | None) -> Component:
    """A button that sends an order to a wall; `given`: entry or warning, as the order needs."""
    data: dict[str, Any] = {"data-wall": wall, "data-order": order}
    data |= {f"data-{name}": str(value) for name, value in given.items() if value is not None}
    return html.Button(text(f"order.{order}"), className=f"order {order}", **data)


def _last(row: Row, context: Context) -> str:
    if row["order"] is None:
        return ""
    text = context.text
    when = _clock(row["at"], context)
    return text("panel.walls.ordered", by=row["by"], time=when, order=text(f"order.{row['order']}"))


def _clock(instant: int, context: Context) -> str:
    same = written.clock(instant, context.zone, "%Y-%m-%d") == written.clock(context.as_of, context.zone, "%Y-%m-%d")
    return written.clock(instant, context.zone, "%H:%M:%S" if same else "%m-%d %H:%M")


PANEL: Final = Panel(PanelId.WALLS, source.frame, draw, body, cadence=60, hertz=2)
