"""The outbox is emptied, over real HTTP, whatever the receivers do."""

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.alerts.courier import AT_ONCE, Courier
from dashboard.alerts.targets import Target
from data_access.alerts.acknowledging import Acknowledgement, acknowledge_warning
from data_access.alerts.evaluation import CLEARED, ESCALATED, Change
from data_access.alerts.outbox import CLAIM, enqueue
from data_access.clock import HOUR, MINUTE, SECOND
from data_access.store.schema import delivery
from data_access.store.store import Store
from tests.dashboard.alerts.receiving import OK, Receiver, receiver
from tests.data_access.alerts.boards import RULES, rows, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, Clock, world
from tests.waiting import wait_until

TITLES = {"zh": "指挥屏", "en": "Wall"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> Iterator[Store]:
    with world(clock=clock) as found:
        yield found


@pytest.fixture
def server() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def target(server: Receiver, kind: str = "wecom", name: str = "duty", **more: Any) -> Target:
    return Target(name=name, kind=kind, url=server.url, **more)


def put(store: Store, *targets: Target, count: int = 1, changes: list[Change] | None = None) -> None:
    """Raise warnings and write them into the outbox, as the evaluator does."""
    given = changes or [Change("raised", NOW, None, finding(f"k{n}", area="s1")) for n in range(count)]
    told = write(store, given, rules=RULES)
    with store.writing() as connection:
        enqueue(connection, told, [one.wish for one in targets], store.clock())


def state(store: Store) -> list[tuple[Any, ...]]:
    found = rows(store, delivery)
    return [(row["attempts"], row["delivered_at"] is not None, row["given_up_at"] is not None) for row in found]


def test_told_once(store: Store, server: Receiver) -> None:
    one = target(server)
    put(store, one)
    courier = Courier(store, [one], TITLES)
    assert courier.turn() == 1
    assert courier.turn() == 0
    assert [body["msgtype"] for body in server.bodies] == ["markdown"]
    assert "名s1激增" in server.bodies[0]["markdown"]["content"]
    assert state(store) == [(1, True, False)]


@pytest.mark.parametrize("answer", [(500, b"oops"), (200, b'{"errcode": 45009, "errmsg": "limit"}'), (302, b"")])
def test_tried_again_until_it_is_taken(store: Store, server: Receiver, clock: Clock, answer: tuple[int, bytes]) -> None:
    server.answers = [answer, answer, OK]
    one = target(server)
    put(store, one)
    courier = Courier(store, [one], TITLES)
    assert courier.turn() == 0
    # Not before its time.
    assert courier.turn() == 0
    assert len(server.bodies) == 1
    clock.now += 5 * SECOND
    assert courier.turn() == 0
    clock.now += 10 * SECOND
    assert courier.turn() == 1
    assert len(server.bodies) == 3
    assert state(store) == [(3, True, False)]
    (row,) = rows(store, delivery)
    assert row["error"] is None


def test_given_up_and_said(store: Store, server: Receiver, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    server.answers = [(500, b"")]
    one = target(server, give_up_minutes=10)
    put(store, one)
    courier = Courier(store, [one], TITLES)
    with caplog.at_level("WARNING"):
        for _ in range(40):
            courier.turn()
            clock.now += MINUTE
    assert "webhook duty: 1 changes are given up after 10 minutes" in caplog.text
    assert server.url not in caplog.text
    ((attempts, taken, given_up),) = state(store)
    assert (taken, given_up) == (False, True)
    assert 5 <= attempts == len(server.bodies) <= 12
    (row,) = rows(store, delivery)
    assert row["error"] == "answered 500 Internal Server Error"


def test_nobody_there(store: Store, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    with receiver() as gone:
        one = target(gone)
    put(store, one)
    assert Courier(store, [one], TITLES).turn() == 0
    (row,) = rows(store, delivery)
    assert row["error"].startswith("could not be reached")


def test_several_changes_are_one_message(store: Store, server: Receiver) -> None:
    one = target(server)
    put(store, one, count=AT_ONCE + 2)
    courier = Courier(store, [one], TITLES)
    assert courier.turn() == AT_ONCE
    assert courier.turn() == 2
    assert [body["markdown"]["content"].splitlines()[0] for body in server.bodies] == [
        "**指挥屏预警 10 条**",
        "**指挥屏预警 2 条**",
    ]


def test_each_target_for_itself(store: Store, server: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    with receiver() as other:
        other.answers = [(500, b"")]
        broken, good = target(other, name="broken"), target(server, "json", "good")
        put(store, broken, good)
        assert Courier(store, [broken, good], TITLES).turn() == 1
    assert len(server.bodies) == len(other.bodies) == 1
    assert state(store) == [(1, False, False), (1, True, False)]


def test_two_couriers_send_nothing_twice(store: Store, server: Receiver) -> None:
    one = target(server)
    put(store, one)
    first = Courier(store, [one], TITLES)

    class Racing(Courier):
        """Another process that looks while the first is sending."""

    def posting(url: str, body: Any, *, robot: bool) -> None:
        assert Racing(store, [one], TITLES).turn() == 0

    first.posting = posting
    assert first.turn() == 1
    assert server.bodies == []


def test_what_a_dead_sender_had_claimed_is_sent_by_another(store: Store, server: Receiver, clock: Clock) -> None:
    one = target(server)
    put(store, one)

    def dying(*_: Any, **__: Any) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        Courier(store, [one], TITLES, posting=dying).turn()
    other = Courier(store, [one], TITLES)
    assert other.turn() == 0
    clock.now += CLAIM
    assert other.turn() == 1


def test_a_change_is_told_as_it_was(store: Store, server: Receiver) -> None:
    one = target(server, "json", changes=["raised", "escalated", "acknowledged", "cleared"], least_severity="note")
    put(store, one)
    worse = finding("k0", area="s1", severity="crit", evidence={"count": 50, "hours": 1})
    put(store, one, changes=[Change(ESCALATED, NOW + 1, 1, worse)])
    acknowledge_warning(store, 1, Acknowledgement("甲", "在路上"), [one.wish])
    put(store, one, changes=[Change(CLEARED, NOW + 2, 1)])
    assert Courier(store, [one], TITLES).turn() == 4
    (body,) = server.bodies
    assert [(told["id"], told["change"], told["severity"]) for told in body["changes"]] == [
        ("1-1", "raised", "warn"),
        ("1-2", "escalated", "crit"),
        ("1-3", "acknowledged", "crit"),
        ("1-4", "cleared", "crit"),
    ]
    assert [told["warning"]["evidence"]["count"] for told in body["changes"]] == [9, 50, 50, 50]
    assert (body["changes"][2]["by"], body["changes"][2]["note"]) == ("甲", "在路上")


def test_a_target_that_is_configured_no_more(store: Store, server: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    put(store, target(server, name="old"))
    with caplog.at_level("ERROR"):
        assert Courier(store, [target(server)], TITLES).turn() == 0
    assert "their webhooks are not configured any more" in caplog.text
    assert state(store) == [(0, False, True)]


def test_a_message_that_cannot_be_written_is_given_up_too(
    store: Store, server: Receiver, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    one = target(server)
    put(store, one, changes=[Change("raised", NOW, None, finding(kind="unheard-of", rule="unheard-of"))])
    courier = Courier(store, [one], TITLES)
    courier.turn()
    (row,) = rows(store, delivery)
    assert row["error"] == "could not be written: KeyError"
    clock.now += 2 * HOUR
    courier.turn()
    assert state(store) == [(2, False, True)]


def test_the_thread(store: Store, server: Receiver) -> None:
    one = target(server)
    courier = Courier(store, [one], TITLES)
    courier.start()
    try:
        put(store, one)
        wait_until(lambda: server.bodies, "the message arrives", seconds=30)
    finally:
        courier.stop()
    assert state(store) == [(1, True, False)]


def test_without_targets_no_thread_is_started(store: Store) -> None:
    courier = Courier(store, [], TITLES)
    courier.start()
    assert courier._thread is None
    courier.stop()
