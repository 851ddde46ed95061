"""The rows of any panel beside those of what the view is compared with, joined by what tells them apart."""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from data_access.frames.comparable import REASONS, Rule, rule_of
from data_access.frames.compare_sides import others
from data_access.frames.paired import sides_told
from data_access.frames.sides import Sides, sides_of
from data_access.reader import Reader
from data_access.view import PREVIOUS, View

KIND: Final = "compare"
"""The kind of focus that opens a panel's comparison."""

COLUMNS = ("panel", "key", "names", "metric", "column", "value", "other_value", "difference", "change")

Row = Mapping[str, Any]
Key = tuple[Hashable, ...]


def frame(reader: Reader, view: View, slots: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """One row a row of the panel in the focus, `compare:<panel>`, and column that is told: `key` by which it is joined,
    `names` of the columns that call it, in their order (codes where the panel has words for them), `value` and
    `other_value`, their `difference` and that as a share of other_value (`change`). None of a side without such a row.
    `slots`: the places of the metric catalogue, as in frames/comparable.py.

    attrs: those of `sides_told`; `compared`, the panel; `names` (columns), `title` and `metrics` of a place of the
    catalogue, `choices` (kind, code, label) of what may be compared with; `cannot`, why there is nothing: a reason of
    REASONS, "unknown" for no such panel, "areas" where the rows are areas that the other side has not; else None."""
    opened = view.opened(KIND)
    panel = opened[0] if opened else ""
    sides = sides_of(reader, view)
    rule = rule_of(panel, slots)
    cannot = _cannot(panel, rule, sides)
    rows: list[tuple[Any, ...]] = []
    attrs: dict[str, Any] = {"names": rule.names if rule else (), "title": None, "metrics": {}}
    if rule is not None and cannot is None:
        own = rule.frame(reader, sides.own)
        attrs |= {"title": own.attrs.get("title"), "metrics": own.attrs.get("metrics") or {}}
        before = _before(reader, rule, sides) if sides.other_known else []
        rows = _joined(panel, rule, _narrowed(own, rule, sides), [_narrowed(one, rule, sides) for one in before])
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    told = sides_told(reader, sides)
    table.attrs.update(told, compared=panel, cannot=cannot, choices=_choices(reader, view), **attrs)
    return table


def places(scenes: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """The places of the metric catalogue in scenes that have so many."""
    return {f"{scene}-{place}": (scene, place) for scene, count in scenes.items() for place in range(1, count + 1)}


def _before(reader: Reader, rule: Rule, sides: Sides) -> list[pd.DataFrame]:
    """What happened on the other side, and what stood there; only what is told of either is asked for."""
    if not sides.before or not rule.standing:
        return [rule.frame(reader, sides.other)] * 2
    stood = (rule.stood or rule.frame)(reader, sides.standing)
    return [stood if rule.standing == rule.values else rule.frame(reader, sides.other), stood]


def _cannot(panel: str, rule: Rule | None, sides: Sides) -> str | None:
    if rule is None:
        return REASONS.get(panel, "unknown")
    return "areas" if rule.by_area and not sides.before else None


def _narrowed(table: pd.DataFrame, rule: Rule, sides: Sides) -> dict[Key, Row]:
    """The rows that count by what tells them apart, each once."""
    found: dict[Key, Row] = {}
    seen: Counter[Key] = Counter()
    by_child = table.attrs.get("by") == "child" and not sides.before
    for row in table.to_dict("records"):
        if any(row[column] not in values for column, values in rule.only.items()):
            continue
        # Of a figure by areas below two areas share only the whole.
        if by_child and row.get("part") == "row":
            continue
        key: Key = tuple(row[name] for name in rule.keys)
        if rule.ordered:
            seen[key] += 1
            key = (*key, seen[key])
        found.setdefault(key, {str(name): value for name, value in row.items()})
    return found


def _joined(panel: str, rule: Rule, own: dict[Key, Row], before: list[dict[Key, Row]]) -> list[tuple[Any, ...]]:
    happened, stood = before or ({}, {})
    nothing = dict.fromkeys(rule.standing, 0) if before and rule.stood else None
    rows = []
    for key in {**own, **happened, **stood}:
        mine, theirs, then = own.get(key), happened.get(key), stood.get(key, nothing)
        called = mine or theirs or then or {}
        names = [_plain(called.get(name)) for name in rule.names]
        for column in rule.values:
            value = _number(mine, column)
            other = _number(then if column in rule.standing else theirs, column)
            if value is None and other is None:
                continue
            gap = None if value is None or other is None else value - other
            change = gap / abs(other) if gap is not None and other else None
            told = [_plain(part) for part in key]
            rows.append((panel, told, names, called.get("metric"), column, value, other, gap, change))
    return rows


def _number(row: Row | None, column: str) -> float | None:
    value = None if row is None else _plain(row.get(column))
    return value if isinstance(value, int | float) and not isinstance(value, bool) and value == value else None


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _choices(reader: Reader, view: View) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = [("previous", PREVIOUS, None)]
    for kind, code in others(reader, reader.area(view).code):
        found.append((kind, code, reader.area_label(code, view.language)))
    return found
