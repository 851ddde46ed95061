"""Counts of the past made from the present: the same as those of the versions that were in force."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import func, select

from data_access.clock import DAY, HOUR
from data_access.reader import Reader, Scope, open_reader
from data_access.risk.reported import Spans, changed_since, reported
from data_access.view import View
from tests.data_access.worlds import NOW, STORED, accept, moment, reading, said, storied, world
from tests.recomputation.stories import Question, Story, question, small_stories, story

BY_BOTH = (lambda columns: columns.area), (lambda columns: columns.category)


def by_versions(reader: Reader, view: View, spans: Spans) -> Counter[tuple[Any, ...]]:
    """The plain way: the states in force at T, one query a span."""
    asked = reader.question(view)
    table, conditions = reader.states(asked)
    found: Counter[tuple[Any, ...]] = Counter()
    for start, end in spans:
        within = (table.c.collected_at >= start, table.c.collected_at < end)
        chosen = select(table.c.area, table.c.category, func.count()).where(*conditions, *within)
        for row in reader.connection.execute(chosen.group_by(table.c.area, table.c.category)):
            found[tuple(row[:-1])] += row[-1]
    return found


def compared(reader: Reader, asked: Question) -> None:
    filters = {"department": asked.department, "source": asked.source, "category": asked.category}
    view = View(area=asked.area, window=asked.window, as_of=None if asked.now else asked.as_of, **filters)
    known = reader.question(view)
    span = known.end - known.start
    # Spans shorter and longer than what happened after T take the two ways to find what changed.
    for spans in ([(known.start, known.end)], [(known.start - 9 * span, known.start), (known.start, known.end)]):
        assert reported(reader, known, spans, *BY_BOTH) == by_versions(reader, view, spans)


@STORED
@given(small_stories())
def test_counts_are_those_of_the_states_in_force(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(4):
            compared(reader, question(rng, told, live=number == 3))


def test_counts_of_a_long_story() -> None:
    rng = Random(5)
    told = story(rng, events=120)
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(40):
            compared(reader, question(rng, told, live=number % 5 == 0))


@pytest.fixture
def moved() -> Iterator[Reader]:
    """Case 1 changed its area and its category at 11:00, case 2 was voided then, case 3 stayed as it was."""
    with world() as store:
        accept(store, [said(name, "collected", "22 09:00", area="g1") for name in "123"])
        accept(store, [said("1", "dispatched", "22 11:00", area="g4", category="safety/fire")])
        accept(store, [said("2", "voided", "22 11:00")])
        with reading(store) as reader:
            yield reader


@pytest.mark.parametrize("days", [1, 300])
def test_what_changed_since_is_counted_as_it_was(moved: Reader, days: int) -> None:
    before, now = (moved.question(View(as_of=at)) for at in (moment("22 10:00"), NOW))
    spans = [(NOW - days * DAY, moment("22 10:00"))]
    assert reported(moved, now, spans, *BY_BOTH) == {("g1", "city/street"): 1, ("g4", "safety/fire"): 1}
    assert reported(moved, before, spans, *BY_BOTH) == {("g1", "city/street"): 3}
    assert changed_since(moved, before, spans) == {(): 1}
    assert changed_since(moved, now, spans) == {}


def test_an_area_that_cases_left_has_them_still_before(moved: Reader) -> None:
    spans = [(NOW - DAY, moment("22 10:00"))]
    for area, then, now in (("s1", 3, 1), ("g1", 3, 1), ("s2", 0, 1), ("g4", 0, 1)):
        for at, count in ((moment("22 10:00"), then), (NOW, now)):
            found = reported(moved, moved.question(View(area=area, as_of=at)), spans)
            assert found.get((), 0) == count


def test_the_keys_may_be_made_of_columns(moved: Reader) -> None:
    asked = moved.question(View(as_of=moment("22 10:00")))
    found = reported(moved, asked, [(0, asked.end)], lambda columns: columns.collected_at - columns.collected_at % HOUR)
    assert found == {(moment("22 09:00"),): 3}
    assert reported(moved, asked, [(asked.end, asked.end)]) == {}
