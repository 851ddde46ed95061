import json

import pytest
from sqlalchemy.exc import IntegrityError

from data_access.alerts.evaluation import CLEARED, ESCALATED, MISSED, RAISED, SEEN, Change
from data_access.alerts.keeping import (
    AcknowledgeError,
    UnknownWarning,
    acknowledge,
    history,
    load_known,
    written,
)
from data_access.clock import DAY, MINUTE, SECOND
from data_access.store.schema import warning, warning_change
from data_access.store.store import Store
from tests.data_access.alerts.boards import RULES, raise_all, rows, write
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import NOW, world


def say(store: Store, number: int, at: int = NOW, by: str = "值班长", note: str | None = None) -> None:
    with store.writing() as connection:
        acknowledge(connection, number, by, note, at)


def only(store: Store) -> dict[str, object]:
    (row,) = rows(store, warning)
    return row


def test_what_is_raised_is_written_whole() -> None:
    with world() as store:
        (number,) = raise_all(store, finding(department="chengguan", category="city", source="hotline"))
        row = only(store)
        (change,) = rows(store, warning_change)
    assert row["id"] == number
    assert (row["rule"], row["kind"], row["key"], row["severity"]) == ("surge", "surge", "k", "warn")
    assert (row["area"], row["department"], row["source"], row["category"]) == ("s1", "chengguan", "hotline", "city")
    assert row["rules_version"] == RULES.version
    assert (row["state"], row["raised_at"], row["last_seen_at"], row["cleared_at"]) == (RAISED, NOW, NOW, None)
    assert json.loads(str(row["evidence"])) == {"count": 9}
    assert (change["number"], change["change"], change["at"], change["severity"]) == (1, RAISED, NOW, "warn")


def test_two_of_a_key_cannot_stand() -> None:
    with world() as store:
        (first,) = raise_all(store, finding())
        with pytest.raises(IntegrityError):
            raise_all(store, finding())
        write(store, [Change(CLEARED, NOW + SECOND, first)])
        (second,) = raise_all(store, finding(), at=NOW + MINUTE)
        assert second != first


def test_seen_again_is_written_when_something_differs_or_a_minute_went_by() -> None:
    with world() as store:
        (number,) = raise_all(store, finding())

        def seen(seconds: int, count: int = 9) -> tuple[object, object]:
            at = NOW + seconds * SECOND
            write(store, [Change(SEEN, at, number, finding(evidence={"count": count}))], at=at)
            row = only(store)
            return row["last_seen_at"], json.loads(str(row["evidence"]))["count"]

        assert seen(15) == (NOW, 9)
        assert seen(30, 10) == (NOW + 30 * SECOND, 10)
        assert seen(75, 10) == (NOW + 30 * SECOND, 10)
        assert seen(90, 10) == (NOW + 90 * SECOND, 10)
        assert len(rows(store, warning_change)) == 1


def test_missed_then_seen_then_missed_then_cleared() -> None:
    with world() as store:
        (number,) = raise_all(store, finding())
        write(store, [Change(MISSED, NOW + 10, number)])
        assert only(store)["gone_since"] == NOW + 10
        write(store, [Change(SEEN, NOW + 20, number, finding())])
        assert only(store)["gone_since"] is None
        (told,) = write(store, [Change(CLEARED, NOW + 30, number, note="rule")])
        row = only(store)
        assert (told.number, told.change, told.severity) == (2, CLEARED, "warn")
        assert (row["state"], row["cleared_at"], row["changes"]) == (CLEARED, NOW + 30, 2)
        assert rows(store, warning_change)[1]["note"] == "rule"


def test_one_that_gets_worse_must_be_acknowledged_again() -> None:
    with world() as store:
        (number,) = raise_all(store, finding())
        say(store, number, NOW + 1, note="已派人")
        row = only(store)
        assert (row["state"], row["acknowledged_by"], row["acknowledged_note"]) == ("acknowledged", "值班长", "已派人")
        write(store, [Change(ESCALATED, NOW + 2, number, finding(severity="crit", evidence={"count": 30}))])
        row = only(store)
        assert (row["state"], row["severity"], row["acknowledged_by"]) == (RAISED, "crit", None)
        say(store, number, NOW + 3)
        assert only(store)["state"] == "acknowledged"
        told = [(one["number"], one["change"], one["severity"]) for one in rows(store, warning_change)]
    assert told == [
        (1, RAISED, "warn"),
        (2, "acknowledged", "warn"),
        (3, ESCALATED, "crit"),
        (4, "acknowledged", "crit"),
    ]


def test_acknowledging_what_cannot_be() -> None:
    with world() as store:
        first, second = raise_all(store, finding("a"), finding("b"))
        say(store, first)
        with pytest.raises(AcknowledgeError, match="was acknowledged already, by 值班长"):
            say(store, first, by="另一人")
        write(store, [Change(CLEARED, NOW + 1, second)])
        with pytest.raises(AcknowledgeError, match="has cleared"):
            say(store, second)
        with pytest.raises(UnknownWarning, match="warning 99 is not known"):
            say(store, 99)
        assert len(rows(store, warning_change)) == 4


def test_a_clock_set_back_keeps_the_order_of_changes() -> None:
    with world() as store:
        (number,) = raise_all(store, finding())
        say(store, number, NOW - DAY)
        assert only(store)["acknowledged_at"] == NOW


def test_what_the_evaluation_is_given() -> None:
    with world() as store:
        numbers = raise_all(store, finding("a"), finding("b"), finding("c"), at=NOW - 20 * DAY)
        write(store, [Change(CLEARED, NOW - 10 * DAY, numbers[0]), Change(CLEARED, NOW - DAY, numbers[1])])
        with store.reading() as connection:
            known = load_known(connection, RULES, NOW)
            assert {(one.key, one.cleared_at) for one in known} == {("b", NOW - DAY), ("c", None)}


def test_history_up_to_a_moment() -> None:
    with world() as store:
        first, second = raise_all(store, finding("a"), finding("b"))
        write(store, [Change(CLEARED, NOW + 10, first)])
        with store.reading() as connection:
            found = history(connection, [first, second], NOW + 9)
            assert {number: [one.change for one in told] for number, told in found.items()} == {
                first: [RAISED],
                second: [RAISED],
            }
            assert [one.change for one in history(connection, [first], NOW + 10)[first]] == [RAISED, CLEARED]


def test_a_number_that_is_none_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        written({"ratio": float("nan")})
    with world() as store:
        with pytest.raises(ValueError, match="JSON"):
            raise_all(store, finding(evidence={"ratio": float("inf")}))
        assert rows(store, warning) == []
