"""Counts from the states themselves: by code and by step of time, exact for any T, any filters and any kind."""

from typing import Any

from sqlalchemy import FromClause, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.acceptance import LIMIT, limits
from data_access.clock import MINUTE, Micros
from data_access.reader import Question, Reader
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.scores.keys import Keys
from data_access.scores.scoring import Counts

Stepped = dict[tuple[str, int], Counts]
"""Counts by code and step; steps are counted back from the end, the last is 0."""

_Sum = tuple[str, ColumnElement[Any]]


def cohorts(
    reader: Reader, question: Question, keys: Keys, wants: frozenset[str], start: Micros, end: Micros, step: Micros
) -> Stepped:
    """The counts of [start, end) in steps that end at `end`; `wants` are those of counting.py, and acceptance."""
    found: Stepped = {}
    table, conditions = reader.states(question)
    for want, (instant, sums, also) in _cohorts(reader, question, table.c).items():
        if want not in wants:
            continue
        column = keys.column(table.c)
        back = ((end - 1 - instant) // step).label("back")
        chosen = select(column, back, *(value for _, value in sums))
        chosen = chosen.where(*conditions, *also, instant >= start, instant < end).group_by(column, back)
        for value, place, *totals in reader.connection.execute(chosen):
            code = keys.key(value)
            if code is not None:
                counts = found.setdefault((code, place), Counts())
                for (name, _), total in zip(sums, totals, strict=True):
                    setattr(counts, name, getattr(counts, name) + int(total or 0))
    if "diversity" in wants:
        _sources(reader, keys, table, conditions, (start, end, step), found)
    return found


def _cohorts(
    reader: Reader, question: Question, c: Any
) -> dict[str, tuple[ColumnElement[Any], list[_Sum], list[ColumnElement[bool]]]]:
    """What can be wanted: the instant that puts a case into the cohort, what is summed over it, and who belongs."""
    count = func.count()
    own = func.coalesce(c.self_handled, 0) > 0
    return {
        "reported": (c.collected_at, [("filed", count)], []),
        "due": (
            c.due_at,
            [
                ("due", count),
                ("due_closed", func.count(c.closed_at)),
                ("on_time", _when(c.closed_at <= c.due_at)),
            ],
            [],
        ),
        "closed": (
            c.closed_at,
            [
                ("closed", count),
                ("reworked", _when(c.reworked > 0)),
                ("self_closed", _when(own)),
                ("unproven", _when(own & (func.coalesce(c.proven, 0) == 0))),
            ],
            [],
        ),
        "satisfaction": (
            c.evaluated_at,
            [("scored", count), ("satisfied", _when(c.satisfaction >= SATISFIED_FROM))],
            [c.satisfaction.is_not(None)],
        ),
        "acceptance": (c.dispatched_at, _answers(reader, question, c), []),
    }


def _answers(reader: Reader, question: Question, c: Any) -> list[_Sum]:
    allowed: dict[Any, Micros] = dict(limits(reader, LIMIT, MINUTE))
    if not allowed:
        return [("unlimited", func.count())]
    limit = case(allowed, value=c.department)
    judged = c.response.is_not(None) | (c.dispatched_at + limit < question.moment)
    return [
        ("accepted", _when(c.response <= limit)),
        ("acceptable", _when(limit.is_not(None) & judged)),
        ("unlimited", _when(limit.is_(None))),
    ]


def _sources(
    reader: Reader,
    keys: Keys,
    table: FromClause,
    conditions: list[ColumnElement[bool]],
    span: tuple[Micros, Micros, Micros],
    found: Stepped,
) -> None:
    start, end, step = span
    c = table.c
    column = keys.column(c)
    back = ((end - 1 - c.collected_at) // step).label("back")
    chosen = select(column, back, c.source, func.count()).where(
        *conditions, c.collected_at >= start, c.collected_at < end
    )
    for value, place, source, count in reader.connection.execute(chosen.group_by(column, back, c.source)):
        code = keys.key(value)
        if code is not None:
            found.setdefault((code, place), Counts()).sources[source] += count


def _when(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
