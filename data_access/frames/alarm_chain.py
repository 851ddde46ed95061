"""What was done so far: the steps of the case and those of the warning, in order of time, and the step that is open."""

from typing import Any, Final

import pandas as pd
from sqlalchemy import select

from data_access.alerts.keeping import history
from data_access.clock import SECOND, Micros
from data_access.events.stages import RANK, Stage
from data_access.frames.alarm import Situation, accept_by, situation, tabled
from data_access.reader import Reader
from data_access.store.schema import transition
from data_access.view import View

COLUMNS: Final = (
    "kind",
    "step",
    "at",
    "department",
    "department_label",
    "post",
    "person",
    "severity",
    "limit_at",
    "late_seconds",
)

Row = dict[str, Any]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind "case" (step: a stage or mark), "warning" (step: raised, escalated, acknowledged, cleared; `person`
    who acknowledged, `severity` from then on) and at the end at most one "next" without `at`: the step that is to come,
    by `limit_at`. `late_seconds`: how much later than its limit a step came or, at T, still has not come; None in time
    or without a limit. Notes, which are free text, are left out."""
    found = situation(reader, view)
    rows: list[Row] = []
    if found.warned is not None:
        rows = sorted([*_steps(reader, found), *_life(reader, found)], key=lambda row: (row["at"], row["kind"]))
        rows += _next(reader, found)
    return tabled(rows, COLUMNS)


def _steps(reader: Reader, found: Situation) -> list[Row]:
    case, language = found.case, found.view.language
    if case is None:
        return []
    c = transition.c
    chosen = select(c.stage, c.at, c.department, c.post).where(c.event == case.id, c.at <= found.question.moment)
    told = sorted(reader.connection.execute(chosen), key=lambda row: (row.at, RANK[row.stage], row.department))
    rows: list[Row] = []
    answered = False
    for one in told:
        limit = None
        if one.stage in (Stage.ACCEPTED, Stage.VERIFIED, Stage.HANDLED) and not answered:
            limit, answered = accept_by(reader, case), True
        if one.stage == Stage.HANDLED:
            limit = case.due_at
        department = one.department or None
        rows.append(
            {
                "kind": "case",
                "step": one.stage,
                "at": one.at,
                "department": department,
                "department_label": reader.label("department", department, language),
                "post": one.post,
                "limit_at": limit,
                "late_seconds": _late(one.at, limit),
            }
        )
    return rows


def _life(reader: Reader, found: Situation) -> list[Row]:
    if found.warned is None or found.warned.id is None:
        return []
    number = found.warned.id
    changes = history(reader.connection, [number], found.question.moment).get(number, [])
    return [
        {"kind": "warning", "step": one.change, "at": one.at, "person": one.person, "severity": one.severity}
        for one in changes
    ]


def _next(reader: Reader, found: Situation) -> list[Row]:
    """The step that an open case waits for."""
    case = found.case
    if case is None or case.closed_at is not None or case.ended_at is not None:
        return []
    if case.dispatched_at is None:
        step, limit = Stage.DISPATCHED, None
    elif case.response is None:
        step, limit = Stage.ACCEPTED, accept_by(reader, case)
    else:
        step, limit = Stage.HANDLED, case.due_at
    row: Row = {
        "kind": "next",
        "step": step.value,
        "department": case.department,
        "department_label": reader.label("department", case.department, found.view.language),
        "post": case.post,
        "limit_at": limit,
        "late_seconds": _late(found.question.moment, limit),
    }
    return [row]


def _late(at: Micros, limit: Micros | None) -> float | None:
    return None if limit is None or at <= limit else (at - limit) / SECOND
