"""What the columns of frames hold, by panel and name: the type of their cells, their titles, codes in words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from data_access.frames import compare_figures
from data_access.frames.kpis import DURATIONS, RATES
from layouts.text import Text

INSTANT: Final = "instant"
SECONDS: Final = "seconds"
SHARE: Final = "share"
PLAIN: Final = "plain"
"""The types of cells: a local time without its zone, a length in seconds, a fraction, what the value itself is."""

COMPARED: Final = ("value", "other_value", "difference")
"""The columns of comparisons whose type is that of their row."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """columns.toml."""

    kinds: Mapping[str, str]
    left_out: frozenset[str]
    words: Mapping[str, str]


@cache
def _rules() -> _Rules:
    found = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    kinds = {
        name: kind
        for key, kind in (("instants", INSTANT), ("seconds", SECONDS), ("shares", SHARE), ("plain", PLAIN))
        for name in found[key]
    }
    return _Rules(kinds, frozenset(found["left_out"]), found["words"])


def kind_of(panel: str, column: str) -> str:
    """The type of a panel's column."""
    kinds = _rules().kinds
    told = kinds.get(f"{panel}.{column}") or kinds.get(column)
    return told or (INSTANT if column.endswith("_at") else PLAIN)


def kind_in(panel: str, column: str, row: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    """The type of a cell: where a row's measure decides, that of its measure; `metrics` are those of a slot's frame."""
    if panel == "kpis" and column in ("value", "previous", "target"):
        measure = row["measure"]
        return SHARE if measure in RATES else SECONDS if measure in DURATIONS else PLAIN
    if panel == "compare" and column in COMPARED:
        return str(row["kind"])
    if panel == "compare-figures" and column in COMPARED:
        measure = row["measure"]
        return SHARE if measure in compare_figures.RATES else SECONDS if measure in compare_figures.DURATIONS else PLAIN
    if metrics and column in ("value", "other", "target"):
        return SHARE if metrics.get(row["metric"], {}).get("percent") else PLAIN
    if panel in ("returns", "reconciliation") and column in ("value", "total", "parts", "difference"):
        return SHARE if row.get("percent") else PLAIN
    return kind_of(panel, column)


def is_left_out(column: str) -> bool:
    """Whether a column serves the page alone: how it draws, not what it shows."""
    return column in _rules().left_out


def name_of(text: Text, panel: str, column: str) -> str:
    """What a column is called: the panel's own word for it, that of its name, or the name itself."""
    keys = (f"export.own.{panel}.{column}", f"export.column.{column}")
    return next((text(key) for key in keys if text.has(key)), column)


def title_of(text: Text, panel: str, column: str, kind: str) -> str:
    """What stands above a column of bare numbers: its name, and the unit where that is seconds."""
    title = name_of(text, panel, column)
    return text("export.seconds", title=title) if kind == SECONDS else title


def worded(text: Text, panel: str, column: str, value: Any) -> Any:
    """A code in words where the column's codes have some, else the value; of lists each."""
    words = _rules().words
    section = words.get(f"{panel}.{column}") or words.get(column)
    said = value if section is None else _worded(text, section, value)
    return _worded(text, f"export.word.{panel}.{column}", said) if said is value else said


def _worded(text: Text, section: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_worded(text, section, one) for one in value]
    key = f"{section}.{value}"
    return text(key) if value is not None and text.has(key) else value
