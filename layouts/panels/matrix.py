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
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import name_class, short_name, width
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

KINDS: Final = 10
CHILDREN: Final = 10
"""So many rows and columns at most; what is beyond is put together in a last one, so that the counts add up."""
LONG: Final = 3.5
LATIN: Final = 3.0
"""Names of areas wider than this, in em, take two lines above their column; if a Latin one is, all stand upright."""
EM: Final = 1.5
HIGHEST: Final = 11.5
MARGIN: Final = 0.8
"""The size of those names, the most room they get, and what of it stays free, in rem."""
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
    names = [_name(column, cells[kinds[0], column[0]], context) for column in columns]
    upright = any(name.isascii() and width(name) > LATIN for name in names)
    head = [
        _heading(column, name, cells[kinds[0], column[0]], upright, context)
        for column, name in zip(columns, names, strict=True)
    ]
    shape = {"style": {"--columns": str(max(len(columns), 1)), "--head": _height(names, upright)}}
    parts: dict[str, dict[str, Any]] = {
        MatrixId.HEAD: {"children": [span("nm"), *head] if head else [], **shape},
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


def _name(column: list[str], row: Row, context: Context) -> str:
    """What stands above a column."""
    if len(column) > 1:
        return context.text("panel.matrix.others", n=len(column))
    if row["child"] == UNLOCATED:
        return context.text("panel.matrix.lost")
    return short_name(row["child_label"], context.area_name, context.text)


def _heading(column: list[str], name: str, row: Row, upright: bool, context: Context) -> Component:
    shape = " tall" if upright else " long" if width(name) > LONG else ""
    name = _upright(name) if upright else name
    if len(column) > 1 or row["child"] == UNLOCATED:
        said = {"title": context.text("area.unlocated")} if len(column) == 1 else {}
        return span(f"c rest{shape}", name, **said)
    if not row["drill"]:
        return span(f"c{shape}", name, title=row["child_label"])
    return link(context.view.replaced(area=row["child"]), f"c{shape}", name, title=row["child_label"])


def _upright(name: str) -> str:
    """As much of a name as has room in a line that stands upright; its title says all of it."""
    room = (HIGHEST - MARGIN) / EM
    if width(name) <= room:
        return name
    while width(f"{name}\N{HORIZONTAL ELLIPSIS}") > room:
        name = name[:-1].rstrip()
    return f"{name}\N{HORIZONTAL ELLIPSIS}"


def _height(names: list[str], upright: bool) -> str:
    """The height of the names of the areas, in rem."""
    widest = max((width(name) for name in names), default=0.0)
    if upright:
        return f"{min(widest * EM + MARGIN, HIGHEST):.1f}rem"
    return "4rem" if widest > LONG else "2.6rem"


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
        together = text("panel.matrix.together", n=len(rows), count=written.number(total))
        return span("c v5 rest", written.number(total), title=together)
    row = rows[0]
    shape: Child = symbol(row["status"] or "n")
    known = row["z"] is not None
    about = text(
        "panel.matrix.explained" if known else "panel.matrix.explained_unknown",
        area=text("area.unlocated") if row["child"] == UNLOCATED else row["child_label"],
        category=row["category_label"] or text("panel.matrix.none"),
        count=written.number(row["count"]),
        usual=written.number(row["usual"], 1),
        z=written.signed(row["z"], 1),
        window=context.window,
    )
    classes, figure = f"c {_class(row['z'])}", written.number(row["count"])
    if not row["category"]:
        return span(classes, figure, shape, title=about)
    cut = {"area": row["child"], "category": row["category"]}
    return explained(context, classes, figure, shape, measure="reported", cut=cut, about=about)


def _class(z: float | None) -> str:
    """The class of a deviation: the step of the ramp it lies in; the middle one where nothing is usual yet."""
    return "v5 none" if z is None else RAMP[bisect_right(STEPS, z)]


PANEL: Final = Panel(PanelId.MATRIX, source.frame, draw, body, cadence=900, hertz=0.1)
