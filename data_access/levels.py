"""Levels through time: how many cases were open and overdue at any instant, exactly as of that instant.

A case is open from the version that makes it so until the next that does not; it is overdue from just after its
due_at. Summing the changes up to an instant gives the level there. The rollups keep the changes by hour; where
they do not answer a question, the versions do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, Micros, hour_of
from data_access.reader import Question, Reader
from data_access.rolled import conditions_of, dimension_of, is_rolled
from data_access.store.schema import event_version, rollup

_V = event_version.c


@dataclass(frozen=True, slots=True)
class Levels:
    """Cases open and overdue at the same instants; each of shape (instants,)."""

    open: NDArray[np.int64]
    overdue: NDArray[np.int64]


def levels_at(reader: Reader, question: Question, instants: list[Micros]) -> Levels:
    """The levels as of each instant (ascending, none after the question's T)."""
    hours, opened, overdue = _changes(reader, question, hour_of(instants[0]), hour_of(instants[-1]))
    upto = np.searchsorted(hours, [hour_of(one) for one in instants], side="left")
    found = Levels(_running(opened)[upto], _running(overdue)[upto])
    on_the_hour = _on_the_hour(reader, question, [one for one in instants if not one % HOUR])
    for place, instant in enumerate(instants):
        late = _since_hour(reader, question, instant) if instant % HOUR else on_the_hour.get(instant, (0, 0))
        found.open[place] += late[0]
        found.overdue[place] += late[1]
    return found


def _running(changes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(changes)])


def _changes(
    reader: Reader, question: Question, first: Micros, before: Micros
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Hours before `before`, ascending, and the changes of the two levels in them; those before `first` as one."""
    if is_rolled(reader, question, "none"):
        dimension = dimension_of(question, "none") or ""
        conditions = conditions_of(reader, question, "none", dimension, (-(2**62), before))
        changed = or_(rollup.c.open_change != 0, rollup.c.overdue_change != 0)
        hour = case((rollup.c.hour < first, -1), else_=rollup.c.hour).label("hour")
        chosen = select(hour, func.sum(rollup.c.open_change), func.sum(rollup.c.overdue_change))
        rows = reader.connection.execute(chosen.where(*conditions, changed).group_by(hour)).all()
        by_hour = {hour: (int(opened), int(overdue)) for hour, opened, overdue in rows}
    else:
        by_hour = _version_changes(reader, question, before)
    hours = sorted(by_hour)
    values = np.array([by_hour[hour] for hour in hours], dtype=np.int64).reshape(-1, 2)
    return np.array(hours, dtype=np.int64), values[:, 0], values[:, 1]


def _version_changes(reader: Reader, question: Question, before: Micros) -> dict[Micros, tuple[int, int]]:
    matching = [*_open(), *reader.matching(event_version, question), _V.valid_from <= question.moment]
    ended = _V.valid_to.is_not(None) & (_V.valid_to <= question.moment)
    found: dict[Micros, list[int]] = {}

    def add(instant: ColumnElement[Micros], place: int, sign: int, *conditions: ColumnElement[bool]) -> None:
        hour = (instant - instant % HOUR).label("hour")
        chosen = select(hour, func.count()).where(*matching, *conditions, instant < before).group_by(hour)
        for at, count in reader.connection.execute(chosen):
            found.setdefault(at, [0, 0])[place] += sign * count

    add(_V.valid_from, 0, 1)
    add(_V.valid_to, 0, -1, ended)
    late = case((_V.due_at > _V.valid_from, _V.due_at), else_=_V.valid_from)
    became = _V.due_at.is_not(None) & (_V.valid_to.is_(None) | (late < _V.valid_to))
    add(late, 1, 1, became)
    add(_V.valid_to, 1, -1, became, ended)
    return {hour: (opened, overdue) for hour, (opened, overdue) in found.items()}


def _on_the_hour(reader: Reader, question: Question, hours: list[Micros]) -> dict[Micros, tuple[int, int]]:
    """The changes of the two levels at exactly these instants, which "as of" them includes."""
    found: dict[Micros, tuple[int, int]] = {}
    matching = [*reader.matching(event_version, question), _V.valid_from + 0 <= question.moment]
    for instant, which, sign in ((_V.valid_from, _open_by_value(), 1), (_V.valid_to, _open(), -1)):
        late = func.sum(case((_V.due_at < instant, 1), else_=0))
        chosen = select(instant, func.count(), late).where(*which, *matching, instant.in_(hours)).group_by(instant)
        for at, count, overdue in reader.connection.execute(chosen):
            before = found.get(at, (0, 0))
            found[at] = (before[0] + sign * count, before[1] + sign * int(overdue))
    return found


def _since_hour(reader: Reader, question: Question, instant: Micros) -> tuple[int, int]:
    """The changes of the two levels from the start of the instant's hour up to the instant."""
    hour = hour_of(instant)
    matching = [*reader.matching(event_version, question), _V.valid_from + 0 <= question.moment]
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
