"""Readers: what a viewer may see, and what a view means."""

from collections.abc import Iterator
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from data_access.clock import DAY, HOUR, format_instant
from data_access.measures import ALL, measure
from data_access.reader import OutsideScope, Reader, Scope, open_reader
from data_access.store.store import NoAreasError, Store
from data_access.tally import Tally
from data_access.view import View, ViewError
from tests.data_access.worlds import (
    CODES,
    NOW,
    OUTSIDE,
    STORED,
    TREE,
    accept,
    measures,
    moment,
    only,
    reading,
    said,
    storied,
    world,
)
from tests.recomputation.stories import Story, question, small_stories, story


@pytest.fixture
def store() -> Iterator[Store]:
    with world() as found:
        yield found


def test_without_areas_there_is_nothing_to_read(tmp_path: Any) -> None:
    empty = Store(f"sqlite:///{tmp_path / 'empty.db'}")
    empty.migrate()
    with pytest.raises(NoAreasError), open_reader(empty, Scope()):
        pass
    empty.close()


def test_no_area_means_the_whole_of_what_may_be_seen(store: Store) -> None:
    for scope, expected in (("", "d"), ("s1", "s1"), ("g4", "g4")):
        with reading(store, scope) as reader:
            assert reader.area(View()).code == expected
            assert reader.question(View()).area == expected


def test_a_viewer_sees_the_own_subtree_and_nothing_else(store: Store) -> None:
    inside = {"s1", "c1", "c2", "g1", "g2", "g3"}
    with reading(store, "s1") as reader:
        for code in CODES:
            if code in inside:
                assert reader.area(View(area=code)).code == code
            else:
                with pytest.raises(OutsideScope, match=f"area '{code}' is outside what you may see; expected 's1'"):
                    reader.area(View(area=code))


def test_what_a_view_is_compared_with_is_looked_at_like_its_area(store: Store) -> None:
    with reading(store, "s1") as reader:
        assert reader.question(View(area="c1", against="area:c2")).area == "c1"
        assert reader.question(View(area="c1", against="previous")).area == "c1"
        with pytest.raises(OutsideScope, match="against 'area:s2' is outside what you may see; expected 's1'"):
            reader.question(View(area="c1", against="area:s2"))
        with pytest.raises(ViewError, match="against 'area:x9' is not in the area tree; expected the code"):
            reader.area(View(against="area:x9"))


@pytest.mark.parametrize("scope", ["", "s1"])
def test_an_unknown_area_is_named(store: Store, scope: str) -> None:
    with reading(store, scope) as reader, pytest.raises(ViewError, match="area 'x9' is not in the area tree"):
        reader.question(View(area="x9"))


def test_a_scope_that_left_the_tree_shows_nothing(store: Store) -> None:
    for area in ("", "d", "s1", "gone"):
        with reading(store, "gone") as reader, pytest.raises(ViewError):
            reader.question(View(area=area))


def test_a_question_is_as_of_now_unless_the_view_or_the_asker_says_otherwise(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    with reading(store) as reader:
        assert reader.now == NOW
        assert reader.question(View()).moment == NOW
        assert reader.question(View(as_of=5)).moment == 5
        assert reader.question(View(as_of=5), moment=7).moment == 7
        assert (reader.question(View()).start, reader.question(View()).end) == (NOW - DAY, NOW)


def test_live_is_from_the_newest_transition_on(store: Store) -> None:
    with reading(store) as reader:
        assert reader.question(View(as_of=0)).live
    accept(store, [said("1", "collected", "22 09:00")])
    newest = moment("22 09:00")
    with reading(store) as reader:
        assert [reader.question(View(as_of=at)).live for at in (newest - 1, newest, newest + 1)] == [False, True, True]


def test_now_is_never_before_what_has_happened(store: Store) -> None:
    accept(store, [said("1", "collected", NOW + store.clock_tolerance)])
    with reading(store) as reader:
        assert reader.now == NOW + store.clock_tolerance + 1


def test_as_of_a_past_instant_is_what_was_known_then(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "22 09:00", due_at="22 10:00"),
            said("1", "extended", "22 09:30", due_at="23 10:00", area="s2", department="gongan"),
            said("1", "handled", "22 11:00"),
            said("1", "voided", "22 12:00"),
        ],
    )
    seen = {
        clock: [
            only(store, as_of=moment(f"22 {clock}"), window="today")[name] for name in ("reported", "open", "closed")
        ]
        for clock in ("08:59", "09:01", "10:30", "11:30", "12:00")
    }
    assert seen == {
        "08:59": [0, 0, 0],
        "09:01": [1, 1, 0],
        "10:30": [1, 1, 0],
        "11:30": [1, 0, 1],
        "12:00": [0, 0, 0],
    }
    assert only(store, as_of=moment("22 09:15"), area="g1")["open"] == 1
    assert only(store, as_of=moment("22 09:45"), area="g1")["open"] == 0
    assert only(store, as_of=moment("22 09:45"), area="s2", department="gongan")["open"] == 1
    assert only(store, as_of=moment("22 10:30"))["overdue"] == 0


