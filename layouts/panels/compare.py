"""Any panel in the drawer beside what its view is compared with: its figures row by row, with their differences."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import compare as source
from data_access.reader import Reader
from data_access.view import PREVIOUS, View
from layouts import format as written
from layouts.columns import INSTANT, SECONDS, SHARE, kind_in, kind_of, name_of, worded
from layouts.compared import OTHER, OWN, chip, key_of, longer, names_of, points
from layouts.context import Context
from layouts.drawer import behind
from layouts.elements import div, link, span
from layouts.ids import PanelId
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.scenes import COMPARE, SYSTEMS
from layouts.text import Text

COLUMNS: Final = (
    *("panel", "key", "label", "column", "name", "unit", "kind"),
    *("value", "other_value", "difference", "change"),
)

ROWS: Final = 40
"""Rows of a figure that are shown; the others are in the export."""
CHOICES: Final = 16
"""Areas that are offered as the other side; the scene of comparison offers all."""

SLOTS: Final = source.places({scene.id: scene.slots for scene in SYSTEMS})

Row = dict[str, Any]


class CompareId(StrEnum):
    """Parts of the panel."""

    CHOICES = "compare-choices"
    TABLES = "compare-tables"


def body(text: Text) -> Component:
    """What to compare with, and a table a figure."""
    return div("cmp", div("cmp-choices", id=CompareId.CHOICES), div("cmp-tables", id=CompareId.TABLES))


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """The rows of data_access/frames/compare.py in words: what they are called (`label`), what the figure is (`name`,
    `unit`) and how it is told (`kind`: plain, share, seconds). Its attrs stay."""
    found = source.frame(reader, view, SLOTS)
    text, metrics = Text(view.language), found.attrs["metrics"]
    panel = "metric" if found.attrs["compared"] in SLOTS else found.attrs["compared"]
    columns = found.attrs["names"]
    rows = []
    for row in found.to_dict("records"):
        meaning = metrics.get(row["metric"]) or {}
        named = [_word(text, panel, column, value, reader) for column, value in zip(columns, row["names"], strict=True)]
        if panel == "metric" and row["key"][0] == "total":
            # Its name is that of the area, and the other side has another.
            named = [text("compare.row_of.total")]
        label = BETWEEN.join(str(one) for one in named if one not in (None, ""))
        name = meaning.get("label") or name_of(text, panel, row["column"])
        kind = kind_in(panel, row["column"], {str(one): value for one, value in row.items()}, metrics)
        made = (row["value"], row["other_value"], row["difference"], row["change"])
        rows.append((row["panel"], row["key"], label, row["column"], name, meaning.get("unit"), kind, *made))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(found.attrs)
    return table


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The sides to choose from, then a table for each figure; a plain sentence where there is nothing to compare."""
    rows, facts = records(frame), frame.attrs
    names = names_of(facts, context)
    tables = [
        _table(name, unit, list(some), names, context)
        for (name, unit), some in groupby(sorted(rows, key=_figure(rows)), key=lambda row: (row["name"], row["unit"]))
    ]
    parts: dict[str, dict[str, Any]] = {
        CompareId.CHOICES: {"children": _choices(facts, context)},
        CompareId.TABLES: {"children": tables, "className": "cmp-tables few" if len(tables) < 3 else "cmp-tables"},
    }
    empty, title = None if rows else _nothing(facts, context.text), _title(facts, context)
    return drawing(PanelId.COMPARE, context, parts, title=title, unit=key_of(facts, context), empty=empty)


def _title(facts: Mapping[Any, Any], context: Context) -> str:
    panel, text = facts.get("compared") or "", context.text
    key = f"panel.{panel}.title"
    title = facts.get("title") or (text(key) if panel and text.has(key) else "")
    return text("panel.compare.of", title=title) if title else text("panel.compare.title")


