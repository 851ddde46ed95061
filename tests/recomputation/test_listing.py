"""Every number that can be explained against the recomputation, for random stories: the rows behind it are exactly the
cases that it counts, they are as many as it says, and the areas below with what is in none of them make it."""

import math
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import given, settings

from data_access.cases.listing import Page, every, listed
from data_access.cases.selecting import RULES, select_cases
from data_access.explain.naming import Asked, read_cut
from data_access.explain.numbers import explain_measure
from data_access.frames.limits import LIMITS
from data_access.measures import measure_rows
from data_access.reader import Reader, Scope, open_reader
from data_access.view import View
from tests.recomputation import analysis_oracle, course, response_oracle
from tests.recomputation.analysis_site import ANSWER_LIMITS, HANDLING_LIMITS, Sited, cases_by, site_story, sited
from tests.recomputation.cases import UNASSIGNED, cases_at, flagged, parts
from tests.recomputation.stories import SECOND, Question, Story, question, small_stories, story
from tests.recomputation.telling import Loaded, cases_of, loaded, view_of

Chosen = Callable[[pd.DataFrame, Question], "pd.Series[bool]"]
RELATIVE, ABSOLUTE = 0.01, 1e-6
"""What the design allows a percentile that is read from a logarithmic histogram."""


def _within(column: str) -> Chosen:
    return lambda cases, asked: (cases[column] >= asked.start) & (cases[column] < asked.end)


def _scored(cases: pd.DataFrame, asked: Question) -> "pd.Series[bool]":
    return _within("evaluated_at")(cases, asked) & cases["satisfaction"].notna()


def _open(cases: pd.DataFrame, asked: Question) -> "pd.Series[bool]":
    return cases["closed_at"].isna()


def _own(cases: pd.DataFrame) -> "pd.Series[bool]":
    return pd.Series([value is True for value in cases["self_handled"]], index=cases.index, dtype=bool)


COUNTED: Final[dict[str, Chosen]] = {
    "reported": _within("collected_at"),
    "closed": _within("closed_at"),
    "open": _open,
    "overdue": lambda cases, asked: _open(cases, asked) & (cases["due_at"] < asked.as_of),
    "due": _within("due_at"),
    "on_time_rate": _within("due_at"),
    "closure_rate": _within("due_at"),
    "rework_rate": _within("closed_at"),
    "satisfaction": _scored,
    "self_handled_share": _within("collected_at"),
    "self_handled": lambda cases, asked: _within("collected_at")(cases, asked) & _own(cases),
    "forwarded": lambda cases, asked: _within("collected_at")(cases, asked) & ~_own(cases),
    "unproven_share": lambda cases, asked: _within("closed_at")(cases, asked) & _own(cases),
    "source_diversity": _within("collected_at"),
    "reported_share": _within("collected_at"),
    "response_p50": lambda cases, asked: _within("dispatched_at")(cases, asked) & cases["response"].notna(),
    "response_p90": lambda cases, asked: _within("dispatched_at")(cases, asked) & cases["response"].notna(),
    "handling_p50": _within("closed_at"),
    "handling_p90": _within("closed_at"),
    "open_age_p50": _open,
    "unaccepted": lambda cases, asked: _open(cases, asked) & cases["response"].isna() & ~_own(cases),
    "stock": lambda cases, asked: cases["archived_at"].isna(),
    "stage_age_p50": lambda cases, asked: cases["archived_at"].isna(),
}
NUMERATORS: Final[dict[str, Callable[[pd.DataFrame], Any]]] = {
    "on_time_rate": lambda cases: cases["closed_at"] <= cases["due_at"],
    "closure_rate": lambda cases: cases["closed_at"].notna(),
    "rework_rate": lambda cases: cases["reworked"].astype(bool),
    "satisfaction": lambda cases: cases["satisfaction"] >= 4,
    "self_handled_share": _own,
    "unproven_share": lambda cases: ~cases["proven"].astype(bool),
    "reported_share": lambda cases: [True] * len(cases),
}
KEYED: Final = ("child", "department", "source", "category")
CUT: Final = {"child": "area", "department": "department", "source": "source", "category": "category"}
BY_STAGE: Final = ("entered", "stay_p50", "stay_p90", "stuck", "still", "unowned")
BY_DEPARTMENT: Final = ("acceptance_rate", "late_response", "late_handling", "lifetime_p50")
MARKED: Final = ("returned", "handed_on", "taken_over", "urged", "supervised", "received", "pushed", "pushed_share")


