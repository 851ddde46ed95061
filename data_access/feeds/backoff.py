"""How long to wait after failures in a row: doubling up to a limit, with jitter so that processes spread out."""

import random


class Backoff:
    """Pauses of 0.2, 0.4 ... `longest` seconds, each shortened by up to a half at random."""

    def __init__(self, shortest: float = 0.2, longest: float = 30.0) -> None:
        self._shortest = shortest
        self._longest = longest
        self._failures = 0

    def failed(self) -> float:
        """Count a failure and give the seconds to wait."""
        pause = min(self._shortest * 2.0 ** min(self._failures, 30), self._longest)
        self._failures += 1
        return pause * random.uniform(0.5, 1.0)

    def succeeded(self) -> bool:
        """Count a success; whether it ends a row of failures."""
        ended = self._failures > 0
        self._failures = 0
        return ended
