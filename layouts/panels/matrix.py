"""Kinds of cases by area: every count printed, the colour says how far it is from what is usual there."""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import matrix as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, span, symbol
from layouts.ids import PanelId
from layouts.names import name_class, short_name, width
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

KINDS: Final = 10
CHILDREN: Final = 10
"""So many rows and columns at most; what is beyond is put together in a last one, so that the counts add up."""
LONG: Final = 3.5
"""Names of areas wider than this, in em, take two lines above their column; a Latin one stands upright, unbroken."""
EM: Final = 1.5
HIGHEST: Final = 10.5
"""The size of those names and the most room they get, in rem."""
UNLOCATED: Final = "unlocated"
RAMP: Final = ("v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9")
STEPS: Final = (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0)
"""Between two classes of the ramp, in sigmas."""

Row = dict[str, Any]


class MatrixId(StrEnum):
    """Parts of the table."""

    HEAD = "matrix-head"
    ROWS = "matrix-rows"
    REST = "matrix-rest"


def body(text: Text) -> Component:
    """The areas above, the kinds, what is in none of those shown."""
    return div(
        "matrix",
        div("matrix-head", id=MatrixId.HEAD),
        div("matrix-rows", id=MatrixId.ROWS),
        div("matrix-rest", id=MatrixId.REST),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Kinds with the most first. A click on a kind filters by it, a second one lifts that; on an area drills down."""
    rows, text = records(frame), context.text
    kinds, children = _unique(rows, "category"), _unique(rows, "child")
    cells = {(row["category"], row["child"]): row for row in rows}
    columns = _columns(rows, children)
    lines, rest = (kinds, []) if len(kinds) <= KINDS else (kinds[: KINDS - 1], kinds[KINDS - 1 :])
    head = [span("nm"), *(_heading(column, cells[kinds[0], column[0]], context) for column in columns)] if rows else []
    shape = {"style": {"--columns": str(max(len(columns), 1)), "--head": _height(head)}}
    parts: dict[str, dict[str, Any]] = {
        MatrixId.HEAD: {"children": head, **shape},
        MatrixId.ROWS: {"children": [_line([kind], columns, cells, context) for kind in lines], **shape},
        MatrixId.REST: {"children": [_line(rest, columns, cells, context)] if rest else [], **shape},
    }
    empty = None if rows else text("panel.matrix.empty")
    level = frame.attrs.get("level")
    title = text("panel.matrix.of", level=level) if level else None
    return drawing(PanelId.MATRIX, context, parts, title=title, unit=_unit(frame, context), empty=empty)


def _unique(rows: list[Row], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in rows))


def _columns(rows: list[Row], children: list[str]) -> list[list[str]]:
    """The children of each column: those with the most have one of their own, in the order of the tree."""
    if len(children) <= CHILDREN:
        return [[child] for child in children]
    totals = dict.fromkeys(children, 0)
    for row in rows:
        totals[row["child"]] += row["count"] or 0
    own = set(
        sorted((child for child in children if child != UNLOCATED), key=lambda child: -totals[child])[: CHILDREN - 1]
    )
    return [*([child] for child in children if child in own), [child for child in children if child not in own]]


def _unit(frame: pd.DataFrame, context: Context) -> list[Component]:
    text = context.text
    total = written.number(frame.attrs.get("reported"))
    periods = frame.attrs.get("periods")
    usual = text("panel.matrix.usual" if periods else "panel.matrix.unknown", periods=periods or 0)
    return [
        span("", text("panel.matrix.unit", window=context.window, total=total), title=usual),
        span("", text("panel.matrix.low"), *(span(f"chip {token}") for token in RAMP), text("panel.matrix.high")),
        span("", symbol("warn"), text("panel.matrix.over"), title=text("panel.matrix.limit")),
    ]


def _heading(column: list[str], row: Row, context: Context) -> Component:
    text = context.text
    if len(column) > 1:
        return span("c rest", text("panel.matrix.others", n=len(column)))
    if row["child"] == UNLOCATED:
        lost = text("panel.matrix.lost")
        return span("c rest tall" if width(lost) > LONG else "c rest", lost, title=text("area.unlocated"))
    name = row["child_label"]
    shown = short_name(name, context.area_name, text)
    classes = "c" if width(shown) <= LONG else "c tall" if shown.isascii() else "c long"
    if not row["drill"]:
        return span(classes, shown, title=name)
    return link(context.view.replaced(area=row["child"]), classes, shown, title=name)


def _height(head: Sequence[Any]) -> str:
    """The room above the columns that the longest name needs, upright or in two lines."""
    upright = [width("".join(str(word) for word in one.children)) for one in head if "tall" in one.className.split()]
    two_lines = any("long" in one.className.split() for one in head)
    needed = max(EM * max(upright, default=0.0) + 0.8, 4.0 if two_lines else 0.0)
    return f"{round(min(max(needed, 2.6), HIGHEST), 1):g}rem"


def _line(kinds: list[str], columns: list[list[str]], cells: dict[tuple[str, str], Row], context: Context) -> Component:
    text, view = context.text, context.view
    row = cells[kinds[0], columns[0][0]]
    figures = [_cell([cells[kind, child] for kind in kinds for child in column], context) for column in columns]
    if len(kinds) > 1:
        name = text("panel.matrix.rest", n=len(kinds))
        return div("matrix-row rest", span("nm", name), *figures)
    label = row["category_label"] or text("panel.matrix.none")
    chosen = view.category == row["category"]
    name = label.rpartition(" · ")[2]
    if not row["category"]:
        return div("matrix-row", span(name_class(name), name), *figures)
    target = view.replaced(category=_above(row["category"]) if chosen else row["category"])
    return link(target, f"matrix-row{' chosen' if chosen else ''}", span(name_class(name), name, title=label), *figures)


def _above(category: str) -> str | None:
    return category.rpartition("/")[0] or None


def _cell(rows: Sequence[Row], context: Context) -> Component:
    text = context.text
    if len(rows) > 1:
        # Cells put together are a remainder, not a place of their own: counted, not judged.
        counts = [row["count"] for row in rows if row["count"] is not None]
        total = sum(counts) if counts else None
        explained = text("panel.matrix.together", n=len(rows), count=written.number(total))
        return span("c v5 rest", written.number(total), title=explained)
    row = rows[0]
    shape: Child = symbol(row["status"] or "n")
    known = row["z"] is not None
    explained = text(
        "panel.matrix.explained" if known else "panel.matrix.explained_unknown",
        area=text("area.unlocated") if row["child"] == UNLOCATED else row["child_label"],
        category=row["category_label"] or text("panel.matrix.none"),
        count=written.number(row["count"]),
        usual=written.number(row["usual"], 1),
        z=written.signed(row["z"], 1),
        window=context.window,
    )
    return span(f"c {_class(row['z'])}", written.number(row["count"]), shape, title=explained)


def _class(z: float | None) -> str:
    """The class of a deviation: the step of the ramp it lies in; the middle one where nothing is usual yet."""
    return "v5 none" if z is None else RAMP[bisect_right(STEPS, z)]


PANEL: Final = Panel(PanelId.MATRIX, source.frame, draw, body, cadence=900, hertz=0.1)
