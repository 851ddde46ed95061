"""Open cases past their deadline, and those about to be: the longest overdue first."""

import pandas as pd
from sqlalchemy import case, func, select

from data_access.clock import HOUR, SECOND
from data_access.frames.asking import place
from data_access.frames.limits import LIMITS
from data_access.frames.titles import title_of
from data_access.reader import Reader
from data_access.view import View

COLUMNS = (
    "event_id",
    "source",
    "title",
    "area_path",
    "department_label",
    "stage_label",
    "due_at",
    "over_seconds",
    "severity",
    "status",
)
ROWS = 20
SOON = 2 * HOUR


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 20 rows; `over_seconds` is positive past the deadline, negative before it. attrs: `overdue` and
    `soon` (due within two hours) count all such cases."""
    question = reader.question(view)
    table, conditions = reader.open_states(question)
    c = table.c
    waiting = (*conditions, c.due_at < question.moment + SOON)
    columns = (c.event_id, c.source, c.title, c.category, c.area, c.department, c.stage, c.due_at, c.severity)
    chosen = select(*columns).where(*waiting).order_by(c.due_at, c.event_id).limit(ROWS)
    rows = []
    for row in reader.connection.execute(chosen):
        over = (question.moment - row.due_at) / SECOND
        rows.append(
            (
                row.event_id,
                row.source,
                title_of(reader, row.title, row.category, view.language),
                place(reader, question, row.area),
                reader.label("department", row.department, view.language),
                row.stage,
                row.due_at,
                over,
                row.severity,
                _status(over),
            )
        )
    late = func.sum(case((c.due_at < question.moment, 1), else_=0))
    counted = reader.connection.execute(select(func.count(), late).where(*waiting)).one()
    table_of = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    overdue = int(counted[1] or 0)
    table_of.attrs.update(overdue=overdue, soon=counted[0] - overdue)
    return table_of


def _status(over: float) -> str:
    if over <= 0:
        return "note"
    return "crit" if over > LIMITS["late"]["crit"] * 3600 else "warn"
