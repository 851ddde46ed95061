"""The weeks before, by key: how many cases were reported and closed in each, for the spread of such counts."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, literal, select

from data_access.briefing.weeks import Period
from data_access.clock import DAY
from data_access.reader import UNASSIGNED, UNLOCATED, Question, Reader

WEEKS: Final = 8
"""How many weeks before the one told are looked at, where history has them."""

WEEK: Final = 7 * DAY

History = dict[str, dict[str, list[int]]]
"""By measure (reported, closed) and key: the counts of the weeks, the oldest first."""

_INSTANTS: Final[Mapping[str, str]] = {"reported": "collected_at", "closed": "closed_at"}


def histories(reader: Reader, question: Question, period: Period, by: str) -> History:
    """The weekly counts of the weeks before the period that lie within the history, by `none`, `child`, `department`,
    `source` or `category`; a week without a case of a key counts 0."""
    weeks = WEEKS
    while weeks and not reader.reaches(period.start - weeks * WEEK, early=0):
        weeks -= 1
    first = period.start - weeks * WEEK
    found: History = {measure: {} for measure in _INSTANTS}
    if not weeks:
        return found
    table, conditions = reader.states(question)
    columns = table.c
    group = literal("") if by == "none" else columns.area if by == "child" else columns[by]
    for measure, name in _INSTANTS.items():
        instant = columns[name]
        place = (instant - first - (instant - first) % WEEK).label("place")
        chosen = select(group, place, func.count()).where(*conditions, *reader.since(table, question, first))
        chosen = chosen.where(instant >= first, instant < period.start).group_by(group, place)
        for value, at, count in reader.connection.execute(chosen).all():
            key = _key(reader, question, by, value)
            found[measure].setdefault(key, [0] * weeks)[int(at) // WEEK] += count
    return found


def _key(reader: Reader, question: Question, by: str, value: Any) -> str:
    if by == "child":
        child = reader.tree.child_of(question.area, value) if value is not None and value in reader.tree else None
        return UNLOCATED if child is None else child.code
    if by == "department" and value is None:
        return UNASSIGNED
    return str(value or "")
