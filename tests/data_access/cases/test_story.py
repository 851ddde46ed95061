from typing import Any

import pytest

from data_access.cases.story import NOT_YET, UNKNOWN, Change, Missing, Story, story
from data_access.clock import DAY, HOUR
from data_access.events.fold import State
from data_access.frames.dwell import frame as dwell
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said


def told(store: Store, event_id: str = "1", at: int = NOW, scope: str = "", source: str = "hotline") -> Any:
    with reading(store, scope) as reader:
        return story(reader, source, event_id, at)


def fill(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "20 09:00", title="占道 13812345678", severity=2, due_at="21 09:00"),
            said("1", "dispatched", "20 10:00", department="chengguan"),
            said("1", "accepted", "20 10:20", department="chengguan", post="p1"),
            said("1", "returned", "20 12:00", department="chengguan", note="非本部门，电话13912345678"),
            said("1", "dispatched", "20 13:00", department="gongan", area="g4"),
            said("1", "extended", "20 14:00", due_at="21 18:00", severity=4),
            said("1", "handled", "21 20:00", department="gongan"),
        ],
    )


def test_every_step_in_order_with_what_it_changed(store: Store) -> None:
    fill(store)
    found = told(store)
    assert isinstance(found, Story)
    assert [one.stage for one in found.steps] == [
        *("collected", "dispatched", "accepted", "returned", "dispatched", "extended", "handled"),
    ]
    assert found.title == "占道 138****5678"
    assert found.steps[3].note == "非本部门，电话139****5678"
    assert [one.changes for one in found.steps] == [
        (),
        (),
        (Change("post", None, "p1"),),
        (),
        (Change("area", "g1", "g4"),),
        (Change("severity", 2, 4), Change("due_at", moment("21 09:00"), moment("21 18:00"))),
        (),
    ]


def test_departments_one_after_the_other(store: Store) -> None:
    fill(store)
    found = told(store).holders
    assert [(one.department, one.since, one.until, one.how, dict(one.marks)) for one in found] == [
        (None, moment("20 09:00"), moment("20 10:00"), "collected", {}),
        ("chengguan", moment("20 10:00"), moment("20 13:00"), "dispatched", {"returned": 1}),
        ("gongan", moment("20 13:00"), moment("21 20:00"), "dispatched", {"extended": 1}),
    ]
    assert sum(one.seconds for one in found) == (moment("21 20:00") - moment("20 09:00")) / 1e6
    before = told(store, at=moment("20 15:00")).holders[-1]
    assert (before.until, before.seconds) == (None, 2 * 3600)


def test_stays_are_those_that_the_dwell_panel_counts(store: Store) -> None:
    fill(store)
    found = told(store)
    assert [(one.stage, one.seconds, one.left is None, one.over) for one in found.stays] == [
        ("collected", 3600, False, False),
        ("dispatched", 34 * 3600, False, True),
        ("handled", (NOW - moment("21 20:00")) / 1e6, True, False),
    ]
    with reading(store) as reader:
        rows = dwell(reader, View(window="7d")).set_index("stage")
    for one in found.stays:
        shown = rows.loc[one.stage]
        assert one.limit == shown["limit"]
        assert one.seconds == pytest.approx(shown["p50" if one.left else "age_p50"], rel=0.0101)
        assert (shown["n"], shown["inside"]) == ((1, 0) if one.left else (0, 1))


def test_as_of_t_it_is_what_it_was_then(store: Store) -> None:
    fill(store)
    found = told(store, at=moment("20 12:30"))
    assert (found.state.area, found.state.due_at, found.state.stage) == ("g1", moment("21 09:00"), "accepted")
    assert len(found.steps) == 4
    assert found.open
    assert not told(store).open
    assert found.state._fields[3:] == State._fields


def test_what_came_in_after_a_later_step_is_told(store: Store) -> None:
    accept(store, [said("1", "collected", "20 09:00"), said("1", "handled", "20 12:00")])
    store.clock.now += DAY  # type: ignore[attr-defined]  # the clock of the test's world
    accept(store, [said("1", "dispatched", "20 10:00"), said("1", "archived", "20 13:00")])
    assert [one.overtaken for one in told(store).steps] == [False, True, False, False]


def test_nothing_of_what_the_viewer_may_not_see(store: Store) -> None:
    fill(store)
    accept(store, [said("lost", "collected", "20 09:00", lon=119.0, lat=34.2, area=None)])
    assert told(store, "2") == Missing(UNKNOWN)
    assert told(store, source="worker") == Missing(UNKNOWN)
    # It is in s2 by now and was in s1 before.
    assert told(store, scope="s1") == Missing(UNKNOWN)
    assert isinstance(told(store, scope="s2"), Story)
    assert isinstance(told(store, scope="s1", at=moment("20 12:00")), Story)
    assert told(store, scope="s2", at=moment("20 12:00")) == Missing(UNKNOWN)
    assert isinstance(told(store, "lost"), Story)
    assert told(store, "lost", scope="s1") == Missing(UNKNOWN)


def test_before_its_first_step_there_is_none_yet(store: Store) -> None:
    fill(store)
    first = moment("20 09:00")
    assert told(store, at=first - 1) == Missing(NOT_YET, first)
    assert isinstance(told(store, at=first), Story)
    assert told(store, at=first - HOUR, scope="s1") == Missing(UNKNOWN)


def test_a_voided_one_and_one_without_its_collection_have_a_story(store: Store) -> None:
    accept(
        store,
        [
            said("v", "collected", "20 09:00"),
            said("v", "voided", "20 10:00"),
            said("h", "handled", "20 09:00", department="gongan"),
        ],
    )
    voided, bare = told(store, "v"), told(store, "h")
    assert not voided.open
    assert (voided.end, voided.stays[-1].left) == (moment("20 10:00"), moment("20 10:00"))
    assert bare.state.collected_at is None
    assert [one.stage for one in bare.stays] == ["handled"]
