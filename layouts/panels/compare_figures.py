"""The measures of two sides beside one another: their values, their difference, and what is to be said of it."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import compare_figures as source
from data_access.frames.compare_figures import COUNTS, DURATIONS, LEVELS, RATES
from layouts import format as written
from layouts.compared import OTHER, OWN, bars, empty_of, gap_class, key_of, longer, names_of, other_cut, points, verdict
from layouts.context import Context
from layouts.elements import Child, div, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

Row = dict[str, Any]


class CompareFiguresId(StrEnum):
    """Parts of the panel."""

    HEAD = "compare-figures-head"
    ROWS = "compare-figures-rows"


def body(text: Text) -> Component:
    """The head and a row a figure."""
    head = div("cf-head", id=CompareFiguresId.HEAD)
    return div("cf", head, div("cf-rows", id=CompareFiguresId.ROWS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row a figure, in the order of the frame; under each value what it is made of."""
    rows, text, facts = records(frame), context.text, frame.attrs
    own, other = names_of(facts, context)
    heads = [span("n nm", own), span("n nm", other), span("n", text("compare.difference"))]
    parts: dict[str, dict[str, Any]] = {
        CompareFiguresId.HEAD: {"children": heads},
        CompareFiguresId.ROWS: {"children": [_row(row, context) for row in rows]},
    }
    empty = empty_of(facts, rows, PanelId.COMPARE_FIGURES, context)
    return drawing(PanelId.COMPARE_FIGURES, context, parts, unit=key_of(facts, context), empty=empty)


def _row(row: Row, context: Context) -> Component:
    name, own, other = row["measure"], row["value"], row["other_value"]
    most = max((abs(value) for value in (own, other) if value is not None), default=0.0)
    said = row["verdict"]
    cells = (
        span("nm", context.text(f"compare.figure.{name}")),
        bars(own, other, most),
        _side(row, OWN, context),
        _side(row, OTHER, context),
        span(gap_class(said), span("g", _gap(name, own, other, context)), html.Small(_change(row, context))),
        verdict(said, context),
    )
    return div(f"cf-row {said or 'unknown'}", *cells)


def _side(row: Row, side: str, context: Context) -> Component:
    """A value, which leads to its explanation, over what it is made of."""
    text, name = context.text, row["measure"]
    prefix = "" if side == OWN else "other_"
    value, under = row[f"{prefix}value"], row[f"{prefix}denominator"]
    figure, unit = figure_of(text, name, value)
    few = name not in COUNTS and written.few(under)
    status = row["status" if side == OWN else "other_status"] or "n"
    classes = f"v {status}{' few' if few else ''}"
    about = f"{text(f'why.measure.{name}')}: {_made(row, prefix, context, whole=True)}"
    why = partial(explained, context, classes, measure=name, about=about + written.caution(text, under))
    shown: list[Child] = [symbol(status), figure, html.Em(unit)]
    cut = None if side == OWN else other_cut(context)
    # The other side has no explanation where it has no number.
    held = why(*shown, cut=cut) if value is not None else span(classes, *shown, title=about)
    return span(f"cell {side}", held, html.Small(_made(row, prefix, context)))


def figure_of(text: Text, name: str, value: Any) -> tuple[str, str]:
    """A figure in words, and its unit."""
    if name in RATES:
        return written.rate(value), "%" if written.known(value) else ""
    if name in DURATIONS:
        return written.duration_parts(text, value)
    if name == "source_diversity":
        return written.number(value, 2), ""
    return written.number(value), ""


def _made(row: Row, prefix: str, context: Context, *, whole: bool = False) -> str:
    """Numerator and denominator of a share, the cases of a duration, the count per head."""
    text, name = context.text, row["measure"]
    over, under = row[f"{prefix}numerator"], row[f"{prefix}denominator"]
    if name in RATES:
        return "" if under is None else f"{written.number(over)} / {written.number(under)}"
    if under is not None:
        return text("compare.cases", n=written.number(under))
    rate = row[f"{prefix}per_thousand"]
    if rate is not None:
        return text("compare.per_thousand", n=written.number(rate, 2 if rate < 10 else 1))
    if name in LEVELS and prefix and not context.view.rival:
        return text("compare.at_end")
    return written.number(row[f"{prefix}value"]) if whole else ""


def _gap(name: str, own: Any, other: Any, context: Context) -> str:
    if name in RATES:
        return points(own, other, context)
    if name in DURATIONS:
        return longer(own, other, context)
    if own is None or other is None:
        return written.UNKNOWN
    return written.signed(own - other, 2 if name == "source_diversity" else 0)


def _change(row: Row, context: Context) -> str:
    """The relative change; of shares the points say it all, of areas the difference per head."""
    name, own, other = row["measure"], row["value"], row["other_value"]
    rates = row["per_thousand"], row["other_per_thousand"]
    if None not in rates:
        gap = rates[0] - rates[1]
        return context.text("compare.per_thousand", n=written.signed(gap, 2 if abs(gap) < 10 else 1))
    if name in RATES or own is None or other is None or own == other:
        return ""
    relative = written.change(own, other)
    return "" if relative == written.UNKNOWN else relative


PANEL: Final = Panel(PanelId.COMPARE_FIGURES, source.frame, draw, body, cadence=300, hertz=1)
