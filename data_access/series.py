"""Cohort counts hour by hour, for bars and sparklines: the same definitions as measures.py, cut by the hour."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, Micros
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.rolled import SUMS, conditions_of, dimension_of, rolled_hours
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.store.schema import rollup
from data_access.tally import Tally

Hourly = dict[tuple[str, Micros], Tally]
"""Tallies by (key, start of the UTC hour)."""

_INSTANTS: Final[Mapping[str, str]] = {
    "reported": "collected_at",
    "closed": "closed_at",
    "due": "due_at",
    "satisfaction": "evaluated_at",
}


def hourly(
    reader: Reader, question: Question, by: str, window: tuple[Micros, Micros], wants: tuple[str, ...]
) -> Hourly:
    """The tallies of every hour of a window by key ("none", "source", "department" or "category"); hours in
    which nothing happened are left out, the first and last hour hold only what lies in the window."""
    found: Hourly = {}
    hours = rolled_hours(reader, question, by, window)
    if hours is None:
        spans = [window]
    else:
        spans = [(window[0], hours[0]), (hours[1], window[1])]
        _rolled(reader, question, by, hours, wants, found)
    for start, end in spans:
        if start < end:
            _from_states(reader, question, by, (start, end), wants, found)
    return found


def _rolled(
    reader: Reader,
    question: Question,
    by: str,
    hours: tuple[Micros, Micros],
    wants: tuple[str, ...],
    found: Hourly,
) -> None:
    dimension = dimension_of(question, by) or ""
    conditions = conditions_of(reader, question, by, dimension, hours)
    names = [name for wanted in wants if wanted in SUMS for name in SUMS[wanted]]
    columns = [rollup.c[name] for name in (*names, *(("response",) if "response" in wants else ()))]
    for key, hour, *values in reader.connection.execute(
        select(rollup.c.key, rollup.c.hour, *columns).where(*conditions)
    ):
        tally = found.setdefault((_key(by, key or None) if by == dimension else "", hour), Tally())
        for name, value in zip(names, values, strict=False):
            setattr(tally, name, getattr(tally, name) + value)
        if "response" in wants and values[-1]:
            tally.response.texts.append(values[-1])


def _from_states(
    reader: Reader,
    question: Question,
    by: str,
    span: tuple[Micros, Micros],
    wants: tuple[str, ...],
    found: Hourly,
) -> None:
    table, conditions = reader.states(question)
    columns = table.c
    group = literal("") if by == "none" else columns[by]
    flags: dict[str, tuple[ColumnElement[Any], ColumnElement[Any] | None]] = {
        "reported": (func.coalesce(columns.self_handled, 0), None),
        "closed": (case((columns.reworked > 0, 1), else_=0), None),
        "due": (case((columns.closed_at <= columns.due_at, 1), else_=0), None),
        "satisfaction": (case((columns.satisfaction >= SATISFIED_FROM, 1), else_=0), columns.satisfaction.is_not(None)),
    }
    for wanted in wants:
        if wanted not in SUMS:
            continue
        instant = columns[_INSTANTS[wanted]]
        flag, also = flags[wanted]
        hour_column = (instant - instant % HOUR).label("hour")
        chosen = select(group, hour_column, func.count(), func.sum(flag))
        chosen = chosen.where(*conditions, instant >= span[0], instant < span[1])
        if also is not None:
            chosen = chosen.where(also)
        total, part = SUMS[wanted]
        for value, hour, count, flagged in reader.connection.execute(chosen.group_by(group, hour_column)):
            tally = found.setdefault((_key(by, value), hour), Tally())
            setattr(tally, total, getattr(tally, total) + count)
            setattr(tally, part, getattr(tally, part) + int(flagged))
    if "response" in wants:
        instant = columns.dispatched_at
        chosen = select(group, instant - instant % HOUR, columns.response).where(
            *conditions, instant >= span[0], instant < span[1], columns.response.is_not(None)
        )
        for value, hour, micros in reader.connection.execute(chosen):
            found.setdefault((_key(by, value), hour), Tally()).response.exact.append(micros)


def _key(by: str, value: str | None) -> str:
    if by == "department" and value is None:
        return UNASSIGNED
    return value or ""
