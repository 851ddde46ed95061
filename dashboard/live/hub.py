"""The hub: a thread per worker that watches the data version and renders what is looked at, once for everyone.

Messages are coalesced: a view is rendered at most `hertz` times a second, a panel at most at its own rate, the
newest state wins and unchanged parts are not sent. Panels of slow analyses have a thread of their own, so that no
event waits for them.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Final

from dashboard.live.courtesy import Courtesy
from dashboard.live.periods import BESIDE, periods_of
from dashboard.live.scene_state import SceneState
from dashboard.live.stream import Stream, StreamsFull
from dashboard.render import CHROME, SHAPES, Picture, Rendered, Renderer
from data_access.reader import Scope
from data_access.view import View, ViewError
from layouts.drawer import behind, drawer_panel

log = logging.getLogger(__name__)

IDLE: Final = 5.0
"""Seconds after which a panel is rendered again although no data came: windows slide, deadlines pass. For as long a
whole scene answers whoever comes back to it."""

AGAIN: Final = 1.0
"""Seconds after which whoever comes back has a panel tried again that failed."""

QUICK: Final = 0.5
"""Panels with a shorter period are in every picture in which they are due."""

SLOW_A_TURN: Final = 1
"""How many of the other panels are rendered for one picture, the one that has waited longest first."""

POLL: Final = 1.0
"""Seconds between looks at the data version, for commits of other processes that nobody announced."""

BORROWED: Final = 10.0
"""Seconds for which what was drawn behind a drawer is as good as new where only the drawer changes."""

RETRY: Final = 2.0
"""Seconds before a view that could not be rendered is tried again."""

PATIENCE: Final = 0.2
"""Seconds for which a whole scene waits for its slow panels; those that take longer follow by the stream."""

FIRST: Final = 2
"""How many whole scenes may have their slow panels rendered at a time."""

KEEP: Final = 30.0
"""Seconds for which the picture of a view without viewers is kept for the next who comes."""

KEEP_PAST: Final = 300.0
"""The same for a view of the past, whose picture stays right as long as nothing comes in."""

SHAPES_PERIOD: Final = 30.0
"""Seconds after which the shapes are looked at again: the area tree changes seldom."""


class Hub:
    """Pictures of all views that are looked at. `start` it once per worker, after the fork; `stop` ends it."""

    def __init__(self, renderer: Renderer, *, fixed: Mapping[str, Any], hertz: float = 4.0, streams: int = 200) -> None:
        self.renderer = renderer
        self.fixed = fixed
        self.hertz = hertz
        self.streams = streams
        self.cadences = {name: panel.cadence for name, panel in renderer.panels.items()}
        self.periods = {name: 1 / min(panel.hertz, hertz) for name, panel in renderer.panels.items()}
        # The shapes are the same object every time: looking at them costs nothing.
        self.periods |= {CHROME: 1.0, SHAPES: SHAPES_PERIOD}
        self.open_streams = 0
        self._states: dict[tuple[str, str], SceneState] = {}
        self._left: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._beside = threading.Event()
        self._stopped = threading.Event()
        self._version = -1
        self._threads: list[threading.Thread] = []
        self._first = ThreadPoolExecutor(FIRST, "hub-first")
        self.courtesy = Courtesy()

    def start(self, watch: Callable[["Hub"], None] | None = None) -> None:
        """Start the hub's threads; `watch` may subscribe to announcements of other processes."""
        self._stopped.clear()
        self._first = ThreadPoolExecutor(FIRST, "hub-first")
        self.renderer.store.on_change(self.announce)
        self._threads = [
            threading.Thread(target=self._run, name="hub", daemon=True),
            threading.Thread(target=self._run_beside, name="hub-beside", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        if watch is not None:
            threading.Thread(target=watch, args=(self,), name="hub-watch", daemon=True).start()

    def stop(self) -> None:
        """End the threads and every stream."""
        self._stopped.set()
        self._wake.set()
        self._beside.set()
        for state in self._all():
            state.close()
        self._first.shutdown(cancel_futures=True)
        for thread in self._threads:
            thread.join(timeout=10)

    def rest(self, seconds: float) -> bool:
        """Wait; whether it was stopped meanwhile."""
        return self._stopped.wait(seconds)

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()

    def announce(self, version: int) -> None:
        """Say that the data changed."""
        if version > self._version:
            self._version = version
        self._wake.set()

    def scene(self, view: View, scope: Scope, patience: float | None = None) -> dict[str, Any]:
        """The whole picture of a view, see `shown`."""
        return self.shown(view, scope, patience).payload()

    def shown(self, view: View, scope: Scope, patience: float | None = None) -> SceneState:
        """The state of a view with its whole picture, rendered now unless it is up to date; ViewError if it cannot be
        shown. Panels of slow analyses that are not done within `patience` seconds (PATIENCE) are left to the stream."""
        state = self._state(view, scope)
        with self.courtesy.asked():
            version = self.renderer.store.version().version
            spared = self._borrow(state)
            self._refresh(state, version, patience=PATIENCE if patience is None else patience, spared=spared)
        return state

    def _borrow(self, state: SceneState) -> list[str]:
        """What another state shows of the same scene, with something else or nothing opened over it, is taken over:
        whoever opens or shuts the drawer sees what stood behind it, and the stream goes on from there."""
        scenery, since = behind(state.view), time.monotonic() - BORROWED
        inside = str(drawer_panel(state.view))
        with self._lock:
            others = [one for one in self._states.values() if one is not state and one.scope == state.scope]
        others = [one for one in others if behind(one.view) == scenery]
        newest = max(others, key=lambda one: one.taken_at, default=None)
        if newest is None:
            return []
        with state.rendering:
            names = [name for name in (*state.periods.live, *state.periods.slow) if name not in (CHROME, inside)]
            return state.borrow(newest, names, since)

    def stream(self, view: View, scope: Scope, mark: str = "") -> Stream:
        """The events of a view after the picture with a mark, for ever; StreamsFull at the limit."""
        with self._lock:
            if self.open_streams >= self.streams:
                raise StreamsFull
            self.open_streams += 1
        try:
            state = self._state(view, scope)
            if not state.rendered_at:
                self._refresh(state, self.renderer.store.version().version, patience=PATIENCE)
        except BaseException:
            with self._lock:
                self.open_streams -= 1
            raise
        with self._lock:
            state.viewers += 1
        self._wake.set()
        self._beside.set()
        clock, stopped = self.renderer.store.clock, self._stopped.is_set
        return Stream(state, state.turn_of(mark), clock=clock, stopped=stopped, leave=self.leave)

    def leave(self, state: SceneState) -> None:
        """A viewer of a state is gone."""
        with self._lock:
            state.viewers -= 1
            self.open_streams -= 1
            self._left[state.scope.area, state.view.to_query()] = time.monotonic()

    def _state(self, view: View, scope: Scope) -> SceneState:
        key = (scope.area, view.to_query())
        with self._lock:
            state = self._states.get(key)
            if state is None:
                periods = periods_of(view, self.renderer.names(view), self.periods)
                state = self._states[key] = SceneState(view, scope, self.fixed, self.cadences, periods)
            self._left[key] = time.monotonic()
            return state

    def _all(self) -> list[SceneState]:
        with self._lock:
            return list(self._states.values())

    def _refresh(
        self, state: SceneState, version: int, *, patience: float | None = None, spared: Sequence[str] = ()
    ) -> None:
        """Render what is due; with `patience` everything but what is spared, the slow panels as far as there is
        time."""
        with state.rendering:
            now = time.monotonic()
            if patience is not None:
                # The past is the same again as long as nothing came in.
                idle = IDLE if state.view.as_of is None else KEEP_PAST
                names = state.due(now, version, dict.fromkeys(state.periods.live, 0.0), idle)
                names += [name for name in state.failed(now - AGAIN) if name not in names]
                names = [name for name in names if name not in spared]
            elif now < state.taken_at + 1 / self.hertz:
                return
            else:
                names = self._turn(state.due(now, version, state.periods.live, IDLE), state)
            if names:
                state.take(self.renderer.render(state.view, state.scope, names), now)
        if patience and not self.stopped:
            # On another thread: one that is begun in time and ends late is for the stream, nobody waits for its end.
            until = time.monotonic() + patience
            wait([self._first.submit(self._refresh_slow, state, version, until)], patience)

    def _refresh_slow(self, state: SceneState, version: int, until: float = math.inf) -> None:
        with state.rendering_slow:
            for name in state.due(time.monotonic(), version, state.periods.slow, IDLE):
                if until == math.inf:
                    self.courtesy.give_way()
                now = time.monotonic()
                if now >= until:
                    return
                state.take(self.renderer.render(state.view, state.scope, [name]), now, beside=True)

    def _turn(self, due: list[str], state: SceneState) -> list[str]:
        """What one picture renders: all that changes fast, and the few others that have waited longest, so that a
        new event does not wait for every chart."""
        quick = [name for name in due if self.periods[name] < QUICK]
        slow = sorted((name for name in due if name not in quick), key=lambda name: state.rendered_at.get(name, 0.0))
        return quick + slow[:SLOW_A_TURN]

    def _run(self) -> None:
        polled = 0.0
        while not self.stopped:
            self._wake.clear()
            try:
                now = time.monotonic()
                if now - polled >= POLL:
                    polled = now
                    self._version = max(self._version, self.renderer.store.version().version)
                watched = self._watched(now)
                for state in watched:
                    self.courtesy.give_way()
                    self._quietly(state, self._refresh, state.periods.live)
                pause = self._pause(watched, polled)
            except Exception:
                log.exception("the hub could not read the store; it tries again")
                pause = POLL
            self._wake.wait(pause)

    def _run_beside(self) -> None:
        while not self.stopped:
            self._beside.clear()
            watched = self._watched(time.monotonic())
            for state in watched:
                self._quietly(state, self._refresh_slow, state.periods.slow)
            due = [state.next_due(self._version, state.periods.slow, IDLE) for state in watched if state.periods.slow]
            self._beside.wait(max(min([time.monotonic() + BESIDE, *due]) - time.monotonic(), 0.1))

    def _quietly(self, state: SceneState, refresh: Callable[[SceneState, int], None], names: Iterable[str]) -> None:
        """Refresh a view; one that fails says so on its own page and holds up no other."""
        try:
            refresh(state, self._version)
        except Exception as error:
            query = state.view.to_query()
            if isinstance(error, ViewError):
                log.warning("view %r cannot be shown any more: %s", query, error)
            else:
                log.exception("view %r could not be rendered; it is tried again", query)
            until = time.monotonic() + RETRY
            failed = {
                name: Rendered(error=str(error) or type(error).__name__) for name in names if name in self.cadences
            }
            beside = names is state.periods.slow
            state.take(Picture(state.version, state.as_of, failed), until, beside=beside)
            state.put_off(names, until, beside=beside)

    def _watched(self, now: float) -> list[SceneState]:
        with self._lock:
            for key, state in list(self._states.items()):
                keep = KEEP if state.view.as_of is None else KEEP_PAST
                if state.viewers == 0 and now - self._left.get(key, now) > keep:
                    del self._states[key]
                    self._left.pop(key, None)
            return [state for state in self._states.values() if state.viewers > 0]

    def _pause(self, watched: list[SceneState], polled: float) -> float:
        least = 1 / self.hertz
        due = [
            max(state.next_due(self._version, state.periods.live, IDLE), state.taken_at + least) for state in watched
        ]
        return max(min([polled + POLL, *due]) - time.monotonic(), 0.0)