def names_of(reader: Reader, view: View, number: Asked, part: str = "") -> list[tuple[str, str]]:
    """(source, event_id) of every row of a list."""
    chosen = select_cases(reader, view, number, part)
    found = [(row["source"], row["event_id"]) for row in every(reader, chosen, Page(), 10_000)]
    assert listed(reader, chosen, Page(0, 1)).total == len(found)
    return sorted(found)


def expected(cases: pd.DataFrame) -> list[tuple[str, str]]:
    """The same of recomputed cases."""
    return sorted(zip(cases["source"], cases["event_id"], strict=True))


def some(cases: pd.DataFrame, flags: Iterable[Any]) -> pd.DataFrame:
    """The cases whose flag is set."""
    return flagged(cases, (bool(flag) for flag in flags))


def agrees(reader: Reader, view: View, number: Asked) -> None:
    """What is said of a number: its lists are as long as it says, its pieces make it."""
    told = explain_measure(reader, view, number)
    if told.value is None and not told.lists:
        return  # Before the history.
    lengths = [len(names_of(reader, view, number, part)) for part in told.lists]
    assert told.rows in (None, lengths[0]), number
    if told.kind == "rate" and told.rows is not None:
        assert lengths == [told.denominator, told.numerator], number
    if told.kind in ("count", "times") and told.pieces:
        assert sum(piece.value or 0 for piece in told.pieces) == told.value, number
    if told.kind == "rate" and told.pieces:
        sums = [sum(getattr(piece, name) or 0 for piece in told.pieces) for name in ("numerator", "denominator")]
        assert sums == [told.numerator, told.denominator], number


def check(known: Loaded, asked: Question) -> None:
    """Every list of a question, whole and by each of its rows, and what is said of each number."""
    view, cases = view_of(asked), cases_of(known, asked)
    with open_reader(known.store, Scope()) as reader:
        if not asked.now:
            view = view.replaced(as_of=asked.as_of)
        for measure, chosen in COUNTED.items():
            number = Asked(measure)
            counted = cases[chosen(cases, asked)]
            assert names_of(reader, view, number) == expected(counted), measure
            if measure in NUMERATORS:
                hits = some(counted, NUMERATORS[measure](counted))
                assert names_of(reader, view, number, "numerator") == expected(hits), measure
            agrees(reader, view, number)
        for by in KEYED if asked.by == "none" else set(KEYED) & {asked.by}:
            for key, among in parts(cases, known.story.areas, asked.area, by):
                counted = among[_within("collected_at")(among, asked)]
                # A category's number holds what is below it, as its filter does.
                if by != "category":
                    assert names_of(reader, view, Asked("reported", ((CUT[by], key),))) == expected(counted), key
        for row in measure_rows(reader, view, "child"):
            explained = explain_measure(reader, view, Asked("on_time_rate", (("area", row["key"]),)))
            rate = row["on_time_rate"]
            assert (explained.value, explained.numerator, explained.denominator) == tuple(rate.values())


