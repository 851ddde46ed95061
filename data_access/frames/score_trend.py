"""Scores of twelve weeks: every department or area, the median and the middle half of those with enough cases."""

import numpy as np
import pandas as pd

from data_access.frames.moments import told_moments
from data_access.frames.score_subject import subject
from data_access.frames.standings import label_of
from data_access.reader import Reader
from data_access.scores.board import board
from data_access.scores.ranking import status_of
from data_access.scores.rules import Kind
from data_access.scores.trend import Trend, trend
from data_access.view import View

COLUMNS = ("code", "label", "week", "end_at", "total", "version", "status", "chosen")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a week and department, or area when the focus is on one; `end_at` is where the week ends, `total` None
    for weeks with too few cases or before history; `status` is that of the last week, `chosen` the one in the focus.

    attrs: `kind`, `pass_line`, `least`, and by week `ends`, `low`, `median`, `high` (quartiles, None where nobody has
    a score) and `count` (how many have one); `moments` from the first end to the last.
    """
    found, line = board(reader, view), trend(reader, view)
    about = subject(found, view)
    kind: Kind = "area" if about is not None and about.standing.kind == "area" else "department"
    least = found.rules.least_cases
    weeks = {code: line.totals(kind, code, least) for code in line.scores[kind]}
    rows = []
    for code, totals in weeks.items():
        if all(total is None for total in totals):
            continue
        label = label_of(reader, kind, code, view.language)
        status = status_of(totals[-1], found.rules)
        chosen = about is not None and about.standing.code == code and about.standing.kind == kind
        for week, (end, total, version) in enumerate(zip(line.ends, totals, line.versions, strict=True)):
            rows.append((code, label, week, end, total, version, status, chosen))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        kind=kind,
        pass_line=found.rules.pass_line,
        least=least,
        ends=list(line.ends),
        moments=told_moments(reader, reader.question(view), line.ends[0], line.ends[-1]),
        **_spread(line, list(weeks.values())),
    )
    return table


def _spread(line: Trend, weeks: list[list[float | None]]) -> dict[str, list[float | None]]:
    spread: dict[str, list[float | None]] = {"low": [], "median": [], "high": [], "count": []}
    for week in range(len(line.ends)):
        held = [totals[week] for totals in weeks]
        values = [total for total in held if total is not None]
        quartiles = np.percentile(values, (25, 50, 75)).tolist() if values else [None] * 3
        for name, value in zip(("low", "median", "high"), quartiles, strict=True):
            spread[name].append(value)
        spread["count"].append(len(values))
    return spread
