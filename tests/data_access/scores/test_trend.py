from random import Random

import pytest
from hypothesis import given

from data_access.clock import hour_of
from data_access.reader import Scope, open_reader
from data_access.scores.board import scored
from data_access.scores.rules import MEASURES, shipped
from data_access.scores.trend import KINDS, WEEK, WEEKS, trend
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import NOW, STORED, accept, moment, reading, storied
from tests.recomputation.stories import Story, small_stories


def test_weeks_end_at_the_hour_before_and_reach_back_as_far_as_history(store: Store) -> None:
    accept(store, [step for number in range(5) for step in course(f"now-{number}", "20")])
    accept(store, [step for number in range(5) for step in course(f"then-{number}", "10", handled="13:00")])
    accept(store, course("few", "03"))
    with reading(store) as reader:
        found = trend(reader, View())
    assert len(found.ends) == WEEKS
    assert found.ends[-1] == hour_of(NOW) == moment("22 12:00")
    assert {later - earlier for earlier, later in zip(found.ends, found.ends[1:], strict=False)} == {WEEK}
    totals = found.totals("department", "chengguan", 5)
    assert totals[:-2] == [None] * 10
    assert totals[-2:] == [pytest.approx(70), 100]
    assert found.totals("area", "s1", 5)[-1] is not None
    assert found.totals("area", "s2", 5) == [None] * WEEKS
    assert found.totals("department", "unknown", 5) == []
    assert found.scores["department"]["chengguan"][0] is None


def test_an_empty_store_has_no_weeks(store: Store) -> None:
    with reading(store) as reader:
        found = trend(reader, View())
    assert found.scores["department"] == {"chengguan": (None,) * WEEKS, "gongan": (None,) * WEEKS}


def test_the_window_of_the_view_does_not_matter(store: Store) -> None:
    accept(store, course("one"))
    with reading(store) as reader:
        assert trend(reader, View(window="24h")) is trend(reader, View(window="30d", focus="department:gongan"))


def test_every_week_as_of_a_past_moment(store: Store) -> None:
    accept(store, [step for number in range(5) for step in course(f"a-{number}", "20", handled="13:30")])
    accept(store, course("old", "12"))
    with reading(store) as reader:
        now = trend(reader, View()).totals("department", "chengguan", 5)
        then = trend(reader, View(as_of=moment("20 13:10"))).totals("department", "chengguan", 5)
    assert now[-1] == pytest.approx(70)
    assert then[-1] == pytest.approx(10 / 70 * 100)


@STORED
@given(told=small_stories())
def test_a_week_is_the_score_of_that_week(told: tuple[Story, Random]) -> None:
    story, rng = told
    every = {name: 12.5 for name in MEASURES}
    rules = shipped().versions[0].model_copy(update={"department": every, "area": every})
    with storied(story, [story.messages]) as store:
        store.score_rules = type(store.score_rules)((rules,))
        with open_reader(store, Scope()) as reader:
            area = rng.choice(["", *(code for code, _ in story.areas)])
            found = trend(reader, View(area=area))
            question = reader.question(View(area=area, window="7d"))
            for kind in KINDS:
                for place in (WEEKS - 1, rng.randrange(WEEKS)):
                    end = found.ends[place]
                    if not reader.reaches(end - WEEK):
                        continue
                    expected, _ = scored(reader, question, kind, rules, (end - WEEK, end))
                    for code, weeks in found.scores[kind].items():
                        one = weeks[place]
                        assert one is not None
                        if code in expected:
                            assert one.total == pytest.approx(expected[code].total)
                            assert one.cases == expected[code].cases
                            assert one.parts == expected[code].parts
