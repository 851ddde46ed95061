"""The pool of browsers, with cameras that only say what was done to them."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

import pytest

from dashboard.printing.chromium import Camera, PageLostError
from dashboard.printing.pool import Pool, PressBusyError, PressError
from tests.waiting import wait_until


class FakeCamera:
    """A camera that can be lost, hang until it is killed, and closed."""

    def __init__(self) -> None:
        self.killed = threading.Event()
        self.closed = False

    def kill(self) -> None:
        self.killed.set()

    def close(self) -> None:
        self.closed = True

    def hang(self) -> None:
        """What a call to a browser that is killed meanwhile does."""
        assert self.killed.wait(20)
        raise PageLostError("killed")


Work = Callable[[FakeCamera], Any]


class Cameras:
    """A pool and every camera it started."""

    def __init__(self, **options: Any) -> None:
        self.made: list[FakeCamera] = []
        chosen = {"pages": 1, "recycle": 100, "idle": 30.0, "waiting": 8, "patience": 20.0} | options
        self.pool = Pool(cast(Callable[[], Camera], self._start), **chosen)

    def _start(self) -> FakeCamera:
        self.made.append(FakeCamera())
        return self.made[-1]

    def do(self, work: Work) -> Any:
        return self.pool.do(cast(Any, work))


@contextmanager
def cameras(**options: Any) -> Iterator[Cameras]:
    found = Cameras(**options)
    try:
        yield found
    finally:
        found.pool.close()


def lost(_camera: FakeCamera) -> None:
    raise PageLostError("gone")


def test_one_camera_does_all_and_is_replaced_when_it_is_old() -> None:
    with cameras(recycle=2) as found:
        used = [found.do(lambda camera: camera) for _ in range(5)]
    assert [found.made.index(camera) for camera in used] == [0, 0, 1, 1, 2]
    assert all(camera.closed for camera in found.made)


def test_a_camera_that_is_lost_is_replaced_and_the_job_done_again() -> None:
    with cameras() as found:

        def work(camera: FakeCamera) -> str:
            if camera is found.made[0]:
                raise PageLostError("gone")
            return "done"

        assert found.do(work) == "done"
        assert [camera.closed for camera in found.made] == [True, False]
        with pytest.raises(PressError, match="gone"):
            found.do(lost)
        assert found.do(lambda _camera: "next") == "next"


def test_what_the_work_raises_is_its_own_and_costs_no_camera() -> None:
    with cameras() as found:
        for error in (ValueError("size"), TimeoutError("slow")):

            def work(_camera: FakeCamera, error: Exception = error) -> None:
                raise error

            with pytest.raises(type(error), match=str(error)):
                found.do(work)
        assert len(found.made) == 1


def test_one_that_hangs_is_killed_and_the_next_has_a_fresh_camera() -> None:
    with cameras(patience=0.1) as found:
        with pytest.raises(PressError, match=r"not done after 0\.1 seconds; it was given up"):
            found.do(FakeCamera.hang)
        assert found.do(lambda camera: camera) is found.made[1]
        wait_until(lambda: found.made[0].closed, "the one that hung is closed")
        assert len(found.made) == 2, "a job that is given up is not tried again"


def test_who_waits_too_long_is_told_so_and_holds_up_nobody() -> None:
    with cameras(patience=0.1) as found, ThreadPoolExecutor(2) as threads:
        busy = threading.Event()
        let_go = threading.Event()

        def slow(_camera: FakeCamera) -> None:
            busy.set()
            assert let_go.wait(20)

        found.pool.patience = 20.0
        first = threads.submit(found.do, slow)
        assert busy.wait(20)
        found.pool.patience = 0.1
        with pytest.raises(PressBusyError, match="was not begun after"):
            found.do(lambda _camera: "never")
        let_go.set()
        first.result(20)
        assert found.do(lambda _camera: "next") == "next"


def test_more_than_may_wait_are_refused() -> None:
    with cameras(waiting=1) as found, ThreadPoolExecutor(2) as threads:
        busy = threading.Event()
        first = threads.submit(found.do, lambda camera: (busy.set(), camera.hang()))
        assert busy.wait(20)
        second = threads.submit(found.do, lambda _camera: "second")
        wait_until(lambda: len(found.pool._jobs) == 1, "one waits")
        with pytest.raises(PressBusyError, match="1 pictures wait already"):
            found.do(lambda _camera: "third")
        found.made[0].kill()
        wait_until(lambda: len(found.made) == 2, "it is tried again with a fresh camera")
        found.made[1].kill()
        with pytest.raises(PressError, match="killed"):
            first.result(20)
        assert second.result(20) == "second"


def test_as_many_as_allowed_work_at_a_time() -> None:
    with cameras(pages=2) as found, ThreadPoolExecutor(3) as threads:
        both = threading.Barrier(2, timeout=20)
        jobs = [threads.submit(found.do, lambda camera: (both.wait(), camera)[1]) for _ in range(2)]
        assert {job.result(20) for job in jobs} == set(found.made)
        assert len(found.made) == 2


def test_a_camera_that_is_idle_for_long_is_closed() -> None:
    with cameras(idle=0.05) as found:
        found.do(lambda camera: camera)
        wait_until(lambda: found.made[0].closed, "it is closed")
        assert found.do(lambda camera: camera) is found.made[1]


def test_closing_ends_what_is_being_done_and_what_waits() -> None:
    with cameras() as found, ThreadPoolExecutor(2) as threads:
        busy = threading.Event()
        first = threads.submit(found.do, lambda camera: (busy.set(), camera.hang()))
        assert busy.wait(20)
        second = threads.submit(found.do, lambda _camera: "second")
        wait_until(lambda: len(found.pool._jobs) == 1, "one waits")
        found.pool.close()
        for job, words in ((first, "killed"), (second, "the press was closed")):
            with pytest.raises(PressError, match=words):
                job.result(20)
        assert found.made[0].closed
        with pytest.raises(PressError, match="the press was closed"):
            found.do(lambda _camera: "third")
