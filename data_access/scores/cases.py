"""The cases behind what a part of a score has lost: the worst or the newest first."""

from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import case, false, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.acceptance import LIMIT, limits
from data_access.clock import MINUTE, Micros
from data_access.measures import Interval
from data_access.reader import Question, Reader
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.scores.past import states_in_parts
from data_access.scores.rules import Kind
from data_access.view import View

CASED: Final = ("closure", "on_time", "rework", "satisfaction", "evidence", "acceptance")
"""The measures that single cases cost points; volume and diversity are about all of them together."""

LATE: Final = "late"
TIMES: Final = "times"
SCORE: Final = "score"
CLOSED: Final = "closed"

AMOUNTS: Final = {
    "closure": LATE,
    "on_time": LATE,
    "rework": TIMES,
    "satisfaction": SCORE,
    "evidence": CLOSED,
    "acceptance": LATE,
}
"""What the amount of a case is: microseconds late, times reworked, the resident's score, when it was closed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case that cost points; `amount` is what AMOUNTS says of the measure."""

    event_id: str
    source: str
    title: str | None
    category: str | None
    area: str | None
    department: str | None
    amount: float


def lost_cases(
    reader: Reader, view: View, kind: Kind, code: str, measure: str, window: Interval, most: int
) -> list[Case]:
    """At most `most` cases that a measure of a department, area or post was lost by; none for a measure of all cases
    together."""
    if measure not in CASED:
        return []
    question = _question_of(reader, view, kind, code)
    found: list[Any] = []
    for table, conditions in states_in_parts(reader, question):
        c = table.c
        which, amount, newest = _lost(reader, question, c, measure, window)
        if kind == "post":
            which = [*which, c.post == code]
        worst = -amount if AMOUNTS[measure] in (LATE, TIMES) else amount
        order = (-newest, c.event_id) if AMOUNTS[measure] == CLOSED else (worst, -newest, c.event_id)
        columns = (c.event_id, c.source, c.title, c.category, c.area, c.department, amount.label("amount"))
        chosen = select(*columns, *order).where(*conditions, *which).order_by(*order).limit(most)
        found += reader.connection.execute(chosen).all()
    width = len(fields(Case))
    return [Case(*row[:width]) for row in sorted(found, key=lambda row: tuple(row[width:]))[:most]]


def _question_of(reader: Reader, view: View, kind: Kind, code: str) -> Question:
    changes = {"area": code} if kind == "area" else {"department": code} if kind == "department" else {}
    return reader.question(view.replaced(**changes))


def _lost(
    reader: Reader, question: Question, c: Any, measure: str, window: Interval
) -> tuple[list[ColumnElement[bool]], ColumnElement[Any], ColumnElement[Any]]:
    """Which cases a measure lost, their amount, and the instant by which the newer comes first."""
    moment = question.moment
    if measure == "closure":
        return [*_during(c.due_at, window), c.closed_at.is_(None)], moment - c.due_at, c.due_at
    if measure == "on_time":
        late = func.coalesce(c.closed_at, moment) - c.due_at
        missed = c.closed_at.is_(None) | (c.closed_at > c.due_at)
        return [*_during(c.due_at, window), missed], late, c.due_at
    if measure == "rework":
        return [*_during(c.closed_at, window), c.reworked > 0], c.reworked, c.closed_at
    if measure == "satisfaction":
        return [*_during(c.evaluated_at, window), c.satisfaction < SATISFIED_FROM], c.satisfaction, c.evaluated_at
    if measure == "evidence":
        unproven = [func.coalesce(c.self_handled, 0) > 0, func.coalesce(c.proven, 0) == 0]
        return [*_during(c.closed_at, window), *unproven], c.closed_at, c.closed_at
    return _unaccepted(reader, c, window, moment)


def _unaccepted(
    reader: Reader, c: Any, window: Interval, moment: Micros
) -> tuple[list[ColumnElement[bool]], ColumnElement[Any], ColumnElement[Any]]:
    allowed: dict[Any, Micros] = dict(limits(reader, LIMIT, MINUTE))
    if not allowed:
        return [false()], literal(0), c.dispatched_at
    limit = case(allowed, value=c.department)
    late = func.coalesce(c.response, moment - c.dispatched_at) - limit
    return [*_during(c.dispatched_at, window), limit.is_not(None), late > 0], late, c.dispatched_at


def _during(instant: ColumnElement[Any], window: Interval) -> list[ColumnElement[bool]]:
    return [instant >= window[0], instant < window[1]]
