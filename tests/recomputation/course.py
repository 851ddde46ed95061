"""The course of cases recomputed from its written definitions: marks and handovers, stays in a stage, acceptance within
a limit, cases nobody owns, ages. Shares no code with the product; stands on cases.py.

Of cases folded as of T (`cases_at`) everything follows from their columns but the marks, which are read from the
transitions. All lengths are seconds.
"""

from collections import Counter
from itertools import pairwise
from typing import Any

import pandas as pd

from tests.recomputation.cases import MARKS, flagged
from tests.recomputation.oracle import ratio

HANDOVER = "handover"
SHOWN = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")
"""The stages of the wall: `accepted` counts into `dispatched`."""


def marks_at(happened: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """What happened to cases on their way up to `as_of`, in order: a row for each mark, and for each handover.

    case, source, event_id, at, kind, previous, department. A handover is a department in force that is replaced by
    another; `department` is in force after it, `previous` before it. A mark that names another department is both, the
    handover first. At a mark both columns are the department in force, None where there is none.
    """
    rows: list[tuple[Any, ...]] = []
    in_force: dict[int, str] = {}
    for move in happened[happened["at"] <= as_of].itertuples():
        who = (move.case, move.source, move.event_id, int(move.at))
        before = in_force.get(move.case)
        if move.department is not None:
            in_force[move.case] = move.department
        after = in_force.get(move.case)
        if before is not None and after != before:
            rows.append((*who, HANDOVER, before, after))
        if move.stage in MARKS:
            rows.append((*who, move.stage, after, after))
    columns = ["case", "source", "event_id", "at", "kind", "previous", "department"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def marks_of(marks: pd.DataFrame, cases: pd.DataFrame, *, start: int, end: int) -> pd.DataFrame:
    """Those of `marks_at` that befell some cases in the window [start, end)."""
    return marks[marks["case"].isin(set(cases["case"])) & (marks["at"] >= start) & (marks["at"] < end)]


def handovers(marks: pd.DataFrame) -> Counter[tuple[str, str]]:
    """How often one department's cases went to another: (from, to)."""
    given = marks[marks["kind"] == HANDOVER]
    return Counter(zip(given["previous"], given["department"], strict=True))


def stays(cases: pd.DataFrame) -> pd.DataFrame:
    """Every stay in a stage that ended, a row each: the columns of the case, `stay`, `entered`, `left`, `seconds`.

    A stage of the wall is entered at the first collected, dispatched, verified or handled, at the last evaluated or
    archived. It is left when the next stage of the wall that the case reached at all is entered. A stage that was
    entered after the next one is no stay.
    """
    entries = cases[[f"{stage}_at" for stage in SHOWN]]
    rows: list[pd.Series] = []
    for (_, case), (_, times) in zip(cases.iterrows(), entries.iterrows(), strict=True):
        reached = [(stage, at) for stage, at in zip(SHOWN, times, strict=True) if at == at]
        for (stage, entered), (_, left) in pairwise(reached):
            if left >= entered:
                more = {"stay": stage, "entered": entered, "left": left, "seconds": (left - entered) / 1e6}
                rows.append(pd.concat([case, pd.Series(more, dtype=object)]))
    columns = [*cases.columns, "stay", "entered", "left", "seconds"]
    return pd.DataFrame(rows, columns=columns).reset_index(drop=True)


def acceptance(cases: pd.DataFrame, *, start: int, end: int, as_of: int, limit: float) -> dict[str, Any]:
    """{"value", "numerator", "denominator"}: of cases dispatched in [start, end) that can be judged as of T, those
    answered within `limit` seconds.

    A case can be judged when it was answered, or when the limit has passed without: from just after that instant on, as
    with a deadline. An answer is that of the response time; just at the limit it is within."""
    given = cases[(cases["dispatched_at"] >= start) & (cases["dispatched_at"] < end)]
    passed = given["dispatched_at"] + limit * 1e6 < as_of
    judged = given[given["response"].notna() | passed]
    return ratio(judged["response"] <= limit)


def still_open(cases: pd.DataFrame) -> pd.DataFrame:
    """The open cases."""
    return cases[cases["closed_at"].isna()]


def unowned(cases: pd.DataFrame) -> pd.DataFrame:
    """The open cases that no department has and that are not self-handled."""
    waiting = still_open(cases)
    waiting = waiting[waiting["department"].isna()]
    return flagged(waiting, (value is not True for value in waiting["self_handled"]))


def ages(cases: pd.DataFrame, as_of: int) -> pd.Series:
    """How long ago each open case was collected."""
    return (as_of - still_open(cases)["collected_at"]) / 1e6
