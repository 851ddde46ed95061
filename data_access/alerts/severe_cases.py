"""Open cases so severe that each is warned of by itself, as soon as it comes in and not only at the next evaluation."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from sqlalchemy import func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.open_cases import Case, open_cases
from data_access.alerts.rules import SevereCase
from data_access.reader import Reader
from data_access.store.schema import event, transition

MANY: Final = 5_000
"""Transitions since the last look; of more, as when a history is loaded, the next evaluation of all rules judges."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The severe cases that some transitions were about: those that are open, and the subjects of all of them."""

    cases: tuple[Case, ...]
    subjects: frozenset[str]


def gather(ground: Ground, rule: SevereCase) -> tuple[Case, ...]:
    """The open cases of at least the rule's severity, at most so many, those that came in first."""
    severe = (case for case in open_cases(ground) if case.severity >= rule.least_severity)
    return tuple(nsmallest(rule.most, severe, key=_order))


def judge(cases: Iterable[Case], rule: SevereCase) -> list[Finding]:
    """A finding for each case."""
    return [_finding(case, rule) for case in cases]


def newest_transition(reader: Reader) -> int:
    """The number of the last transition that was taken in; they are numbered in the order of their commits."""
    return reader.connection.execute(select(func.max(transition.c.id))).scalar() or 0


def changed(reader: Reader, rule: SevereCase, after: int, upto: int) -> Changed | None:
    """The severe cases told of by the transitions with after < number <= upto; None where those are too many."""
    if upto - after > MANY:
        return None
    c = event.c
    told = select(transition.c.event).where(transition.c.id > after, transition.c.id <= upto)
    columns = (c.source, c.event_id, c.area, c.department, c.category, c.stage, c.stage_since, c.severity, c.due_at)
    chosen = select(*columns, c.collected_at, c.closed_at, c.ended_at)
    rows = reader.connection.execute(chosen.where(c.id.in_(told), c.severity >= rule.least_severity)).all()
    cases = tuple(Case(*row[:10]) for row in rows if row.collected_at and row.closed_at is None and not row.ended_at)
    return Changed(cases, frozenset(f"event:{row.source}/{row.event_id}" for row in rows))


def key(rule: SevereCase, subject: str) -> str:
    """The key of the finding about a case, given its subject."""
    return key_of(rule.id, subject)


def _order(case: Case) -> tuple[int, str, str]:
    return case.collected_at or 0, case.source, case.event_id


def _finding(case: Case, rule: SevereCase) -> Finding:
    subject = f"event:{case.source}/{case.event_id}"
    evidence = {
        "source": case.source,
        "event_id": case.event_id,
        "case_severity": case.severity,
        "stage": case.stage,
        "due_at": case.due_at,
        "since": case.collected_at,
        "least_severity": rule.least_severity,
    }
    return Finding(
        key(rule, subject),
        rule.id,
        rule.kind,
        subject,
        case.area,
        rule.severity,
        evidence,
        department=case.owner,
        source=case.source,
        category=case.category,
    )
