"""Who waits goes first, for a moment."""

import threading

import pytest

from dashboard.live import courtesy as module
from dashboard.live.courtesy import Courtesy
from tests.waiting import wait_until


@pytest.fixture
def courtesy(monkeypatch: pytest.MonkeyPatch) -> Courtesy:
    """One that gives way for longer than a test waits."""
    monkeypatch.setattr(module, "GIVE_WAY", 600.0)
    return Courtesy()


def gone_on(courtesy: Courtesy) -> threading.Event:
    """Set once a thread that gives way goes on."""
    done = threading.Event()

    def go() -> None:
        courtesy.give_way()
        done.set()

    threading.Thread(target=go, daemon=True).start()
    return done


def waits(courtesy: Courtesy) -> bool:
    return bool(courtesy._calm._waiters)  # type: ignore[attr-defined]


def test_nobody_waits_and_nothing_is_put_off(courtesy: Courtesy) -> None:
    assert gone_on(courtesy).wait(30)


def test_a_thread_goes_on_when_all_are_answered(courtesy: Courtesy) -> None:
    with courtesy.asked():
        with courtesy.asked():
            done = gone_on(courtesy)
            wait_until(lambda: waits(courtesy), "the thread waits")
        assert not done.is_set()
    assert done.wait(30)


def test_a_thread_does_not_wait_for_long(courtesy: Courtesy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GIVE_WAY", 0.01)
    with courtesy.asked():
        assert gone_on(courtesy).wait(30)


def test_whoever_failed_waits_no_more(courtesy: Courtesy) -> None:
    with pytest.raises(ValueError, match="no such view"), courtesy.asked():
        raise ValueError("no such view")
    assert gone_on(courtesy).wait(30)
