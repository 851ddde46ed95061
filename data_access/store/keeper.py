"""Where answers are kept that cost too much to give anew for every picture."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakValueDictionary

from data_access.clock import Micros

MOST: Final = 256
"""How many answers a process keeps; the one unused for longest goes first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value and the state of the store from which it was worked out."""

    moment: Micros
    newest_at: Micros | None
    version: int
    areas: int
    value: Any


class Keeper:
    """Answers by key, for one store. Safe to use from many threads; one key is worked out by one of them."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        # A lock lasts as long as somebody works or waits, also where the work fails.
        self._working: WeakValueDictionary[Hashable, threading.Lock] = WeakValueDictionary()
        self._lock = threading.Lock()

    def find(self, key: Hashable, holds: Callable[[Answer], bool]) -> Answer | None:
        """The answer of a key if it still holds."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or not holds(answer):
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def working(self, key: Hashable) -> threading.Lock:
        """The lock under which a key is worked out."""
        with self._lock:
            return self._working.setdefault(key, threading.Lock())
