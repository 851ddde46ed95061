"""What is out of the ordinary: a growing hot spot, rainstorms, a source gone silent, emergencies.

Laid out around `now`, the end of the history, so that a fresh demo has something to show; later days get
their own at random. Everything depends on the seed and the moment only, never on what was asked before.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, LOCAL_OFFSET, MINUTE, SLOT, SLOTS_A_DAY, local_day
from dashboard.demo.texts import EMERGENCIES

HOT_SPOT_GROWTH: Final = 6 * DAY
HOT_SPOT_FADING: Final = 2 * DAY
HOT_SPOT_PEAK: Final = 15.0
BURST_LENGTH: Final = 2 * HOUR
BURST_CASES: Final = 84.0
EMERGENCIES_A_DAY: Final = 2.0
FIRST_EMERGENCY: Final = 8 * MINUTE
"""How long after `now` there is one in any case."""

_HOT_CATEGORIES: Final = (
    "safety/ebike-charging", "environment/smoke", "city/garbage", "housing/property", "environment/noise",
)  # fmt: skip
_FALLIBLE: Final = ("hotline_12345", "video_patrol", "resident_app", "enforcement")


@dataclass(frozen=True)
class HotSpot:
    """One community where one category grows from `start` to `peak` and fades until `end` (seconds)."""

    community: str
    category: str
    start: int
    peak: int
    end: int

    def per_day(self, second: int) -> float:
        """Extra cases a day at this moment, for a district of 640 a day."""
        if second < self.peak:
            return HOT_SPOT_PEAK * max(0.0, (second - self.start) / (self.peak - self.start))
        return HOT_SPOT_PEAK * max(0.0, (self.end - second) / (self.end - self.peak))


@dataclass(frozen=True)
class Burst:
    """A rainstorm over two neighbouring streets in [start, end) (seconds)."""

    streets: tuple[str, str]
    start: int
    end: int

    def per_hour(self, second: int) -> float:
        """Extra cases an hour at this moment, for a district of 640 a day: rising, then easing."""
        through = (second - self.start) / (self.end - self.start)
        height = through / 0.4 if through < 0.4 else (1 - through) / 0.6
        return 2 * BURST_CASES * HOUR / (self.end - self.start) * max(0.0, height)


@dataclass(frozen=True)
class Silence:
    """A source that sends nothing in [start, end) (seconds)."""

    source: str
    start: int
    end: int


@dataclass(frozen=True)
class Emergency:
    """Something that cannot wait: where and of what category, at `at` (seconds)."""

    community: str
    category: str
    at: int


class Script:
    """Every incident of one simulation; `communities` and `neighbours` (pairs of streets) are codes."""

    def __init__(
        self, *, seed: int, now: int, communities: tuple[str, ...], neighbours: tuple[tuple[str, str], ...]
    ) -> None:
        self._seed = seed
        self._now = now
        rng = Random(f"{seed}/incidents")
        self._scripted_bursts = tuple(
            Burst(rng.choice(neighbours), start, start + BURST_LENGTH)
            for start in (now - 9 * DAY - 3 * HOUR, now - HOUR)
        )
        three_days_ago = local_day(now - 3 * DAY) * DAY - LOCAL_OFFSET
        self._scripted_gaps = (
            Silence("hotline_12345", three_days_ago + 9 * HOUR, three_days_ago + 18 * HOUR),
            Silence("video_patrol", now - 6 * HOUR, now + 40 * MINUTE),
        )
        self._communities = communities
        self._neighbours = neighbours
        self._on_day = lru_cache(maxsize=64)(self._plan_day)
        self._episode = lru_cache(maxsize=8)(self._plan_episode)

    def hot_spot(self, second: int) -> HotSpot:
        """The hot spot whose episode holds this moment; `now` is the peak of one."""
        length = HOT_SPOT_GROWTH + HOT_SPOT_FADING
        return self._episode((second - (self._now - HOT_SPOT_GROWTH)) // length)

    def burst(self, second: int) -> Burst | None:
        """The rainstorm that is on at this moment."""
        day = local_day(second)
        for burst in (*self._on_day(day)[0], *self._on_day(day - 1)[0]):
            if burst.start <= second < burst.end:
                return burst
        return None

    def emergency(self, second: int) -> Emergency | None:
        """The emergency of the ten-minute slot that holds this moment, if there is one."""
        slot = second - (second + LOCAL_OFFSET) % SLOT
        rng = Random(f"{self._seed}/emergency/{slot}")
        chance, at = rng.random(), slot + rng.randrange(SLOT)
        community, category = rng.choice(self._communities), rng.choice(EMERGENCIES)
        first = self._now + FIRST_EMERGENCY
        if slot <= first < slot + SLOT:
            return Emergency(community, category, first)
        return Emergency(community, category, at) if chance < EMERGENCIES_A_DAY / SLOTS_A_DAY else None

    def bursts(self, start: int, end: int) -> tuple[Burst, ...]:
        """The rainstorms that begin in [start, end), by time."""
        days = range(local_day(start), local_day(end) + 1)
        found = (burst for day in days for burst in self._on_day(day)[0])
        return tuple(sorted((one for one in found if start <= one.start < end), key=lambda one: one.start))

    def gaps(self, start: int, end: int) -> tuple[Silence, ...]:
        """The silences that begin in [start, end), by time."""
        days = range(local_day(start), local_day(end) + 1)
        found = (gap for day in days for gap in self._on_day(day)[1])
        return tuple(sorted((one for one in found if start <= one.start < end), key=lambda one: one.start))

    def silences(self, second: int) -> tuple[Silence, ...]:
        """Which sources are silent on the local day of this moment or run on into it."""
        day = local_day(second)
        return (*self._on_day(day)[1], *self._on_day(day - 1)[1])

    def is_silent(self, source: str, second: int) -> bool:
        """Whether the source sends nothing at this moment."""
        return any(gap.source == source and gap.start <= second < gap.end for gap in self.silences(second))

    def _plan_episode(self, number: int) -> HotSpot:
        rng = Random(f"{self._seed}/hot spot/{number}")
        start = self._now - HOT_SPOT_GROWTH + number * (HOT_SPOT_GROWTH + HOT_SPOT_FADING)
        peak = start + HOT_SPOT_GROWTH
        return HotSpot(rng.choice(self._communities), rng.choice(_HOT_CATEGORIES), start, peak, peak + HOT_SPOT_FADING)

    def _plan_day(self, day: int) -> tuple[tuple[Burst, ...], tuple[Silence, ...]]:
        rng = Random(f"{self._seed}/incidents/{day}")
        midnight = day * DAY - LOCAL_OFFSET
        pair = rng.choice(self._neighbours)
        rain, rain_at = rng.random() < 0.12, midnight + rng.randrange(9 * HOUR, 19 * HOUR)
        mute, mute_at = rng.random() < 0.2, midnight + rng.randrange(8 * HOUR, 14 * HOUR)
        source, length = rng.choice(_FALLIBLE), rng.randrange(4 * HOUR, 8 * HOUR)

        def starts_today(incident: Burst | Silence) -> bool:
            return local_day(incident.start) == day

        bursts = [burst for burst in self._scripted_bursts if starts_today(burst)]
        gaps = [gap for gap in self._scripted_gaps if starts_today(gap)]
        quiet = abs(day - local_day(self._now)) > 1
        if rain and quiet and not bursts:
            bursts.append(Burst(pair, rain_at, rain_at + BURST_LENGTH))
        if mute and quiet and not gaps:
            gaps.append(Silence(source, mute_at, mute_at + length))
        return tuple(bursts), tuple(gaps)
