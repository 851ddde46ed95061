"""Departments: response time against the limit, share on time, cases open and overdue; worst first."""

import pandas as pd

from data_access.clock import MINUTE, SECOND
from data_access.frames.asking import shared
from data_access.frames.limits import above, below, overdue_status, worst
from data_access.reader import UNASSIGNED, Reader
from data_access.view import View

COLUMNS = (
    "department",
    "label",
    "n",
    "p50",
    "p90",
    "limit",
    "ratio",
    "on_time_value",
    "on_time_numerator",
    "on_time_denominator",
    "open",
    "overdue",
    "status",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a department with anything in the window or open; p50, p90 and limit in seconds. What no department
    owns comes last, and only while some of it is open."""
    tallies = shared(reader, view, "department")
    rows = []
    for department, tally in tallies.items():
        if department == UNASSIGNED and not tally.open:
            continue
        response = tally.response.as_json()
        minutes = reader.vocabulary.attribute("department", department, "response_limit_minutes")
        limit = None if minutes is None else minutes * MINUTE / SECOND
        ratio = response["p90"] / limit if limit and response["p90"] is not None else None
        on_time = tally.on_time / tally.due if tally.due else None
        status = worst(
            above("response_ratio", ratio, response["n"]),
            below("on_time_rate", on_time, tally.due),
            overdue_status(tally.overdue, tally.open),
        )
        own = department == UNASSIGNED
        label = department if own else reader.vocabulary.label("department", department, view.language)
        head = (department, label, response["n"], response["p50"], response["p90"], limit, ratio)
        rows.append((*head, on_time, tally.on_time, tally.due, tally.open, tally.overdue, status))
    rows.sort(key=lambda row: (row[0] == UNASSIGNED, -(row[6] or 0.0), row[0]))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
