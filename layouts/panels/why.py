"""Why this number: what it counts and leaves out, what it is made of, and the cases behind it."""

import json
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.cases.listing import AMOUNT, COLUMNS
from data_access.frames import why as source
from data_access.reader import UNLOCATED
from layouts import format as written
from layouts import ids
from layouts.case_grid import grid
from layouts.context import Context
from layouts.drawer import behind
from layouts.elements import Child, div, link, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.why_words import Why

PIECES: Final = 40
"""How many pieces are shown; the rest are named as a number."""

MOST: Final = 100_000
"""Rows of a list that are exported."""

Row = dict[str, Any]


class WhyId(StrEnum):
    """Parts of the panel; the grid is mounted by the browser into the last, when a list is first looked at."""

    SAID = "why-said"
    LIST = "why-list"
    GRID = "why-grid-box"


def body(text: Text) -> Component:
    """What is said of the number, and under it the list of cases, both for the life of the page."""
    return div(
        "why-body",
        div("why-said", id=WhyId.SAID),
        div("why-list", id=WhyId.LIST, **{"data-query": "", "data-words": "{}"}),
        div("why-grid", id=WhyId.GRID, **{"data-grid": json.dumps(grid())}),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The number with all that stands behind it; where there is none the reason."""
    why = Why(frame, context)
    if not why.told:
        reason = frame.attrs.get("missing")
        nothing: dict[str, dict[str, Any]] = {
            WhyId.SAID: {"children": None if reason is None else _nothing(str(reason), context)},
            WhyId.LIST: {"children": None, "data-query": "", "data-total": "", "data-words": "{}"},
        }
        drawn = drawing(PanelId.WHY, context, nothing, unit="")
        empty = [html.B(context.text("panel.why.empty"))] if reason is None else None
        return {**drawn, ids.empty_of(PanelId.WHY): {"children": empty}}
    rows = records(frame)
    pieces = [row for row in rows if row["row"] == "piece"]
    said = [
        _head(why),
        _section(why, "definition", html.P(why.definition)),
        _section(why, "formula", html.P(_formula(why, pieces), className="made")),
        _pieces(why, pieces),
        _section(why, "without", *_without(why, [row for row in rows if row["row"] == "without"])),
        _section(why, "facts", html.Dl([part for fact in why.facts() for part in _fact(*fact)])),
    ]
    parts: dict[str, dict[str, Any]] = {WhyId.SAID: {"children": [one for one in said if one is not None]}}
    parts[WhyId.LIST] = _list(why)
    return drawing(PanelId.WHY, context, parts, unit="")


def _nothing(reason: str, context: Context) -> Component:
    """That there is no such number, why, and the way back."""
    text = context.text
    return div(
        "why-nothing",
        html.H3(text("panel.why.empty")),
        html.P(text("why.nothing")),
        html.P(reason, className="reason"),
        link(behind(context.view), "why-go", text("why.back")),
    )


def _head(why: Why) -> Component:
    figure, unit = why.shown
    return div(
        "why-head",
        span("why-figure", figure, html.Em(unit)),
        span("why-name", why.text("why.of", label=why.name, where=why.where)),
    )


def _section(why: Why, name: str, *children: Child) -> Component | None:
    held = [child for child in children if child is not None]
    if not held:
        return None
    return html.Section([html.H3(why.text(f"why.head.{name}")), *held], className=f"why-part {name}")


def _formula(why: Why, pieces: list[Row]) -> str:
    if why.kind == "count" and pieces:
        whole = sum(row["value"] or 0 for row in pieces)
        return why.text("why.made.sum", sum=written.number(whole), value=written.number(why.attrs.get("value")))
    if why.kind in ("score", "index") and not why.part:
        held = [row for row in pieces if row["points"] is not None]
        return why.text(f"why.made.{why.group}", points=len(held), value=why.worded(why.attrs.get("value")))
    return why.formula


def _pieces(why: Why, pieces: list[Row]) -> Component | None:
    if not pieces:
        return None
    scored = why.kind in ("score", "index")
    names: tuple[str, ...] = ("part", "share", "weight", "points") if scored else ("area", "share", "value")
    if not scored and all(row["numerator"] is None for row in pieces):
        cases = () if all(row["denominator"] is None for row in pieces) else ("cases",)
        names = ("area", *cases, "value")
    head = html.Tr([html.Th(why.text(f"why.piece.{name}")) for name in names])
    most = max((abs(row["value"] or 0) for row in pieces), default=0) or 1
    rows = [_piece(why, row, names, most) for row in pieces[:PIECES]]
    rest = None
    if len(pieces) > PIECES:
        rest = html.P(why.text("why.piece.rest", n=len(pieces) - PIECES), className="rest")
    return _section(why, "parts" if scored else "pieces", html.Table([head, *rows]), rest)


def _piece(why: Why, row: Row, names: tuple[str, ...], most: float) -> Component:
    name = why.piece(row)
    cells = {
        "share": f"{_count(row['numerator'])} / {_count(row['denominator'])}",
        "cases": _count(row["denominator"]),
        "value": written.number(row["value"]) if why.kind in ("count", "times") else why.worded(row["value"]),
        "weight": written.number(row["weight"]),
        "points": written.number(row["points"], 1) if not row["reason"] else why.reason(row["reason"]),
    }
    # Shares and times of areas are no parts of a whole.
    style = {"--share": percent(abs(row["value"] or 0) / most)} if why.kind in ("count", "times") else None
    first = html.Td(_named(why, row, name), className="nm")
    others = [html.Td(cells[one], className=one) for one in names[1:]]
    return html.Tr([first, *others], style=style, className="lost" if row["key"] == UNLOCATED else "")


def _named(why: Why, row: Row, name: str) -> Component:
    """The piece's name, which leads to the same number there."""
    cut = {one: key for one, key, _ in why.attrs.get("cut") or []}
    if why.kind in ("score", "index"):
        return explained(why.context, "", name, measure=f"{why.group}.{row['key']}", cut=cut)
    if row["key"] == UNLOCATED:
        return explained(why.context, "", name, measure=why.measure, cut={**cut, "area": UNLOCATED})
    kept = {dimension: key for dimension, key in cut.items() if dimension != "area"}
    focus = why.context.view.focus.partition("/")[0]
    if kept:
        return explained(why.context, "", name, measure=why.measure, cut={**kept, "area": row["key"]})
    # The same number one level down, with the scene behind it.
    return link(why.context.view.replaced(area=row["key"], focus=focus), "", name, title=why.text("why.open"))


def _count(value: Any) -> str:
    whole = not written.known(value) or float(value).is_integer()
    return written.number(value, 0 if whole else 2)


def _without(why: Why, rows: list[Row]) -> list[Component]:
    told = [
        html.Li(
            [html.B(written.number(row["value"])), why.text(f"why.without.{row['key']}")],
            className="" if row["counted"] else "out",
        )
        for row in rows
    ]
    for name in ("excluded", "unplaced"):
        # Only repeats are looked for among what has a place.
        if why.about.get(name) and (name == "excluded" or why.part in ("", "repeat")):
            words = why.text(f"why.without.{name}")
            told.append(html.Li([html.B(written.number(why.about[name])), words], className="out"))
    return [html.Ul(told)] if told else []


def _fact(name: str, words: Child) -> list[Component]:
    return [html.Dt(name), html.Dd(words)]


def _list(why: Why) -> dict[str, Any]:
    """The head of the list and what the browser asks for: a list a part, the whole first."""
    text, attrs = why.text, why.attrs
    lists, listed = attrs.get("lists") or [], attrs.get("listed") or ""
    if not lists:
        none = None if why.kind in ("score", "index") and not why.part else text("why.list.none")
        return {"children": none and html.P(none, className="none"), "data-query": "", "data-words": "{}"}
    asked = {"measure": listed, "cut": attrs.get("list_cut") or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    rest = behind(why.context.view).to_query()
    head = [
        html.H3(text("why.head.cases")),
        *(
            html.Button(_tab(why, part), className="why-tab", **{"data-part": part, "aria-pressed": "false"})
            for part in lists
        ),
        span("why-at"),
        html.A(text("why.list.refresh"), className="why-refresh", href="#", role="button", hidden=True),
        html.A(text("why.list.csv"), className="why-csv", href="#", title=text("why.list.csv_title", most=MOST)),
    ]
    rows = attrs.get("rows")
    return {
        "children": head,
        "data-query": f"{query}&{rest}" if rest else query,
        "data-total": "" if rows is None else str(rows),
        "data-words": json.dumps(_words(why, lists), ensure_ascii=False),
    }


def _tab(why: Why, part: str) -> str:
    if part == "all":
        return why.text("why.over.all")
    listed = why.attrs.get("listed")
    return why.text(f"why.{'over' if part == 'numerator' else 'under'}.{listed}")


def _words(why: Why, lists: list[str]) -> dict[str, Any]:
    """What the grid says by itself."""
    text, amount = why.text, why.attrs.get("amount")
    columns = {name: text(f"why.column.{name}") for name in ("status", *COLUMNS)}
    if amount:
        columns[AMOUNT] = text(f"why.amount.{amount}")
    return {
        "lists": lists,
        "columns": columns,
        "status": text.section("why.status"),
        "locale": text.section("why.grid"),
        "list": text.section("why.list"),
    }


PANEL: Final = Panel(PanelId.WHY, source.frame, draw, body, cadence=300, hertz=0.5)
