"""Levels through time against a plain count, at any instant, for any area and filter."""

from random import Random
from typing import Any

import pytest
from hypothesis import given

from data_access.clock import DAY, HOUR, MINUTE, SECOND, hour_of
from data_access.events.contract import parse_event
from data_access.events.fold import State, Transition, fold
from data_access.levels import levels_at
from data_access.reader import Scope, open_reader
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import STORED, accept, moment, only, reading, said, storied, world
from tests.recomputation.stories import Question, Story, question, small_stories, story


def found(store: Store, instants: list[int], **view: Any) -> list[tuple[int, int]]:
    with reading(store) as reader:
        levels = levels_at(reader, reader.question(View(**view)), instants)
    return list(zip(levels.open.tolist(), levels.overdue.tolist(), strict=True))


def test_a_case_is_open_from_its_instant_until_it_is_closed() -> None:
    with world() as store:
        start, end = moment("22 09:20"), moment("22 10:40")
        accept(store, [said("1", "collected", start), said("1", "handled", end)])
        instants = [start - 1, start, start + 1, moment("22 10:00"), end - 1, end, end + 1, moment("22 11:00")]
        assert [one for one, _ in found(store, instants)] == [0, 1, 1, 1, 1, 0, 0, 0]


def test_what_happens_on_the_full_hour_has_happened_by_then() -> None:
    with world() as store:
        nine, ten = moment("22 09:00"), moment("22 10:00")
        accept(store, [said("1", "collected", nine), said("1", "handled", ten)])
        assert [one for one, _ in found(store, [nine - 1, nine, ten - 1, ten])] == [0, 1, 1, 0]
        for instant, expected in ((nine, 1), (ten, 0)):
            assert only(store, as_of=instant)["open"] == expected
            assert found(store, [instant], as_of=instant) == [(expected, 0)]


@pytest.mark.parametrize("due", ["22 09:40", "22 10:00", "22 09:20", "22 08:00", "22 11:30"])
def test_a_case_is_overdue_only_after_its_deadline(due: str) -> None:
    with world() as store:
        start, end = moment("22 09:20"), moment("22 11:30")
        accept(store, [said("1", "collected", start, due_at=due), said("1", "handled", end)])
        instants = sorted(
            {start, moment(due), moment(due) + 1, moment("22 10:00"), moment("22 10:00") + 1, end - 1, end}
        )
        expected = [int(start <= one < end and moment(due) < one) for one in instants]
        assert [late for _, late in found(store, instants)] == expected


def test_levels_follow_the_area_the_case_is_in_at_the_time() -> None:
    with world() as store:
        accept(store, [said("1", "collected", "22 09:20"), said("1", "urged", "22 10:20", area="g4")])
        instants = [moment("22 09:30"), moment("22 10:30")]
        assert [one for one, _ in found(store, instants, area="s1")] == [1, 0]
        assert [one for one, _ in found(store, instants, area="g4")] == [0, 1]
        assert [one for one, _ in found(store, instants)] == [1, 1]


def test_no_cases_are_no_levels() -> None:
    with world() as store:
        assert found(store, [0, moment("22 09:00"), moment("22 09:30")]) == [(0, 0)] * 3


Timelines = list[tuple[str, list[State]]]
"""The source of each event of a story, and its folded states."""


def timelines(told: Story, store: Store) -> Timelines:
    """Each event of a story folded; of what says the same transition twice, the first seen holds."""
    events: dict[tuple[str, str], dict[Any, Transition]] = {}
    with store.reading() as connection:
        locator = store.site(connection).locator
    for one in told.messages:
        message = parse_event(one)
        given = message.model_dump(
            include={"department", "category", "severity", "due_at", "self_handled", "satisfaction"}
        )
        area = message.area
        if area is None and message.lon is not None and message.lat is not None:
            (area,) = locator.locate([message.lon], [message.lat])
        move = Transition(message.stage.value, message.at, area=area, **given)
        key = (move.stage, move.at, move.department or "")
        events.setdefault((message.source, message.event_id), {}).setdefault(key, move)
    return [(source, fold(moves.values())) for (source, _), moves in events.items()]


def counted(told: Story, known: Timelines, asked: Question, instant: int) -> tuple[int, int]:
    """Open and overdue as of an instant, one state after the other."""
    parent = dict(told.areas)
    number = late = 0
    for source, states in known:
        for state in states:
            if not (
                state.valid_from <= instant and (state.valid_to is None or instant < state.valid_to) and state.open
            ):
                continue
            area = state.area or told.root
            while area not in (asked.area, None):
                area = parent[area]
            category = state.category or ""
            if (
                area is not None
                and asked.source in (None, source)
                and asked.department in (None, state.department or "unassigned")
                and (asked.category is None or f"{category}/".startswith(f"{asked.category}/"))
            ):
                number += 1
                late += state.due_at is not None and state.due_at < instant
    return number, late


def differences(known: Timelines, told: Story, store: Store, asked: Question, instants: list[int]) -> list[str]:
    filters = {"department": asked.department, "source": asked.source, "category": asked.category}
    view = View(area=asked.area, as_of=None if asked.now else asked.as_of, **filters)
    with open_reader(store, Scope()) as reader:
        levels = levels_at(reader, reader.question(view), instants)
    got = list(zip(levels.open.tolist(), levels.overdue.tolist(), strict=True))
    expected = [counted(told, known, asked, instant) for instant in instants]
    return [
        f"{asked} at {instant}: {one} expected, {other} found"
        for instant, one, other in zip(instants, expected, got, strict=True)
        if one != other
    ]


def instants_of(rng: Random, told: Story, last: int, *, full: bool) -> list[int]:
    """Instants up to `last` near those of the story: full hours, or anything but."""
    near = [rng.choice(told.times) + rng.choice((0, 0, -1, 1, SECOND, HOUR, -DAY)) for _ in range(6)]
    if full:
        chosen = {hour_of(one) for one in near}
    else:
        chosen = {one if one % HOUR else one + rng.choice((1, -1, MINUTE)) for one in near}
    return sorted(one for one in chosen if one <= last) or [last - last % HOUR + (0 if full else -1)]


@pytest.mark.parametrize("full", [True, False], ids=["on the hour", "between hours"])
@STORED
@given(told_by=small_stories())
def test_levels_of_small_stories(full: bool, told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, [told.messages]) as store:
        known = timelines(told, store)
        for number in range(3):
            asked = question(rng, told, live=number > 0)
            assert differences(known, told, store, asked, instants_of(rng, told, asked.as_of, full=full)) == []


@pytest.mark.parametrize("full", [True, False], ids=["on the hour", "between hours"])
def test_levels_of_a_long_story(full: bool) -> None:
    rng = Random(7)
    told = story(rng, events=80)
    with storied(told, [told.messages]) as store:
        known = timelines(told, store)
        for number in range(12):
            asked = question(rng, told, live=number % 2 == 0)
            assert differences(known, told, store, asked, instants_of(rng, told, asked.as_of, full=full)) == []
