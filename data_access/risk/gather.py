"""What the spatial analysis is made of: points, cases by area and slice of time, and levels, exactly as of any T."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import case, func, select

from data_access.areas.tree import AreaTree
from data_access.clock import HOUR, Micros
from data_access.matters import Reports
from data_access.reader import Question, Reader
from data_access.risk.reported import Key, changed_since, reported
from data_access.rolled import dimension_of, keys_of
from data_access.rollups.contributions import LEAST_SEVERITY
from data_access.rollups.expand import Depths
from data_access.store.schema import event, rollup

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

CROWD: Final = 500
"""Cases of one category at one place in one span beyond which the oldest are not compared."""


class Places:
    """Which of the wanted areas a case lies in: those on the way from the root down to its own area."""

    def __init__(self, tree: AreaTree, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._tree = tree
        self._column = {code: place for place, code in enumerate(self.codes)}
        self._known: dict[str | None, tuple[int, ...]] = {}

    def of(self, code: str | None) -> tuple[int, ...]:
        """The columns of the wanted areas that hold an area; a case in no area lies in the root alone."""
        found = self._known.get(code)
        if found is None:
            path = self._tree.path(code) if code is not None and code in self._tree else (self._tree.root,)
            found = tuple(self._column[one.code] for one in path if one.code in self._column)
            self._known[code] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Sliced:
    """Cases reported and the sum of their severities, each of shape (slices, areas), the oldest slice first."""

    cases: Counts
    severity: Counts


def sliced(
    reader: Reader, question: Question, codes: Sequence[str], start: Micros, width: Micros, slices: int
) -> Sliced:
    """What was reported in each of the slices [start + k * width, ...) in each area, those below it included.
    Where `start` and `width` are whole hours, areas that have rollups are read from them."""
    places = Places(reader.tree, codes)
    found = Sliced(*(np.zeros((slices, len(places.codes)), np.int64) for _ in range(2)))
    if not slices:
        return found
    span = (start, start + width * slices)
    rolled = frozenset(_rolled(reader, question, places.codes)) if not (start % HOUR or width % HOUR) else frozenset()
    others = frozenset(range(len(places.codes))) - rolled
    keys: tuple[Key, ...] = (
        lambda columns: columns.area,
        lambda columns: (columns.collected_at - start) // width,
        lambda columns: func.coalesce(columns.severity, LEAST_SEVERITY),
    )

    def add(rows: Mapping[tuple[Any, ...], int], wanted: frozenset[int]) -> None:
        for (code, place, severity), count in rows.items():
            for column in places.of(code):
                if column in wanted:
                    found.cases[place, column] += count
                    found.severity[place, column] += count * severity

    if rolled:
        _take_rollups(reader, question, places, sorted(rolled), start, width, found)
        add(changed_since(reader, question, [span], *keys), rolled)
    if others:
        add(reported(reader, question, [span], *keys), others)
    return found


def by_area(
    reader: Reader, question: Question, codes: Sequence[str], span: tuple[Micros, Micros], key: Key, size: int
) -> Counts:
    """How many cases of a span have each value 0..size-1 of a key, by area: (size, areas)."""
    places = Places(reader.tree, codes)
    found = np.zeros((size, len(places.codes)), np.int64)
    for (code, place), count in reported(reader, question, [span], lambda columns: columns.area, key).items():
        for column in places.of(code):
            found[place, column] += count
    return found


def _rolled(reader: Reader, question: Question, codes: Sequence[str]) -> list[int]:
    dimension = dimension_of(question, "none")
    if dimension is None:
        return []
    depths = Depths.of(reader.tree)
    deepest = depths.breakdown if dimension else depths.total
    return [place for place, code in enumerate(codes) if reader.tree.depth(code) <= deepest]


def _take_rollups(
    reader: Reader, question: Question, places: Places, columns: list[int], start: Micros, width: Micros, into: Sliced
) -> None:
    dimension = dimension_of(question, "none") or ""
    slices = len(into.cases)
    conditions = [
        rollup.c.area.in_([places.codes[column] for column in columns]),
        rollup.c.dimension == dimension,
        rollup.c.key.in_(keys_of(reader, dimension, question.filters.get(dimension))),
        rollup.c.hour >= start,
        rollup.c.hour < start + width * slices,
    ]
    place = ((rollup.c.hour - start) // width).label("place")
    chosen = select(rollup.c.area, place, func.sum(rollup.c.reported), func.sum(rollup.c.severity))
    column_of = {places.codes[column]: column for column in columns}
    for code, at, cases, severity in reader.connection.execute(
        chosen.where(*conditions).group_by(rollup.c.area, place)
    ):
        into.cases[at, column_of[code]] += int(cases)
        into.severity[at, column_of[code]] += int(severity)


def points(reader: Reader, question: Question, start: Micros, end: Micros) -> Floats:
    """Longitude and latitude, of shape (n, 2), of the cases reported in [start, end) that have a place and lie in
    an area."""
    if not question.live:
        keys = (lambda columns: columns.lon, lambda columns: columns.lat, lambda columns: columns.area.is_(None))
        counted = reported(reader, question, [(start, end)], *keys)
        kept = [(lon, lat, count) for (lon, lat, lost), count in counted.items() if lon is not None and not lost]
        table = np.array(kept, dtype=np.float64).reshape(-1, 3)
        return np.repeat(table[:, :2], table[:, 2].astype(np.int64), axis=0)
    c = event.c
    _, conditions = reader.states(question)
    chosen = select(c.lon, c.lat).where(*conditions, c.collected_at >= start, c.collected_at < end)
    rows = _raw(reader, chosen.where(c.lon.is_not(None), c.lat.is_not(None), c.area.is_not(None)))
    return np.fromiter((value for row in rows for value in row), np.float64, 2 * len(rows)).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Cases with a place, oldest first, and the code of the area of each."""

    reports: Reports
    areas: tuple[str, ...]


