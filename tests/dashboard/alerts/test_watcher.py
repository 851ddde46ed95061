"""One evaluator in the whole deployment, and what a turn of it does."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.alerts.watcher import Watcher
from data_access.alerts.figures import gather
from data_access.alerts.outbox import Wish
from data_access.clock import HOUR, SECOND
from data_access.frames.warnings import frame
from data_access.reader import WHOLE, open_reader
from data_access.store.schema import delivery, warning, warning_watch
from data_access.store.store import NoAreasError, Store
from data_access.view import View
from tests.data_access.alerts.boards import rows
from tests.data_access.alerts.grounds import rules
from tests.data_access.worlds import Clock, accept, moment, said, world
from tests.waiting import wait_until

RULES = rules({"kind": "deadline_passed", "worse_minutes": 60})
EVERYTHING = Wish("duty", frozenset({"raised", "escalated", "cleared"}), "note", HOUR)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    with world(clock=clock) as found:
        accept(found, [said("1", "collected", "22 12:00", due_at="22 13:00", area="g1")])
        yield found


def watcher(store: Store, holder: str = "a", **more: Any) -> Watcher:
    return Watcher(store, RULES, holder=holder, **more)


def told(one: Watcher) -> list[str] | None:
    found = one.turn()
    return None if found is None else [change.change for change in found]


def test_the_life_of_a_warning(store: Store, clock: Clock) -> None:
    one = watcher(store, wishes=[EVERYTHING])
    heard: list[int] = []
    store.on_change(heard.append)
    assert told(one) == []
    assert heard == []
    clock.now = moment("22 13:00:01")
    assert told(one) == ["raised"]
    assert len(heard) == 1
    clock.now += 15 * SECOND
    assert told(one) == []
    assert len(heard) == 1
    clock.now = moment("22 14:00:01")
    assert told(one) == ["escalated"]
    accept(store, [said("1", "handled", "22 14:00:00")])
    assert told(one) == ["cleared"]
    assert told(one) == []
    assert [row["change"] for row in rows(store, delivery)] == [1, 2, 3]
    (row,) = rows(store, warning)
    assert (row["state"], row["severity"], row["raised_at"]) == ("cleared", "crit", moment("22 13:00:01"))


def test_only_one_of_several_evaluates_and_another_takes_over(store: Store, clock: Clock) -> None:
    first, second = watcher(store, "a"), watcher(store, "b")
    clock.now = moment("22 13:30")
    assert told(first) == ["raised"]
    assert told(second) is None
    clock.now += first.lease - 1
    assert told(second) is None
    assert told(first) == []
    # The first is dead: its lease runs out.
    clock.now += first.lease
    assert told(second) == []
    assert told(first) is None
    # The second leaves: nobody has to wait.
    second.stop()
    assert told(first) == []
    assert len(rows(store, warning)) == 1


def test_who_lost_the_lease_while_gathering_changes_nothing(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = watcher(store, "a"), watcher(store, "b")
    clock.now = moment("22 13:30")

    def late(*given: object) -> object:
        monkeypatch.undo()
        found = gather(*given)
        clock.now += slow.lease
        assert told(quick) == ["raised"]
        return found

    monkeypatch.setattr("dashboard.alerts.watcher.gather", late)
    assert told(slow) is None
    assert len(rows(store, warning)) == 1


def test_many_at_once_raise_it_once(store: Store, clock: Clock) -> None:
    clock.now = moment("22 13:30")
    outcomes: list[object] = []
    several = [watcher(store, f"w{number}") for number in range(6)]
    threads = [threading.Thread(target=lambda one=one: outcomes.append(told(one))) for one in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 6
    assert sum(outcome == ["raised"] for outcome in outcomes) == 1
    assert len(rows(store, warning)) == 1


def test_a_clock_set_back_does_not_undo_an_evaluation(store: Store, clock: Clock) -> None:
    one = watcher(store)
    clock.now = moment("22 13:30")
    assert told(one) == ["raised"]
    clock.now = moment("22 12:30")
    assert told(one) == []
    (row,) = rows(store, warning)
    assert row["state"] == "raised"


def test_other_rules_clear_what_they_do_not_know(store: Store, clock: Clock) -> None:
    clock.now = moment("22 13:30")
    assert told(watcher(store)) == ["raised"]
    assert [change.change for change in Watcher(store, rules({"kind": "surge"}), holder="a").turn() or ()] == [
        "cleared"
    ]


SEVERE = rules({"kind": "severe_case", "severity": "crit", "most": 2}, {"kind": "deadline_passed", "worse_minutes": 60})


def emergency(name: str, at: str = "22 12:30", **more: Any) -> dict[str, Any]:
    return said(name, "collected", at, severity=5, area="g1", **more)


def glanced(one: Watcher) -> list[str] | None:
    found = one.glance()
    return None if found is None else [change.change for change in found]


def test_an_emergency_is_seen_between_two_turns(store: Store, clock: Clock) -> None:
    one = Watcher(store, SEVERE, wishes=[EVERYTHING], holder="a")
    clock.now = moment("22 12:30:30")
    accept(store, [emergency("sos")])
    # Nothing is glanced at before the first turn, which sees all.
    assert one.glance() is None
    assert told(one) == ["raised"]
    accept(store, [emergency("fire", due_at="22 12:20"), said("2", "collected", "22 12:00", area="g1")])
    heard: list[int] = []
    store.on_change(heard.append)
    # The passed deadline of the same case waits for the next turn.
    assert glanced(one) == ["raised"]
    assert len(heard) == 1
    assert glanced(one) == []
    assert [row["subject"] for row in rows(store, warning)] == ["event:hotline/sos", "event:hotline/fire"]
    # No more of them than the rule allows, neither by a glance nor by a turn.
    accept(store, [emergency("third")])
    assert glanced(one) == []
    accept(store, [said("sos", "handled", "22 12:30:20")])
    assert glanced(one) == ["cleared"]
    assert told(one) == ["raised", "raised"]
    assert [row["change"] for row in rows(store, delivery)] == [1, 1, 2, 1, 1]


def test_only_who_holds_the_lease_glances(store: Store, clock: Clock) -> None:
    clock.now = moment("22 12:30:30")
    first, second = Watcher(store, SEVERE, holder="a"), Watcher(store, SEVERE, holder="b")
    assert told(first) == []
    assert told(second) is None
    accept(store, [emergency("sos")])
    assert second.glance() is None
    assert glanced(first) == ["raised"]
    clock.now += first.lease + 1
    assert told(second) == []
    accept(store, [emergency("fire")])
    assert first.glance() is None
    assert glanced(second) == ["raised"]


def test_the_thread_sees_an_emergency_long_before_the_next_turn(store: Store, clock: Clock) -> None:
    clock.now = moment("22 12:30:30")
    one = Watcher(store, SEVERE, period=600.0, holder="a")
    one.start()
    try:
        wait_until(lambda: rows(store, warning_watch), "it has evaluated", seconds=30)
        accept(store, [emergency("sos")])
        wait_until(lambda: rows(store, warning), "the emergency is warned of", seconds=30)
    finally:
        one.stop()


def test_before_areas_are_loaded() -> None:
    with world(prepared=False) as bare, pytest.raises(NoAreasError):
        watcher(bare).turn()


def test_the_thread_evaluates_again_and_again_and_gives_the_lease_back(store: Store, clock: Clock) -> None:
    one = watcher(store, period=0.05)
    one.start()
    try:
        clock.now = moment("22 13:30")
        wait_until(lambda: rows(store, warning), "a warning is raised", seconds=30)
        accept(store, [said("1", "handled", "22 13:10")])
        wait_until(lambda: rows(store, warning)[0]["state"] == "cleared", "it is cleared", seconds=30)
    finally:
        one.stop()
    assert told(watcher(store, "b")) == []


def test_the_thread_outlives_a_failure(store: Store, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "dashboard.alerts.watcher")
    one = watcher(store, period=0.05)
    failures = [OSError("disk"), NoAreasError(), ValueError("x")]
    turns = threading.Event()
    turn = one.turn

    def sometimes() -> object:
        if failures:
            raise failures.pop()
        turns.set()
        return turn()

    one.turn = sometimes  # type: ignore[assignment,method-assign]  # a failure as the thread meets it
    one.start()
    try:
        assert turns.wait(30)
    finally:
        one.stop()


def test_what_a_turn_found_stands_for_whoever_reads(store: Store, clock: Clock) -> None:
    clock.now = moment("22 13:30")
    watcher(store).turn()
    with open_reader(store, WHOLE) as reader:
        found = frame(reader, View())
    assert found["subject"].tolist() == ["event:hotline/1"]
    assert found.attrs["evaluated_at"] == clock.now
