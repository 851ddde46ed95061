"""The risk index of the areas below, a bar a part; beneath it one of them opened: parts, counts, weights, cases."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import index as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, percent, span, symbol
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import name_class, short_name
from layouts.opener import opened, opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class IndexId(StrEnum):
    """Parts of the risk index."""

    HEAD = "index-head"
    ROWS = "index-rows"
    HERO = "index-hero"
    PARTS = "index-parts"
    CASES = "index-cases"


SHOWN: Final = 12
HIGH: Final = 0.7
"""The score from which a part stands out."""

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The ranking, and the opened area below it."""
    return div(
        "risk",
        div("risk-table", div("risk-head", id=IndexId.HEAD), div("risk-rows", id=IndexId.ROWS)),
        div(
            "risk-opened",
            div("risk-hero", id=IndexId.HERO),
            div("risk-parts", id=IndexId.PARTS),
            div("rows risk-cases", id=IndexId.CASES),
        ),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order; a row opens its area, the opened area's name leads down into it."""
    attrs, text = frame.attrs, context.text
    areas: dict[str, list[Row]] = {}
    for row in records(frame):
        areas.setdefault(row["code"], []).append(row)
    ranked = list(areas.values())[: attrs.get("ranked") or len(areas)]
    shown = areas.get(attrs.get("opened") or "", next(iter(areas.values()), []))
    parts: dict[str, dict[str, Any]] = {
        IndexId.HEAD: {"children": _head(ranked, text)},
        IndexId.ROWS: {
            "children": [_row(one, shown, context) for one in ranked[:SHOWN]],
            "style": {"--rows": str(len(ranked[:SHOWN]))},
        },
        IndexId.HERO: {"children": _hero(shown, attrs, context)},
        IndexId.PARTS: {"children": [_part(row, attrs, context) for row in shown if row["part"]]},
        IndexId.CASES: {"children": _cases(attrs.get("cases") or [], context)},
    }
    return drawing(PanelId.INDEX, context, parts, unit=_unit(ranked, attrs, context), empty=_empty(areas, text))


def _empty(areas: dict[str, list[Row]], text: Text) -> str | None:
    if not areas:
        return text("panel.index.empty")
    return None if any(rows[0]["index"] is not None for rows in areas.values()) else text("panel.index.unknown")


def _unit(ranked: list[list[Row]], attrs: dict[Any, Any], context: Context) -> list[Component]:
    text = context.text
    runs = [text("panel.index.scale")]
    if attrs.get("end"):
        runs.append(text("panel.index.until", time=written.clock(attrs["end"], context.zone, "%H:%M")))
    runs.append(text("panel.surface.version", version=attrs.get("version") or written.UNKNOWN))
    if len(ranked) > SHOWN:
        runs.append(text("panel.areas.cut", shown=SHOWN, all=len(ranked)))
    return [span("", run if place == 0 else f" \N{MIDDLE DOT} {run}") for place, run in enumerate(runs)]


def _head(ranked: list[list[Row]], text: Text) -> list[Component]:
    rows = ranked[0] if ranked else []
    names = [
        span("", text(f"panel.index.short.{row['part']}"), title=_weighed(row, text)) for row in rows if row["part"]
    ]
    return [div("bars", *names, style=_columns(rows)), span("total", text("panel.index.total"))]


def _weighed(row: Row, text: Text) -> str:
    return text(
        "panel.index.weighed", part=text(f"panel.index.part.{row['part']}"), weight=written.number(row["weight"])
    )


def _columns(rows: list[Row]) -> dict[str, str]:
    weights = [row["weight"] for row in rows if row["weight"]]
    return {"--parts": " ".join(f"minmax(0, {weight:g}fr)" for weight in weights)} if weights else {}


def _row(rows: list[Row], shown: list[Row], context: Context) -> Component:
    text, row = context.text, rows[0]
    status = row["status"] or "n"
    name = short_name(row["label"] or row["code"], context.area_name, text)
    bars = [span(_bar(one), style={"--share": percent(one["score"] or 0)}) for one in rows if one["part"]]
    cells: tuple[Child, ...] = (
        span(name_class(name), name, symbol(status)),
        div("bars", *bars, style=_columns(rows)),
        explained(context, "total", written.number(row["index"]), measure="index", cut={"area": row["code"]}),
    )
    chosen = " chosen" if rows is shown else ""
    title = _explained(rows, text)
    return opener(opened(context.view, "index", row["code"]), f"risk-row {status}{chosen}", *cells, title=title)


def _bar(row: Row) -> str:
    if row["score"] is None:
        return "bar out"
    return "bar high" if row["score"] >= HIGH else "bar"


def _explained(rows: list[Row], text: Text) -> str:
    row = rows[0]
    said = [
        text(
            "panel.index.points",
            part=text(f"panel.index.part.{one['part']}"),
            points=written.number(one["points"], 1),
            weight=written.number(one["weight"]),
        )
        for one in rows
        if one["part"]
    ]
    whole = text("panel.index.row", area=row["label"] or row["code"], index=written.number(row["index"], 1))
    return f"{whole} {text('sentence.joint').join(said)}"


def _hero(rows: list[Row], attrs: dict[Any, Any], context: Context) -> list[Component]:
    if not rows:
        return []
    text, row = context.text, rows[0]
    status = row["status"] or "n"
    label = row["label"] or row["code"]
    name: Component = span("nm", label)
    if row["drill"]:
        view = context.view.replaced(area=row["code"], focus="")
        name = link(view, "nm to", label, title=text("panel.index.descend", area=label))
    beside = text("panel.index.whole", index=written.number(attrs.get("of_whole"), 1))
    if row["known"] is not None and row["known"] < 100:
        beside = text("panel.index.partly", known=written.number(row["known"]))
    cut = {"area": row["code"]}
    shown = (written.number(row["index"], 1), symbol(status))
    figure = explained(context, f"figure {status}", *shown, measure="index", cut=cut)
    back = None
    if attrs.get("chosen"):
        back = link(context.view.replaced(focus=""), "back", text("panel.index.back"))
    return [one for one in (name, figure, span("on", beside), back) if one is not None]


def _part(row: Row, attrs: dict[Any, Any], context: Context) -> Component:
    text, cut = context.text, {"area": row["code"]}
    out = row["score"] is None
    reason = text(f"panel.index.missing.{row['missing'] or 'nothing'}")
    said = reason if out else _made(row, attrs, text)
    points = written.UNKNOWN if out else written.number(row["points"], 1)
    figure = explained(context, "", points, measure=f"index.{row['part']}", cut=cut)
    cells: tuple[Child, ...] = (
        span("nm", text(f"panel.index.part.{row['part']}")),
        span(_bar(row), style={"--share": percent(row["score"] or 0)}),
        span("pt", html.B(figure), f" / {written.number(row['weight'])}"),
        span("why", said),
    )
    return div("risk-part out" if out else "risk-part", *cells, title=_definition(row, attrs, text))


def _definition(row: Row, attrs: dict[Any, Any], text: Text) -> str:
    return text(
        f"panel.index.definition.{row['part']}",
        days=attrs.get("days") or written.UNKNOWN,
        hours=written.number(attrs.get("half_life")),
        metres=written.number(attrs.get("metres")),
        unplaced=written.number(attrs.get("unplaced")),
    )


def _made(row: Row, attrs: dict[Any, Any], text: Text) -> str:
    """Numerator, denominator and value of a part in words."""
    part, value = row["part"], row["value"]
    whole = part in ("overdue", "repeat")
    per = attrs.get("per") or "resident"
    return text(
        f"panel.index.made.{part}_{per}" if part == "intensity" else f"panel.index.made.{part}",
        numerator=written.number(row["numerator"], 0 if whole or part == "anomaly" else 1),
        denominator=written.number(row["denominator"], 0 if whole or part == "hot_spot" else 1),
        value=written.rate(value) if whole or part == "hot_spot" else written.number(value, 2),
        times=written.number(value / row["reference"], 1) if value is not None and row["reference"] else "",
    )


def _cases(cases: list[Row], context: Context) -> list[Component]:
    text = context.text
    if not cases:
        return [div("none", text("panel.index.no_cases"))]
    return [
        div(
            "case",
            span("sv", written.number(case["severity"] or 1), title=text("panel.index.severity")),
            span("tt", case["title"] or case["event_id"]),
            span(_late_class(case), _late(case, text)),
            title=f"{case['event_id']} {case['title'] or ''}",
        )
        for case in cases
    ]


def _late_class(case: Row) -> str:
    return "lt warn" if (case["over_seconds"] or -1) > 0 else "lt"


def _late(case: Row, text: Text) -> str:
    if case["over_seconds"] is None:
        return text("panel.index.open_for", age=written.duration(text, case["age_seconds"]))
    return written.late(text, case["over_seconds"])


PANEL: Final = Panel(PanelId.INDEX, source.frame, draw, body, cadence=900, hertz=0.1)
