import pytest
from sqlalchemy.exc import IntegrityError

from data_access.alerts.keeping import Told
from data_access.alerts.outbox import (
    CLAIM,
    LONGEST,
    SHORTEST,
    Notice,
    Wish,
    claim,
    delivered,
    enqueue,
    failed,
    forget,
    lost,
    next_due,
)
from data_access.clock import DAY, HOUR, MINUTE
from data_access.store.schema import delivery
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all, rows
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, world

DUTY = Wish("duty", frozenset({"raised", "cleared"}), "warn", 30 * MINUTE)
ALL = Wish("all", frozenset({"raised", "escalated", "acknowledged", "cleared"}), "note", HOUR)


def put(store: Store, *wishes: Wish, severity: str = "warn", change: str = "raised", count: int = 1) -> int:
    numbers = raise_all(store, *(finding(f"{severity}{change}{n}", severity=severity) for n in range(count)))
    with store.writing() as connection:
        return enqueue(connection, [Told(number, 1, change, severity) for number in numbers], wishes, NOW)


def take(store: Store, target: str = "duty", now: int = NOW, most: int = 10) -> list[Notice]:
    with store.writing() as connection:
        return claim(connection, target, now, most)


def test_only_what_a_target_wishes_for() -> None:
    with world() as store:
        assert put(store, DUTY, ALL) == 2
        assert put(store, DUTY, ALL, severity="note") == 1
        assert put(store, DUTY, ALL, change="escalated") == 1
        assert put(store, change="acknowledged") == 0
        assert [row["target"] for row in rows(store, delivery)] == ["duty", "all", "all", "all"]


def test_no_change_is_told_twice_to_a_target() -> None:
    with world() as store:
        put(store, DUTY)
        with store.writing() as connection, pytest.raises(IntegrityError):
            enqueue(connection, [Told(1, 1, "raised", "warn")], [DUTY], NOW + 1)


def test_what_is_claimed_is_left_alone_until_the_claim_runs_out() -> None:
    with world() as store:
        put(store, DUTY)
        (notice,) = take(store)
        assert (notice.change.change, notice.warning.rule) == ("raised", "surge")
        assert take(store) == []
        assert take(store, now=NOW + CLAIM - 1) == []
        assert len(take(store, now=NOW + CLAIM)) == 1


def test_the_oldest_first_and_so_many_at_once() -> None:
    with world() as store:
        put(store, DUTY, count=5)
        assert [one.delivery for one in take(store, most=2)] == [1, 2]
        assert [one.delivery for one in take(store, most=2)] == [3, 4]
        assert take(store, target="all") == []


def test_delivered_is_over() -> None:
    with world() as store:
        put(store, DUTY)
        notices = take(store)
        with store.writing() as connection:
            delivered(connection, notices, NOW + 5)
            assert next_due(connection) is None
        assert take(store, now=NOW + DAY) == []
        (row,) = rows(store, delivery)
        assert (row["delivered_at"], row["attempts"], row["given_up_at"]) == (NOW + 5, 1, None)


def test_failures_wait_longer_and_longer_until_they_are_given_up() -> None:
    pauses = []
    now = NOW
    with world() as store:
        put(store, DUTY)
        for _ in range(200):
            notices = take(store, now=now)
            with store.writing() as connection:
                over = failed(connection, notices, "x" * 900, DUTY.give_up, now)
                due = next_due(connection)
            if over:
                break
            assert due is not None
            pauses.append(due - now)
            now = due
        (row,) = rows(store, delivery)
        with store.reading() as connection:
            assert lost(connection, now) == 1
            assert lost(connection, now + DAY) == 0
            assert lost(connection, now - 1) == 0
    for number, pause in enumerate(pauses):
        assert 0.5 * min(SHORTEST * 2**number, LONGEST) <= pause <= min(SHORTEST * 2**number, LONGEST)
    assert sum(pauses) <= DUTY.give_up
    assert len(pauses) >= 8
    assert (row["given_up_at"], row["next_at"], row["attempts"]) == (now, None, len(pauses) + 1)
    assert row["error"] == "x" * 300


def test_targets_that_are_gone_are_given_up() -> None:
    with world() as store:
        put(store, DUTY, ALL)
        with store.writing() as connection:
            assert forget(connection, ["all"], NOW) == 1
            assert forget(connection, ["all"], NOW) == 0
            assert forget(connection, [], NOW) == 1
        assert [row["error"] for row in rows(store, delivery)] == ["the target is not configured any more"] * 2
