"""The frames of the response scene against the recomputation, for random stories and random views."""

import math
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.frames import aging, deadlines, punctuality, spread, trend
from tests.data_access.worlds import STORED
from tests.recomputation import response_oracle as oracle
from tests.recomputation.analysis_site import (
    ANSWER_LIMITS,
    DECLARED,
    HANDLING_LIMITS,
    Sited,
    cases_by,
    reaches,
    shown,
    site_story,
    sited,
)
from tests.recomputation.cases import UNASSIGNED
from tests.recomputation.course import ages, marks_at, still_open
from tests.recomputation.oracle import counts_of
from tests.recomputation.response_oracle import by_department, percentile
from tests.recomputation.stories import HOUR, MINUTE, Question, question

RELATIVE, ABSOLUTE = 0.01, 1e-6
"""What the design allows a percentile that is read from a logarithmic histogram."""

HORIZONS = {"": (15 * MINUTE, 16), "4h": (15 * MINUTE, 16), "24h": (HOUR, 24)}
FEW = 5


def near(lengths: Any, share: float, found: float | None) -> bool:
    """Whether a percentile is that of the lengths; of both signs, it may be off by 1 % of the larger."""
    expected = percentile(lengths, share)
    if expected is None or found is None:
        return expected is found
    size = percentile((abs(one) for one in lengths), 1.0) if min(lengths) < 0 else abs(expected)
    return abs(expected - found) <= RELATIVE * (size or 0.0) + ABSOLUTE