def _nothing(facts: Mapping[Any, Any], text: Text) -> str:
    cannot = facts.get("cannot")
    return text(f"panel.compare.cannot.{cannot}") if cannot else text("panel.compare.empty")


def _figure(rows: list[Row]) -> Any:
    """The order of the figures: as they come first; the rows of each stay as they are."""
    order = {key: place for place, key in enumerate(dict.fromkeys((row["name"], row["unit"]) for row in rows))}
    return lambda row: order[row["name"], row["unit"]]


def _choices(facts: Mapping[Any, Any], context: Context) -> list[Component]:
    """A link for each side that can be chosen, and one to the scene that compares everything."""
    text, view = context.text, context.view
    choices = facts.get("choices") or []
    areas = [one for one in choices if one[0] != "previous"]
    found = [span("of", text("compare.with"))]
    for kind, code, label in [*(one for one in choices if one[0] == "previous"), *areas[:CHOICES]]:
        against = PREVIOUS if kind == "previous" else f"area:{code}"
        on = against == (view.against or PREVIOUS)
        words = text("compare.before") if kind == "previous" else text("compare.above", area=label)
        words = str(label) if kind == "sibling" else words
        to = view.replaced(against=against)
        found.append(link(to, "cmp-choice on" if on else "cmp-choice", words))
    whole = behind(view).replaced(scene=COMPARE.id, against=view.against or PREVIOUS)
    found.append(link(whole, "cmp-all", text("compare.all")))
    return found


def _table(name: str, unit: str | None, rows: list[Row], names: tuple[str, str], context: Context) -> Component:
    text = context.text
    head = html.Tr(
        [
            html.Th([name, *([html.Small(unit)] if unit and unit != "%" else [])]),
            html.Th(chip(OWN), title=names[0]),
            html.Th(chip(OTHER), title=names[1]),
            html.Th(text("compare.difference")),
            html.Th(text("compare.change")),
        ]
    )
    cells = [html.Tr(_cells(row, context)) for row in rows[:ROWS]]
    rest = len(rows) - ROWS
    more = html.P(text("panel.compare.rest", n=rest), className="rest") if rest > 0 else None
    return div("cmp-table", html.Table([head, *cells]), more)


def _cells(row: Row, context: Context) -> list[Component]:
    kind, own, other = row["kind"], row["value"], row["other_value"]
    gap = {SHARE: points, SECONDS: longer}.get(kind)
    difference = gap(own, other, context) if gap else _signed(row["difference"])
    change = "" if kind == SHARE or own == other else written.change(own, other)
    return [
        html.Td(row["label"], className="nm"),
        html.Td(_told(own, kind, context)),
        html.Td(_told(other, kind, context)),
        html.Td(difference, className="gap" if row["difference"] else "gap none"),
        html.Td("" if change == written.UNKNOWN else change, className="of"),
    ]


def _told(value: Any, kind: str, context: Context) -> str:
    if kind == SHARE:
        return written.share(value)
    if kind == SECONDS:
        return written.duration(context.text, value)
    return written.number(value, _digits(value))


def _signed(value: Any) -> str:
    return written.signed(value, _digits(value))


def _digits(value: Any) -> int:
    return 0 if value is None or float(value).is_integer() else 1


def _word(text: Text, panel: str, column: str, value: Any, reader: Reader) -> Any:
    """A name of a row in words: codes by the column's section, instants as local times."""
    if value is None or value != value:
        return None
    if kind_of(panel, column) == INSTANT:
        return written.clock(int(value), reader.zone, "%m-%d %H:%M")
    if column == "hour":
        return f"{int(value)}:00"
    if column == "severity":
        return text(f"panel.punctuality.severity.{int(value)}" if value else "compare.row_of.any")
    if value in ("unlocated", "unassigned", "all"):
        return text(f"compare.row_of.{value}")
    return worded(text, panel, column, value)


PANEL: Final = Panel(PanelId.COMPARE, frame, draw, body, cadence=300, hertz=0.1)
