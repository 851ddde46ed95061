"""The director: a thread per worker that works out what each wall shows, and tells its screens when that changes.

What is shown is a function of the store and the clock, so that any number of workers and screens agree.
"""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from dashboard.live.stream import StreamsFull
from data_access.areas.tree import AreaTree
from data_access.clock import SECOND, Micros
from data_access.store.store import NoAreasError, Store
from data_access.view import View, ViewError
from data_access.walls.book import Wall
from data_access.walls.desk import Logged, begin, carry_out, log
from data_access.walls.looking import Progress, look, situation
from data_access.walls.orders import Order, OrderError
from data_access.walls.showing import Shown
from layouts.scenes import beside_of, scene_of

_log = logging.getLogger(__name__)

BEAT: Final = 5.0
"""Seconds between signs of life on a quiet stream."""

LONGEST: Final = 2.0
"""Seconds between two looks at the store at most, for orders and warnings of other processes."""

APART: Final = 0.2
"""Seconds between two looks at least: commits come in bursts."""

RETRY: Final = 2.0
"""Seconds before a look that failed is tried again."""


class UnknownWall(LookupError):
    """A wall that no file names."""


class Director:
    """What every wall shows, told to at most `streams` screens. `start` it once per worker, after the fork; `stop`
    ends it and its streams."""

    def __init__(self, store: Store, *, streams: int = 200) -> None:
        self.store = store
        self.book = store.walls
        self.streams = streams
        self.open_streams = 0
        self.changed = threading.Condition()
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._states: dict[str, bytes] = {}
        self._progress: Progress = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._stopped.clear()
        self.store.on_change(lambda _version: self._wake.set())
        self._thread = threading.Thread(target=self._run, name="director", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and every stream."""
        self._stopped.set()
        self._wake.set()
        with self.changed:
            self.changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wall(self, name: str) -> Wall:
        """The wall of a name; UnknownWall naming those there are."""
        found = self.book.wall(name)
        if found is None:
            known = ", ".join(wall.id for wall in self.book.walls)
            raise UnknownWall(f"wall {name[:40]!r} is not known; expected one of {known}")
        return found

    def shown(self, name: str) -> Shown:
        """What a wall shows now; UnknownWall for a name that no file has."""
        wall = self.wall(name)
        now = self.store.clock()
        with self.store.reading() as connection:
            tree = self.store.site(connection).tree
            return look(connection, self.book, wall, tree, self.store.zone, now, self._progress)

    def order(self, name: str, order: Order) -> Shown:
        """Carry out an order; OrderError where it names what is not there, UnknownWall."""
        wall = self.wall(name)
        now = self.store.clock()
        with self.store.reading() as connection:
            tree = self.store.site(connection).tree
            found, _ = situation(connection, self.book, wall, tree, self.store.zone, now, self._progress)
        if order.order == "show":
            _expect_there(View.from_query(order.view), tree)
        carry_out(self.store, order, found)
        _log.info("wall %r: %r ordered %s %s", name, order.by, order.order, order.detail)
        self._wake.set()
        return self.shown(name)

    def sounded(self, name: str, warning: int) -> None:
        """Log that a wall made itself heard."""
        wall = self.wall(name)
        with self.store.writing() as connection:
            log(connection, Logged(wall.id, self.store.clock(), wall.id, "sounded", str(warning)))

    def stream(self, name: str) -> Iterator[bytes]:
        """What the screens of a wall are told, as server-sent events, for ever; UnknownWall or StreamsFull at once."""
        wall = self.wall(name)
        if self.open_streams >= self.streams:
            raise StreamsFull(f"this worker tells {self.streams} screens; try again")
        return self._stream(wall)

    def _stream(self, wall: Wall) -> Iterator[bytes]:
        with self.changed:
            self.open_streams += 1
        try:
            yield from self._events(wall)
        finally:
            with self.changed:
                self.open_streams -= 1

    def _events(self, wall: Wall) -> Iterator[bytes]:
        told = b""
        yield b"retry: 1000\n: open\n\n"
        while not self._stopped.is_set():
            with self.changed:
                if self._states.get(wall.id, b"") == told:
                    self.changed.wait(BEAT)
                fresh = self._states.get(wall.id, b"")
            if fresh != told:
                told = fresh
                # Each screen learns the time with its state: what is counted down is counted by one clock.
                yield b"data: " + fresh[:-1] + b',"now":' + str(self.store.clock()).encode() + b"}\n\n"
            else:
                yield b'event: beat\ndata: {"now":' + str(self.store.clock()).encode() + b"}\n\n"

    def _run(self) -> None:
        begun = False
        while not self._stopped.is_set():
            self._wake.clear()
            try:
                if not begun:
                    begin(self.store, (wall.id for wall in self.book.walls), self.store.clock())
                    begun = True
                pause = self._look()
            except NoAreasError:
                pause = LONGEST
            except Exception:
                _log.exception("what the walls show could not be worked out; it is tried again")
                pause = RETRY
            self._wake.wait(pause)
            self._stopped.wait(APART)

    def _look(self) -> float:
        """Work out all walls, tell what changed; gives the seconds until something ends by itself."""
        now = self.store.clock()
        fresh: dict[str, bytes] = {}
        ends: list[Micros] = []
        with self.store.reading() as connection:
            tree = self.store.site(connection).tree
            for wall in self.book.walls:
                found = look(connection, self.book, wall, tree, self.store.zone, now, self._progress)
                if found.until is not None:
                    ends.append(found.until)
                fresh[wall.id] = json.dumps(written(wall, found, None), separators=(",", ":")).encode()
        if fresh != self._states:
            with self.changed:
                self._states = fresh
                self.changed.notify_all()
        return min([LONGEST, *((end - now) / SECOND for end in ends if end > now)])


def _expect_there(view: View, tree: AreaTree) -> None:
    """OrderError for a view whose scene or area does not exist."""
    try:
        scene_of(view)
        beside_of(view)
    except ViewError as error:
        raise OrderError(f"view: {error}") from None
    if view.area and view.area not in tree:
        raise OrderError(f"view: area {view.area[:60]!r} is not in the area tree; expected the code of a loaded area")


def written(wall: Wall, shown: Shown, now: Micros | None) -> dict[str, Any]:
    """What a screen of a wall is told: the view (`query`), since and until when (microseconds), the next view, the
    mode, the warning that has the wall, and how the wall is dressed. `now` by the server's clock, where given."""
    told: dict[str, Any] = {"wall": wall.id, **asdict(shown)}
    told["dress"] = {"theme": wall.theme, "preset": wall.preset, "k": wall.k}
    return told if now is None else {**told, "now": now}
