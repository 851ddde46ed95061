"""One viewer's end of a hub: server-sent events, one after the other."""

from collections.abc import Callable, Iterator
from typing import Final

from dashboard.live.scene_state import SceneState
from data_access.clock import Micros

HEARTBEAT: Final = 5.0
"""Seconds between beats on a quiet stream: who went away is noticed at the next, who hears none is cut off."""


class StreamsFull(RuntimeError):
    """This worker has as many open pages as it may have."""


class Stream:
    """One viewer's events, as the web server iterates them. Closing it, even before the first event, counts the
    viewer out."""

    def __init__(
        self,
        state: SceneState,
        turn: int,
        *,
        clock: Callable[[], Micros],
        stopped: Callable[[], bool],
        leave: Callable[[SceneState], None],
    ) -> None:
        """What changed after a turn of a state, until it is `stopped`; whoever ends it is told to `leave`."""
        self.state = state
        self.turn = turn
        self._clock = clock
        self._stopped = stopped
        self._leave = leave
        self._greeted = False
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next event: a beat first and when nothing changed for a while. StopIteration once the hub has stopped."""
        if self._stopped() or not self._open:
            self.close()
            raise StopIteration
        if not self._greeted:
            self._greeted = True
            return self._beat()
        if not self.state.wait(self.turn, HEARTBEAT):
            return self._beat()
        message, self.turn = self.state.message(self.turn)
        return message

    def _beat(self) -> bytes:
        """An event that a page can hear, unlike a comment, with the time by our clock."""
        return b"event: beat\ndata: %d\n\n" % self._clock()

    def close(self) -> None:
        """Count the viewer out, once."""
        if self._open:
            self._open = False
            self._leave(self.state)
