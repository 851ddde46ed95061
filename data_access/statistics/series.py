"""Series in the store: their numbers, their stored periods, and which reports are new to them.

A series is one metric of one area in one breakdown. Its periods never overlap; of each the newest report counts.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data_access.clock import Micros, format_instant
from data_access.events.contract import ContractError
from data_access.statistics.contract import Report
from data_access.store.bulk import CHUNK, chunks
from data_access.store.schema import statistic, statistic_head

Key = tuple[str, str, str]
"""(metric, area, dimensions)."""


class Head(NamedTuple):
    """What is in force of a series' newest period; heads compare by period, then by which report counts."""

    start: Micros
    at: Micros
    value: float
    end: Micros


@dataclass(slots=True)
class Series:
    """One series while a batch is taken: head and longest period as stored (None: new) and as they become, and the
    periods it is known to have."""

    id: int
    head: Head | None = None
    longest: Micros = 0
    newest: Head | None = None
    reach: Micros = 0
    _ends: dict[Micros, Micros] = field(default_factory=dict)
    _starts: list[Micros] = field(default_factory=list)
    _told: set[tuple[Micros, Micros, float]] = field(default_factory=set)

    def know(self, one: Head) -> None:
        """Take note of a report that is stored."""
        if one.start not in self._ends:
            self._ends[one.start] = one.end
            insort(self._starts, one.start)
        self._told.add((one.start, one.at, one.value))
        self.reach = max(self.reach, one.end - one.start)
        if self.newest is None or one > self.newest:
            self.newest = one

    def take(self, one: Head) -> bool:
        """Whether a report is new; ContractError for a period that overlaps one of the series without being it."""
        known = self._ends.get(one.start)
        if known is None:
            self._check_free(one)
        elif known != one.end:
            raise _overlap(one, one.start, known)
        elif (one.start, one.at, one.value) in self._told:
            return False
        self.know(one)
        return True

    def _check_free(self, one: Head) -> None:
        place = bisect_left(self._starts, one.start)
        for start in self._starts[max(place - 1, 0) : place + 1]:
            if start < one.end and self._ends[start] > one.start:
                raise _overlap(one, start, self._ends[start])


def _overlap(one: Head, start: Micros, end: Micros) -> ContractError:
    asked = f"{format_instant(one.start)}/{format_instant(one.end)}"
    stored = f"{format_instant(start)}/{format_instant(end)}"
    return ContractError(
        f"period: {asked} overlaps the stored period {stored} of the same series; expected that period"
    )


def placed(report: Report) -> tuple[Key, Head]:
    """The series of a report and what it says there."""
    key = (report.metric, report.area, report.dimensions)
    return key, Head(report.start, report.at, report.value, report.end)


def find_series(connection: Connection, told: Iterable[tuple[Key, Head]]) -> dict[Key, Series]:
    """The series of some reports; those not stored yet get the numbers that follow."""
    wanted: dict[Key, list[Head]] = {}
    areas_of: dict[str, set[str]] = {}
    for key, head in told:
        wanted.setdefault(key, []).append(head)
        areas_of.setdefault(key[0], set()).add(key[1])
    # Feeds report many metrics of the same areas: those are asked for together.
    metrics_of: dict[frozenset[str], list[str]] = {}
    for metric, areas in areas_of.items():
        metrics_of.setdefault(frozenset(areas), []).append(metric)
    found: dict[Key, Series] = {}
    c = statistic_head.c
    columns = (c.metric, c.area, c.dimensions, c.id, c.longest, c.start, c.at, c.value, c.end)
    for together, metrics in metrics_of.items():
        for some in chunks(sorted(together), CHUNK // 2):
            for names in chunks(metrics, CHUNK // 2):
                chosen = select(*columns).where(c.metric.in_(names), c.area.in_(some))
                for metric, area, dimensions, number, longest, *newest in connection.execute(chosen):
                    key = (metric, area, dimensions)
                    if key in wanted:
                        found[key] = Series(number, Head(*newest), longest, reach=longest)
    following = (connection.execute(select(func.max(c.id))).scalar() or 0) + 1
    for number, key in enumerate((key for key in wanted if key not in found), start=following):
        found[key] = Series(number)
    _learn(connection, found, wanted)
    return found


def _learn(connection: Connection, found: dict[Key, Series], wanted: dict[Key, list[Head]]) -> None:
    """Tell each series what of its stored periods its reports can meet. Nothing that lies behind its head can meet
    an older period, so that feeds that report in order need no look at the history."""
    behind: dict[int, Series] = {}
    reach: list[tuple[Micros, Micros]] = []
    for key, series in found.items():
        if series.head is None:
            continue
        series.know(series.head)
        old = [one for one in wanted[key] if one <= series.head]
        if old:
            behind[series.id] = series
            reach.append((min(one.start for one in old) - series.longest, max(one.end for one in old)))
    if not behind:
        return
    first, last = min(start for start, _ in reach), max(end for _, end in reach)
    c = statistic.c
    for some in chunks(behind):
        rows = select(c.series, c.start, c.at, c.value, c.end)
        rows = rows.where(c.series.in_(some), c.start > first, c.start < last)
        for row in connection.execute(rows):
            behind[row[0]].know(Head(*row[1:]))


def changed_heads(found: dict[Key, Series]) -> tuple[list[tuple[Series, Key, Head]], list[tuple[Series, Head]]]:
    """The heads of series that are new, and those that are others than stored."""
    new: list[tuple[Series, Key, Head]] = []
    moved: list[tuple[Series, Head]] = []
    for key, series in found.items():
        if series.newest is None or (series.newest, series.reach) == (series.head, series.longest):
            continue
        if series.head is None:
            new.append((series, key, series.newest))
        else:
            moved.append((series, series.newest))
    return new, moved
