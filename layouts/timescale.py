"""A logarithmic axis of time: which round lengths are marked on it, where, and in which words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from layouts.text import Text

MINUTES: Final = (1, 2, 5, 10, 30, 60, 120, 300, 720, 1440, 2880, 7200, 14_400, 43_200)
APART: Final = 0.15
"""Marks stand at least this share of the axis apart."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From `low` to `high` seconds, both above 0 and not equal."""

    low: float
    high: float

    def share(self, seconds: float) -> float:
        """Where a length of time lies, 0..1; what lies beyond an end lies at it."""
        held = min(max(seconds, self.low), self.high)
        return math.log(held / self.low) / math.log(self.high / self.low)

    def ticks(self) -> Iterator[tuple[float, int]]:
        """(share, seconds) of the marks, ascending."""
        last = -APART
        for minutes in MINUTES:
            share = self.share(60 * minutes)
            if self.low <= 60 * minutes <= self.high and last + APART <= share:
                last = share
                yield share, 60 * minutes


def tick_label(text: Text, seconds: int) -> str:
    """A round length of time in its largest whole unit."""
    for unit, size in (("day", 86_400), ("hour", 3600)):
        if seconds >= size and seconds % size == 0:
            return text(f"axis.{unit}s", n=seconds // size)
    return text("axis.minutes", n=seconds // 60)
