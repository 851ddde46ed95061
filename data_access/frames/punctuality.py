"""On-time rate by department and severity: of the cases due in the window, those closed by their deadline."""

from collections import Counter
from typing import Any, Final

import pandas as pd
from sqlalchemy import case, func, select

from data_access.frames.limits import below
from data_access.frames.owners import ALL, owner, owner_label, patience, ranking
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.view import View

COLUMNS = ("department", "label", "severity", "on_time", "due", "value", "status", "total_value", "total_due")
SEVERITIES: Final = (4, 3, 2, 1)
"""From the most urgent; 5 counts as 4, none given as 1. All together are 0."""

Counts = dict[tuple[str, int], tuple[int, int]]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of department and severity (4..1, then 0 for all), the worst department first, those of under 5 due cases
    and nobody's last, then "all". `value` is on_time / due, None for 0/0."""
    question = reader.question(view)
    counts = kept(reader, question, "punctuality", lambda: _counts(reader, question), tick=patience(question))
    totals = {department: pair for (department, severity), pair in counts.items() if severity == 0}
    order = sorted(
        (one for one in totals if one != ALL),
        key=lambda one: ranking(one, totals[one][1], 1 - totals[one][0] / totals[one][1]),
    )
    rows: list[tuple[Any, ...]] = []
    for department in [*order, ALL] if order else []:
        label = department if department == ALL else owner_label(reader, department, view)
        total = totals[department]
        for severity in (*SEVERITIES, 0):
            on_time, due = counts.get((department, severity), (0, 0))
            value = on_time / due if due else None
            status = below("on_time_cell" if severity else "on_time_rate", value, due)
            head = (department, label, severity, on_time, due, value, status)
            rows.append((*head, total[0] / total[1], total[1]))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _counts(reader: Reader, question: Question) -> Counts:
    """(on time, due) by department and severity, with the sums of both."""
    table, conditions = reader.states(question)
    c = table.c
    severity = case((c.severity >= 4, 4), (c.severity >= 2, c.severity), else_=1).label("urgency")
    on_time = func.sum(case((c.closed_at <= c.due_at, 1), else_=0))
    chosen = select(c.department, severity, on_time, func.count()).where(
        *conditions, c.due_at >= question.start, c.due_at < question.end
    )
    met: Counter[tuple[str, int]] = Counter()
    due: Counter[tuple[str, int]] = Counter()
    for department, urgency, closed, count in reader.connection.execute(chosen.group_by(severity, c.department)):
        for key in ((owner(department), urgency), (owner(department), 0), (ALL, urgency), (ALL, 0)):
            met[key] += int(closed)
            due[key] += count
    return {key: (met[key], count) for key, count in due.items()}