def stages_agree(known: Loaded, asked: Question) -> None:
    """What follows from the stages: entries, stays, what stands still, by each of the six of the wall."""
    view, cases = view_of(asked), cases_of(known, asked)
    if not asked.now:
        view = view.replaced(as_of=asked.as_of)
    standing = analysis_oracle.standing(known.happened, cases, asked.as_of)
    unmoved = analysis_oracle.unmoved(standing, LIMITS, asked.as_of)
    stays = course.stays(cases)
    ended = stays[(stays["left"] >= asked.start) & (stays["left"] < asked.end)] if len(stays) else stays
    with open_reader(known.store, Scope()) as reader:
        for stage in course.SHOWN:
            cut = (("stage", stage),)
            entered = cases[_within(f"{stage}_at")(cases, asked)]
            assert names_of(reader, view, Asked("entered", cut)) == expected(entered), stage
            here = [one for one in standing if one.stage == stage]
            held = sorted((one.source, one.event_id) for one in here)
            assert names_of(reader, view, Asked("stock", cut)) == held, stage
            agrees(reader, view, Asked("stock", cut))
            if stage == "archived":
                continue
            limit = LIMITS["dwell"][stage] * 3600 * SECOND
            late = sorted((one.source, one.event_id) for one in here if asked.as_of - one.since > limit)
            assert names_of(reader, view, Asked("stuck", cut)) == late, stage
            some_stays = ended[ended["stay"] == stage] if len(ended) else ended
            assert names_of(reader, view, Asked("stay_p90", cut)) == expected(some_stays), stage
            told = explain_measure(reader, view, Asked("stay_p50", cut))
            if told.lists:
                near(told.value, response_oracle.percentile(some_stays["seconds"], 0.5))
        for measure, reason in (("still", "stage"), ("unowned", "unowned")):
            found = sorted(name for name, (why, *_) in unmoved.items() if why == reason)
            assert names_of(reader, view, Asked(measure)) == found, measure
            agrees(reader, view, Asked(measure))


