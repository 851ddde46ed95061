"""The statistics of the synthetic district: a history, and from then on what falls due."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from dashboard.demo.district import District
from dashboard.demo.points import points_of
from dashboard.demo.rhythm import iso, seconds
from dashboard.demo.statistics import campaigns, democracy, gathering, operations, services, video
from dashboard.demo.statistics.feeds import LENGTHS, Due, Feed
from dashboard.demo.statistics.oddities import choose
from dashboard.demo.statistics.report import Place, Report, World

Message = dict[str, Any]

FEEDS: Final = (
    *gathering.FEEDS,
    *video.FEEDS,
    *services.FEEDS,
    *democracy.FEEDS,
    *campaigns.FEEDS,
    *operations.FEEDS,
)
"""Every feed of the demo; each has a name of its own."""


class StatisticSimulator:
    """What the systems of `district` report: a history up to `now`, then what falls due from `since` on.

    Reports depend on seed, area and time alone, so that a restarted simulator says the same. `hotline`: cases that
    the hotline sent by local day, as far as they are known when its report is due. Times are aware datetimes.
    """

    def __init__(
        self,
        district: District,
        *,
        now: datetime,
        since: datetime | None = None,
        seed: int = 7,
        hotline: Mapping[int, int] | None = None,
    ) -> None:
        self._now = seconds(now)
        self.places = _places(district)
        streets = [place.code for place in self.places["street"]]
        below = {place.code: place.communities for place in self.places["street"]}
        self.oddities = choose(seed, self._now, streets, below)
        residents = {area.code: area.population for area in district.areas}
        self._world = World(seed, self._now, self.oddities, residents, streets[0], {} if hotline is None else hotline)
        begin = self._now if since is None else seconds(since)
        self._waiting = [
            (feed.next_due(place, self._now, begin), number, feed, place)
            for number, (feed, place) in enumerate(self._reporting())
        ]
        heapq.heapify(self._waiting)

    def history(self, start: datetime, end: datetime) -> Iterator[Message]:
        """What was reported about periods beginning in [start, end) and before `end`, a feed and an area at a time."""
        since, until = seconds(start), seconds(end)
        for feed, place in self._reporting():
            for due, detail in feed.kept(place, self._now, since, until):
                yield from self._written(feed, place, due, detail)

    def messages(self, until: datetime) -> list[Message]:
        """What fell due since the last call and before `until`, by time."""
        last = seconds(until)
        found: list[Message] = []
        while self._waiting and self._waiting[0][0] < last:
            at, number, feed, place = self._waiting[0]
            for due in feed.due_at(at):
                found += self._written(feed, place, due, True)
            heapq.heapreplace(self._waiting, (at + feed.every, number, feed, place))
        return found

    def _reporting(self) -> Iterator[tuple[Feed, Place]]:
        silent = self.oddities.silent
        for feed in FEEDS:
            for place in self.places[feed.level]:
                if silent in (place.code, place.parent):
                    continue
                if feed.only is None or feed.only(self.oddities, place.code):
                    yield feed, place

    def _written(self, feed: Feed, place: Place, due: Due, detail: bool) -> Iterator[Message]:
        report = Report(self._world, feed.name, place, due.start, due.start + feed.period, due.at, detail)
        feed.write(report)
        period, at = _period(due.start, feed.period), iso(due.at)
        for metric, dimensions, value in report.rows:
            message = {"metric": metric, "area": place.code, "period": period, "value": value, "at": at}
            if dimensions:
                message["dimensions"] = dimensions
            yield message


@lru_cache(maxsize=4096)
def _period(start: int, length: int) -> str:
    return f"{iso(start)}/{LENGTHS[length]}"


def _places(district: District) -> dict[str, tuple[Place, ...]]:
    """The district's areas by level, with what is in each."""
    whole = district.areas[0].population
    up = {area.code: area.parent for area in district.areas}
    grids: defaultdict[str, int] = defaultdict(int)
    communities: defaultdict[str, list[str]] = defaultdict(list)
    for area in district.areas:
        code: str | None = area.code
        while code is not None and area.level in ("grid", "community"):
            if area.level == "grid":
                grids[code] += 1
            else:
                communities[code].append(area.code)
            code = up[code]
    points = points_of(district)
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for area in district.areas:
        found[area.level].append(
            Place(
                code=area.code,
                level=area.level,
                parent=area.parent,
                population=area.population,
                share=area.population / whole,
                grids=grids[area.code],
                communities=tuple(communities[area.code]),
                points=points.get(area.code, ()),
            )
        )
    return {level: tuple(some) for level, some in found.items()}
