"""Whoever waits for a scene goes before what nobody waits for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

GIVE_WAY: Final = 0.3
"""Seconds for which the hub's threads put off the next panel while somebody waits for a scene."""


class Courtesy:
    """Who waits now, for the threads of one hub: they share one interpreter with whoever is being answered."""

    def __init__(self) -> None:
        self._waiting = 0
        self._calm = threading.Condition()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Somebody waits, for as long as this is entered."""
        with self._calm:
            self._waiting += 1
        try:
            yield
        finally:
            with self._calm:
                self._waiting -= 1
                self._calm.notify_all()

    def give_way(self) -> None:
        """Let those who wait go first, but not for long: streams must go on."""
        with self._calm:
            self._calm.wait_for(lambda: not self._waiting, GIVE_WAY)
