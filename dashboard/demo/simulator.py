"""Event messages of a synthetic district: a history in one go, then the same process live."""

import heapq
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from math import exp
from random import Random

from dashboard.demo.behaviour import Message, life
from dashboard.demo.cases import EMERGENCY, RAINSTORM_SEVERITIES, Case, Mix, draw_severity
from dashboard.demo.district import District
from dashboard.demo.incidents import Script
from dashboard.demo.places import Places
from dashboard.demo.rhythm import DAY, HOUR, LOCAL_OFFSET, MINUTE, SHARES, SLOT, Rhythm, iso, local_day, seconds

_SOURCES = tuple(SHARES)
_RAIN_SOURCES = (
    "hotline_12345",
    "grid_worker",
    "resident_app",
    "video_patrol",
    "hotline_12345",
    "grid_worker",
)
TOLD_AGAIN = 0.025
"""The share of located cases that another source reports too."""

_TELLERS = ("hotline_12345", "resident_app", "grid_worker")

_HOT_SOURCES = ("grid_worker", "grid_worker", "grid_worker", "hotline_12345", "resident_app")


class Simulator:
    """The events of `district` from `start` on, about `daily` a day; times are aware datetimes.

    Incidents are laid out around `now` (default 30 days after `start`): the moment the history ends. Two
    simulators with the same arguments send the same messages however the time is cut into calls, so a restarted
    one resumes after a discarded `messages(last)`. `rate` (which may be changed on the way) multiplies the
    cases that begin in the ten-minute slots still to come. Nothing begins before `start`.
    Raises ValueError for a time without a zone, or a `daily` or `rate` out of range.
    """

    def __init__(
        self,
        district: District,
        *,
        start: datetime,
        now: datetime | None = None,
        seed: int = 7,
        daily: float = 640.0,
        rate: float = 1.0,
    ) -> None:
        self.rate = rate
        if not daily > 0:
            raise ValueError(f"daily {daily!r} is out of range, expected more than 0")
        self._seed = seed
        self._daily = daily
        self._scale = daily / 640.0
        self._start = seconds(start)
        self._planned = self._start
        self._order = 0
        self._future: list[tuple[int, int, Message]] = []
        self._rhythm = Rhythm(daily)
        self._mix = Mix()
        self._places = Places(district, seed)
        streets = district.at_level("street")
        self.script = Script(
            seed=seed,
            now=seconds(now or start + timedelta(days=30)),
            communities=tuple(area.code for area in district.at_level("community")),
            neighbours=tuple(
                (one.code, two.code)
                for place, one in enumerate(streets)
                for two in streets[place + 1 :]
                if one.geometry.intersection(two.geometry).length > 0
            ),
        )

    @property
    def rate(self) -> float:
        return self._rate

    @rate.setter
    def rate(self, value: float) -> None:
        if not value >= 0:
            raise ValueError(f"rate {value!r} is out of range, expected 0 or more")
        self._rate = value

    @property
    def eager_street(self) -> str:
        """The code of the street whose grid workers file far more than the others."""
        return self._places.eager

    def history(self, start: datetime, end: datetime) -> Iterator[Message]:
        """The transitions with `start` <= at < `end`, by time; earlier ones not yet sent are left out."""
        first, last = seconds(start), seconds(end)
        return (message for at, message in self._send_until(last) if at >= first)

    def messages(self, until: datetime) -> list[Message]:
        """The transitions that became due since the last call and before `until`, by time."""
        return [message for _, message in self._send_until(seconds(until))]

    def next_due(self) -> datetime | None:
        """When the next transition known so far is due (a new case may come earlier); None if none is."""
        return datetime.fromisoformat(self._future[0][2]["at"]) if self._future else None

    def _send_until(self, until: int) -> Iterator[tuple[int, Message]]:
        while self._planned < until:
            slot_end = self._planned - (self._planned + LOCAL_OFFSET) % SLOT + SLOT
            self._plan(self._planned, slot_end)
            self._planned = slot_end
            yield from self._pop(min(slot_end, until))
        yield from self._pop(until)

    def _pop(self, until: int) -> Iterator[tuple[int, Message]]:
        while self._future and self._future[0][0] < until:
            at, _, message = heapq.heappop(self._future)
            yield at, message

    def _plan(self, begin: int, end: int) -> None:
        """Begin the cases of one slot and schedule everything that will happen to them."""
        rng = Random(f"{self._seed}/slot/{end}")
        for case in chain(self._cases(begin, end, rng), self._emergencies(begin, end)):
            self._schedule(life(case, rng))
            again = Random(f"{self._seed}/again/{case.event_id}")
            if twin := self._told_again(case, again):
                self._schedule(life(twin, again))

    def _schedule(self, steps: list[tuple[int, Message]]) -> None:
        for at, message in steps:
            self._order += 1
            heapq.heappush(self._future, (at, self._order, message))

    def _cases(self, begin: int, end: int, rng: Random) -> Iterator[Case]:
        """The cases that begin in [begin, end): everyday ones, the hot spot's, a rainstorm's."""
        part = (end - begin) / SLOT * self._rate
        usual, running = self._rhythm.at(begin)
        gaps = self.script.silences(begin)
        hot, rain = self.script.hot_spot(begin), self.script.burst(begin)
        mood = Random(f"{self._seed}/day/{local_day(begin)}").lognormvariate(0.0, 0.05)
        kinds = ["usual"] * _poisson(usual * mood * part, rng)
        kinds += ["hot"] * _poisson(hot.per_day(begin) * usual * self._scale / self._daily * part, rng)
        if rain:
            kinds += ["rain"] * _poisson(rain.per_hour(begin) * self._scale * SLOT / HOUR * part, rng)

        slot = (begin + LOCAL_OFFSET) % DAY // SLOT
        prefix = f"SJ{iso(begin)[:10].replace('-', '')}{slot:03d}"
        for number, kind in enumerate(kinds):
            at = begin + int(rng.random() * (end - begin))
            if kind == "hot":
                source = rng.choice(_HOT_SOURCES)
                category = hot.category
                spot = self._places.within(hot.community, source, rng)
            elif kind == "rain" and rain:
                source = rng.choice(_RAIN_SOURCES)
                category = "water/waterlogging" if rng.random() < 0.9 else "traffic/road-damage"
                spot = self._places.within(rng.choice(rain.streets), source, rng)
            else:
                source = _SOURCES[bisect_right(running, rng.random() * running[-1])]
                category = self._mix.category(source, rng)
                spot = self._places.anywhere(source, rng)
            if any(gap.source == source and gap.start <= at < gap.end for gap in gaps):
                continue
            rainy = kind == "rain"
            severity = draw_severity(RAINSTORM_SEVERITIES, rng) if rainy else self._mix.severity(category, rng)
            settled = self._mix.self_handled(source, severity, rng) and (kind == "usual" or rng.random() < 0.6)
            yield Case(f"{prefix}{number:03d}", source, at, category, severity, spot, settled)

    def _emergencies(self, begin: int, end: int) -> Iterator[Case]:
        """The emergency of a slot: a few a day, however many cases there are."""
        found = self.script.emergency(begin)
        if found is None or not begin <= found.at < end or not self._rate:
            return
        rng = Random(f"{self._seed}/emergency/{found.at}")
        spot = self._places.within(found.community, "grid_worker", rng)
        yield Case(
            f"SJ{iso(found.at)[:10].replace('-', '')}E{found.at % DAY:05d}",
            "grid_worker",
            found.at,
            found.category,
            EMERGENCY,
            spot,
            False,
        )

    def _told_again(self, case: Case, rng: Random) -> Case | None:
        """The same matter as another source tells it, now and then: a few steps away and some hours later."""
        if case.spot.lon is None or case.spot.lat is None or rng.random() >= TOLD_AGAIN:
            return None
        source = rng.choice([other for other in _TELLERS if other != case.source])
        at = case.at + int(rng.uniform(10 * MINUTE, 8 * HOUR))
        if any(gap.source == source and gap.start <= at < gap.end for gap in self.script.silences(at)):
            return None
        # Some 40 m either way at this latitude.
        lon, lat = (round(value + rng.uniform(-0.0004, 0.0004), 6) for value in (case.spot.lon, case.spot.lat))
        settled = self._mix.self_handled(source, case.severity, rng)
        spot = replace(case.spot, area=None, lon=lon, lat=lat)
        return Case(f"{case.event_id}R", source, at, case.category, case.severity, spot, settled)


def _poisson(mean: float, rng: Random) -> int:
    """A Poisson draw by Knuth's product, in steps small enough not to underflow."""
    count = 0
    while mean > 0:
        limit, product = exp(-min(mean, 200.0)), rng.random()
        while product > limit:
            count += 1
            product *= rng.random()
        mean -= 200.0
    return count
