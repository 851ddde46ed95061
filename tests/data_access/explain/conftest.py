"""Six cases of two days on the small tree, told once for all tests of a module."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from data_access.store.store import Store
from tests.data_access.worlds import accept, said, world

TOLD: Final[list[dict[str, Any]]] = [
    # Closed in time, answered within the half hour that is allowed.
    said("1", "collected", "22 09:00", due_at="22 12:00", severity=5),
    said("1", "dispatched", "22 09:10", department="chengguan"),
    said("1", "accepted", "22 09:20"),
    said("1", "handled", "22 10:00"),
    # Self-handled and closed late, without proof.
    said("2", "collected", "22 09:30", source="worker", area="g4", self_handled=True, due_at="22 09:35"),
    said("2", "handled", "22 09:40", source="worker"),
    # In no area below the district, overdue, nobody's.
    said("3", "collected", "22 08:00", source="app", area="d", due_at="22 11:00"),
    # Handed on, unanswered, without a deadline.
    said("4", "collected", "22 08:00", area="g3", category="traffic"),
    said("4", "dispatched", "22 08:10", department="gongan"),
    said("4", "dispatched", "22 09:00", department="chengguan"),
    said("4", "urged", "22 09:30"),
    said("4", "urged", "22 09:40"),
    # Voided.
    said("5", "collected", "22 11:00"),
    said("5", "voided", "22 11:05"),
    # Two days old, closed, scored and archived today.
    said("6", "collected", "20 09:00", due_at="22 13:00"),
    said("6", "dispatched", "20 09:10", department="chengguan"),
    said("6", "handled", "22 09:00"),
    said("6", "evaluated", "22 10:00", satisfaction=5),
    said("6", "archived", "22 11:00"),
]


@pytest.fixture(scope="module")
def told() -> Iterator[Store]:
    """The cases of TOLD, asked at worlds.NOW."""
    with world() as store:
        accept(store, TOLD)
        yield store
