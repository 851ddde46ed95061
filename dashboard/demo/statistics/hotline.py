"""How many cases the hotline sent, by day: what its platform reports afterwards to be compared with."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from dashboard.demo.rhythm import local_day, seconds

_SOURCE = "hotline_12345"
_ENDED = ("voided", "withdrawn")


class HotlineCount(Mapping[int, int]):
    """Cases of the hotline by the local day on which they were collected, without those voided or withdrawn; it hears
    the simulator's messages one after another."""

    def __init__(self) -> None:
        self._days: Counter[int] = Counter()
        self._open: dict[str, int] = {}

    def hear(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """Count what messages of events say."""
        for message in messages:
            if message["source"] != _SOURCE:
                continue
            if message["stage"] == "collected":
                day = local_day(seconds(datetime.fromisoformat(message["at"])))
                self._open[message["event_id"]] = day
                self._days[day] += 1
            elif message["stage"] in _ENDED and message["event_id"] in self._open:
                self._days[self._open.pop(message["event_id"])] -= 1

    def __getitem__(self, day: int) -> int:
        if day not in self._days:
            raise KeyError(day)
        return self._days[day]

    def __iter__(self) -> Iterator[int]:
        return iter(self._days)

    def __len__(self) -> int:
        return len(self._days)


class Tells(Protocol):
    """Whatever tells messages as they fall due."""

    def messages(self, until: datetime) -> list[dict[str, Any]]:
        """Those that fell due since the last call."""
        ...


class Overheard:
    """The same messages, which a count hears too."""

    def __init__(self, simulator: Tells, count: HotlineCount) -> None:
        self._simulator = simulator
        self._count = count

    def messages(self, until: datetime) -> list[dict[str, Any]]:
        """Those that fell due since the last call."""
        found = self._simulator.messages(until)
        self._count.hear(found)
        return found
