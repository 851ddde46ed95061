"""Cohort counts through time, for bars and sparklines: the same definitions as measures.py, cut by hours or bars."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import case, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, Micros
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.rolled import SUMS, conditions_of, dimension_of, rolled_hours
from data_access.rollups.contributions import LEAST_SEVERITY, SATISFIED_FROM
from data_access.store.schema import rollup
from data_access.tally import Tally

Hourly = dict[tuple[str, Micros], Tally]
"""Tallies by (key, start of the UTC hour or of the bar)."""

Bars = tuple[Micros, Micros]
"""Where the first bar begins, and how long each is: whole hours."""

_INSTANTS: Final[Mapping[str, str]] = {
    "reported": "collected_at",
    "closed": "closed_at",
    "due": "due_at",
    "satisfaction": "evaluated_at",
}


def hourly(
    reader: Reader,
    question: Question,
    by: str,
    window: tuple[Micros, Micros],
    wants: tuple[str, ...],
    *,
    bars: Bars = (0, HOUR),
) -> Hourly:
    """The tallies of every hour (or bar) of a window by key ("none", "source", "department" or "category"); those in
    which nothing happened are left out, the first and last hold only what lies in the window."""
    found: Hourly = {}
    hours = rolled_hours(reader, question, by, window)
    if hours is None:
        spans = [window]
    else:
        spans = [(window[0], hours[0]), (hours[1], window[1])]
        _rolled(reader, question, by, hours, wants, bars, found)
    for start, end in spans:
        if start < end:
            _from_states(reader, question, by, (start, end), wants, bars, found)
    return found


def _rolled(
    reader: Reader,
    question: Question,
    by: str,
    hours: tuple[Micros, Micros],
    wants: tuple[str, ...],
    bars: Bars,
    found: Hourly,
) -> None:
    dimension = dimension_of(question, by) or ""
    conditions = conditions_of(reader, question, by, dimension, hours)
    names = [name for wanted in wants if wanted in SUMS for name in SUMS[wanted]]
    bar = _bar(rollup.c.hour, bars)
    group = rollup.c.key if by == dimension and by != "none" else literal("")
    if names:
        chosen = select(group, bar, *(func.sum(rollup.c[name]) for name in names)).where(*conditions)
        for key, at, *values in reader.connection.execute(chosen.group_by(group, bar)).all():
            tally = found.setdefault((_key(by, key or None), at), Tally())
            for name, value in zip(names, values, strict=True):
                setattr(tally, name, getattr(tally, name) + int(value))
    if "response" in wants:
        texts = select(group, bar, rollup.c.response).where(*conditions, rollup.c.response != "")
        for key, at, text in reader.connection.execute(texts).all():
            found.setdefault((_key(by, key or None), at), Tally()).response.texts.append(text)


def _bar(instant: ColumnElement[Any], bars: Bars) -> ColumnElement[Any]:
    """The start of the bar that holds an instant; before the first bar the first one."""
    origin, length = bars
    return (instant - (instant - origin) % length).label("bar")


def _from_states(
    reader: Reader,
    question: Question,
    by: str,
    span: tuple[Micros, Micros],
    wants: tuple[str, ...],
    bars: Bars,
    found: Hourly,
) -> None:
    table, conditions = reader.states(question)
    columns = table.c
    group = literal("") if by == "none" else columns[by]
    one: ColumnElement[Any] = literal(1)
    own = columns.self_handled > 0
    sums: dict[str, dict[str, ColumnElement[Any]]] = {
        "reported": {
            "reported": one,
            "self_handled": func.coalesce(columns.self_handled, 0),
            "severity": func.coalesce(columns.severity, LEAST_SEVERITY),
        },
        "closed": {
            "closed": one,
            "reworked": case((columns.reworked > 0, 1), else_=0),
            "self_closed": case((own, 1), else_=0),
            "unproven": case((own & (columns.proven == 0), 1), else_=0),
        },
        "due": {
            "due": one,
            "on_time": case((columns.closed_at <= columns.due_at, 1), else_=0),
            "due_closed": case((columns.closed_at.is_not(None), 1), else_=0),
        },
        "satisfaction": {"scored": one, "satisfied": case((columns.satisfaction >= SATISFIED_FROM, 1), else_=0)},
    }
    for wanted in wants:
        if wanted not in sums:
            continue
        instant = columns[_INSTANTS[wanted]]
        bar = _bar(instant, bars)
        chosen = select(group, bar, *(func.sum(value) for value in sums[wanted].values()))
        since = [] if wanted == "due" else reader.since(table, question, span[0])
        chosen = chosen.where(*conditions, *since, instant >= span[0], instant < span[1])
        if wanted == "satisfaction":
            chosen = chosen.where(columns.satisfaction.is_not(None))
        for value, at, *totals in reader.connection.execute(chosen.group_by(group, bar)).all():
            tally = found.setdefault((_key(by, value), at), Tally())
            for name, total in zip(sums[wanted], totals, strict=True):
                setattr(tally, name, getattr(tally, name) + int(total))
    if "response" in wants:
        instant = columns.dispatched_at
        chosen = select(group, _bar(instant, bars), columns.response).where(
            *conditions,
            *reader.since(table, question, span[0]),
            instant >= span[0],
            instant < span[1],
            columns.response.is_not(None),
        )
        for value, at, micros in reader.connection.execute(chosen).all():
            found.setdefault((_key(by, value), at), Tally()).response.exact.append(micros)


def _key(by: str, value: str | None) -> str:
    if by == "department" and value is None:
        return UNASSIGNED
    return value or ""