def same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def shares(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def lasts_alike(expected: float | None, found: float | None) -> bool:
    """Handled before it was collected, a case has a length below 0; on which side it is rounded does not matter."""
    if expected is not None and found is not None and expected < 0:
        return abs(expected - found) <= oracle.PIECE
    return same(expected, found)


def spread_agrees(known: Sited, asked: Question, rng: Random) -> None:
    measure = rng.choice(("response", "handling"))
    column = "dispatched_at" if measure == "response" else "closed_at"
    limits = ANSWER_LIMITS if measure == "response" else HANDLING_LIMITS
    cases = cases_by(known, asked)
    cohort = cases[(cases[column] >= asked.start) & (cases[column] < asked.end)]
    lengths = {code: list(own[measure].dropna()) for code, own in by_department(cohort).items()}
    lengths = {code: some for code, some in lengths.items() if some}
    late = oracle.late(cases, measure, limits, start=asked.start, end=asked.end, as_of=asked.as_of)
    table = shown(known, asked, spread.frame, focus=f"measure:{measure}")
    assert set(table["department"]) == set(lengths), asked
    assert table.attrs["total"] == sum(map(len, lengths.values()))
    for row in table.itertuples():
        some = lengths[row.department]
        assert row.n == len(some), (asked, row.department)
        for name, quantile in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
            assert near(some, quantile, getattr(row, name)), (asked, row.department, name)
        beyond = (row.over, row.judged, row.waiting)
        assert beyond == late.get(row.department, (None, None, None)), (asked, row.department)
        assert row.limit == limits.get(row.department)
        assert (row.density is None) == (len(some) < FEW)
    ranked = [(row.department == UNASSIGNED, row.n < FEW) for row in table.itertuples()]
    assert ranked == sorted(ranked)


def punctuality_agrees(known: Sited, asked: Question, rng: Random) -> None:
    expected = oracle.punctuality(cases_by(known, asked), asked.start, asked.end)
    table = shown(known, asked, punctuality.frame)
    assert {row.department for row in table.itertuples()} == {department for department, _ in expected}, asked
    for row in table.itertuples():
        on_time, due = expected.get((row.department, row.severity), (0, 0))
        assert (row.on_time, row.due) == (on_time, due), (asked, row.department, row.severity)
        whole = expected[row.department, 0]
        assert same(row.value, shares(on_time, due))
        assert same(row.total_value, shares(*whole))
        assert row.total_due == whole[1]


def deadlines_agree(known: Sited, asked: Question, rng: Random) -> None:
    horizon = rng.choice(list(HORIZONS))
    width, bars = HORIZONS[horizon]
    waiting = still_open(cases_by(known, asked))
    expected = oracle.deadlines(waiting, asked.as_of, width, bars)
    table = shown(known, asked, deadlines.frame, focus=f"measure:response/{horizon}" if horizon else "")
    if not reaches(known, asked.end):
        assert (len(table), table.attrs["total"], table.attrs["due_soon"]) == (0, None, None), asked
        return
    assert list(zip(table["count"], table["unaccepted"], strict=True)) == expected, asked
    assert list(table["start"]) == [asked.as_of + number * width for number in range(bars)]
    near_bars = expected[: 2 * HOUR // width]
    totals = (table.attrs["due_soon"], table.attrs["soon_unaccepted"], table.attrs["total"])
    assert totals == (sum(n for n, _ in near_bars), sum(n for _, n in near_bars), sum(n for n, _ in expected))


def aging_agrees(known: Sited, asked: Question, rng: Random) -> None:
    cases = cases_by(known, asked)
    owners = by_department(cases)
    moved = oracle.moves(marks_at(known.happened, asked.as_of), cases, asked.start, asked.end)
    answers = oracle.late(cases, "response", ANSWER_LIMITS, start=asked.start, end=asked.end, as_of=asked.as_of)
    rows = {row.department: row for row in shown(known, asked, aging.frame).itertuples()}
    nobody = cases.iloc[:0]
    for code in {*owners, *rows, *(department for _, department in moved)}:
        own = owners.get(code, nobody)
        counts = counts_of(own, start=asked.start, end=asked.end, as_of=asked.as_of)
        moves = tuple(moved[kind, code] for kind in ("returned", "handed_on", "taken_over"))
        row = rows.get(code)
        size, median = oracle.cohort_median(own, asked.as_of)
        if row is None:
            something = counts["open"] or counts["closed"] or size or answers.get(code) or any(moves)
            assert not something or (code == UNASSIGNED and not counts["open"]), (asked, code)
            continue
        assert (row.open, row.closed, row.cohort) == (counts["open"], counts["closed"], size), (asked, code)
        assert same(row.open_age, percentile(ages(own, asked.as_of), 0.5)), (asked, code)
        assert lasts_alike(median, row.survival), (asked, code, row.survival, median)
        closed = own[(own["closed_at"] >= asked.start) & (own["closed_at"] < asked.end)]
        assert near(list(closed["handling"]), 0.5, row.closed_p50), (asked, code)
        over, judged, _ = answers.get(code, (None, None, None))
        accepted = None if over is None or judged is None else judged - over
        assert (row.accepted, row.judged) == (accepted, judged), (asked, code)
        assert (row.returned, row.handed_on, row.taken_over) == moves, (asked, code)
        assert row.reworked == counts["reworked"], (asked, code)
        assert same(row.rework_value, shares(row.reworked, row.closed))


def trend_agrees(known: Sited, asked: Question, rng: Random) -> None:
    days = oracle.answered_days(cases_by(known, asked), asked.as_of, 30)
    table = shown(known, asked, trend.frame)
    assert set(table["department"]) == {code for code in days if code in ANSWER_LIMITS}, asked
    assert table.attrs["unlimited"] == sum(code in DECLARED and code not in ANSWER_LIMITS for code in days)
    for code, rows in table.groupby("department"):
        assert len(rows) == 30
        for row, lengths in zip(rows.itertuples(), days[code], strict=True):
            assert row.n == len(lengths), (asked, code, row.day)
            assert near(list(lengths), 0.9, row.p90), (asked, code, row.day)
            assert (row.ratio is None) == (len(lengths) < FEW)
            assert row.ratio is None or same(row.ratio, row.p90 / ANSWER_LIMITS[code])


CHECKS: dict[str, Callable[[Sited, Question, Random], Any]] = {
    "spread": spread_agrees,
    "punctuality": punctuality_agrees,
    "deadlines": deadlines_agree,
    "aging": aging_agrees,
    "trend": trend_agrees,
}


@settings(STORED, max_examples=10)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_small_stories(rng: Random, events: int) -> None:
    told = site_story(rng, events=events)
    with sited(told, rng) as known:
        for number in range(2):
            asked = question(rng, told, live=number == 0)
            for check in CHECKS.values():
                check(known, asked, rng)


@pytest.mark.parametrize("seed", range(3))
def test_long_stories(seed: int) -> None:
    rng = Random(seed + 500)
    told = site_story(rng, events=130)
    with sited(told, rng) as known:
        for number in range(8):
            asked = question(rng, told, live=number % 2 == 0)
            for check in CHECKS.values():
                check(known, asked, rng)


def test_the_median_of_open_and_closed_by_a_published_table() -> None:
    """Remission of leukaemia under 6-mercaptopurine, weeks (Freireich and others, 1963): 23 of 21 patients' weeks."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    lasting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert oracle.kaplan_meier_median([*((one, True) for one in ended), *((one, False) for one in lasting)]) == 23
