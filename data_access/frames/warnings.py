"""Warnings that stand in the area looked at, the most severe first, of one severity the newest."""

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
from sqlalchemy import select

from data_access.alerts.outbox import lost
from data_access.alerts.standing import Standing, Warned, standing
from data_access.cases.masking import masked
from data_access.frames.asking import place
from data_access.identity import identified
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.store.schema import event
from data_access.view import View

COLUMNS: Final = (
    "id",
    "kind",
    "rule",
    "rules_version",
    "severity",
    "state",
    "subject",
    "title",
    "area",
    "area_path",
    "department",
    "department_label",
    "source",
    "source_label",
    "category",
    "category_label",
    "due_at",
    "raised_at",
    "last_seen_at",
    "cleared_at",
    "acknowledged_at",
    "acknowledged_by",
    "acknowledged_note",
    "evidence",
)
ROWS: Final = 50
TIMED: Final = ("severe_case", "deadline_near", "deadline_passed")
"""The kinds that are about the deadline of one case."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 50 rows. `title` is that of the one case a warning is about; `area_path` None for what is about the whole
    tree; `department_label` None for nobody's; `evidence` an object. attrs: `counts` of all by severity, `basis` and
    `evaluated_at` as of `Standing`, `lost` the messages to webhooks given up in the day before T."""
    question = reader.question(view)
    found = standing(reader, view)
    rows = rows_of(reader, question, found.warnings[:ROWS])
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(_told(reader, question, found))
    return table


def rows_of(
    reader: Reader, question: Question, warnings: Iterable[Warned], *, titled: bool = True
) -> list[dict[str, Any]]:
    """Warnings as rows by COLUMNS, labels in the language of the question; `titled` False leaves the titles out, which
    are free text that feeds wrote."""
    given = tuple(warnings)
    titles = _titles(reader, question, given) if titled else {}
    return [_row(reader, question, one, titles) for one in given]


def _row(reader: Reader, question: Question, one: Warned, titles: dict[str, str]) -> dict[str, Any]:
    language = question.view.language
    due_at = one.evidence.get("due_at") if one.kind in TIMED else None
    owner = None if one.department == UNASSIGNED else one.department
    return {
        "id": one.id,
        "kind": one.kind,
        "rule": one.rule,
        "rules_version": one.rules_version,
        "severity": one.severity,
        "state": one.state,
        "subject": one.subject,
        "title": titles.get(one.subject),
        "area": one.area,
        "area_path": place(reader, question, one.area),
        "department": one.department,
        "department_label": reader.label("department", owner, language),
        "source": one.source,
        "source_label": reader.label("source", one.source, language),
        "category": one.category,
        "category_label": reader.label("category", one.category, language),
        "due_at": due_at,
        "raised_at": one.raised_at,
        "last_seen_at": one.last_seen_at,
        "cleared_at": one.cleared_at,
        "acknowledged_at": one.acknowledged_at,
        "acknowledged_by": one.acknowledged_by,
        "acknowledged_note": one.acknowledged_note,
        "evidence": dict(one.evidence),
    }


def _titles(reader: Reader, question: Question, warnings: Iterable[Warned]) -> dict[str, str]:
    """The titles, as of T, of the cases that warnings are about, by subject."""
    cases = [
        (one.evidence.get("source") or "", one.evidence.get("event_id") or "")
        for one in warnings
        if one.subject.startswith("event:")
    ]
    if not cases:
        return {}
    named = select(event.c.id).where(identified(event, cases))
    numbers = list(reader.connection.execute(named).scalars())
    table, conditions = reader.states(question)
    c = table.c
    chosen = select(c.source, c.event_id, c.title).where(*conditions, c.id.in_(numbers), c.title.is_not(None))
    return {
        f"event:{source}/{event_id}": masked(title) for source, event_id, title in reader.connection.execute(chosen)
    }


def _told(reader: Reader, question: Question, found: Standing) -> dict[str, Any]:
    return {
        "counts": found.counts(),
        "basis": found.basis,
        "evaluated_at": found.evaluated_at,
        "lost": lost(reader.connection, question.moment),
    }
