"""One report of one system about one place: its random numbers, and the figures that it puts down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import exp
from random import Random
from typing import Final
from zlib import crc32

from dashboard.demo.rhythm import DAY, local_day, local_hour
from dashboard.demo.statistics.oddities import Oddities

Counts = dict[str, int]
Row = tuple[str, dict[str, str], float]
"""A metric, its dimensions and its value."""

_OPENS: Final = 7.0
_CLOSES: Final = 20.0
_WEEK: Final = (1.1, 1.12, 1.1, 1.08, 1.1, 0.8, 0.7)
"""How much of an ordinary day is done from Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class Point:
    """A service point of a place: its code and kind, and how many windows it has."""

    code: str
    kind: str
    windows: int


@dataclass(frozen=True, slots=True)
class Place:
    """An area as the feeds see it: `share` of the district's residents, `grids` and `communities` in it (itself
    included), `communities` by code, the service `points` in it."""

    code: str
    level: str
    parent: str | None
    population: int
    share: float
    grids: int
    communities: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(slots=True)
class World:
    """What all reports share: the seed, the second around which things are laid out, what goes wrong on purpose, the
    residents by area, the street `seat` that the district's centre stands in, and how many cases the hotline sent by
    local day."""

    seed: int
    now: int
    oddities: Oddities
    residents: Mapping[str, int]
    seat: str
    hotline: Mapping[int, int] = field(default_factory=dict)


class Report:
    """A report of `feed` about `place` for the period [start, end), written at second `at`; `rows` gathers figures.

    `steady` is the same for every report of a feed about a place, `rng` for every report of a period, `jitter` for
    this report alone; `detail` is false where breakdowns are left out.
    """

    def __init__(self, world: World, feed: str, place: Place, start: int, end: int, at: int, detail: bool) -> None:
        self.world = world
        self.place = place
        self.start, self.end, self.at = start, end, at
        self.detail = detail
        self.rows: list[Row] = []
        self._copied = (feed, place.code) in world.oddities.copied
        self._name = f"{world.seed}/{feed}/{place.code}"

    @cached_property
    def steady(self) -> Random:
        return Random(crc32(self._name.encode()))

    @cached_property
    def rng(self) -> Random:
        period = "copied" if self._copied else self.start
        return Random(crc32(f"{self._name}/{period}".encode()))

    @cached_property
    def jitter(self) -> Random:
        return Random(crc32(f"{self._name}/at/{self.at}".encode()))

    @cached_property
    def done(self) -> float:
        """The share of the period's work that is done by now, 0..1; all of it where yesterday's figure is copied."""
        if self._copied or self.at >= self.end:
            return 1.0
        if self.end - self.start < DAY:
            return (self.at - self.start) / (self.end - self.start)
        return min(1.0, max(0.0, (local_hour(self.at) - _OPENS) / (_CLOSES - _OPENS)))

    @property
    def day(self) -> int:
        """Days from the local day around which things are laid out; negative before it."""
        return local_day(self.start) - local_day(self.world.now)

    @property
    def hour(self) -> float:
        """The hour of the local day at which the report is written."""
        return local_hour(self.at)

    def put(self, metric: str, value: float) -> None:
        """A total."""
        self.rows.append((metric, {}, value))

    def put_by(self, metric: str, dimension: str, counts: Mapping[str, float], *, total: bool = True) -> None:
        """A breakdown and, unless it stands already, the total that it adds up to."""
        if total:
            self.put(metric, sum(counts.values()))
        if self.detail:
            self.rows += [(metric, {dimension: key}, value) for key, value in counts.items()]

    def amount(self, mean: float, spread: float = 0.12) -> int:
        """What a whole period of about `mean` on an ordinary day brings; the same for every report of it."""
        usual = 1.0 if self._copied else _WEEK[(local_day(self.start) + 3) % 7]
        exact = mean * usual * self.rng.lognormvariate(0.0, spread)
        return int(exact) + (self.rng.random() < exact % 1)

    def so_far(self, whole: int) -> int:
        """The part of a period's amount that is there by now."""
        return int(whole * self.done)

    def rate(self, middle: float, spread: float) -> float:
        """A share of a place's own, about `middle` and between 0 and 1."""
        return min(1.0, max(0.0, self.steady.gauss(middle, spread)))

    def kept(self, counts: Mapping[str, int], shares: Mapping[str, float] | float, spread: float = 0.0) -> Counts:
        """Of each count the part that a share leaves, with the period's chance for the rest."""
        found = {}
        for key, count in counts.items():
            share = shares if isinstance(shares, float) else shares[key]
            exact = count * min(1.0, max(0.0, share + (self.rng.gauss(0.0, spread) if spread else 0.0)))
            found[key] = min(count, int(exact) + (self.rng.random() < exact % 1))
        return found


def split(total: int, weights: Mapping[str, float]) -> Counts:
    """Whole numbers that add up to `total`, as near to the weights as the largest remainders make them."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    found = {key: int(value) for key, value in exact.items()}
    rest = sorted(exact, key=lambda key: found[key] - exact[key])
    for key in rest[: total - sum(found.values())]:
        found[key] += 1
    return found


def own_weights(weights: Mapping[str, float], rng: Random, spread: float = 0.25) -> dict[str, float]:
    """Weights as they are in one place."""
    return {key: weight * rng.lognormvariate(0.0, spread) for key, weight in weights.items()}


def wave(hour: float, peak: float, width: float) -> float:
    """0..1 over the day, 1 at the peak hour."""
    return exp(-((hour - peak) ** 2) / (2 * width**2))


def office(second: int) -> float:
    """The share of a day's work that falls into the hour which begins at a second; a little of it at night."""
    hour = local_hour(second)
    return 0.0054 + 0.091 * max(wave(hour, 9.5, 2.2), 0.9 * wave(hour, 15.5, 2.2))
