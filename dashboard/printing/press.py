"""The press: pictures of views, by one warm browser a thread. Jobs wait in a queue; pages are used again and again."""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar, overload

from dashboard.printing.chromium import Box, Camera, Frame, NoBrowserError, PageLostError, find_chromium
from dashboard.printing.vector import svg_of_pdf
from data_access.view import View
from layouts.scenes import SCENES, scene_of

__all__ = ["IncompleteError", "NoBrowserError", "Press", "PressBusyError", "PressError", "RefusedError", "Shot"]

log = logging.getLogger(__name__)

T = TypeVar("T")

LIMIT: Final = 20.0
"""Seconds for which a view may take to be drawn before it counts as incomplete."""

PATIENCE: Final = 120.0
"""Seconds after which a job that is not done is given up, its browser with it."""

Missing = tuple[tuple[str, str], ...]
"""(panel, why) of what is not in a picture."""


class PressError(RuntimeError):
    """The browser went away twice, or hangs."""


class PressBusyError(PressError):
    """More jobs wait than may."""


class RefusedError(ValueError):
    """The server refused the view; `status` is its answer's, 0 when it did not answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class IncompleteError(RuntimeError):
    """Panels are not drawn: `missing` is (panel, why) of each, `shot` the picture all the same."""

    def __init__(self, shot: "Shot") -> None:
        super().__init__("; ".join(f"{panel}: {why}" for panel, why in shot.missing))
        self.missing = shot.missing
        self.shot = shot


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, the data version and the instant (microseconds) it shows, and what is missing in it."""

    content: bytes
    version: int
    as_of: int
    missing: Missing = ()


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Camera], Any]
    done: Future[Any] = field(default_factory=Future)


