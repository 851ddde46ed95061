"""The tape of seven figures: value, change against the equal window before, and their course."""

from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import kpis as source
from data_access.view import PREVIOUS
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, link, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId, body_of
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.scenes import COMPARE
from layouts.spark import sparkline
from layouts.text import Text
from layouts.unreconciled import Found, mark_of

RATES: Final = source.RATES
DURATIONS: Final = source.DURATIONS
LONG: Final = 7
"""Figures of more characters than these are set smaller: a million has room beside its course."""


def body(text: Text) -> Component:
    """Nothing yet: the tiles come with the first picture."""
    return html.Div()


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """One tile a measure; an unknown value is a dash and keeps its place."""
    rows = records(frame)
    differing = frame.attrs.get("unreconciled") or {}
    tiles = [_tile(row, differing, context) for row in rows] or [div("kpi-none", context.text("state.empty.kpis"))]
    return {body_of(PanelId.KPIS): {"children": tiles}}


def section(text: Text) -> Component:
    """The tape's own frame: tiles carry their titles."""
    tape = div("kpis", id=body_of(PanelId.KPIS))
    labelled: dict[str, Any] = {"aria-label": text("panel.kpis.title")}
    return html.Section(tape, id=PanelId.KPIS, className="p-kpis", **labelled)


def _tile(row: dict[str, Any], differing: Found, context: Context) -> Component:
    text, measure, status = context.text, row["measure"], row["status"] or "n"
    figure, unit = _figure(text, measure, row["value"])
    label = div(
        "lb",
        symbol(status),
        span("nm", text(f"measure.{measure}")),
        html.Em(unit),
        # A total that does not add up has no difference worth telling.
        mark_of(measure, differing, context) or _against(context, row),
    )
    trend, before = row.get("trend") or [], row.get("trend_previous") or []
    picture = html.Img(
        src=sparkline(context.theme, trend, before, row["target"] if measure in RATES else None, status),
        className="sp",
        alt="",
    )
    few = row["value"] is None or (measure in RATES and written.few(row["denominator"]))
    # The figure stands in a run of its own, so that the one before it can fade out behind it.
    long = " long" if len(figure) > LONG else ""
    classes, about = f"vl few{long}" if few else f"vl{long}", _explained(context, row)
    value = explained(context, classes, span("fg", figure), measure=measure, about=about)
    return div(f"kpi {status}", label, value, picture, title=about)


def _figure(text: Text, measure: str, value: Any) -> tuple[str, str]:
    if measure in RATES:
        return written.rate(value), "%"
    if measure in DURATIONS:
        figure, unit = written.duration_parts(text, value)
        return figure, unit
    return written.number(value), text("unit.case")


def _against(context: Context, row: dict[str, Any]) -> Component:
    """The difference, which leads to both windows beside each other and to whether it is more than chance."""
    view = context.view.replaced(scene=COMPARE.id, focus="", against=PREVIOUS)
    told = _difference(context.text, row), html.Small(_beside(context.text, row))
    return link(view, "dl", *told, title=context.text("compare.difference_opens"))


def _difference(text: Text, row: dict[str, Any]) -> str:
    value, previous, measure = row["value"], row["previous"], row["measure"]
    if value is None or previous is None:
        return written.UNKNOWN
    if measure in RATES:
        return written.signed(100 * (value - previous), 1)
    if measure in DURATIONS:
        gap = value - previous
        sign = "+" if gap > 0 else written.MINUS if gap < 0 else "\N{PLUS-MINUS SIGN}"
        return f"{sign}{written.in_unit_of(text, abs(gap), value)}"
    return written.signed(value - previous)


def _beside(text: Text, row: dict[str, Any]) -> str:
    """What stands beside the difference: the target where there is one, else the relative change."""
    if row["target"] is not None:
        measure = row["measure"]
        if measure in RATES:
            goal = f"{100 * row['target']:g}"
        elif measure in DURATIONS:
            goal = written.in_unit_of(text, row["target"], row["value"])
        else:
            goal = written.number(row["target"])
        return text("panel.kpis.target", target=goal)
    if row["measure"] in RATES or row["measure"] in DURATIONS:
        return ""
    if row["value"] == row["previous"]:
        return ""
    relative = written.change(row["value"], row["previous"])
    return "" if relative == written.UNKNOWN else relative


def _explained(context: Context, row: dict[str, Any]) -> str:
    """The definition, and numerator and denominator where the figure is a share."""
    text = context.text
    meaning = text(f"definition.{row['measure']}", window=context.window)
    if row["denominator"] is None or row["measure"] not in RATES:
        return meaning
    share = text(
        "definition.share", numerator=written.number(row["numerator"]), denominator=written.number(row["denominator"])
    )
    return f"{meaning} {share}{written.caution(text, row['denominator'])}"


PANEL: Final = Panel(PanelId.KPIS, source.frame, draw, body, cadence=300, hertz=4)
