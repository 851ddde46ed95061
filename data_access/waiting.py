"""How long cases last when those still open are counted too, by department.

The cohort is what was collected in the thirty days up to T. A closed case took what it took, an open one has lasted
until T and may last longer: the median of both together is that of Kaplan and Meier.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import DAY, MINUTE, SECOND
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.risk.reported import changed_since
from data_access.store.schema import event
from data_access.survival import kaplan_meier, median_survival

COHORT: Final = 30 * DAY
PIECE: Final = 5 * MINUTE
"""Closed cases are counted by the piece of time in which they ended: fine enough for hours and days."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of one department: the median age of the open cases, the size of the cohort and its Kaplan-Meier median.
    Seconds; None where nothing is open, and where more than half of the cohort has lasted so far."""

    age: float | None
    cohort: int
    survival: float | None


def waiting(reader: Reader, question: Question) -> dict[str, Waiting]:
    """The open cases as of T and the cohort by department, that of no department under "unassigned"."""
    ages, pieces = _ages(reader, question), _pieces(reader, question)
    return {one: _waiting(ages.get(one, np.array([])), pieces.get(one, {})) for one in ages.keys() | pieces.keys()}


def _waiting(ages: NDArray[np.float64], pieces: dict[int, int]) -> Waiting:
    young = ages[ages <= COHORT / SECOND]
    ended = (np.fromiter(pieces, np.float64, len(pieces)) + 0.5) * (PIECE / SECOND)
    counts = np.fromiter(pieces.values(), np.float64, len(pieces))
    observed = np.repeat([True, False], [len(ended), len(young)])
    weights = np.concatenate([counts, np.ones(len(young))])
    median = median_survival(*kaplan_meier(np.concatenate([ended, young]), observed, weights))
    return Waiting(float(np.median(ages)) if len(ages) else None, int(weights.sum()), median)


def _ages(reader: Reader, question: Question) -> dict[str, NDArray[np.float64]]:
    """The ages of all open cases in seconds."""
    table, conditions = reader.open_states(question)
    found: defaultdict[str, list[float]] = defaultdict(list)
    chosen = select(table.c.department, table.c.collected_at).where(*conditions)
    for department, collected in reader.connection.execute(chosen).all():
        found[department or UNASSIGNED].append((question.moment - collected) / SECOND)
    return {department: np.array(ages) for department, ages in found.items()}


def _pieces(reader: Reader, question: Question) -> dict[str, dict[int, int]]:
    """How many closed cases of the cohort ended in which piece of time after they were collected: those closed now,
    and what was otherwise as of T."""
    start, end = question.moment - COHORT, question.moment + 1
    _, conditions = reader.states(replace(question, live=True))
    c, piece = event.c, _piece(event.c).label("piece")
    # Nothing is closed before it is collected: one index holds all that was closed since. It is chosen because no
    # other serves a condition on a sum.
    cohort = (c.closed_at >= start, (c.collected_at + 0).between(start, end - 1))
    chosen = select(c.department, piece, func.count()).where(*conditions, *cohort).group_by(piece, c.department)
    counts = Counter({(department, after): n for department, after, n in reader.connection.execute(chosen).all()})
    counts.update(changed_since(reader, question, [(start, end)], lambda columns: columns.department, _piece))
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for (department, after), count in counts.items():
        if after is not None and count:
            found[department or UNASSIGNED][int(after)] = count
    return dict(found)


def _piece(columns: Any) -> ColumnElement[Any]:
    """Which piece of time a case ended in, NULL while it is open."""
    found: ColumnElement[Any] = (columns.closed_at - columns.collected_at) // PIECE
    return found