class Press:
    """Prints views of the program at `base_url`. `pages`: browsers at work at a time; each is started with its first
    job, replaced after `recycle` jobs or when it dies, and closed after `idle` seconds; `waiting`: the most jobs that
    may wait. Thread-safe; `close` ends it."""

    def __init__(
        self,
        base_url: str,
        *,
        pages: int = 1,
        recycle: int = 200,
        idle: float = 300.0,
        waiting: int = 64,
        limit: float = LIMIT,
        chromium: Path | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.pages = pages
        self.recycle = recycle
        self.idle = idle
        self.limit = limit
        self.chromium = chromium
        self.started = 0
        self._jobs: queue.Queue[_Job | None] = queue.Queue(waiting)
        self._threads: list[threading.Thread] = []
        self._busy = 0
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browsers; jobs that still wait fail."""
        with self._lock:
            self._closed = True
            threads = list(self._threads)
        with contextlib.suppress(queue.Empty):
            while job := self._jobs.get_nowait():
                job.done.set_exception(PressError("the press was closed"))
        for _ in threads:
            with contextlib.suppress(queue.Full):
                self._jobs.put_nowait(None)
        for thread in threads:
            thread.join(timeout=15)

    @overload
    def scene_png(
        self,
        query: str,
        *,
        width: int = ...,
        height: int = ...,
        scale: float = ...,
        theme: str = ...,
        complete: Literal[True] = ...,
    ) -> bytes: ...

    @overload
    def scene_png(
        self,
        query: str,
        *,
        width: int = ...,
        height: int = ...,
        scale: float = ...,
        theme: str = ...,
        complete: Literal[False],
    ) -> tuple[bytes, Missing]: ...

    def scene_png(
        self,
        query: str,
        *,
        width: int = 1920,
        height: int = 1080,
        scale: float = 1.0,
        theme: str = "wall",
        complete: bool = True,
    ) -> bytes | tuple[bytes, Missing]:
        """A whole view as PNG of width x height x scale pixels. IncompleteError when panels are missing; with
        `complete=False` (picture, what is missing) instead."""
        shot = self.scene(query, Frame(width, height, scale), theme=theme)
        return _whole(shot).content if complete else (shot.content, shot.missing)

    def scene_pdf(self, query: str, *, width: int = 1920, height: int = 1080, theme: str = "wall") -> bytes:
        """A whole view as one page of PDF, vectors and text; IncompleteError when panels are missing."""
        return _whole(self.scene(query, Frame(width, height), theme=theme, form="pdf")).content

    def panel_png(
        self,
        query: str,
        panel: str,
        *,
        scale: float = 1.0,
        theme: str = "wall",
        width: int = 1920,
        height: int = 1080,
    ) -> bytes:
        """A panel alone, as it stands in its scene on a page of width x height; IncompleteError when it fails."""
        return _whole(self.panel(query, panel, Frame(width, height, scale), theme=theme)).content

    def panel_svg(self, query: str, panel: str, *, theme: str = "wall", width: int = 1920, height: int = 1080) -> bytes:
        """The same as SVG: lines, areas and glyphs, nothing of it pixels."""
        return _whole(self.panel(query, panel, Frame(width, height), theme=theme, form="svg")).content

    def html_pdf(self, html: str) -> bytes:
        """A document that needs nothing from elsewhere, as PDF on A4."""
        return self._do(lambda camera: camera.document(html))

    def scene(self, query: str, frame: Frame, *, theme: str, form: str = "png") -> Shot:
        """A whole view as `png` or `pdf`, complete or not."""
        return self._do(lambda camera: self._shot(camera, query, None, frame, theme, form))

    def panel(self, query: str, panel: str, frame: Frame, *, theme: str, form: str = "png") -> Shot:
        """A panel alone as `png`, `pdf` or `svg`, complete or not; of a view whose scene has it not, in that where
        it stands first."""
        placed = placing(View.from_query(query), panel).to_query()
        return self._do(lambda camera: self._shot(camera, placed, panel, frame, theme, form))

    def _shot(self, camera: Camera, query: str, panel: str | None, frame: Frame, theme: str, form: str) -> Shot:
        asked = {"query": query, "panel": panel, "theme": theme, "vector": form != "png", "limit": self.limit * 1000}
        told = camera.show(asked, frame)
        if "refused" in told:
            raise RefusedError(told["status"], told["refused"])
        missing = tuple((name, why) for name, why in told["missing"])
        if panel is not None and not told["seen"]:
            missing = ((panel, f"a page of {frame.width} x {frame.height} does not show it"),)
        box = Box(**told["box"])
        if form == "png":
            content = camera.png(box)
        else:
            pdf = camera.pdf()
            content = pdf if form == "pdf" else svg_of_pdf(pdf, box)
        return Shot(content, told["version"], told["as_of"], missing)

    def _do(self, work: Callable[[Camera], T]) -> T:
        find_chromium(self.chromium)
        job = _Job(work)
        self._hand_in(job)
        try:
            done: T = job.done.result(PATIENCE)
        except Late:
            with self._lock:
                # Whoever hangs is left alone: a fresh thread takes over.
                self._threads.clear()
                self._busy = 0
            raise PressError(f"the picture was not done after {PATIENCE:g} seconds; it was given up") from None
        return done

    def _hand_in(self, job: _Job) -> None:
        """Put a job into the queue, and a thread to work where none is free."""
        with self._lock:
            if self._closed:
                raise PressError("the press was closed")
            try:
                self._jobs.put_nowait(job)
            except queue.Full:
                raise PressBusyError(f"{self._jobs.maxsize} pictures wait already; try again") from None
            free = len(self._threads) - self._busy
            if len(self._threads) < self.pages and free < self._jobs.qsize():
                thread = threading.Thread(target=self._run, name="press", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _run(self) -> None:
        """One thread with a browser of its own: takes jobs until none comes for a while."""
        worker = _Worker(self._open, self.recycle)
        try:
            while (job := self._next()) is not None:
                worker.do(job)
                with self._lock:
                    self._busy = max(self._busy - 1, 0)
        finally:
            worker.close()

    def _next(self) -> _Job | None:
        """The next job; None when the thread is to end, which nobody counts on then any more."""
        try:
            job = self._jobs.get(timeout=self.idle)
        except queue.Empty:
            job = None
        with self._lock:
            if job is None and not self._closed and not self._jobs.empty():
                job = self._jobs.get_nowait()
            if job is not None:
                self._busy += 1
            elif threading.current_thread() in self._threads:
                self._threads.remove(threading.current_thread())
        return job

    def _open(self) -> Camera:
        self.started += 1
        return Camera(self.base_url, find_chromium(self.chromium))


class _Worker:
    """A camera that is started when it is needed, and replaced after so many pictures or when it is lost."""

    def __init__(self, start: Callable[[], Camera], recycle: int) -> None:
        self._start = start
        self._recycle = recycle
        self._camera: Camera | None = None
        self._used = 0

    def do(self, job: _Job) -> None:
        """Do a job, once more with a fresh browser when that of the first try was lost."""
        if self._used >= self._recycle:
            self.close()
        try:
            try:
                done = self._try(job)
            except PageLostError as error:
                log.warning("a page of the press was lost: %s", error)
                self.close()
                done = self._try(job)
        except PageLostError as error:
            self.close()
            job.done.set_exception(PressError(str(error)))
        except BaseException as error:  # the job's own: whoever asked for it hears of it
            job.done.set_exception(error)
        else:
            job.done.set_result(done)

    def _try(self, job: _Job) -> Any:
        if self._camera is None:
            self._camera, self._used = self._start(), 0
        self._used += 1
        return job.work(self._camera)

    def close(self) -> None:
        """End the browser, if there is one."""
        if self._camera is not None:
            self._camera.close()
            self._camera = None


def placing(view: View, panel: str) -> View:
    """The view, in the first scene that shows the panel unless its own does; ValueError for one in no scene."""
    if panel in scene_of(view).shown:
        return view
    for scene in SCENES:
        if panel in scene.shown:
            return view.replaced(scene=scene.id, beside="")
    raise ValueError(f"panel {panel!r} stands in no scene; expected one of /api/v1/panels")


def _whole(shot: Shot) -> Shot:
    if shot.missing:
        raise IncompleteError(shot)
    return shot
