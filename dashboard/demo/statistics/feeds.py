"""When a system reports: its periods, how often it reports the running one, and what of it a history keeps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from dashboard.demo.rhythm import DAY, HOUR, LOCAL_OFFSET
from dashboard.demo.statistics.oddities import Oddities
from dashboard.demo.statistics.report import Place, Report

Write = Callable[[Report], None]

LENGTHS: Final = {HOUR: "PT1H", DAY: "P1D"}
"""The lengths of periods, as messages write them."""

NIGHT: Final = 2 * HOUR
"""How long after the local midnight the daily reports come in."""


@dataclass(frozen=True, slots=True)
class Due:
    """A report to be written at second `at` of the period that begins at `start`."""

    at: int
    start: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A system that reports every area of `level` about periods of `period` seconds, `every` so many seconds.

    `flow`: once a period is over its final figures follow. A history goes back `days`, keeps the newest `dense`
    periods and of those before one in `step`; breakdowns only of the newest `detail` reports. `phase`: the seconds by
    which some report of all areas lies before the simulator's now, instead of each area having its own time.
    `only` says of an area's code whether it reports, where not all of the level do.
    """

    name: str
    level: str
    period: int
    every: int
    write: Write
    flow: bool = False
    days: int = 14
    dense: int = 2
    step: int = 1
    detail: int = 2
    phase: int | None = None
    only: Callable[[Oddities, str], bool] | None = None

    def start_of(self, second: int) -> int:
        """The beginning of the period that holds a second; periods begin on the local hour or day."""
        return second - (second + LOCAL_OFFSET) % self.period

    def last_due(self, place: Place, now: int, before: int) -> int:
        """The last second before `before` at which a place reports."""
        shift = self._shift(place, now)
        return before - 1 - (before - 1 - shift) % self.every

    def next_due(self, place: Place, now: int, since: int) -> int:
        """The first second at or after `since` at which a place reports."""
        return self.last_due(place, now, since) + self.every

    def due_at(self, second: int) -> Iterator[Due]:
        """The reports that are written at a second at which one is due: of a flow's period that has just ended the
        last figures, then those of the running one."""
        start = self.start_of(second)
        if self.flow and second - self.every < start:
            yield Due(second, start - self.period)
        yield Due(second, start)

    def kept(self, place: Place, now: int, since: int, until: int) -> Iterator[tuple[Due, bool]]:
        """The reports of a history over [since, until), newest first, and whether each has its breakdowns."""
        start = self.start_of(until - 1)
        first = max(since, until - self.days * DAY)
        age = told = 0
        while start >= first:
            if age < self.dense or (age - self.dense) % self.step == 0:
                at = self._closing(place, now, start, until)
                if at >= start:
                    yield Due(at, start), told < self.detail
                    told += 1
            start -= self.period
            age += 1

    def _closing(self, place: Place, now: int, start: int, until: int) -> int:
        """When the last report of a period before `until` was written."""
        end = start + self.period
        if self.flow:
            final = self.next_due(place, now, end)
            if final < until:
                return final
        return self.last_due(place, now, min(end, until))

    def _shift(self, place: Place, now: int) -> int:
        if self.phase is not None:
            return now - self.phase
        own = crc32(f"{self.name}/{place.code}".encode())
        # What comes once a day comes at night, so that by the morning all areas speak of the same day.
        return own % NIGHT - LOCAL_OFFSET if self.every == DAY else own % self.every