def near(found: float | None, expected_: float | None) -> None:
    """That a percentile is the recomputed one, which may come from a histogram."""
    if found is None or expected_ is None:
        assert found is expected_
    else:
        assert math.isclose(found, expected_, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def departments_agree(known: Sited, asked: Question) -> None:
    """What is told of one department: answers within its limit, how long its cases last, what it took and pushed."""
    view = view_of(asked) if asked.now else view_of(asked).replaced(as_of=asked.as_of)
    cases, everyones = cases_by(known, asked), cases_by(known, asked, department=None)
    marks = course.marks_at(known.happened, asked.as_of)
    befallen = course.marks_of(marks, cases, start=asked.start, end=asked.end)
    cohort = everyones[_within("dispatched_at")(everyones, asked)]
    # The cut stands in for the view's own filter.
    owners = response_oracle.by_department(everyones)
    with open_reader(known.store, Scope()) as reader:
        for department in {*owners, *befallen["department"].dropna()}:
            own = owners.get(department, everyones.iloc[:0])
            limit, handling = ANSWER_LIMITS.get(department), HANDLING_LIMITS.get(department)
            given = own[_within("dispatched_at")(own, asked)]
            passed = given["dispatched_at"] + (limit or math.inf) * SECOND < asked.as_of
            judged = given[(given["response"].notna() | passed) & (limit is not None)]
            in_time = judged[judged["response"] <= (limit or 0)]
            closed = own[_within("closed_at")(own, asked) & (handling is not None)]
            lasted = own[own["collected_at"] >= asked.as_of - response_oracle.COHORT_DAYS * 86_400 * SECOND]
            lists = {
                ("acceptance_rate", "denominator"): judged,
                ("acceptance_rate", "numerator"): in_time,
                ("late_response", "numerator"): judged.drop(in_time.index),
                ("late_handling", "denominator"): closed,
                ("late_handling", "numerator"): closed[closed["handling"] > (handling or 0)],
                ("lifetime_p50", "all"): lasted,
            }
            for (measure, part), among in lists.items():
                number = Asked(measure, (("department", department),))
                assert names_of(reader, view, number, part) == expected(among), (measure, part, department)
            _marks_agree(reader, view, department, befallen, cases)
            if department != UNASSIGNED:
                _pushing_agrees(reader, view, department, cohort, known.happened, marks, asked)


def _marks_agree(reader: Reader, view: View, department: str, marks: pd.DataFrame, cases: pd.DataFrame) -> None:
    """The department at the time, not the one that has the case now: the view's own filter stays."""
    for measure, kind, whose in (
        ("returned", "returned", "department"),
        ("urged", "urged", "department"),
        ("supervised", "supervised", "department"),
        ("handed_on", course.HANDOVER, "previous"),
        ("taken_over", course.HANDOVER, "department"),
    ):
        own = marks[(marks["kind"] == kind) & (marks[whose].fillna(UNASSIGNED) == department)]
        number = Asked(measure, (("department", department),))
        told = explain_measure(reader, view, number)
        assert told.value in (None, len(own)), (measure, department)
        among = cases[cases["case"].isin(set(own["case"]))]
        assert names_of(reader, view, number) == expected(among), (measure, department)
        agrees(reader, view, number)


def _pushing_agrees(
    reader: Reader,
    view: View,
    department: str,
    cohort: pd.DataFrame,
    happened: pd.DataFrame,
    marks: pd.DataFrame,
    asked: Question,
) -> None:
    by_case = {
        case: analysis_oracle.pushing(happened, marks, cohort[cohort["case"] == case], asked.as_of)
        for case in cohort["case"]
    }
    cut = (("department", department),)
    for measure in ("received", "pushed"):
        times = {case: getattr(one, measure)[department] for case, one in by_case.items()}
        among = cohort[cohort["case"].isin({case for case, n in times.items() if n})]
        assert names_of(reader, view, Asked(measure, cut)) == expected(among), (measure, department)
        told = explain_measure(reader, view, Asked(measure, cut))
        assert (told.value, told.denominator) in ((None, None), (sum(times.values()), len(among)))
    share = explain_measure(reader, view, Asked("pushed_share", cut))
    sums = [sum(getattr(one, name)[department] for one in by_case.values()) for name in ("pushed", "received")]
    assert [share.numerator, share.denominator] in ([None, None], sums)


def test_every_measure_has_a_recomputed_list() -> None:
    assert {*COUNTED, *BY_STAGE, *BY_DEPARTMENT, *MARKED} == RULES.keys()
    shares = {name for name, rule in RULES.items() if rule.kind == "rate"}
    assert shares == {*NUMERATORS, "acceptance_rate", "late_response", "late_handling", "pushed_share"}


@settings(max_examples=8)
@given(small_stories())
def test_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        asked = question(rng, told, live=rng.random() < 0.5)
        check(known, asked)
        stages_agree(known, asked)


@pytest.mark.parametrize("seed", range(2))
def test_long_stories(seed: int) -> None:
    rng = Random(seed)
    told = story(rng, events=120)
    with loaded(told, rng) as known:
        assert not cases_at(known.happened, 2**62).empty
        for number in range(3):
            asked = question(rng, told, live=number < 2)
            check(known, asked)
            stages_agree(known, asked)


@pytest.mark.parametrize("seed", range(2))
def test_departments(seed: int) -> None:
    rng = Random(seed)
    told = site_story(rng, events=60)
    with sited(told, rng) as known:
        for number in range(3):
            departments_agree(known, question(rng, told, live=number < 2))


def test_severities_and_deadlines_cut_a_number() -> None:
    rng = Random(11)
    told = story(rng, events=150)
    with loaded(told, rng) as known, open_reader(known.store, Scope()) as reader:
        asked = question(rng, told, live=True)
        cases = cases_of(known, asked)
        view = view_of(asked) if asked.now else view_of(asked).replaced(as_of=asked.as_of)
        punctual = response_oracle.punctuality(cases, asked.start, asked.end)
        for severity in ("1", "2", "3", "4"):
            told_of = explain_measure(reader, view, read_cut("on_time_rate", f"severity:{severity}"))
            met, due = punctual.get(("all", int(severity)), (0, 0))
            assert (told_of.numerator, told_of.denominator) == (met, due)
        waiting = cases[_open(cases, asked)]
        for first, last in ((0, 7200), (7200, 864_000)):
            between = waiting[
                (waiting["due_at"] >= asked.as_of + first * SECOND) & (waiting["due_at"] < asked.as_of + last * SECOND)
            ]
            assert names_of(reader, view, read_cut("open", f"due:{first}-{last}")) == expected(between)
