"""What a panel shows as a table: its frame's rows, in columns with a title and a type each."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd

from data_access.clock import from_micros
from data_access.reader import UNASSIGNED, UNLOCATED
from layouts.columns import INSTANT, PLAIN, is_left_out, kind_in, kind_of, title_of, worded
from layouts.text import Text
from layouts.warning_words import grounds, headline

BETWEEN: Final = "; "
"""Stands between the items of a list."""

ITEMS: Final = ", "
"""Stands between what is known of one item."""

NOWHERE: Final[Mapping[str, str]] = {UNLOCATED: "area.unlocated", UNASSIGNED: "department.none"}
"""Labels that are the interface's own words, not the vocabulary's."""

Value = str | int | float | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the frame and in the HTTP interface, its title, and the type of its cells."""

    name: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its type, which may differ from its column's where a row is of another measure."""

    value: Value
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A panel's rows; None is unknown. Titles are unique. `notes`: what the metrics in it are, by label."""

    panel: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[tuple[str, str], ...] = ()


def table_of(
    panel: str, title: str, frame: pd.DataFrame, text: Text, zone: ZoneInfo, levels: Mapping[str, str] | None = None
) -> Table:
    """The table of a panel's frame, in the language of the texts and with times of the zone; `levels`: what the levels
    of areas are called, by code."""
    metrics: Mapping[str, Any] = frame.attrs.get("metrics") or {}
    # All slots hold the same columns, whatever the catalogue puts into them.
    own = "metric" if "panel" in frame.attrs else panel
    names = [str(name) for name in frame.columns if not is_left_out(str(name))]
    columns = [Column(name, title_of(text, own, name, kind_of(own, name)), kind_of(own, name)) for name in names]
    if metrics:
        place = names.index("metric")
        added = [Column(name, text(f"export.column.{name}"), PLAIN) for name in ("metric_label", "unit")]
        columns[place + 1 : place + 1] = added
    rows = []
    for row in frame.to_dict("records"):
        named = {str(name): value for name, value in row.items()}
        if {"rule", "evidence"} <= named.keys():
            # In the words of the screen.
            named |= {"title": headline(named, text), "evidence": grounds(named, text, zone)}
        if metrics:
            meaning = metrics.get(named["metric"], {})
            named |= {"metric_label": meaning.get("label"), "unit": meaning.get("unit")}
        named |= {name: _named(name, value, text, levels or {}) for name, value in named.items()}
        rows.append(tuple(_cell(own, column, named, metrics, text, zone) for column in columns))
    notes = tuple((one["label"], one.get("note") or one["unit"]) for one in metrics.values())
    return Table(panel, title, tuple(columns), tuple(rows), notes)


def _named(column: str, value: Any, text: Text, levels: Mapping[str, str]) -> Any:
    """What stands for no area, for no department, and for a level of areas."""
    if not isinstance(value, str):
        return value
    if column == "level":
        return levels.get(value, value)
    return text(NOWHERE[value]) if value in NOWHERE and column.endswith(("label", "name")) else value


def _cell(
    panel: str, column: Column, row: Mapping[str, Any], metrics: Mapping[str, Any], text: Text, zone: ZoneInfo
) -> Cell:
    kind = kind_in(panel, column.name, row, metrics)
    return Cell(_value(worded(text, panel, column.name, row.get(column.name)), kind, text, zone), kind)


def _value(value: Any, kind: str, text: Text, zone: ZoneInfo) -> Value:
    """A cell of a frame as what a file can hold; lists and mappings become text."""
    if isinstance(value, Mapping):
        return _mapped(value, text, zone)
    if isinstance(value, list | tuple | set):
        return BETWEEN.join(_written(one, text, zone) for one in value)
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return text("export.yes" if value else "export.no")
    if isinstance(value, str):
        return value or None
    if kind == INSTANT:
        return from_micros(int(value)).astimezone(zone).replace(tzinfo=None)
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if isinstance(value, int) or (number.is_integer() and kind == PLAIN) else number


def _mapped(value: Mapping[str, Any], text: Text, zone: ZoneInfo) -> str:
    """A mapping as text: of what has a label that, of a change the field with both values, else all that is known."""
    if "label" in value:
        return _written(value["label"], text, zone)
    if {"field", "before", "after"} <= value.keys():
        said = {name: _written(value[name], text, zone) for name in ("before", "after")}
        key = f"event.field.{value['field']}"
        return text("event.steps.change", field=text(key) if text.has(key) else value["field"], **said)
    parts = (f"{key}: {_written(_inner(key, one), text, zone)}" for key, one in value.items() if one is not None)
    return ITEMS.join(parts)


def _inner(key: str, value: Any) -> Any:
    """An instant within a mapping, told by its name, as a mark that `_written` knows."""
    instant = isinstance(value, int) and (key in ("since", "start", "end") or key.endswith("_at"))
    return from_micros(value) if instant else value


def _written(value: Any, text: Text, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Mapping):
        return _mapped(value, text, zone)
    if isinstance(value, list | tuple):
        return " / ".join(_written(one, text, zone) for one in value)
    if isinstance(value, float):
        return f"{value:.10g}" if math.isfinite(value) else ""
    plain = _value(value, PLAIN, text, zone)
    return "" if plain is None else str(plain)


def records_of(table: Table) -> Iterable[dict[str, Any]]:
    """The rows by title, as a CSV has them: times as text, everything else as it is."""
    for row in table.rows:
        yield {column.title: _flat(cell.value) for column, cell in zip(table.columns, row, strict=True)}


def _flat(value: Value) -> Any:
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value
