from typing import Any

from data_access.cases.nearby import Neighbour, neighbours
from data_access.cases.story import Story, story
from data_access.frames import twins
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said

NORTH = 111_195.0
"""Metres to a degree of latitude."""


def at(metres: float) -> dict[str, float]:
    return {"lon": 117.1, "lat": 34.2 + metres / NORTH}


def around(store: Store, moment_: int = NOW, scope: str = "") -> dict[str, Neighbour]:
    with reading(store, scope) as reader:
        found = story(reader, "hotline", "1", moment_)
        assert isinstance(found, Story)
        return {one.event_id: one for one in neighbours(reader, found)}


def fill(store: Store, *more: Any) -> None:
    accept(store, [said("1", "collected", "15 09:00", **at(0)), *more])


def test_near_in_place_and_time_the_nearest_first(store: Store) -> None:
    fill(
        store,
        said("inside", "collected", "16 09:00", **at(299)),
        said("close", "collected", "14 09:00", **at(-20)),
        said("outside", "collected", "15 09:00", **at(301)),
        said("week", "collected", "22 09:00", **at(10)),
        said("late", "collected", "22 09:00:01", **at(10)),
        said("early", "collected", "08 08:59", **at(10)),
        said("void", "collected", "15 10:00", **at(10)),
        said("void", "voided", "15 11:00"),
        said("nowhere", "collected", "15 10:00"),
    )
    found = around(store)
    assert list(found) == ["week", "close", "inside"]
    assert [round(one.metres) for one in found.values()] == [10, 20, 299]
    assert [one.seconds for one in found.values()] == [7 * 86_400, -86_400, 86_400]


def test_as_of_t_only_what_was_known_then_and_as_it_was(store: Store) -> None:
    fill(
        store,
        said("2", "collected", "15 10:00", due_at="15 11:00", **at(5)),
        said("2", "handled", "15 12:00"),
        said("3", "collected", "15 11:30", **at(6)),
    )
    assert list(around(store, moment("15 09:30"))) == []
    then = around(store, moment("15 11:10"))
    assert list(then) == ["2"]
    assert (then["2"].open, then["2"].overdue) == (True, True)
    assert (around(store)["2"].open, around(store)["2"].overdue) == (False, False)


def test_the_same_matter_is_what_the_panel_of_twins_tells_of(store: Store) -> None:
    fill(
        store,
        said("same", "collected", "15 12:00", source="worker", **at(99)),
        said("own", "collected", "15 12:00", **at(10)),
        said("other", "collected", "15 12:00", source="worker", category="safety", **at(10)),
        said("far", "collected", "15 12:00", source="app", **at(101)),
        said("old", "collected", "14 08:59", source="app", **at(1)),
    )
    found = around(store)
    assert [name for name, one in found.items() if one.same] == ["same"]
    with reading(store) as reader:
        table = twins.frame(reader, View(window="7d", as_of=moment("16 00:00")))
    told = {name for names in table["event_ids"] for name in names if "1" in names}
    assert told == {"1", "same"}


def test_nothing_outside_the_scope(store: Store) -> None:
    # Named for the street beside, though its point lies in g1.
    fill(store, said("2", "collected", "15 10:00", area="g4", **at(5)), said("3", "collected", "15 10:00", **at(6)))
    assert set(around(store)) == {"2", "3"}
    assert set(around(store, scope="s1")) == {"3"}


def test_a_case_without_a_place_has_no_neighbours(store: Store) -> None:
    accept(store, [said("1", "collected", "15 09:00"), said("2", "collected", "15 09:00", **at(0))])
    assert around(store) == {}
