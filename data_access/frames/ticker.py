"""The newest events: one row an event, with its latest transition, newest first."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from sqlalchemy import FromClause, Select, select

from data_access.clock import DAY
from data_access.frames.asking import place
from data_access.frames.limits import severity_status
from data_access.frames.titles import title_of
from data_access.reader import Question, Reader
from data_access.view import View

COLUMNS = (
    "at",
    "stage",
    "stage_label",
    "title",
    "source",
    "source_label",
    "event_id",
    "area",
    "area_path",
    "department_label",
    "severity",
    "status",
    "lon",
    "lat",
)
ROWS = 24
LOOKS: Final = (DAY, 14 * DAY, None)
"""How far back is looked for the newest: a whole history only where there is little in it."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 24 rows; `stage` is the latest transition of any kind, `area_path` the two levels below the area."""
    question = reader.question(view)
    table, conditions = reader.states(question)
    c = table.c
    columns = (
        c.valid_from,
        c.mark,
        c.title,
        c.category,
        c.source,
        c.event_id,
        c.area,
        c.department,
        c.severity,
        c.lon,
        c.lat,
    )
    chosen = select(*columns).where(*conditions).order_by(c.valid_from.desc(), c.source, c.event_id).limit(ROWS)
    rows = []
    for row in _newest(reader, question, table, chosen):
        title = title_of(reader, row.title, row.category, view.language)
        rows.append(
            (
                row.valid_from,
                row.mark,
                row.mark,
                title,
                row.source,
                reader.label("source", row.source, view.language),
                row.event_id,
                row.area,
                place(reader, question, row.area),
                reader.label("department", row.department, view.language),
                row.severity,
                severity_status(row.severity),
                row.lon,
                row.lat,
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _newest(reader: Reader, question: Question, table: FromClause, chosen: Select[Any]) -> Sequence[Any]:
    found: Sequence[Any] = []
    for length in LOOKS:
        recent = [] if length is None else [table.c.valid_from >= question.moment - length]
        found = reader.connection.execute(chosen.where(*recent)).all()
        if len(found) == ROWS:
            break
    return found
