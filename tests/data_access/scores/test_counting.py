from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given

from data_access.clock import DAY, HOUR, parse_instant
from data_access.reader import Reader, Scope, open_reader
from data_access.scores.cohorts import cohorts
from data_access.scores.counting import ALWAYS, counts, wants_of
from data_access.scores.keys import keys_of
from data_access.scores.rules import MEASURES, Kind, Rules, shipped
from data_access.scores.scoring import Counts
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import STORED, accept, moment, reading, said, storied
from tests.recomputation.stories import Story, small_stories

EVERY = {name: 12.5 for name in MEASURES}
RULES = shipped().versions[0]
FULL = RULES.model_copy(update={"department": EVERY, "area": EVERY, "post": EVERY})
NUMBERS = ("filed", "due", "due_closed", "on_time", "closed", "reworked", "scored", "satisfied", "self_closed")
LAST = (*NUMBERS, "unproven", "accepted", "acceptable", "unlimited")


def _tell(store: Store) -> None:
    accept(
        store,
        [
            *course("fine", score=5),
            *course("late", handled="13:00", accepted="08:40", score=3),
            *course("again", reworked=True, area="g3", source="worker"),
            *course("open", handled=None, accepted=None, area="g3"),
            *course("own", own=True, area="g4", department="gongan", source="app"),
            *course("proven", own=True, note="照片", area="g4", department="gongan", source="app"),
            *course("nobody", department=None, due=None, area="g4", post="网格一号"),
            *course("placeless", area="d", post="网格一号"),
        ],
    )


def _counts(reader: Reader, kind: Kind, rules: Rules = FULL, **view: Any) -> dict[str, Counts]:
    question = reader.question(View(window="7d", **view))
    return counts(reader, question, kind, rules, (question.start, question.end))[0]


def _numbers(found: Counts) -> dict[str, int]:
    return {name: getattr(found, name) for name in LAST if getattr(found, name)}


def test_departments_by_hand(store: Store) -> None:
    _tell(store)
    with reading(store) as reader:
        found = _counts(reader, "department")
    assert list(found) == ["chengguan", "gongan"]
    assert _numbers(found["chengguan"]) == {
        "filed": 5,
        "due": 5,
        "due_closed": 4,
        "on_time": 3,
        "closed": 4,
        "reworked": 1,
        "scored": 2,
        "satisfied": 1,
        "accepted": 3,
        "acceptable": 5,
    }
    assert _numbers(found["gongan"]) == {
        "filed": 2,
        "due": 2,
        "due_closed": 2,
        "on_time": 2,
        "closed": 2,
        "self_closed": 2,
        "unproven": 1,
        "unlimited": 2,
    }
    assert found["chengguan"].sources == Counter(hotline=4, worker=1)
    assert found["chengguan"].known == 3


def test_streets_by_hand_and_communities_of_one(store: Store) -> None:
    _tell(store)
    with reading(store) as reader:
        streets = _counts(reader, "area")
        communities = _counts(reader, "area", area="s1")
        grid = _counts(reader, "area", area="g1")
    assert {code: found.filed for code, found in streets.items()} == {"s1": 4, "s2": 3, "s3": 0}
    assert {code: found.filed for code, found in communities.items()} == {"c1": 2, "c2": 2}
    assert grid == {}
    assert (streets["s2"].unlimited, streets["s2"].acceptable) == (3, 0)
    assert streets["s1"].sources == Counter(hotline=3, worker=1)


def test_posts_where_the_feed_names_them(store: Store) -> None:
    _tell(store)
    with reading(store) as reader:
        found = _counts(reader, "post")
        inside = _counts(reader, "post", area="s2")
    assert {code: (one.filed, one.due, one.closed) for code, one in found.items()} == {"网格一号": (2, 1, 2)}
    assert inside["网格一号"].filed == 1


def test_nobody_has_posts_where_no_feed_names_them(store: Store) -> None:
    accept(store, course("fine"))
    with reading(store) as reader:
        assert _counts(reader, "post") == {}


def test_an_empty_store_knows_its_departments_and_areas(store: Store) -> None:
    with reading(store) as reader:
        assert {code: found.cases for code, found in _counts(reader, "department").items()} == {
            "chengguan": 0,
            "gongan": 0,
        }
        assert set(_counts(reader, "area")) == {"s1", "s2", "s3"}


