"""Tables of two sides, a row a key: bars in pairs on one scale, both counts, their difference."""

from enum import StrEnum
from functools import partial
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from layouts import format as written
from layouts.compared import OTHER, OWN, Facts, bars, chip, empty_of, gap_class, key_of, names_of, other_cut, verdict
from layouts.context import Context
from layouts.elements import Child, div, span
from layouts.explained import explained
from layouts.names import name_class
from layouts.panel import Drawing, drawing
from layouts.records import records

Row = dict[str, Any]


def table(head: StrEnum, rows: StrEnum) -> Component:
    """The body of such a panel: a head and its rows."""
    return div("pairs", div("pairs-head", id=head), div("pairs-rows", id=rows))


def draw_pairs(frame: pd.DataFrame, context: Context, panel: str, by: str, ids: tuple[StrEnum, StrEnum]) -> Drawing:
    """The panel of a frame as frames/compare_groups.py gives it, by a dimension; `ids` of its head and its rows."""
    rows, facts = records(frame), frame.attrs
    most = scale_of(rows)
    parts: dict[str, dict[str, Any]] = {
        ids[0]: {"children": heads(facts, context)},
        ids[1]: {"children": [div("pairs-row", *_cells(row, by, most, context)) for row in rows]},
    }
    empty = empty_of(facts, rows, panel, context)
    return drawing(panel, context, parts, unit=key_of(facts, context), empty=empty)


def heads(facts: Facts, context: Context) -> list[Component]:
    """What stands above the counts: the marks of the sides, whose names the title has, and the difference."""
    sides = zip((OWN, OTHER), names_of(facts, context), strict=True)
    marks = [span(f"n {side}", chip(side), title=name) for side, name in sides]
    return [*marks, span("n gap", context.text("compare.gap"))]


def scale_of(rows: list[Row]) -> float:
    """The largest count of either side, of which bars are as long as there is room."""
    return max((row[name] or 0 for row in rows for name in ("reported", "other_reported")), default=0) or 1


def counts(row: Row, by: str, name: str, most: float, context: Context) -> list[Child]:
    """The cells of a row up to its difference; `name` is what its key is called."""
    text, said = context.text, row["verdict"]
    own, other = row["reported"], row["other_reported"]
    about = text(
        "compare.row",
        name=name,
        own=written.number(own),
        other=written.number(other),
        share=written.share(row["share"]),
        other_share=written.share(row["other_share"]),
        change=written.change(own, other),
    )
    cut = {by: row[by]}
    why = partial(explained, context, measure="reported", about=about)

    def cell(side: str, value: int | None, cut: dict[str, str]) -> Component:
        if value is None:
            return span(f"n {side}", written.UNKNOWN)
        return why(f"n {side}", written.number(value), cut=cut)

    return [
        span(name_class(name), name, title=about),
        div("") if max(own or 0, other or 0) > most else bars(own, other, most),
        cell(OWN, own, cut),
        cell(OTHER, other, {**other_cut(context), **cut}),
        span(f"n {gap_class(said)}", written.signed(row["difference"]), title=about),
        verdict(said if said == "different" else None, context, brief=True),
    ]


def _cells(row: Row, by: str, most: float, context: Context) -> list[Child]:
    return counts(row, by, row["label"] or row[by] or context.text("compare.nameless"), most, context)
