"""The figures of departments recomputed from docs/response.md. Shares no code with the product; stands on cases.py."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from tests.recomputation.cases import UNASSIGNED, flagged
from tests.recomputation.course import HANDOVER, acceptance, marks_of
from tests.recomputation.oracle import ratio

ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL = "all"
COHORT_DAYS = 30
PIECE = 300.0
"""Seconds by which closed durations enter the median of open and closed together."""


def by_department(cases: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The cases by the department in force; those of none under `unassigned`."""
    named = cases["department"].fillna(UNASSIGNED)
    return {str(code): cases[named == code] for code in named.unique()}


def late(
    cases: pd.DataFrame, measure: str, limits: Mapping[str, float], *, start: int, end: int, as_of: int
) -> dict[str, tuple[int, int, int | None]]:
    """(past the limit, judged, of these without an answer) of the departments that have a limit and any case to judge.

    Response: of what was dispatched in the window and answered or past the limit; handling: of what was closed."""
    found: dict[str, tuple[int, int, int | None]] = {}
    for department, own in by_department(cases).items():
        limit = limits.get(department)
        if limit is None:
            continue
        if measure == "handling":
            lengths = own[(own["closed_at"] >= start) & (own["closed_at"] < end)]["handling"]
            share: dict[str, Any] = ratio(lengths <= limit)
            waiting = None
        else:
            share = acceptance(own, start=start, end=end, as_of=as_of, limit=limit)
            given = own[(own["dispatched_at"] >= start) & (own["dispatched_at"] < end)]
            waiting = int((given["response"].isna() & (given["dispatched_at"] + limit * 1e6 < as_of)).sum())
        if share["denominator"]:
            found[department] = (share["denominator"] - share["numerator"], share["denominator"], waiting)
    return found


def punctuality(cases: pd.DataFrame, start: int, end: int) -> dict[tuple[str, int], tuple[int, int]]:
    """(on time, due) by department and severity: 5 counts as 4, none as 1; 0 and "all" are the sums."""
    met: Counter[tuple[str, int]] = Counter()
    among: Counter[tuple[str, int]] = Counter()
    for case in cases[(cases["due_at"] >= start) & (cases["due_at"] < end)].to_dict("records"):
        given = case["severity"]
        severity = 1 if given is None or given != given else min(int(given), 4)
        department = case["department"] if isinstance(case["department"], str) else UNASSIGNED
        for key in ((department, severity), (department, 0), (ALL, severity), (ALL, 0)):
            among[key] += 1
            met[key] += case["closed_at"] <= case["due_at"]
    return {key: (met[key], count) for key, count in among.items()}


def deadlines(waiting: pd.DataFrame, as_of: int, width: int, bars: int) -> list[tuple[int, int]]:
    """(open cases that fall due, of these without a first answer and not self-handled) by bar from T on."""
    found = []
    for number in range(bars):
        begin = as_of + number * width
        due = waiting[(waiting["due_at"] >= begin) & (waiting["due_at"] < begin + width)]
        unheard = [row.response != row.response and row.self_handled is not True for row in due.itertuples()]
        found.append((len(due), sum(unheard)))
    return found


def cohort_median(cases: pd.DataFrame, as_of: int) -> tuple[int, float | None]:
    """(size, Kaplan-Meier median) of what was collected in the thirty days up to T: closed cases lasted to the middle
    of their piece of five minutes, open ones have lasted until T."""
    cohort = cases[cases["collected_at"] >= as_of - COHORT_DAYS * 86_400e6]
    lasted = []
    for case in cohort.to_dict("records"):
        if case["closed_at"] == case["closed_at"]:
            lasted.append((case["handling"] // PIECE * PIECE + PIECE / 2, True))
        else:
            lasted.append(((as_of - case["collected_at"]) / 1e6, False))
    return len(lasted), kaplan_meier_median(lasted)


def kaplan_meier_median(lasted: Sequence[tuple[float, bool]]) -> float | None:
    """The first length at which the share that lasts longer, by the product-limit estimate, is a half or less."""
    surviving = 1.0
    for length in sorted({length for length, ended in lasted if ended}):
        at_risk = sum(other >= length for other, _ in lasted)
        ended = sum(other == length and done for other, done in lasted)
        surviving *= 1 - ended / at_risk
        if surviving <= 0.5 + 1e-9:
            return length
    return None


def moves(marks: pd.DataFrame, cases: pd.DataFrame, start: int, end: int) -> Counter[tuple[str, str]]:
    """(kind, department) of the returns and handovers in the window: a handover counts for both sides."""
    found: Counter[tuple[str, str]] = Counter()
    for mark in marks_of(marks, cases, start=start, end=end).itertuples():
        if mark.kind == "returned":
            found["returned", mark.department or UNASSIGNED] += 1
        elif mark.kind == HANDOVER:
            found["handed_on", mark.previous] += 1
            found["taken_over", mark.department] += 1
    return found


def answered_days(cases: pd.DataFrame, as_of: int, days: int) -> dict[str, list[pd.Series]]:
    """The response times of what was dispatched on each of the last local days up to T, by department."""
    today = (EPOCH + timedelta(microseconds=as_of)).astimezone(ZONE).date()
    found: defaultdict[str, list[pd.Series]] = defaultdict(list)
    for department, own in by_department(cases).items():
        answered = own[own["response"].notna() & (own["dispatched_at"] < as_of)]
        dates = [local_date(at) for at in answered["dispatched_at"]]
        for back in range(days - 1, -1, -1):
            day = today - timedelta(days=back)
            found[department].append(flagged(answered, (date == day for date in dates))["response"])
    return {department: one for department, one in found.items() if any(len(day) for day in one)}


def local_date(at: float) -> Any:
    """The day of an instant where the wall hangs."""
    return (EPOCH + timedelta(microseconds=int(at))).astimezone(ZONE).date()


def percentile(lengths: Iterable[float], share: float) -> float | None:
    """Linear between closest ranks; None of nothing."""
    known = sorted(lengths)
    if not known:
        return None
    place = share * (len(known) - 1)
    low = int(place)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (place - low)
