"""A league table of scores: rank, movement, name, a bar a part as wide as its weight, total, change, twelve weeks."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, percent, span, symbol
from layouts.explained import explained, why_view
from layouts.ids import PanelId
from layouts.names import name_class
from layouts.opener import opened, opener
from layouts.records import records
from layouts.scenes import scene_of
from layouts.score_words import change_words, exactly, part_words, points, total_words
from layouts.spark import sparkline
from layouts.text import Text

SHOWN: Final = 14
LINE: Final = (132.0, 28.0)
"""The size of the line of twelve weeks, in u."""
LOW: Final = 0.35
"""Below this share of its bar a label has no room on what is filled."""
EN_DASH: Final = "\N{EN DASH}"
UP: Final = "\N{UPWARDS ARROW}"
DOWN: Final = "\N{DOWNWARDS ARROW}"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all rows of a table share; `limits` are the lowest and the highest score of all their weeks."""

    kind: str
    context: Context
    attrs: dict[Any, Any]
    drill: bool
    columns: dict[str, str]
    limits: tuple[float, float]


def body(head: str, rows: str) -> Component:
    """The head and the rows, whose ids are given."""
    return div("league", div("league-table", div("league-head", id=head), div("league-rows", id=rows)))


def entries(frame: pd.DataFrame) -> list[list[Row]]:
    """The rows of a frame of standings, those of one score together, in its order."""
    found: dict[str, list[Row]] = {}
    for row in records(frame):
        found.setdefault(row["code"], []).append(row)
    return list(found.values())


def head(scores: list[list[Row]], context: Context) -> list[Component]:
    """The names of the parts with their weights, above the columns of bars."""
    text = context.text
    parts = [
        span("", text(f"score.short.{row['part']}"), span("w", exactly(row["weight"])), title=_part(text, row))
        for row in (scores[0] if scores else [])
        if row["part"] is not None
    ]
    return [
        div("parts", *parts, style=_columns(scores)),
        span("total", text("score.total_head")),
        span("change", text("score.change_head")),
        span("weeks", text("score.trend_head")),
    ]


def rows(
    scores: list[list[Row]], kind: str, context: Context, attrs: dict[Any, Any], *, drill: bool
) -> list[Component]:
    """One row a score: the row opens it in detail, a bar opens its part; with `drill` the name leads to the area."""
    held = [value for parts in scores for value in (*(parts[0]["trend"] or []), attrs.get("pass_line"))]
    known = [value for value in held if value is not None] or [0.0, 100.0]
    shared = _Shared(kind, context, attrs, drill, _columns(scores), (min(known), max(known)))
    return [_row(parts, shared) for parts in scores[:SHOWN]]


def unit(scores: list[list[Row]], context: Context, attrs: dict[Any, Any], nobody: str) -> list[Component]:
    """The scale, the pass line, the window, the rules, and what counts for nobody."""
    text = context.text
    runs = [
        text("score.unit.scale"),
        text("score.unit.pass_line", pass_line=exactly(attrs.get("pass_line"))),
        text("score.unit.window", window=context.window),
        text("score.unit.version", version=attrs.get("version") or written.UNKNOWN),
    ]
    if len(scores) > 1:
        runs.append(text("score.unit.all", n=written.number(len(scores))))
    if attrs.get("nobody") and scores:
        runs.append(text(f"score.unit.{nobody}", n=written.number(attrs["nobody"])))
    return [span("", run if place == 0 else f" \N{MIDDLE DOT} {run}") for place, run in enumerate(runs)]


def _columns(scores: list[list[Row]]) -> dict[str, str]:
    weights = [row["weight"] for row in (scores[0] if scores else []) if row["weight"]]
    return {"--parts": " ".join(f"minmax(0, {weight:g}fr)" for weight in weights)} if weights else {}


def _row(parts: list[Row], shared: _Shared) -> Component:
    kind, context, attrs, drill = shared.kind, shared.context, shared.attrs, shared.drill
    text, row = context.text, parts[0]
    view, code, status = context.view, row["code"], row["status"] or "n"
    to = opened(view, kind, code)
    name = row["label"].removeprefix(context.area_name).strip() or row["label"] if drill else row["label"]
    whole = total_words(text, row, attrs.get("least"))
    change = change_words(text, row, attrs.get("version_before"))
    bars = [_bar(one, kind, context) for one in parts if one["part"] is not None]
    named: list[Child] = [name, symbol(status)]
    cells: tuple[Child, ...] = (
        span("rank", written.number(row["rank"])),
        span("moved" if row["moved"] else "moved still", _moved(row["moved"]), title=change),
        opener(view.replaced(area=code, focus="") if drill else to, name_class(name), *named, title=row["label"]),
        div("parts", *bars, style=shared.columns),
        explained(context, "total", points(row["total"]), measure="score", cut={kind: code}, about=whole),
        span("change", written.signed(row["change"], 1), title=change),
        _trend(row, shared),
    )
    chosen = view.opened(kind)
    classes = f"league-row {status}{' unranked' if row['rank'] is None else ''}"
    return div(f"{classes} chosen" if chosen is not None and chosen[0] == code else classes, *cells)


def _bar(row: Row, kind: str, context: Context) -> Component:
    to = opened(context.view, kind, row["code"], row["part"])
    if PanelId.SCORE_DETAIL not in scene_of(context.view).panels:
        # Where no panel opens a score in detail, the drawer does.
        to = why_view(context.view, f"score.{row['part']}", {kind: row["code"]})
    left_out = row["value"] is None
    status = row["part_status"] or "n"
    shown = written.UNKNOWN if left_out else points(row["points"])
    words = part_words(context.text, row)
    if left_out:
        return opener(to, "seg out", shown, title=words)
    classes = f"seg {status}{' low' if row['value'] < LOW else ''}"
    return opener(to, classes, shown, title=words, style={"--share": percent(row["value"])})


def _part(text: Text, row: Row) -> str:
    return text(f"score.part.{row['part']}")


def _moved(places: int | None) -> str:
    if places is None:
        return ""
    return EN_DASH if places == 0 else f"{UP if places > 0 else DOWN}{abs(places)}"


def _trend(row: Row, shared: _Shared) -> Component:
    context, line, pass_line = shared.context, row["trend"] or [], shared.attrs.get("pass_line")
    status = row["status"] or "n"
    said = context.text("score.trend_title", name=row["label"], pass_line=exactly(pass_line))
    picture = sparkline(context.theme, line, [], pass_line, status, LINE, shared.limits)
    return html.Img(src=picture, alt="", className="weeks", title=said)
