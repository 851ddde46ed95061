"""Marks of a case: what happened to it on its way, and every handover from one department to another."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from data_access.clock import Micros
from data_access.events.fold import Transition, order

HANDOVER: Final = "handover"
"""The kind of a mark that stands for a change of the department in force."""

MARKS: Final = frozenset({"returned", "reworked", "extended", "urged", "supervised"})


class Mark(NamedTuple):
    """`department` is in force after it, `previous` before it; they differ in a handover only."""

    at: Micros
    kind: str
    department: str | None
    previous: str | None


def marks(transitions: Iterable[Transition]) -> list[Mark]:
    """The marks of an event in order. Those with `at` <= T are the marks as of any T."""
    found: list[Mark] = []
    department: str | None = None
    for move in sorted(transitions, key=order):
        previous, department = department, move.department or department
        if previous is not None and department != previous:
            found.append(Mark(move.at, HANDOVER, department, previous))
        if move.stage in MARKS:
            found.append(Mark(move.at, move.stage, department, department))
    return found
