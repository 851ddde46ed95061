"""Data returned: what the areas gave, what came back to them, what is late or missing."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import returns as source
from data_access.view import View
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, mark, span
from layouts.ids import PanelId
from layouts.names import BETWEEN, name_class, short_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class ReturnsId(StrEnum):
    """Parts of the panel."""

    ROWS = "returns-rows"


SHOWN: Final = 40
ORDER: Final = ("outcome", "returned", "given")
WORST: Final = ("stale", "missing", "late", "suppressed", "current")

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The table."""
    return div("metric returns", id=ReturnsId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The areas below with their counts, each a click; of an area that reports its figures, what came back first."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    content = _figures(rows, context) if attrs.get("detail") else _areas(rows, context)
    parts: dict[str, dict[str, Any]] = {ReturnsId.ROWS: {"children": [content] if rows else []}}
    empty = None if rows else text("panel.returns.empty")
    return drawing(PanelId.RETURNS, context, parts, unit=_unit(attrs, context), empty=empty)


def download(view: View) -> str:
    """Where what a view returns is to be had as a file, relative to the page."""
    asked = View(area=view.area, window=view.window, as_of=view.as_of, language=view.language).to_query()
    return f"api/v1/returns?{asked + '&' if asked else ''}format=csv"


def _unit(attrs: dict[Any, Any], context: Context) -> list[Component]:
    text = context.text
    rate = text("panel.returns.rate", rate=written.share(attrs.get("rate")))
    explained = text("panel.returns.explained", level=attrs.get("level") or written.UNKNOWN)
    spoiled = [
        span("", f"{BETWEEN}{text(f'panel.returns.{name}', n=written.number(attrs.get(name)))}")
        for name in ("late", "missing")
        if attrs.get(name)
    ]
    file = html.A(text("panel.returns.file"), href=download(context.view), download="", className="file")
    return [span("", rate, title=explained), span("by-hand", BETWEEN, file), *spoiled]


def _areas(rows: list[Row], context: Context) -> Component:
    text = context.text
    names = ("given", "returned", "spoiled", "rate")
    heads = [
        span("n keep", span("", text(f"panel.returns.head.{name}")), title=text(f"panel.returns.of.{name}"))
        for name in names
    ]
    head = div("mt-head", span("nm"), *heads)
    lines = [_area(row, context) for row in rows[:SHOWN]]
    style = {"--cells": "repeat(4, minmax(min-content, 1fr))", "--head": "2.4rem"}
    return div("mt", head, div("mt-whole"), div("mt-rows", *lines), style=style)


def _area(row: Row, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    name = short_name(row["label"] or row["key"], context.area_name, text)
    spoiled = _sum((row["late"], row["missing"]))
    given = text("panel.returns.of_expected", n=written.number(row["given"]), expected=written.number(row["expected"]))
    explained = text(
        "panel.returns.row",
        name=row["label"],
        **{part: written.number(row[part]) for part in ("given", "expected", "returned", "late", "missing")},
        rate=written.share(row["rate"]),
    )
    cells: tuple[Child, ...] = (
        span(name_class(name), name),
        span("") if status == "n" else mark(status),
        span("n v", given),
        span("n v", written.number(row["returned"])),
        span(f"n v {status}", written.number(spoiled)),
        span("n v", written.share(row["rate"])),
        span("rk"),
    )
    to = context.view.replaced(area=row["area"], focus="")
    return link(to, f"mt-row {status}", *cells, title=explained)


def _figures(rows: list[Row], context: Context) -> Component:
    lines: list[Component] = []
    for group in ORDER:
        own = [row for row in rows if row["group"] == group]
        if group != "outcome":
            own.sort(key=lambda row: WORST.index(row["state"]) if row["state"] in WORST else len(WORST))
        lines += [_figure(row, context, group if place == 0 else None) for place, row in enumerate(own)]
    style = {"--cells": "minmax(min-content, 1fr) auto", "--head": "0rem"}
    return div("mt ledger", div("mt-rows", *lines[:SHOWN]), style=style)


def _figure(row: Row, context: Context, heads: str | None) -> Component:
    text, status = context.text, row["status"] or "n"
    group, outcome = row["group"], row["group"] == "outcome"
    label = text(f"panel.returns.outcome.{row['key']}") if outcome else row["label"] or row["key"]
    kind = text(f"panel.returns.group.{group}")
    when = context.window if outcome else written.duration(text, row["age"])
    explained = text(
        "panel.returns.figure",
        label=label,
        kind=kind,
        value=_value(row, text),
        start=written.clock(row["start_at"], context.zone, "%m-%d %H:%M"),
        end=written.clock(row["end_at"], context.zone, "%m-%d %H:%M"),
        at=written.clock(row["at"], context.zone, "%m-%d %H:%M"),
        age=when,
    )
    state = row["state"]
    spoiled = state in ("late", "stale", "missing")
    remark = span(f"rk {status}", span("", text(f"panel.returns.state.{state}"))) if spoiled else span("rk")
    cells: tuple[Child, ...] = (
        span(name_class(label), label),
        span("") if status == "n" else mark(status),
        span(f"n v {status}{'' if row['value'] is not None else ' none'}", _value(row, text)),
        span("n t", when),
        remark,
    )
    return div(f"mt-row {status} {group}{' first' if heads else ''}", *cells, title=explained)


def _value(row: Row, text: Text) -> str:
    if row["state"] == "suppressed":
        return text("panel.returns.suppressed")
    value = row["value"]
    if row["percent"] or value is None:
        return written.share(value)
    figure = written.number(value, (row["digits"] or 0) if value != int(value) else 0)
    return f"{figure} {row['unit']}" if row["unit"] else figure


def _sum(values: Iterable[Any]) -> int | None:
    known = [int(value) for value in values if value is not None]
    return sum(known) if known else None


PANEL: Final = Panel(PanelId.RETURNS, source.frame, draw, body, cadence=3600, hertz=0.1)
