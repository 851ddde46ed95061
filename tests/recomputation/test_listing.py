"""The rows behind every number against the recomputation: exactly the cases that it counts, for random stories."""

from collections.abc import Callable
from random import Random
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import given, settings

from data_access.cases.listing import Page, every, listed, select_cases
from data_access.cases.rules import RULES
from data_access.explain.naming import Asked
from data_access.explain.numbers import explain_measure
from data_access.measures import measure_rows
from data_access.reader import Reader, Scope, open_reader
from data_access.view import View
from tests.recomputation.cases import cases_at, parts
from tests.recomputation.stories import Question, Story, question, small_stories, story
from tests.recomputation.telling import Loaded, cases_of, loaded, view_of

Chosen = Callable[[pd.DataFrame, Question], "pd.Series[bool]"]


def _within(column: str) -> Chosen:
    return lambda cases, asked: (cases[column] >= asked.start) & (cases[column] < asked.end)


def _scored(cases: pd.DataFrame, asked: Question) -> "pd.Series[bool]":
    return _within("evaluated_at")(cases, asked) & cases["satisfaction"].notna()


def _open(cases: pd.DataFrame, asked: Question) -> "pd.Series[bool]":
    return cases["closed_at"].isna()


COUNTED: Final[dict[str, Chosen]] = {
    "reported": _within("collected_at"),
    "closed": _within("closed_at"),
    "open": _open,
    "overdue": lambda cases, asked: _open(cases, asked) & (cases["due_at"] < asked.as_of),
    "due": _within("due_at"),
    "on_time_rate": _within("due_at"),
    "rework_rate": _within("closed_at"),
    "satisfaction": _scored,
    "self_handled_share": _within("collected_at"),
    "source_diversity": _within("collected_at"),
    "response_p50": lambda cases, asked: _within("dispatched_at")(cases, asked) & cases["response"].notna(),
    "response_p90": lambda cases, asked: _within("dispatched_at")(cases, asked) & cases["response"].notna(),
    "handling_p50": _within("closed_at"),
    "handling_p90": _within("closed_at"),
}
NUMERATORS: Final[dict[str, Callable[[pd.DataFrame], Any]]] = {
    "on_time_rate": lambda cases: cases["closed_at"] <= cases["due_at"],
    "rework_rate": lambda cases: cases["reworked"].astype(bool),
    "satisfaction": lambda cases: cases["satisfaction"] >= 4,
    "self_handled_share": lambda cases: [value is True for value in cases["self_handled"]],
}
KEYED: Final = ("child", "department", "source", "category")
CUT: Final = {"child": "area", "department": "department", "source": "source", "category": "category"}


def names_of(reader: Reader, view: View, number: Asked, part: str = "") -> list[tuple[str, str]]:
    """(source, event_id) of every row of a list."""
    chosen = select_cases(reader, view, number, part)
    found = [(row["source"], row["event_id"]) for row in every(reader, chosen, Page(), 10_000)]
    assert listed(reader, chosen, Page(0, 1)).total == len(found)
    return sorted(found)


def expected(cases: pd.DataFrame) -> list[tuple[str, str]]:
    """The same of recomputed cases."""
    return sorted(tuple(case) for case in cases["case"])


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
                hits = counted[list(map(bool, NUMERATORS[measure](counted)))]
                assert names_of(reader, view, number, "numerator") == expected(hits), measure
        for by in KEYED if asked.by == "none" else set(KEYED) & {asked.by}:
            for key, some in parts(cases, known.story.areas, asked.area, by):
                counted = some[_within("collected_at")(some, asked)]
                # A category's number holds what is below it, as its filter does.
                if by != "category":
                    assert names_of(reader, view, Asked("reported", ((CUT[by], key),))) == expected(counted), key
        for row in measure_rows(reader, view, "child"):
            explained = explain_measure(reader, view, Asked("on_time_rate", (("area", row["key"]),)))
            rate = row["on_time_rate"]
            assert (explained.value, explained.numerator, explained.denominator) == tuple(rate.values())
        told = explain_measure(reader, view, Asked("open"))
        if told.pieces and told.value is not None:
            assert sum(piece.value or 0 for piece in told.pieces) == told.value


def test_every_measure_has_a_recomputed_list() -> None:
    assert COUNTED.keys() == RULES.keys()
    assert {name for name, rule in RULES.items() if rule.part is not None} == NUMERATORS.keys()


@settings(max_examples=12)
@given(small_stories())
def test_small_stories(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with loaded(told, rng) as known:
        for number in range(2):
            check(known, question(rng, told, live=number == 0))


@pytest.mark.parametrize("seed", range(3))
def test_long_stories(seed: int) -> None:
    rng = Random(seed)
    told = story(rng, events=120)
    with loaded(told, rng) as known:
        assert not cases_at(known.happened, 2**62).empty
        for number in range(5):
            check(known, question(rng, told, live=number < 2))