def test_a_limit_must_have_passed_before_silence_counts(store: Store) -> None:
    accept(store, course("new", "22", accepted=None, handled=None))
    with reading(store) as reader:
        before = _counts(reader, "department", as_of=moment("22 08:30"))
        after = _counts(reader, "department", as_of=moment("22 08:31"))
    assert (before["chengguan"].acceptable, after["chengguan"].acceptable) == (0, 1)


def test_what_is_counted_is_what_the_rules_ask_for() -> None:
    assert wants_of(("volume", "closure", "on_time", "rework", "evidence")) == ALWAYS
    assert wants_of(("diversity", "acceptance", "satisfaction")) == ALWAYS | {
        "diversity",
        "acceptance",
        "satisfaction",
    }


def test_a_department_nobody_declared_is_counted_too(store: Store) -> None:
    accept(store, course("strange", department="zhujian"))
    with reading(store) as reader:
        found = _counts(reader, "department")
    assert list(found) == ["chengguan", "gongan", "zhujian"]
    assert found["zhujian"].filed == 1


def test_a_case_taken_back_counts_for_nobody_from_then_on(store: Store) -> None:
    accept(store, [*course("void"), said("void", "voided", "20 14:00")])
    with reading(store) as reader:
        assert _counts(reader, "department")["chengguan"].filed == 0
        assert _counts(reader, "department", as_of=moment("20 13:00"))["chengguan"].filed == 1


@pytest.mark.parametrize("kind", ["department", "area"])
@STORED
@given(told=small_stories())
def test_rollups_and_states_agree(kind: Kind, told: tuple[Story, Random]) -> None:
    story, rng = told
    with storied(story, [story.messages]) as store, open_reader(store, Scope()) as reader:
        end = reader.now - rng.randrange(0, 3 * HOUR)
        for area in ["", *(code for code, _ in story.areas)][:4]:
            question = reader.question(View(area=area))
            window = (end - rng.randrange(1, 40) * DAY, end)
            found, _ = counts(reader, question, kind, FULL, window)
            keys = keys_of(reader, question, kind)
            whole = cohorts(reader, question, keys, wants_of(EVERY), window[0], window[1], window[1] - window[0])
            for code, counted in found.items():
                expected = whole.get((code, 0), Counts())
                assert _numbers(counted) == _numbers(expected), (area, code)
                assert +counted.sources == expected.sources
            assert {code for code, _ in whole} <= set(found)


@pytest.mark.parametrize("kind", ["department", "area", "post"])
@STORED
@given(told=small_stories())
def test_as_of_a_past_moment_the_versions_say_the_same(kind: Kind, told: tuple[Story, Random]) -> None:
    story, rng = told
    with storied(story, [story.messages]) as store, open_reader(store, Scope()) as reader:
        times = sorted(row["at"] for row in story.messages)
        for area in ["", *(code for code, _ in story.areas)][:4]:
            at = parse_instant(times[rng.randrange(len(times))]) + rng.choice((-1, 0, 1))
            question = reader.question(View(area=area, as_of=at))
            window = (at - rng.randrange(1, 40) * DAY, at)
            found, _ = counts(reader, question, kind, FULL, window)
            keys = keys_of(reader, question, kind)
            whole = cohorts(reader, question, keys, wants_of(EVERY), window[0], window[1], window[1] - window[0])
            for code, counted in found.items():
                expected = whole.get((code, 0), Counts())
                assert _numbers(counted) == _numbers(expected), (area, code, at)
                assert +counted.sources == expected.sources
            assert {code for code, _ in whole} <= set(found)


def test_a_score_that_came_later_was_none_before(store: Store) -> None:
    accept(
        store,
        [
            *course("plain"),
            said("plain", "evaluated", "20 12:10"),
            said("plain", "archived", "20 16:00", satisfaction=5),
            *course("good", score=4),
        ],
    )
    with reading(store) as reader:
        now = _counts(reader, "department")["chengguan"]
        then = _counts(reader, "department", as_of=moment("20 14:00"))["chengguan"]
    assert (now.scored, now.satisfied) == (2, 2)
    assert (then.scored, then.satisfied) == (1, 1)
