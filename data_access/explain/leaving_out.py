"""What a number leaves out, and what it counts in spite of a flaw, with how many cases that is."""

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.listing import count_of
from data_access.cases.rules import ALL, OPEN, STAY, STOCK, Rule
from data_access.cases.selecting import Selection, nowhere
from data_access.clock import Micros
from data_access.explain.naming import Asked
from data_access.ingest.placeholders import ZERO, placeholders_among
from data_access.reader import Question, Reader
from data_access.store.schema import event, event_version, quarantine, transition

LOOKED_AT: Final = 2000
"""Cases in no area whose coordinates are looked at."""

_FOREVER: Final = 2**62


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`name` says what (ended, ended_reported, no_due, unscored, unanswered, unlocated, placeholder, sample,
    quarantine); `counted` whether the number holds these cases all the same; `count` None where it is not known."""

    name: str
    count: int | None
    counted: bool


def left_out(reader: Reader, chosen: Selection, number: Asked, rule: Rule) -> tuple[LeftOut, ...]:
    """What applies to a number, in the order in which it is told."""
    question = chosen.question
    # What stands open has no window: told is what ended of what was reported in it.
    standing = rule.cohort in (OPEN, STOCK, STAY, ALL)
    ended = "ended_reported" if standing else "ended"
    found = [LeftOut(ended, _ended(reader, question, chosen.instant), False)]
    if number.measure in ("due", "on_time_rate", "overdue"):
        found.append(LeftOut("no_due", _standing(reader, question), False))
    if number.measure == "satisfaction":
        found.append(LeftOut("unscored", _lacking(reader, question, "evaluated_at", "satisfaction"), False))
    if number.measure in ("response_p50", "response_p90"):
        found.append(LeftOut("unanswered", _lacking(reader, question, "dispatched_at", "response"), False))
    found += _flawed(reader, chosen)
    if question.area == reader.tree.root.code and not question.filters:
        waiting = select(func.count()).select_from(quarantine)
        waiting = waiting.where(quarantine.c.replayed_at.is_(None), quarantine.c.received_at <= question.moment)
        found.append(LeftOut("quarantine", reader.connection.execute(waiting).scalar_one(), False))
    return tuple(found)


def _ended(reader: Reader, question: Question, instant: str) -> int:
    """Cases voided or withdrawn as of T whose instant lies in the window."""
    table = event if question.live else event_version
    c = table.c
    which: list[ColumnElement[bool]] = [c.collected_at.is_not(None), c.ended_at.is_not(None)]
    if not question.live:
        which += [c.valid_from + 0 <= question.moment, func.coalesce(c.valid_to, _FOREVER) > question.moment]
        which += [c.valid_from >= question.start]
    return _counted(reader, question, table, [*which, *_during(c[instant], question.start, question.end)])


def _standing(reader: Reader, question: Question) -> int:
    """Open cases without a deadline."""
    table, conditions = reader.open_states(question)
    return _number(reader, table, [*conditions, table.c.due_at.is_(None)])


def _lacking(reader: Reader, question: Question, instant: str, column: str) -> int:
    """Cases of a cohort that lack what the number is made of."""
    table, conditions = reader.states(question)
    since = reader.since(table, question, question.start)
    during = _during(table.c[instant], question.start, question.end)
    return _number(reader, table, [*conditions, *since, *during, table.c[column].is_(None)])


def _flawed(reader: Reader, chosen: Selection) -> list[LeftOut]:
    """Cases that are counted and lie nowhere, or are samples."""
    found = []
    question = chosen.question
    if reader.tree.children(question.area):
        lost = _also(chosen, lambda c: nowhere(reader, question, c))
        unlocated = count_of(reader, lost)
        found.append(LeftOut("unlocated", unlocated, True))
        if unlocated and question.area == reader.tree.root.code:
            found.append(LeftOut("placeholder", _placeholders(reader, lost), True))
    samples = [term.code for term in reader.vocabulary.of("source") if term.attributes.get("sample")]
    if samples:
        # No index may serve it: what has been of a source since ever is more than what is in a window.
        of_samples = count_of(reader, _also(chosen, lambda c: func.coalesce(c.source, "").in_(samples)))
        found.append(LeftOut("sample", of_samples, True))
    return found


def _placeholders(reader: Reader, nowhere: Selection) -> int | None:
    """How many of the cases in no area came with a placeholder for coordinates; None where they are too many."""
    cases: set[int] = set()
    for table, conditions in nowhere.parts:
        chosen = select(table.c.id).where(*conditions).limit(LOOKED_AT + 1)
        cases |= set(reader.connection.execute(chosen).scalars())
    if len(cases) > LOOKED_AT:
        return None
    c = transition.c
    rows = select(c.event, c.source, c.lon, c.lat).where(c.event.in_(sorted(cases)), c.lon.is_not(None))
    given = reader.connection.execute(rows).all()
    known = placeholders_among(reader.connection, {(row.source, row.lon, row.lat) for row in given})
    return len({row.event for row in given if (row.lon, row.lat) == ZERO or (row.source, row.lon, row.lat) in known})


def _also(chosen: Selection, condition: Any) -> Selection:
    return replace(
        chosen, parts=tuple((table, (*conditions, condition(table.c))) for table, conditions in chosen.parts)
    )


def _during(column: ColumnElement[Any], start: Micros, end: Micros) -> list[ColumnElement[bool]]:
    return [column >= start, column < end]


def _counted(reader: Reader, question: Question, table: Any, conditions: list[ColumnElement[bool]]) -> int:
    return _number(reader, table, [*conditions, *reader.matching(table, question)])


def _number(reader: Reader, table: Any, conditions: list[ColumnElement[bool]]) -> int:
    return int(reader.connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())
