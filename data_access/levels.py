"""Levels through time: how many cases were open and overdue at any instant, exactly as of that instant.

A case is open from the version that makes it so until the next that does not; it is overdue from just after its
due_at. What is open in the end, less all changes from an instant on, gives the level there: the cost depends on how
far back the instant lies, not on the history before it. The rollups keep the changes by hour; where they do not
answer a question, the versions do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, case, func, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, Micros, hour_of
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.rolled import conditions_of, dimension_of, is_rolled
from data_access.store.schema import event, event_version, rollup

_V = event_version.c


@dataclass(frozen=True, slots=True)
class Levels:
    """Cases open and overdue at the same instants; each of shape (instants,)."""

    open: NDArray[np.int64]
    overdue: NDArray[np.int64]


def levels_at(reader: Reader, question: Question, instants: list[Micros]) -> Levels:
    """The levels as of each instant (ascending, none after the question's T)."""
    first = hour_of(instants[0])
    if is_rolled(reader, question, "none"):
        last, changes = _last(reader, question), _changes(reader, question, first)
    else:
        # Of whole hours that are over: a tick is too short for them to have changed, but for what comes in late.
        extra = (first, hour_of(question.moment))
        last, changes = kept(
            reader,
            question,
            "levels",
            lambda: (_last(reader, question), _version_changes(reader, question, first)),
            extra=extra,
        )
    hours = np.array(sorted(changes), dtype=np.int64)
    values = np.array([changes[hour] for hour in hours.tolist()], dtype=np.int64).reshape(-1, 2)
    after = np.searchsorted(hours, [hour_of(one) for one in instants], side="left")
    found = Levels(last[0] - _following(values[:, 0])[after], last[1] - _following(values[:, 1])[after])
    on_the_hour = _on_the_hour(reader, question, [one for one in instants if not one % HOUR])
    for place, instant in enumerate(instants):
        late = _since_hour(reader, question, instant) if instant % HOUR else on_the_hour.get(instant, (0, 0))
        found.open[place] += late[0]
        found.overdue[place] += late[1]
    return found


def _following(changes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of the changes from each place on; one more than there are changes."""
    return np.concatenate([np.cumsum(changes[::-1])[::-1], np.zeros(1, np.int64)])


def _last(reader: Reader, question: Question) -> tuple[int, int]:
    """The levels in the end, when all that is known has happened and every case that will fall due has."""
    conditions = [event.c.collected_at.is_not(None), event.c.ended_at.is_(None), event.c.closed_at.is_(None)]
    chosen = select(func.count(), func.count(event.c.due_at)).where(*conditions, *reader.matching(event, question))
    opened, overdue = reader.connection.execute(chosen).one()
    return int(opened), int(overdue)


def _changes(reader: Reader, question: Question, first: Micros) -> dict[Micros, tuple[int, int]]:
    """The changes of the two levels by hour, from the hour `first` to the end of all that is known."""
    dimension = dimension_of(question, "none") or ""
    conditions = conditions_of(reader, question, "none", dimension, (first, 2**62))
    changed = or_(rollup.c.open_change != 0, rollup.c.overdue_change != 0)
    chosen = select(rollup.c.hour, func.sum(rollup.c.open_change), func.sum(rollup.c.overdue_change))
    rows = reader.connection.execute(chosen.where(*conditions, changed).group_by(rollup.c.hour))
    return {hour: (int(opened), int(overdue)) for hour, opened, overdue in rows}


def _version_changes(reader: Reader, question: Question, first: Micros) -> dict[Micros, tuple[int, int]]:
    found: dict[Micros, list[int]] = {}
    # Whatever makes a change from then on lasts or ended since. In two parts, for the index of open versions.
    columns = [_V[name] for name in ("valid_from", "valid_to", "due_at", "area", "source", "department", "category")]
    lasting = select(*columns).where(*_open())
    table = union_all(lasting.where(_V.valid_to.is_(None)), lasting.where(_V.valid_to >= first)).subquery("open_since")
    c = table.c
    matching = reader.matching(table, question, by_area=False)

    def add(instant: ColumnElement[Micros], place: int, sign: int, *conditions: ColumnElement[bool]) -> None:
        hour = (instant - instant % HOUR).label("hour")
        chosen = select(hour, func.count()).where(*conditions, *matching, instant >= first).group_by(hour)
        for at, count in reader.connection.execute(chosen).all():
            found.setdefault(at, [0, 0])[place] += sign * count

    ends = c.valid_to.is_not(None)
    add(c.valid_from, 0, 1)
    add(c.valid_to, 0, -1, ends)
    # A case falls due while a version lasts, or was past due when the version began.
    late = c.due_at <= c.valid_from
    add(c.due_at, 1, 1, c.due_at > c.valid_from, c.valid_to.is_(None) | (c.valid_to > c.due_at))
    add(c.valid_from, 1, 1, late)
    add(c.valid_to, 1, -1, ends, (c.due_at < c.valid_to) | late)
    return {hour: (opened, overdue) for hour, (opened, overdue) in found.items()}


def _on_the_hour(reader: Reader, question: Question, hours: list[Micros]) -> dict[Micros, tuple[int, int]]:
    """The changes of the two levels at exactly these instants, which "as of" them includes."""
    found: dict[Micros, tuple[int, int]] = {}
    matching = [*reader.matching(event_version, question, by_area=False), _V.valid_from + 0 <= question.moment]
    for instant, which, sign in ((_V.valid_from, _open_by_value(), 1), (_V.valid_to, _open(), -1)):
        late = func.sum(case((_V.due_at < instant, 1), else_=0))
        chosen = select(instant, func.count(), late).where(*which, *matching, instant.in_(hours)).group_by(instant)
        for at, count, overdue in reader.connection.execute(chosen).all():
            before = found.get(at, (0, 0))
            found[at] = (before[0] + sign * count, before[1] + sign * int(overdue))
    return found


def _since_hour(reader: Reader, question: Question, instant: Micros) -> tuple[int, int]:
    """The changes of the two levels from the start of the instant's hour up to the instant."""
    hour = hour_of(instant)
    matching = [*reader.matching(event_version, question, by_area=False), _V.valid_from + 0 <= question.moment]
    began = _V.valid_from.between(hour, instant)
    ended = _V.valid_to.between(hour, instant)

    def count(*conditions: ColumnElement[bool], indexed: bool = False) -> int:
        # Few versions begin or fall due in an hour, many are open: only their ends are found by the open index.
        which = _open() if indexed else _open_by_value()
        chosen = select(func.count()).select_from(event_version).where(*which, *matching, *conditions)
        return int(reader.connection.execute(chosen).scalar_one())

    opened = count(began) - count(ended, indexed=True)
    lasts = or_(_V.valid_to.is_(None), _V.valid_to > _V.due_at)
    fell_due = and_(_V.due_at >= hour, _V.due_at < instant, _V.due_at > _V.valid_from, lasts)
    began_late = and_(began, _V.due_at <= _V.valid_from, _V.due_at < instant)
    ended_late = and_(ended, _V.due_at < _V.valid_to)
    return opened, count(fell_due) + count(began_late) - count(ended_late, indexed=True)


def _open() -> list[ColumnElement[bool]]:
    return [_V.collected_at.is_not(None), _V.ended_at.is_(None), _V.closed_at.is_(None)]


def _open_by_value() -> list[ColumnElement[bool]]:
    return [_V.collected_at.is_not(None), *(func.coalesce(column, 0) == 0 for column in (_V.ended_at, _V.closed_at))]
