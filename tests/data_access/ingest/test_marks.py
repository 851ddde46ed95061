"""Marks, posts and proofs as they are stored: the same whatever the order and the batches."""

from itertools import permutations
from typing import Any

from sqlalchemy import select

from data_access.ingest.rebuild import rebuild, verify
from data_access.store.schema import event, event_version, mark
from data_access.store.store import Store
from tests.data_access.worlds import accept, every_table, moment, said, world

PUSHED = [
    said("1", "collected", "22 09:00", post="网格员"),
    said("1", "dispatched", "22 09:10", department="chengguan", post="受理员"),
    said("1", "urged", "22 09:20"),
    said("1", "returned", "22 09:30", department="chengguan", note="非我局职责"),
    said("1", "dispatched", "22 09:40", department="gongan"),
]


def marked(store: Store, event_id: str = "1") -> list[tuple[Any, ...]]:
    """(kind, minutes after nine, before, after) in order."""
    columns = (mark.c.kind, mark.c.at, mark.c.previous, mark.c.department)
    chosen = select(*columns).join(event, event.c.id == mark.c.event).where(event.c.event_id == event_id)
    with store.reading() as connection:
        rows = connection.execute(chosen.order_by(mark.c.place)).all()
    return [(kind, (at - moment("22 09:00")) // 60_000_000, *who) for kind, at, *who in rows]


def state(store: Store, event_id: str = "1") -> Any:
    with store.reading() as connection:
        return connection.execute(select(event).where(event.c.event_id == event_id)).one()


def test_the_way_of_a_case_is_kept(store: Store) -> None:
    accept(store, PUSHED)
    assert marked(store) == [
        ("urged", 20, "chengguan", "chengguan"),
        ("returned", 30, "chengguan", "chengguan"),
        ("handover", 40, "chengguan", "gongan"),
    ]
    found = state(store)
    assert (found.urged, found.supervised, found.moves, found.returned, found.post) == (1, 0, 1, 1, "受理员")


def test_any_order_of_arrival_one_by_one_leaves_the_same() -> None:
    expected = None
    for arrivals in list(permutations(PUSHED))[::17]:
        with world() as store:
            for message in arrivals:
                accept(store, [message])
            found = (marked(store), state(store)[3:])
            assert verify(store) == []
        expected = expected or found
        assert found == expected


def test_a_step_that_comes_late_changes_the_marks_after_it(store: Store) -> None:
    accept(store, PUSHED)
    accept(store, [said("1", "accepted", "22 09:15", department="minzheng")])
    assert marked(store) == [
        ("handover", 15, "chengguan", "minzheng"),
        ("urged", 20, "minzheng", "minzheng"),
        ("handover", 30, "minzheng", "chengguan"),
        ("returned", 30, "chengguan", "chengguan"),
        ("handover", 40, "chengguan", "gongan"),
    ]
    assert state(store).moves == 3
    assert verify(store) == []


def test_a_duplicate_leaves_no_second_mark(store: Store) -> None:
    accept(store, PUSHED)
    before = marked(store)
    accept(store, PUSHED)
    assert marked(store) == before


def test_marks_of_events_do_not_mix(store: Store) -> None:
    accept(store, PUSHED)
    accept(store, [said("2", "urged", "22 09:05"), said("2", "collected", "22 09:00")])
    assert marked(store, "2") == [("urged", 5, None, None)]
    accept(store, [said("2", "supervised", "22 09:06")])
    assert [kind for kind, *_ in marked(store)] == ["urged", "returned", "handover"]
    assert [kind for kind, *_ in marked(store, "2")] == ["urged", "supervised"]


def test_a_note_of_blanks_proves_nothing(store: Store) -> None:
    notes = {"none": None, "empty": "", "blank": " \n\t ", "real": " 已清理 "}
    for event_id, note in notes.items():
        accept(store, [said(event_id, "collected", "22 09:00"), said(event_id, "handled", "22 10:00", note=note)])
    assert {event_id: state(store, event_id).proven for event_id in notes} == {
        "none": 0,
        "empty": 0,
        "blank": 0,
        "real": 1,
    }
    before = every_table(store)
    rebuild(store)
    assert verify(store) == []
    after = every_table(store)
    assert {name: rows for name, rows in after.items() if name != "data_version"} == {
        name: rows for name, rows in before.items() if name != "data_version"
    }


def test_versions_know_what_was_known_then(store: Store) -> None:
    accept(store, [*PUSHED, said("1", "handled", "22 10:00", note="已清理"), said("1", "supervised", "22 11:00")])
    columns = [event_version.c[name] for name in ("post", "urged", "supervised", "moves", "proven")]
    with store.reading() as connection:
        found = connection.execute(select(*columns).order_by(event_version.c.valid_from)).all()
    assert [tuple(row) for row in found] == [
        ("网格员", 0, 0, 0, 0),
        ("受理员", 0, 0, 0, 0),
        ("受理员", 1, 0, 0, 0),
        ("受理员", 1, 0, 0, 0),
        ("受理员", 1, 0, 1, 0),
        ("受理员", 1, 0, 1, 1),
        ("受理员", 1, 1, 1, 1),
    ]
