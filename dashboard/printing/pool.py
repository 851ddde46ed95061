"""The pool of browsers: warm ones, a thread each, used again and again; replaced when they are old, lost or hang."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from dashboard.printing.chromium import Camera, PageLostError

log = logging.getLogger(__name__)

T = TypeVar("T")

CLOSING: Final = 10.0
"""Seconds that browsers are given to end."""


class PressError(RuntimeError):
    """The browser went away twice, or hangs."""


class PressBusyError(PressError):
    """More jobs wait than may, or one waited too long."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Camera], Any]
    done: Future[Any] = field(default_factory=Future)


class Pool:
    """Does jobs with cameras that `start` gives, at most `pages` at a time. Each is started with its first job,
    replaced after `recycle` jobs or when it is lost, and closed after `idle` seconds. `waiting`: the most jobs that may
    wait; `patience`: seconds for one. Thread-safe; `close` ends it."""

    def __init__(
        self, start: Callable[[], Camera], *, pages: int, recycle: int, idle: float, waiting: int, patience: float
    ) -> None:
        self.start = start
        self.pages = pages
        self.recycle = recycle
        self.idle = idle
        self.waiting = waiting
        self.patience = patience
        self._jobs: deque[_Job] = deque()
        self._workers: list[_Worker] = []
        self._changed = threading.Condition()
        self._closed = False

    def do(self, work: Callable[[Camera], T]) -> T:
        """What the work gives, once more with a fresh browser where the first was lost. PressBusyError when it has to
        wait too long, PressError when it hangs or its browser is lost twice, and whatever the work itself raises."""
        job = _Job(work)
        with self._changed:
            if self._closed:
                raise PressError("the press was closed")
            if len(self._jobs) >= self.waiting:
                raise PressBusyError(f"{self.waiting} pictures wait already; try again")
            self._jobs.append(job)
            self._staff()
            self._changed.notify()
        try:
            done: T = job.done.result(self.patience)
        except Late:
            if job.done.done():
                raise
            raise self._give_up(job) from None
        return done

    def close(self) -> None:
        """End the browsers; jobs that wait or are being done fail."""
        with self._changed:
            self._closed = True
            workers, jobs = list(self._workers), list(self._jobs)
            self._jobs.clear()
            self._changed.notify_all()
        for job in jobs:
            if job.done.set_running_or_notify_cancel():
                job.done.set_exception(PressError("the press was closed"))
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            worker.thread.join(timeout=CLOSING)

    @property
    def pids(self) -> list[int]:
        """The processes of the cameras that are running."""
        with self._changed:
            found = [worker.camera.pid for worker in self._workers if worker.camera is not None]
        return [pid for pid in found if pid is not None]

    def next(self, worker: "_Worker") -> _Job | None:
        """The next job of a worker; None when it is to end, and nobody counts on it then any more."""
        with self._changed:
            worker.job = None
            self._changed.wait_for(lambda: bool(self._jobs) or self._closed or worker.leaves, timeout=self.idle)
            if self._jobs and not self._closed and not worker.leaves:
                worker.job = self._jobs.popleft()
            elif worker in self._workers:
                self._workers.remove(worker)
            return worker.job

    def _staff(self) -> None:
        """Put one more to work where none is free; the lock is held."""
        free = sum(worker.job is None for worker in self._workers)
        if len(self._workers) < self.pages and free < len(self._jobs):
            worker = _Worker(self)
            self._workers.append(worker)
            worker.thread.start()

    def _give_up(self, job: _Job) -> PressError:
        """Nobody waits for a job any more: whoever hangs at it is replaced, the browser ended."""
        if job.done.cancel():
            with self._changed:
                if job in self._jobs:
                    self._jobs.remove(job)
            return PressBusyError(f"the picture was not begun after {self.patience:g} seconds; try again")
        with self._changed:
            worker = next((one for one in self._workers if one.job is job), None)
            if worker is not None:
                self._workers.remove(worker)
                self._staff()
        if worker is not None:
            worker.dismiss()
        log.warning("a picture was not done after %g seconds; its browser is ended", self.patience)
        return PressError(f"the picture was not done after {self.patience:g} seconds; it was given up")


class _Worker:
    """A thread with a camera of its own."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.job: _Job | None = None
        self.leaves = False
        self.thread = threading.Thread(target=self._run, name="press", daemon=True)
        self.camera: Camera | None = None
        self._used = 0

    def dismiss(self) -> None:
        """End it and what it is doing."""
        self.leaves = True
        camera = self.camera
        if camera is not None and self.job is not None:
            camera.kill()

    def _run(self) -> None:
        try:
            while (job := self.pool.next(self)) is not None:
                if job.done.set_running_or_notify_cancel():
                    self._do(job)
        finally:
            self._close()

    def _do(self, job: _Job) -> None:
        if self._used >= self.pool.recycle:
            self._close()
        try:
            try:
                done = self._try(job)
            except PageLostError as error:
                if self.leaves:
                    raise
                log.warning("a page of the press was lost: %s", error)
                self._close()
                done = self._try(job)
        except PageLostError as error:
            self._close()
            job.done.set_exception(PressError(str(error)))
        except BaseException as error:  # the job's own: whoever asked for it hears of it
            job.done.set_exception(error)
        else:
            job.done.set_result(done)

    def _try(self, job: _Job) -> Any:
        if self.camera is None:
            self.camera, self._used = self.pool.start(), 0
        self._used += 1
        return job.work(self.camera)

    def _close(self) -> None:
        if self.camera is not None:
            self.camera.close()
            self.camera = None
