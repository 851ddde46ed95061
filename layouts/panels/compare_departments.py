"""What the departments of two sides were given, with their punctuality and how fast they respond."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import compare_departments as source
from data_access.reader import UNASSIGNED
from layouts import format as written
from layouts.compared import empty_of, key_of, longer, other_cut, points, verdict
from layouts.context import Context
from layouts.elements import Child, div, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.pairs import counts, heads, scale_of
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

Row = dict[str, Any]


class CompareDepartmentsId(StrEnum):
    """Parts of the panel."""

    HEAD = "compare-departments-head"
    ROWS = "compare-departments-rows"


def body(text: Text) -> Component:
    """The head and a row a department."""
    head = div("pairs-head", id=CompareDepartmentsId.HEAD)
    return div("pairs cd", head, div("pairs-rows", id=CompareDepartmentsId.ROWS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row a department, the largest differences of what came in first."""
    rows, facts, text = records(frame), frame.attrs, context.text
    beside = [span("n rate", text("measure.short.on_time_rate")), span("n time", text("compare.response"))]
    # What its finder settles has no department, and is most of all: beside it the others would have no length.
    most = scale_of([row for row in rows if row["department"] != UNASSIGNED])
    parts: dict[str, dict[str, Any]] = {
        CompareDepartmentsId.HEAD: {"children": [*heads(facts, context), *beside]},
        CompareDepartmentsId.ROWS: {"children": [_row(row, most, context) for row in rows]},
    }
    empty = empty_of(facts, rows, PanelId.COMPARE_DEPARTMENTS, context)
    return drawing(PanelId.COMPARE_DEPARTMENTS, context, parts, unit=key_of(facts, context), empty=empty)


def _row(row: Row, most: float, context: Context) -> Component:
    text = context.text
    name = text("department.none") if row["department"] == UNASSIGNED else row["label"] or row["department"]
    rates, times = (row["on_time_value"], row["other_on_time_value"]), (row["p50"], row["other_p50"])
    dues, answered = (row["on_time_denominator"], row["other_on_time_denominator"]), (row["n"], row["other_n"])
    about_rate = text(
        "compare.on_time",
        name=name,
        gap=points(*rates, context),
        **_both(row, ("on_time_numerator", "on_time_denominator")),
    )
    about_time = text("compare.responded", name=name, gap=longer(*times, context), **_both(row, ("n",)))
    cells: list[Child] = [
        *counts(row, "department", name, most, context),
        *_two("on_time_rate", row, [written.rate(one) for one in rates], dues, about_rate, context),
        verdict(_sure(row["on_time_verdict"]), context, brief=True),
        *_two("response_p50", row, [written.duration(text, one) for one in times], answered, about_time, context),
        verdict(_sure(row["response_verdict"]), context, brief=True),
    ]
    return div("pairs-row", *cells)


def _two(
    measure: str, row: Row, words: list[str], cases: tuple[Any, Any], about: str, context: Context
) -> list[Component]:
    """The figures of both sides, each a way to its explanation."""
    cut = {"department": row["department"]}
    kind = "rate" if measure == "on_time_rate" else "time"
    found = []
    for place, (figure, count) in enumerate(zip(words, cases, strict=True)):
        classes = f"n {kind}{' second' if place else ''}{' few' if written.few(count) else ''}"
        why = partial(explained, context, classes, figure, measure=measure, about=about)
        held = why(cut={**other_cut(context), **cut} if place else cut)
        found.append(held if figure != written.UNKNOWN else span(classes, figure, title=about))
    return found


def _both(row: Row, names: tuple[str, ...]) -> dict[str, str]:
    """The counts of both sides in words, by their names."""
    return {f"{side}{name}": written.number(row[f"{side}{name}"]) for name in names for side in ("", "other_")}


def _sure(said: str | None) -> str | None:
    """Only what is sure is marked in a table."""
    return said if said in ("better", "worse", "different") else None


PANEL: Final = Panel(PanelId.COMPARE_DEPARTMENTS, source.frame, draw, body, cadence=300, hertz=0.5)
