"""Reading the rollups: which part of a live question its whole hours can answer, and the sums."""

from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, Micros, hour_of
from data_access.reader import UNASSIGNED, UNLOCATED, Question, Reader
from data_access.rollups.expand import Depths
from data_access.store.schema import rollup
from data_access.tally import Tally

SUMS: Final = {
    "reported": ("reported", "self_handled", "severity"),
    "closed": ("closed", "reworked", "self_closed", "unproven"),
    "due": ("due", "on_time", "due_closed"),
    "satisfaction": ("scored", "satisfied"),
}
"""The rollup columns that answer each thing that can be asked for."""


_KEYS: Final = text(
    # From each key to the next: as many steps as there are keys, however many hours each has.
    "WITH RECURSIVE following(key) AS ("
    "SELECT min(key) FROM rollup WHERE area = :area AND dimension = :dimension UNION ALL "
    "SELECT (SELECT min(key) FROM rollup WHERE area = :area AND dimension = :dimension AND key > following.key) "
    "FROM following WHERE following.key IS NOT NULL) SELECT key FROM following WHERE key IS NOT NULL"
)


def rolled_hours(
    reader: Reader, question: Question, by: str, window: tuple[Micros, Micros]
) -> tuple[Micros, Micros] | None:
    """The whole hours [first, last) of a window that the rollups answer for this question, None if they don't:
    they know the present states only, one dimension at a time, and not the smallest areas."""
    first, last = hour_of(window[0] + HOUR - 1), hour_of(window[1])
    return (first, last) if question.live and first < last and is_rolled(reader, question, by) else None


def is_rolled(reader: Reader, question: Question, by: str) -> bool:
    """Whether rollups are kept for a question's area along the one dimension it needs. Those of cohorts know the
    present states only; those of levels hold for any T, since what was open before T does not depend on what
    happened after it."""
    dimension = dimension_of(question, by)
    if by == "stage" or dimension is None:
        return False
    depths = Depths.of(reader.tree)
    depth = reader.tree.depth(question.area) + (1 if by == "child" else 0)
    return depth <= (depths.breakdown if dimension else depths.total)


def take_rollups(
    reader: Reader,
    question: Question,
    by: str,
    hours: tuple[Micros, Micros],
    tallies: dict[str, Tally],
    wants: frozenset[str],
) -> None:
    """Add the whole hours of a question to its tallies; `rolled_hours` must have allowed them."""
    dimension = dimension_of(question, by) or ""
    names = [name for wanted, columns in SUMS.items() if wanted in wants for name in columns]
    conditions = conditions_of(reader, question, by, dimension, hours)
    keyed = by == dimension
    group = (rollup.c.area, rollup.c.key) if keyed else (rollup.c.area,)
    if names:
        chosen = select(*group, *(func.sum(rollup.c[name]) for name in names)).where(*conditions).group_by(*group)
        for row in reader.connection.execute(chosen).all():
            for tally, sign in _targets(question, by, row[0], row[1] if keyed else "", tallies):
                for name, total in zip(names, row[len(group) :], strict=True):
                    setattr(tally, name, getattr(tally, name) + sign * int(total))
    for name in ("response", "handling"):
        if name in wants:
            _take_histograms(reader, question, by, keyed, conditions, name, tallies)
    if "diversity" in wants and sources_rolled(reader, question, by):
        _take_sources(reader, question, by, hours, tallies)


def sources_rolled(reader: Reader, question: Question, by: str) -> bool:
    """Whether the rollups by source tell the mix of sources of each key."""
    if by not in ("none", "source", "child") or not set(question.filters) <= {"source"}:
        return False
    depth = reader.tree.depth(question.area) + (1 if by == "child" else 0)
    return depth <= Depths.of(reader.tree).breakdown


def conditions_of(
    reader: Reader, question: Question, by: str, dimension: str, hours: tuple[Micros, Micros]
) -> list[ColumnElement[bool]]:
    """The conditions that select the rollup rows of a question along a dimension."""
    areas = [question.area]
    if by == "child":
        areas += [child.code for child in reader.tree.children(question.area)]
    return [
        rollup.c.area.in_(areas),
        rollup.c.dimension == dimension,
        # Named, keys let the hours be sought: the cost is that of the window, not of the history before it.
        rollup.c.key.in_(keys_of(reader, dimension, question.filters.get(dimension))),
        rollup.c.hour >= hours[0],
        rollup.c.hour < hours[1],
    ]


def keys_of(reader: Reader, dimension: str, value: str | None = None) -> list[str]:
    """The keys that rollups are kept for along a dimension, in any area, and that match a filter; [""] for totals."""
    if not dimension:
        return [""]
    asked = ("rollup keys", dimension)
    if asked not in reader.memory:
        known = {"area": reader.tree.root.code, "dimension": dimension}
        reader.memory[asked] = [row.key for row in reader.connection.execute(_KEYS, known).all()]
    keys: list[str] = reader.memory[asked]
    if value is None:
        return keys
    if dimension == "department" and value == UNASSIGNED:
        return [""]
    below = f"{value}/"
    return [key for key in keys if key == value or (dimension == "category" and key.startswith(below))]


def dimension_of(question: Question, by: str) -> str | None:
    """The one dimension a question needs, "" for none, None if it needs two."""
    needed = set(question.filters)
    if by in ("source", "department", "category"):
        needed.add(by)
    return None if len(needed) > 1 else next(iter(needed), "")


def _targets(question: Question, by: str, area: str, key: str, tallies: dict[str, Tally]) -> list[tuple[Tally, int]]:
    if by == "child":
        # What the area has and its children don't is in none of them.
        rest = tallies[UNLOCATED]
        return [(rest, 1)] if area == question.area else [(tallies[area], 1), (rest, -1)]
    if by == "department" and key == "":
        key = UNASSIGNED
    return [(tallies.setdefault(key, Tally()), 1)]


def _take_histograms(
    reader: Reader,
    question: Question,
    by: str,
    keyed: bool,
    conditions: list[ColumnElement[bool]],
    name: str,
    tallies: dict[str, Tally],
) -> None:
    column = rollup.c[name]
    chosen: Any = select(rollup.c.area, rollup.c.key, column).where(*conditions, column != "")
    for area, key, written in reader.connection.execute(chosen).all():
        for tally, sign in _targets(question, by, area, key if keyed else "", tallies):
            durations = getattr(tally, name)
            (durations.texts if sign > 0 else durations.taken).append(written)


def _take_sources(
    reader: Reader, question: Question, by: str, hours: tuple[Micros, Micros], tallies: dict[str, Tally]
) -> None:
    conditions = conditions_of(reader, question, by, "source", hours)
    chosen = select(rollup.c.area, rollup.c.key, func.sum(rollup.c.reported)).where(*conditions)
    for area, source, total in reader.connection.execute(chosen.group_by(rollup.c.area, rollup.c.key)).all():
        for tally, sign in _targets(question, by, area, source if by == "source" else "", tallies):
            tally.sources[source] += sign * int(total)
