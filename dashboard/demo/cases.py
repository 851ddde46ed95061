"""What a case is: who reports it, about what, how grave, and whether the community settles it itself."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

from dashboard.demo.places import Spot
from dashboard.demo.rhythm import SHARES
from dashboard.demo.vocabulary import CATEGORIES


@dataclass(frozen=True)
class Case:
    """One event as collected; `at` in seconds since the epoch, severity 1 (common) to 4 (urgent), or EMERGENCY."""

    event_id: str
    source: str
    at: int
    category: str
    severity: int
    spot: Spot
    self_handled: bool


EMERGENCY: Final = 5
"""The severity of what cannot wait; it is never drawn, a script brings it."""

SETTLED_ON_THE_SPOT: Final = {
    "grid_worker": 0.992,
    "hotline_12345": 0.38,
    "leader_mailbox": 0.1,
    "public_opinion": 0.32,
    "superior": 0.1,
    "video_patrol": 0.87,
    "enforcement": 0.64,
    "resident_app": 0.66,
}
_SEVERITIES: Final = {
    "safety": (0.30, 0.55, 0.142, 0.008),
    "water": (0.42, 0.44, 0.132, 0.008),
    "market": (0.64, 0.32, 0.04, 0.0),
    "livelihood": (0.76, 0.22, 0.02, 0.0),
}
_COMMON_SEVERITIES: Final = (0.64, 0.30, 0.0585, 0.0015)
RAINSTORM_SEVERITIES: Final = (0.05, 0.50, 0.42, 0.03)

# Shares of the first level by source, then of the second level within it.
_GROUPS: Final = ("city", "traffic", "housing", "environment", "water", "safety", "market", "livelihood")
_INTERESTS: Final = {
    "grid_worker": (30, 13, 8, 8, 5, 19, 4, 13),
    "hotline_12345": (9, 14, 26, 20, 8, 4, 11, 8),
    "leader_mailbox": (6, 12, 32, 16, 6, 6, 8, 14),
    "public_opinion": (10, 14, 20, 18, 8, 6, 10, 14),
    "superior": (14, 10, 12, 20, 10, 20, 8, 6),
    "video_patrol": (44, 30, 0, 8, 8, 10, 0, 0),
    "enforcement": (48, 8, 10, 14, 2, 4, 14, 0),
    "resident_app": (26, 30, 14, 12, 8, 6, 3, 1),
}
_WITHIN: Final = {
    "city": (34, 40, 14, 12),
    "traffic": (46, 26, 18, 10),
    "housing": (44, 14, 24, 18),
    "environment": (42, 18, 20, 20),
    "water": (16, 30, 34, 20),
    "safety": (42, 38, 10, 10),
    "market": (38, 42, 20),
    "livelihood": (29, 16, 25, 30),
}


class Mix:
    """Draws categories, severities and self-handling in the proportions of each source."""

    def __init__(self) -> None:
        codes: dict[str, list[str]] = {group: [] for group in _GROUPS}
        for term in CATEGORIES:
            group, _, rest = term.code.partition("/")
            if rest:
                codes[group].append(term.code)
        self._codes = [code for group in _GROUPS for code in codes[group]]
        self._running = {
            source: list(
                accumulate(
                    interest * weight / sum(_WITHIN[group])
                    for group, interest in zip(_GROUPS, _INTERESTS[source], strict=True)
                    for weight in _WITHIN[group]
                )
            )
            for source in SHARES
        }

    def category(self, source: str, rng: Random) -> str:
        running = self._running[source]
        return self._codes[bisect_right(running, rng.random() * running[-1])]

    def severity(self, category: str, rng: Random) -> int:
        return draw_severity(_SEVERITIES.get(category.partition("/")[0], _COMMON_SEVERITIES), rng)

    def self_handled(self, source: str, severity: int, rng: Random) -> bool:
        """Grave cases are forwarded more often, urgent ones always."""
        factor = (1.0, 1.0, 0.75, 0.0, 0.0)[severity - 1]
        return rng.random() < SETTLED_ON_THE_SPOT[source] * factor


def draw_severity(mix: tuple[float, float, float, float], rng: Random) -> int:
    """1..4 by the shares in `mix`."""
    chance = rng.random()
    for severity, share in enumerate(mix, start=1):
        chance -= share
        if chance < 0:
            return severity
    return 2
