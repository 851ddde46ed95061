from typing import Any

import pytest

from data_access.acceptance import acceptance, limits
from data_access.clock import HOUR, MINUTE
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.worlds import accept, moment, reading, said, world


def dispatched(name: str, at: str, answered: str | None = None, department: str = "chengguan") -> list[dict[str, Any]]:
    """A case sent to a department (limit of chengguan: 30 minutes), and its acceptance."""
    told = [said(name, "collected", at), said(name, "dispatched", at, department=department)]
    return told if answered is None else [*told, said(name, "accepted", answered)]


CASES = [
    *dispatched("in time", "22 09:00", "22 09:29"),
    *dispatched("at the limit", "22 09:00", "22 09:30"),
    *dispatched("late", "22 09:00", "22 09:30:01"),
    *dispatched("unanswered", "22 11:00"),
    *dispatched("still time", "22 12:20"),
    *dispatched("no limit", "22 09:00", "22 12:00", "gongan"),
    *dispatched("too early", "20 09:00", "20 12:00"),
]


def found(store: Store, **view: Any) -> dict[str, tuple[int, int]]:
    """(within, judged) by department."""
    with reading(store) as reader:
        counts = acceptance(reader, reader.question(View(**view)))
    return {department: (one.within, one.judged) for department, one in counts.items()}


def test_who_is_judged_and_who_was_in_time() -> None:
    with world() as store:
        accept(store, CASES)
        assert found(store) == {"chengguan": (2, 4)}
        assert found(store, window="7d") == {"chengguan": (2, 5)}
        assert found(store, department="gongan") == {}
        assert found(store, area="s2") == {}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("22 09:10", {}),
        ("22 09:29", {"chengguan": (1, 1)}),
        ("22 09:30", {"chengguan": (2, 2)}),
        ("22 09:31", {"chengguan": (2, 3)}),
        ("22 11:31", {"chengguan": (2, 4)}),
    ],
)
def test_as_of_any_moment_what_was_not_answered_then_is_not_answered(as_of: str, expected: dict[str, Any]) -> None:
    with world() as store:
        accept(store, CASES)
        assert found(store, as_of=moment(as_of)) == expected


def test_a_limit_is_above_zero() -> None:
    with world() as store:
        store.declare(
            [
                Term("department", "half", "半", "Half", {"response_limit_minutes": 0.5}),
                Term("department", "nought", "零", "Nought", {"response_limit_minutes": 0}),
                Term("department", "hours", "时", "Hours", {"handling_limit_hours": 2}),
            ]
        )
        with reading(store) as reader:
            assert limits(reader, "response_limit_minutes", MINUTE) == {"chengguan": 30 * MINUTE, "half": MINUTE // 2}
            assert limits(reader, "handling_limit_hours", HOUR) == {"hours": 2 * HOUR}


def test_without_limits_nobody_is_judged() -> None:
    with world() as store:
        store.declare([Term("department", "chengguan", "城管局", "Urban management")])
        accept(store, CASES)
        assert found(store) == {}
