"""What goes wrong on purpose, so that every state of the wall can be seen: all of it follows from the seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from dashboard.demo.rhythm import DAY, HOUR, MINUTE

OUTAGE_BEGAN: Final = 95 * MINUTE
"""How long before now the cameras of a street began to fail."""

OUTAGE_LASTS: Final = 7 * HOUR
_OUTAGE_EVERY: Final = 6 * DAY

REGISTER_AGE: Final = 60 * HOUR
"""How old the population register's newest report is."""

STILL: Final = 160 * MINUTE
"""How old the newest report of the subsystem is that stopped reporting."""


@dataclass(frozen=True, slots=True)
class Oddities:
    """Areas by code: the `silent` community reports nothing; in the `dark` communities of one street cameras fail;
    the `claiming` street reports a total that its communities do not add up to; the `away` street's conference room
    is not connected. `copied`: (feed, community) that sends yesterday's number again."""

    now: int
    silent: str
    dark: frozenset[str]
    claiming: str
    away: str
    copied: frozenset[tuple[str, str]]

    def outage(self, at: int) -> float:
        """How far the outage has gone at a second, 0 (none) to 1."""
        since = (at - self.now + OUTAGE_BEGAN) % _OUTAGE_EVERY
        if since >= OUTAGE_LASTS:
            return 0.0
        return min(1.0, since / (20 * MINUTE), (OUTAGE_LASTS - since) / HOUR)


def choose(seed: int, now: int, streets: Sequence[str], communities: dict[str, tuple[str, ...]]) -> Oddities:
    """Who is odd in a district of these streets and their communities."""
    rng = Random(f"oddities/{seed}")
    dark, claiming, away, quiet = rng.sample(sorted(streets), 4)
    copying = [code for street in streets if street != quiet for code in communities[street]]
    first, second = rng.sample(sorted(copying), 2)
    return Oddities(
        now=now,
        silent=rng.choice(communities[quiet]),
        dark=frozenset(rng.sample(communities[dark], max(2, len(communities[dark]) // 3))),
        claiming=claiming,
        away=away,
        copied=frozenset({("form", first), ("demand", second)}),
    )
