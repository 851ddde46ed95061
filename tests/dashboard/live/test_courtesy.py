"""Who waits goes first, for a moment."""

import threading

import pytest

from dashboard.live import courtesy as module
from dashboard.live.courtesy import Courtesy
from tests.waiting import wait_until


def test_nobody_waits_and_nothing_is_put_off() -> None:
    Courtesy().give_way()


def test_a_thread_goes_on_when_all_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GIVE_WAY", 60.0)
    courtesy, done = Courtesy(), threading.Event()
    with courtesy.asked():
        with courtesy.asked():
            thread = threading.Thread(target=lambda: (courtesy.give_way(), done.set()), daemon=True)
            thread.start()
            wait_until(lambda: courtesy._calm._waiters, "the thread waits")  # type: ignore[attr-defined]
        assert not done.is_set()
    assert done.wait(30)


def test_a_thread_does_not_wait_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GIVE_WAY", 0.01)
    courtesy = Courtesy()
    with courtesy.asked():
        courtesy.give_way()


def test_whoever_failed_waits_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GIVE_WAY", 60.0)
    courtesy = Courtesy()
    with pytest.raises(ValueError, match="no such view"), courtesy.asked():
        raise ValueError("no such view")
    courtesy.give_way()
