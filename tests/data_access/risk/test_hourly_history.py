"""The hourly history: every hour once, exact as of any T, beginning where anything is known."""

from collections.abc import Iterator
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given

from data_access.clock import DAY, HOUR, MINUTE, hour_of
from data_access.reader import Reader, Scope, open_reader
from data_access.risk.hourly_history import WEEKS, day_types, hourly_history, kept_history
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, STORED, Clock, accept, moment, only, reading, said, storied, world
from tests.recomputation.stories import Question, Story, question, small_stories, story


def compared(reader: Reader, asked: Question) -> None:
    filters = {"department": asked.department, "source": asked.source, "category": asked.category}
    view = View(area=asked.area, as_of=None if asked.now else asked.as_of, **filters)
    known = reader.question(view)
    found = hourly_history(reader, known, known.moment)
    table, conditions = reader.states(known)
    counts: dict[int, int] = {}
    for at in reader.connection.execute(table.select().with_only_columns(table.c.collected_at).where(*conditions)):
        if at[0] < known.moment:
            counts[hour_of(at[0])] = counts.get(hour_of(at[0]), 0) + 1
    told = dict(zip(found.starts.tolist(), found.counts.tolist(), strict=True))
    within = hour_of(known.moment - 1) - (WEEKS * 7 * 24 - 1) * HOUR
    assert {hour: count for hour, count in told.items() if count} == {
        hour: count for hour, count in counts.items() if hour >= within
    }
    assert set(np.diff(found.starts).tolist()) <= {HOUR}


@STORED
@given(small_stories())
def test_hours_are_those_of_the_states_in_force(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(4):
            compared(reader, question(rng, told, live=number % 2 == 0))


def test_hours_of_a_long_story() -> None:
    rng = Random(11)
    told = story(rng, events=120)
    with storied(told, [told.messages]) as store, open_reader(store, Scope()) as reader:
        for number in range(30):
            compared(reader, question(rng, told, live=number % 3 == 0))


@pytest.fixture
def filled() -> Iterator[Store]:
    with world() as store:
        accept(store, [said("1", "collected", "20 08:30", area="s2"), said("2", "collected", "22 12:10")])
        yield store


def test_it_begins_with_the_first_case_anywhere_and_ends_in_the_present_hour(filled: Store) -> None:
    with reading(filled) as reader:
        found = hourly_history(reader, reader.question(View(area="s1")), NOW)
    assert (found.starts[0], found.starts[-1]) == (moment("20 08:00"), moment("22 12:00"))
    assert found.share == pytest.approx((34 * 60 + 56) / 3600)
    assert (found.counts.sum(), len(found.past.starts)) == (1, len(found.starts) - 1)


def test_an_hour_that_has_passed_is_whole(filled: Store) -> None:
    with reading(filled) as reader:
        found = hourly_history(reader, reader.question(View()), moment("22 13:00") - 1 * HOUR)
    assert (found.share, found.starts[-1], len(found.past.starts)) == (1.0, moment("22 11:00"), len(found.starts))


def test_fewer_hours_may_be_asked_for(filled: Store) -> None:
    with reading(filled) as reader:
        found = hourly_history(reader, reader.question(View()), NOW, hours=5)
        none = hourly_history(reader, reader.question(View()), moment("20 08:00"))
    assert found.starts.tolist() == [moment("22 12:00")]
    assert (len(none.starts), len(none.past.starts), none.share) == (0, 0, 1.0)


def test_panels_share_one_answer_a_minute() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        accept(store, [said("1", "collected", "22 12:10")])
        with reading(store) as reader:
            first = kept_history(reader, View(), NOW)
            assert kept_history(reader, View(window="7d", language="en"), NOW) is first
            assert kept_history(reader, View(area="s1"), NOW) is not first
            assert kept_history(reader, View(), NOW - DAY) is not first
        clock.now += 59 * 1_000_000
        with reading(store) as reader:
            assert kept_history(reader, View(), clock.now) is first
        clock.now += MINUTE
        with reading(store) as reader:
            assert kept_history(reader, View(), clock.now) is not first
        assert first.counts.sum() == only(store)["reported"]


def test_holidays_are_those_of_china_s_zones_only() -> None:
    assert [day_types(ZoneInfo(name)).country for name in ("Asia/Shanghai", "Asia/Urumqi")] == ["CN", "CN"]
    assert [day_types(ZoneInfo(name)).country for name in ("America/New_York", "UTC")] == [None, None]
