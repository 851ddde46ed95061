"""Red and black list: who stands first and last of each ranking, who was urged and supervised, the hotline's rates."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import honours as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import short_name
from layouts.opener import opened, opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.score_words import exactly, points
from layouts.text import Text

GROUPS: Final = ("area", "department", "post")
LISTS: Final = ("red", "black")
URGED: Final = 6
"""How many departments the counts of urging name."""

Row = dict[str, Any]


class HonoursId(StrEnum):
    """Parts of the red and black list."""

    GROUPS = "honours-groups"


def body(text: Text) -> Component:
    """The groups side by side: areas, departments, posts, urging, hotline."""
    return div("honours", div("honours-groups", id=HonoursId.GROUPS))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A click on a name opens its score; what the events do not hold is said, never left blank."""
    rows, text, attrs = records(frame), context.text, frame.attrs
    groups: list[Child] = [_ranked(kind, rows, attrs, context) for kind in GROUPS]
    groups += [_urged([row for row in rows if row["list"] == "urged"], context)]
    groups += [_hotline([row for row in rows if row["list"] == "hotline"], attrs, context)]
    unit = text("panel.honours.unit", window=context.window, version=attrs.get("version") or written.UNKNOWN)
    empty = None if rows else text("panel.honours.empty")
    return drawing(PanelId.HONOURS, context, {HonoursId.GROUPS: {"children": groups}}, unit=unit, empty=empty)


def _ranked(kind: str, rows: list[Row], attrs: dict[Any, Any], context: Context) -> Component:
    text = context.text
    name = text(f"score.kind.{kind}")
    if kind == "area" and attrs.get("level"):
        name = attrs["level"]
    of_kind = [row for row in rows if row["kind"] == kind and row["list"] in LISTS]
    if not of_kind:
        words = text("panel.honours.no_posts" if kind == "post" and not attrs.get("posts") else "panel.honours.nobody")
        return div("honour", span("gh", name), span("none", words))
    lines = [_line(which, [row for row in of_kind if row["list"] == which], context) for which in LISTS]
    return div("honour", span("gh", name), *lines)


def _line(which: str, rows: list[Row], context: Context) -> Component:
    text = context.text
    entries = [_entry(row, context) for row in rows] or [span("none", text(f"panel.honours.no_{which}"))]
    return div(f"ln {which}", span("k", text(f"panel.honours.{which}")), div("es", *entries))


def _entry(row: Row, context: Context) -> Component:
    text, name, status = context.text, row["label"], row["status"] or "n"
    shown = short_name(name, context.area_name, text) if row["kind"] == "area" else name
    about = text(
        "panel.honours.entry",
        name=name,
        rank=written.number(row["rank"]),
        total=points(row["total"]),
        change=written.signed(row["change"], 1),
    )
    return opener(
        opened(context.view, row["kind"], row["code"]),
        f"e {status}",
        span("r", written.number(row["rank"])),
        span("nm", shown),
        symbol(status),
        explained(context, "v", points(row["total"]), measure="score", cut={row["kind"]: row["code"]}),
        title=about,
    )


def _urged(rows: list[Row], context: Context) -> Component:
    text = context.text
    head = span("gh", text("panel.honours.urged"))
    if not rows:
        return div("honour urged", head, span("none", text("panel.honours.not_urged")))
    entries = [
        span(
            "e",
            span("nm", row["label"]),
            span("v", _times("urged", row, context), " / ", _times("supervised", row, context)),
            title=text(
                "panel.honours.urged_title",
                name=row["label"],
                urged=written.number(row["urged"]),
                supervised=written.number(row["supervised"]),
            ),
        )
        for row in rows[:URGED]
    ]
    return div("honour urged", head, div("es", *entries))


def _times(name: str, row: Row, context: Context) -> Component:
    return explained(context, "", written.number(row[name]), measure=name, cut={"department": row["code"]})


def _hotline(rows: list[Row], attrs: dict[Any, Any], context: Context) -> Component:
    text = context.text
    together = attrs.get("hotline")
    words = "" if together is None else text("panel.honours.together", value=points(together))
    head = span("gh", text("panel.honours.hotline"), span("on", words))
    return div("honour rates", head, div("es", *(_rate(row, attrs, context) for row in rows)))


def _rate(row: Row, attrs: dict[Any, Any], context: Context) -> Component:
    text, sources = context.text, attrs.get("hotline_sources") or []
    rate, weight = text(f"score.part.{row['code']}"), exactly(row["weight"])
    if row["value"] is None:
        nothing = row["left_out"] == "nothing"
        key = "rate_nothing_title" if nothing else "rate_missing_title"
        beside = None if nothing else span("why", text("score.left_out.not_held"))
        words = text("panel.honours.rate_missing", rate=rate)
        return span("e none", words, beside, title=text(f"panel.honours.{key}", weight=weight))
    about = text(
        "panel.honours.rate_title",
        denominator=written.number(row["denominator"]),
        numerator=written.number(row["numerator"]),
        weight=weight,
    )
    words = text("panel.honours.rate", rate=rate, value=written.rate(row["value"]))
    if row["code"] == "satisfaction" and len(sources) == 1:
        # That of several sources together is no measure of a view.
        return explained(context, "e", words, measure="satisfaction", cut={"source": sources[0]}, about=about)
    return span("e", words, title=about + written.caution(text, row["denominator"]))


PANEL: Final = Panel(PanelId.HONOURS, source.frame, draw, body, cadence=900, hertz=0.1)