def placed(reader: Reader, question: Question, start: Micros, end: Micros) -> Placed:
    """The cases reported in [start, end) that have a place, a category and an area."""
    table, conditions = reader.states(question)
    c = table.c
    during = [*reader.since(table, question, start), c.collected_at >= start, c.collected_at < end]
    chosen = select(c.collected_at, c.lon, c.lat, c.category, c.area).where(
        *conditions, *during, c.lon.is_not(None), c.lat.is_not(None)
    )
    rows = _raw(reader, chosen.where(c.area.is_not(None), c.category.is_not(None)).order_by(c.collected_at))
    at, lon, lat, category, areas = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    numbers: dict[str, int] = {}
    coded = [numbers.setdefault(one, len(numbers)) for one in category]
    reports = Reports(
        np.array(at, dtype=np.int64),
        np.array(lon, dtype=np.float64),
        np.array(lat, dtype=np.float64),
        np.zeros(len(rows), np.int64),
        np.array(coded, dtype=np.int64),
    )
    return Placed(reports, tuple(areas))


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """Open and overdue cases as of T, each of shape (areas,)."""

    open: Counts
    overdue: Counts


def open_cases(reader: Reader, question: Question, codes: Sequence[str]) -> Open:
    """The open cases of each area, those below it included."""
    places = Places(reader.tree, codes)
    found = Open(*(np.zeros(len(places.codes), np.int64) for _ in range(2)))
    table, conditions = reader.open_states(question)
    late = func.sum(case((table.c.due_at < question.moment, 1), else_=0))
    chosen = select(table.c.area, func.count(), late).where(*conditions).group_by(table.c.area)
    for code, count, overdue in reader.connection.execute(chosen):
        for column in places.of(code):
            found.open[column] += count
            found.overdue[column] += int(overdue)
    return found


def _raw(reader: Reader, chosen: Any) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: many plain numbers, which SQLAlchemy's own rows would cost twice as much."""
    result = reader.connection.execute(chosen)
    rows = result.cursor.fetchall() if result.cursor is not None else []
    result.close()
    return list(rows)
