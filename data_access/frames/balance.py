"""What came in against what was closed, bar by bar, and the cases open at the end of each bar."""

import pandas as pd

from data_access.clock import SECOND
from data_access.frames.asking import bars_of, bucket_bounds, is_known
from data_access.frames.moments import told_moments
from data_access.levels import levels_at
from data_access.reader import Reader
from data_access.series import hourly
from data_access.view import View

COLUMNS = ("bucket", "seconds", "reported", "closed", "open", "overdue")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a bar of the window: `reported` and `closed` in it (they add up to the measures of these names), `open`
    and `overdue` as of its end. None in bars still to come or before history begins. attrs: start (of the window),
    reported, closed, open (as of its end; None before history), open_before (as of its start, None when unknown),
    moments."""
    question = reader.question(view)
    bounds = bucket_bounds(question, reader.zone)
    counts = hourly(
        reader, question, "none", (question.start, question.end), ("reported", "closed"), bars=bars_of(bounds)
    )
    begun = [bound for bound in bounds[:-1] if bound < question.end]
    ends = [min(end, question.end) for end in bounds[1 : len(begun) + 1]]
    instants = sorted({question.start, *ends})
    levels = levels_at(reader, question, instants)
    at = {instant: number for number, instant in enumerate(instants)}
    reported, closed = [0] * len(begun), [0] * len(begun)
    width = bounds[1] - bounds[0]
    for (_, hour), tally in counts.items():
        # The first hour of a window may begin before its first bar does.
        number = max((hour - bounds[0]) // width, 0)
        reported[number] += tally.reported
        closed[number] += tally.closed
    rows: list[tuple[int | None, ...]] = []
    for number, bound in enumerate(bounds[:-1]):
        seconds = (bounds[number + 1] - bound) // SECOND
        if number >= len(begun) or not reader.reaches(ends[number]):
            rows.append((bound, seconds, None, None, None, None))
            continue
        place = at[ends[number]]
        level = (int(levels.open[place]), int(levels.overdue[place]))
        rows.append((bound, seconds, reported[number], closed[number], *level))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    known, reached = reader.reaches(question.start), is_known(reader, question)
    table.attrs.update(
        start=question.start,
        reported=sum(reported) if reached else None,
        closed=sum(closed) if reached else None,
        open=int(levels.open[at[ends[-1]]]) if ends and reached else None,
        open_before=int(levels.open[at[question.start]]) if known else None,
        moments=told_moments(reader, question, bounds[0], bounds[-1]),
    )
    return table
