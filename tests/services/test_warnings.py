"""Warnings do the same on PostgreSQL as on SQLite: evaluated once, kept, acknowledged, told; and by two processes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.alerts.courier import Courier
from dashboard.alerts.targets import Target
from dashboard.alerts.watcher import Watcher
from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.keeping import AcknowledgeError
from data_access.alerts.rules import load_rules
from data_access.alerts.standing import standing
from data_access.clock import DAY, HOUR, MINUTE
from data_access.frames.warnings import frame
from data_access.store.schema import delivery, warning, warning_change
from data_access.store.store import Store
from data_access.view import View
from tests.dashboard.alerts.receiving import receiver
from tests.data_access.alerts.boards import rows
from tests.data_access.worlds import NOW, Clock, accept, moment, prepare, reading, said, world

TITLES = {"zh": "指挥屏", "en": "Wall"}


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    found = Store(postgres_url, clock=Clock())
    prepare(found)
    yield found
    found.close()


def fill(store: Store) -> None:
    """A surge, late cases alone and together, a silent source, stuck ones."""
    messages: list[dict[str, Any]] = []
    for week, count in ((0, 15), (1, 2), (2, 1)):
        end = NOW - week * 7 * DAY
        messages += [said(f"s{week}-{n}", "collected", end - 1 - n * MINUTE, area="g4") for n in range(count)]
    for number in range(6):
        messages.append(said(f"l{number}", "collected", "21 09:00", due_at="22 09:00", severity=4, source="worker"))
        messages.append(said(f"l{number}", "dispatched", "21 09:30", source="worker", department="chengguan"))
    messages.append(said("one", "collected", "21 09:00", due_at="22 11:00", severity=3, source="app", area="g3"))
    accept(store, messages)


def life(store: Store) -> tuple[Any, ...]:
    """What two turns, an acknowledgement and the end of a cause leave behind."""
    clock = store.clock
    assert isinstance(clock, Clock)
    fill(store)
    one = Watcher(store, load_rules(), holder="a")
    first = one.turn()
    clock.now += MINUTE
    second = one.turn()
    acknowledge_warning(store, 1, Acknowledgement("甲", "好"))
    with pytest.raises(AcknowledgeError):
        acknowledge_warning(store, 1, Acknowledgement("乙"))
    accept(store, [said("one", "handled", "22 12:30", source="app")])
    clock.now += MINUTE
    third = one.turn()
    shown = []
    with reading(store) as reader:
        for view in (View(), View(area="s1"), View(as_of=NOW), View(as_of=moment("22 10:00")), View(category="city")):
            found = standing(reader, view, "all")
            table = frame(reader, view)
            shown.append((found, table.attrs, table.to_dict("records")))
    kept = [rows(store, table) for table in (warning, warning_change)]
    return first, second, third, kept, shown


def test_the_same_on_both(store: Store) -> None:
    with world() as other:
        expected = life(other)
    assert expected[0]
    assert life(store) == expected


def test_many_evaluators_at_once_raise_everything_once(store: Store) -> None:
    fill(store)
    several = [Watcher(store, load_rules(), holder=f"w{number}") for number in range(6)]
    outcomes: list[Any] = []
    threads = [threading.Thread(target=lambda one=one: outcomes.append(one.turn())) for one in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 6
    assert len([outcome for outcome in outcomes if outcome]) == 1
    keys = [row["key"] for row in rows(store, warning)]
    assert len(keys) == len(set(keys)) > 3


def test_the_outbox(store: Store) -> None:
    fill(store)
    clock = store.clock
    assert isinstance(clock, Clock)
    with receiver() as server:
        target = Target(name="duty", kind="wecom", url=server.url, least_severity="note")
        told = Watcher(store, load_rules(), wishes=[target.wish], holder="a").turn() or []
        couriers = [Courier(store, [target], TITLES) for _ in range(4)]
        server.answers = [(500, b""), (200, b'{"errcode": 0}')]
        threads = [threading.Thread(target=courier.turn) for courier in couriers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        clock.now += HOUR // 2
        couriers[0].turn()
    found = rows(store, delivery)
    assert len(found) == len(told) > 3
    assert all(row["delivered_at"] for row in found)