@pytest.mark.parametrize("as_of", [None, "22 12:00"])
def test_filters_are_exact_and_a_category_holds_what_is_below_it(store: Store, as_of: str | None) -> None:
    kinds = ("city", "city/street", "city/street/stall", "city/street-order", "City", "city%", "cit_")
    for number, kind in enumerate(kinds):
        accept(store, [said(str(number), "collected", "22 09:00", category=kind, department="d" if number else None)])
    at = None if as_of is None else moment(as_of)
    counts = {kind: only(store, as_of=at, category=kind)["reported"] for kind in (*kinds, "cit", "city/", "street")}
    assert counts == {
        "city": 4,
        "city/street": 2,
        "city/street/stall": 1,
        "city/street-order": 1,
        "City": 1,
        "city%": 1,
        "cit_": 1,
        "cit": 0,
        "city/": 0,
        "street": 0,
    }
    assert only(store, as_of=at, department="unassigned")["reported"] == 1
    assert only(store, as_of=at, department="d", category="city")["reported"] == 3
    assert only(store, as_of=at, department="nobody")["reported"] == 0
    assert only(store, as_of=at, source="hotline' OR 1=1 --")["reported"] == 0


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("as_of", [None, "22 12:00"])
def test_every_area_counts_its_subtree(store: Store, code: str, as_of: str | None) -> None:
    accept(store, [said(one, "collected", "22 09:00", area=one) for one in CODES])
    accept(store, [said("none", "collected", "22 09:00", **OUTSIDE)])
    below = {code}
    for one, (_, parent, _) in TREE.items():
        if parent in below:
            below.add(one)
    at = None if as_of is None else moment(as_of)
    expected = len(below) + (code == "d")
    assert only(store, area=code, as_of=at)["reported"] == expected
    assert only(store, area=code, as_of=at)["open"] == expected
    assert sum(row["reported"] for row in measures(store, "child", area=code, as_of=at)) == expected


def test_labels(store: Store) -> None:
    with reading(store) as reader:
        assert (reader.area_label("s1", "zh"), reader.area_label("s1", "en")) == ("名s1", "Name s1")
        assert reader.label("department", "gongan", "en") == "Police"
        assert reader.label("department", "other", "en") == "other"
        assert reader.label("department", None, "en") is None
        assert reader.label("category", "city/street", "zh") == "城市管理 · street"


def test_a_reader_keeps_to_one_state(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    with reading(store) as reader:
        assert measure(reader, reader.question(View()))[""].reported == 1
        accept(store, [said("2", "collected", "22 09:00")])
        assert measure(reader, reader.question(View()))[""].reported == 1
        assert measure(reader, reader.question(View(as_of=NOW - HOUR)))[""].reported == 1


ADDED = tuple(name for name, value in asdict(Tally()).items() if isinstance(value, int))
"""Every count of a tally."""


def parts_of(reader: Reader, view: View) -> tuple[Tally, list[Tally]]:
    question = reader.question(view)
    return measure(reader, question, "none", ALL)[""], list(measure(reader, question, "child", ALL).values())


def agree(reader: Reader, view: View) -> None:
    """Children and unlocated make the parent, in every measure."""
    whole, parts = parts_of(reader, view)
    for name in ADDED:
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts), (name, view)
        assert all(getattr(part, name) >= 0 for part in parts), (name, view)
    for name in ("response", "handling"):
        assert getattr(whole, name).as_json()["n"] == sum(getattr(part, name).as_json()["n"] for part in parts)
    for source in whole.sources.keys() | {source for part in parts for source in part.sources}:
        assert whole.sources[source] == sum(part.sources[source] for part in parts)


def agree_everywhere(told: Story, rng: Random, reader: Reader, number: int) -> None:
    for place in range(number):
        asked = question(rng, told, live=place % 2 == 0)
        filters = {"department": asked.department, "source": asked.source, "category": asked.category}
        view = View(window=asked.window, as_of=None if asked.now else asked.as_of, **filters)
        for code, _ in told.areas:
            agree(reader, view.replaced(area=code))


@settings(STORED, max_examples=10)
@given(small_stories())
def test_children_and_unlocated_make_the_parent(told_by: tuple[Story, Random]) -> None:
    told, rng = told_by
    with storied(told, [told.messages]) as told_store, open_reader(told_store, Scope()) as reader:
        agree_everywhere(told, rng, reader, 2)


def test_children_and_unlocated_make_the_parent_in_a_long_story() -> None:
    rng = Random(19)
    told = story(rng, events=100)
    with storied(told, [told.messages]) as told_store, open_reader(told_store, Scope()) as reader:
        agree_everywhere(told, rng, reader, 6)


def test_a_window_is_answered_the_same_live_and_from_the_past(store: Store) -> None:
    """The rollups and the versions give one answer: a later transition of another event turns the one to the other."""
    rng = Random(5)
    batch = []
    for number in range(30):
        at = moment("21 00:00") + rng.randrange(30 * 60) * 60_000_000 + rng.choice((0, 1, 17))
        batch.append(said(str(number), "collected", at, area=rng.choice(CODES), due_at=at + HOUR))
        batch.append(said(str(number), "handled", at + rng.randrange(3 * HOUR), department="gongan"))
    accept(store, [one for one in batch if one["at"] <= format_instant(NOW)])
    views = [{"area": code, "window": window, "as_of": NOW} for code in CODES for window in ("24h", "today", "7d")]
    live = [measures(store, "child", **view) for view in views]
    accept(store, [said("later", "urged", NOW + 1)])
    past = [measures(store, "child", **view) for view in views]
    for one, other in zip(live, past, strict=True):
        for row in (*one, *other):
            for name in ("response_seconds", "handling_seconds"):
                row[name] = row[name]["n"]
        assert one == other
