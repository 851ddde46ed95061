"""Ingest: what a batch comes back with, what it leaves in the store, and what it never leaves half done."""

import json
import multiprocessing
import threading
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from data_access.clock import HOUR, MINUTE, SECOND, format_instant
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.rebuild import verify
from data_access.ingest.receipt import Incoming, Receipt, Refusal
from data_access.store.schema import event, event_version, feed_state, quarantine, transition
from data_access.store.store import NoAreasError, Store
from tests.data_access.worlds import (
    IN_G1,
    NOW,
    OUTSIDE,
    Clock,
    accept,
    areas,
    contents,
    every_table,
    moment,
    only,
    said,
    take,
    world,
)

STORY = [
    said("1", "collected", "22 09:00", due_at="22 11:00"),
    said("1", "dispatched", "22 09:05", department="chengguan"),
    said("1", "handled", "22 09:30"),
]


def rows(store: Store, table: Any) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def held(store: Store) -> list[tuple[str, str]]:
    return [(row["reason"], row["raw"]) for row in rows(store, quarantine)]


def test_a_batch_is_counted(store: Store) -> None:
    assert take(store, STORY) == Receipt(read=3, accepted=3)
    assert take(store, STORY) == Receipt(read=3, duplicate=3)
    assert take(store, []) == Receipt()
    more = [
        STORY[0],
        said("2", "collected", "22 09:00"),
        {"nonsense": 1},
        said("3", "collected", "22 09:00", **OUTSIDE),
    ]
    receipt = take(store, more)
    assert (receipt.read, receipt.accepted, receipt.duplicate, receipt.unlocated) == (4, 2, 1, 1)
    assert receipt.as_json() == {
        "accepted": 2,
        "duplicate": 1,
        "quarantined": [{"index": 2, "reason": receipt.quarantined[0].reason}],
    }
    assert verify(store) == []


def test_receipts_add_up_and_their_refusals_are_renumbered() -> None:
    total = Receipt(read=3, accepted=2, quarantined=[Refusal(1, "a")])
    total.add(Receipt(read=2, duplicate=1, unlocated=1, quarantined=[Refusal(0, "b")]))
    assert total == Receipt(5, 2, 1, 1, [Refusal(1, "a"), Refusal(3, "b")])


def test_one_batch_may_hold_a_message_twice(store: Store) -> None:
    assert take(store, [*STORY, *STORY]) == Receipt(read=6, accepted=3, duplicate=3)


def test_what_makes_a_transition_the_same(store: Store) -> None:
    first = said("1", "urged", "22 09:00", department="chengguan", title="first")
    same = [first | {"title": "second"}, first | {"at": "2026-11-22T01:00:00Z"}]
    others = [
        first | {"source": "worker"},
        first | {"event_id": "2"},
        first | {"stage": "supervised"},
        said("1", "urged", "22 09:01", department="chengguan"),
        first | {"department": "gongan"},
        {name: value for name, value in first.items() if name != "department"},
    ]
    assert take(store, [first, *same, *others]) == Receipt(read=9, accepted=7, duplicate=2)
    # Of what says the same transition twice, the first seen holds.
    assert {row["title"] for row in rows(store, event) if row["event_id"] == "1" and row["source"] == "hotline"} == {
        "first"
    }


def test_one_number_of_two_sources_is_two_events(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00"), said("1", "collected", "22 09:00", source="worker")])
    assert only(store)["reported"] == 2


def test_the_rest_of_a_batch_is_kept(store: Store) -> None:
    batch = [None, *STORY, {"event_id": "9"}, said("2", "collected", "22 10:00"), "text", 7, [], STORY[0] | {"at": 5}]
    receipt = take(store, batch)
    assert receipt.accepted == 4
    assert [one.index for one in receipt.quarantined] == [0, 4, 6, 7, 8, 9]
    assert [json.loads(raw) for _, raw in held(store)] == [batch[one.index] for one in receipt.quarantined]
    assert [reason for reason, _ in held(store)] == [one.reason for one in receipt.quarantined]
    assert only(store)["reported"] == 2
    assert verify(store) == []


def test_the_raw_text_is_kept_as_it_came(store: Store) -> None:
    raw = '{"event_id":  "1", "title": "\\u5e97"'
    receipt = Ingestor(store).ingest([Incoming(raw=raw, error="message is not JSON: x")], "feed")
    assert receipt.quarantined == [Refusal(0, "message is not JSON: x")]
    assert held(store) == [("message is not JSON: x", raw)]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "a\\x00b"),
        ("half \ud83d", "half \\ud83d"),
        ("全角 ' \" \\ % \t\n 😀", "全角 ' \" \\ % \t\n 😀"),
        ("x" * 2_000_000, "x" * 2_000_000),
        ("", ""),
    ],
    ids=["NUL", "half a pair", "odd", "long", "empty"],
)
def test_odd_raw_text_is_kept(store: Store, raw: str, kept: str) -> None:
    Ingestor(store).ingest([Incoming(raw=raw, error="broken")], "feed")
    assert held(store) == [("broken", kept)]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            said("1", "collected", "22 09:00", source="nobody"),
            "source: 'nobody' is not a known source",
        ),
        (said("1", "collected", "22 09:00", area="x9"), "area: 'x9' is not in the area tree"),
        (said("1", "urged", "22 09:00", area="x9"), "area: 'x9' is not in the area tree"),
        (said("1", "collected", "22 12:40"), "at: 2026-11-22T04:40:00Z lies in the future"),
        (said("1", "collected", "22 09:00") | {"at": "9999-12-31T23:59:59Z"}, "at: 9999-12-31T23:59:59Z lies in"),
        (said("1", "collected", "22 09:00") | {"at": "9999-12-31T23:59:59-12:00"}, "at: "),
        ({"specversion": "2.0"}, "specversion: '2.0'"),
        ({"specversion": "1.0", "id": "1", "source": "x", "type": "y", "data": "[" * 100_000}, "CloudEvents data"),
    ],
)
def test_what_this_site_does_not_know_is_refused(store: Store, message: Any, words: str) -> None:
    receipt = take(store, [message, *STORY])
    assert receipt.accepted == 3
    (refused,) = receipt.quarantined
    assert refused.reason.startswith(words)


def test_the_clock_tolerance_is_allowed_and_no_more(store: Store) -> None:
    latest = NOW + store.clock_tolerance
    assert take(store, [said("1", "collected", latest)]).accepted == 1
    assert take(store, [said("2", "collected", latest + 1)]).accepted == 0
    # What has not happened by our clock, but by theirs, is seen at once: T is then its instant.
    assert only(store)["open"] == 1
    store.clock.now = latest + 1  # type: ignore[attr-defined]
    assert only(store)["reported"] == 1


def test_a_deadline_may_lie_anywhere(store: Store) -> None:
    far = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59Z"]
    for number, due in enumerate(far):
        accept(store, [said(str(number), "collected", "22 09:00") | {"due_at": due}])
    assert only(store)["overdue"] == 2
    assert verify(store) == []


def test_cloudevents_are_unwrapped(store: Store) -> None:
    envelope = {"specversion": "1.0", "id": "1", "source": "/x", "type": "event", "data": STORY[0]}
    assert take(store, [envelope]).accepted == 1
    assert take(store, STORY[:1]).duplicate == 1


@pytest.mark.parametrize(
    ("place", "area"),
    [
        (IN_G1, "g1"),
        ({"lon": 117.1, "lat": 34.95}, "s1"),
        ({"lon": 117.3, "lat": 34.45}, "c1"),
        ({"lon": 117.95, "lat": 34.5}, "d"),
        (OUTSIDE, None),
        ({"lon": 0, "lat": 0}, None),
        ({"lon": -0.0, "lat": 0.0}, None),
        ({"area": "s2", **IN_G1}, "s2"),
        ({"area": "s2", "lon": 0, "lat": 0}, "s2"),
    ],
)
def test_an_event_lies_where_it_is_named_else_in_the_deepest_area_at_its_point(
    store: Store, place: dict[str, Any], area: str | None
) -> None:
    receipt = take(store, [said("1", "collected", "22 09:00", **place)])
    (row,) = rows(store, event)
    assert row["area"] == area
    assert receipt.unlocated == (area is None)
    zero = place.get("lon") == 0
    assert (row["lon"], row["lat"]) == ((None, None) if zero else (place.get("lon"), place.get("lat")))
    assert only(store)["reported"] == 1
    assert verify(store) == []


def test_a_point_said_later_moves_the_event(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", **IN_G1), said("1", "verified", "22 10:00", lon=117.5, lat=34.2)])
    assert [(row["area"], row["lon"]) for row in rows(store, event)] == [("g4", 117.5)]


def test_the_datum_is_the_one_given_else_the_one_declared(store: Store) -> None:
    place = {"lon": 117.19, "lat": 34.2}
    take(store, [said("1", "collected", "22 09:00", **place)])
    take(store, [said("2", "collected", "22 09:00", **place)], datum="gcj02")
    take(store, [said("3", "collected", "22 09:00", source="app", **place)])
    take(store, [said("4", "collected", "22 09:00", source="app", **place)], datum="wgs84")
    found = {row["event_id"]: (row["lon"], row["lat"]) for row in rows(store, event)}
    assert found["1"] == found["4"] == (117.19, 34.2)
    assert found["2"] == found["3"]
    assert found["2"] != found["1"]
    assert found["2"] == pytest.approx((117.19, 34.2), abs=0.01)


def test_a_tree_without_shapes_locates_nothing(store: Store) -> None:
    store.replace_areas(areas(drawn=False))
    receipt = take(store, [said("1", "collected", "22 09:00", **IN_G1), said("2", "collected", "22 09:00", area="g1")])
    assert (receipt.accepted, receipt.unlocated) == (2, 1)
    assert only(store)["reported"] == 2
    assert only(store, area="g1")["reported"] == 1


def test_before_areas_are_loaded_nothing_is_taken(tmp_path: Any) -> None:
    store = Store(f"sqlite:///{tmp_path / 'empty.db'}")
    store.migrate()
    with pytest.raises(NoAreasError, match="no areas are loaded"):
        take(store, STORY)
    assert every_table(store)["transition"] == every_table(store)["quarantine"] == []
    store.close()


def test_the_data_version_moves_with_the_data_only(store: Store) -> None:
    told: list[int] = []
    store.on_change(told.append)
    start = store.version()
    take(store, STORY)
    after = store.version()
    assert (after.version, after.newest_at) == (start.version + 1, moment("22 09:30"))
    take(store, STORY)
    take(store, [])
    assert store.version() == after
    take(store, [{"nonsense": 1}])
    take(store, [said("0", "urged", "01 09:00")])
    assert store.version().newest_at == moment("22 09:30")
    assert (
        told == [after.version, after.version + 1, after.version + 2] == [*range(told[0], store.version().version + 1)]
    )


def test_the_state_of_each_feed_is_kept(store: Store) -> None:
    with world(clock=Clock(NOW)) as other:
        accept(other, [*STORY, said("7", "collected", "21 09:00", source="worker", **IN_G1)])
        accept(other, [said("8", "collected", "20 09:00", source="worker", **OUTSIDE)])
        found = {row["source"]: row for row in rows(other, feed_state)}
    assert [found["hotline"][name] for name in ("last_at", "transitions", "located")] == [moment("22 09:30"), 3, 0]
    assert [found["worker"][name] for name in ("last_at", "transitions", "located")] == [moment("21 09:00"), 2, 2]
    assert found["worker"]["last_received_at"] == NOW


def test_the_newest_case_of_a_feed_is_that_collected_first_last(store: Store) -> None:
    def newest() -> int | None:
        (row,) = rows(store, feed_state)
        assert verify(store) == []
        found: int | None = row["last_collected_at"]
        return found

    accept(store, [said("1", "dispatched", "21 08:00")])
    assert newest() is None
    accept(store, [said("1", "collected", "21 09:00"), said("2", "collected", "21 10:00")])
    assert newest() == moment("21 10:00")
    accept(store, [said("1", "collected", "21 11:00"), said("2", "handled", "21 12:00")])
    assert newest() == moment("21 10:00")  # An old case that is collected again is no new one.
    accept(store, [said("2", "collected", "21 07:00")])
    assert newest() == moment("21 09:00")  # What came late proves it to be older than the other.


def test_every_instant_of_an_event_is_a_version(store: Store) -> None:
    accept(store, STORY)
    found = sorted((row["valid_from"], row["valid_to"], row["stage"]) for row in rows(store, event_version))
    nine, five, thirty = (moment(f"22 09:{minute}") for minute in ("00", "05", "30"))
    assert found == [(nine, five, "collected"), (five, thirty, "dispatched"), (thirty, None, "handled")]


@pytest.mark.parametrize("table", ["transition", "event", "event_version", "rollup", "quarantine", "data_version"])
def test_a_database_error_leaves_nothing_of_the_batch_behind(store: Store, table: str) -> None:
    accept(store, STORY)
    what = "UPDATE" if table in ("rollup", "data_version") else "INSERT"
    with store.writing() as connection:
        connection.execute(
            text(
                f"CREATE TRIGGER broken BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END"
            )
        )
    before = every_table(store)
    batch = [said("1", "archived", "22 09:40"), said("2", "collected", "22 09:10"), {"nonsense": 1}]
    with pytest.raises(IntegrityError, match="the disk is on fire"):
        take(store, batch)
    assert every_table(store) == before
    with store.writing() as connection:
        connection.execute(text("DROP TRIGGER broken"))
    assert take(store, batch).accepted == 2
    assert verify(store) == []


def batch_of(worker: int, number: int) -> list[dict[str, Any]]:
    """Some events of the worker's own, and one that all of them tell, each a part of it."""
    start = moment("20 00:00") + (worker * 7 + number) * 13 * MINUTE
    own = [said(f"{worker}-{number}-{place}", "collected", start + place * SECOND, area="g2") for place in range(5)]
    shared = ("collected", "dispatched", "handled", "reworked")[number % 4]
    return [*own, said("shared", shared, moment("20 00:00") + number * HOUR, area="g1")]


def expected_of(workers: int, batches: int) -> dict[str, Any]:
    with world() as alone:
        for worker in range(workers):
            for number in range(batches):
                take(alone, batch_of(worker, number))
        return contents(alone)


def test_threads_ingest_at_once(store: Store) -> None:
    totals: list[Receipt] = []

    def work(worker: int) -> None:
        total = Receipt()
        for number in range(6):
            total.add(take(store, batch_of(worker, number)))
        totals.append(total)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(total.accepted for total in totals) == 4 * 6 * 5 + 6
    assert sum(total.duplicate for total in totals) == 3 * 6
    assert contents(store) == expected_of(4, 6)
    assert verify(store) == []


def work_in_a_process(url: str, worker: int, batches: int) -> None:
    store = Store(url, clock=Clock())
    for number in range(batches):
        take(store, batch_of(worker, number))
    store.close()


def test_processes_ingest_at_once(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=work_in_a_process, args=(store.url, worker, 6)) for worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert contents(store) == expected_of(2, 6)
    assert verify(store) == []


def test_a_reader_sees_one_state_while_another_writes(store: Store) -> None:
    accept(store, STORY)
    with store.reading() as connection:
        before = connection.execute(select(func.count()).select_from(transition)).scalar_one()
        accept(store, [said("2", "collected", "22 10:00")])
        assert connection.execute(select(func.count()).select_from(transition)).scalar_one() == before
        assert len(connection.execute(select(event)).all()) == 1
    assert len(rows(store, event)) == 2


def test_more_events_than_fit_in_one_query(store: Store) -> None:
    many = [said(f"m{number}", "collected", "22 09:00", area="g3") for number in range(2_000)]
    assert take(store, many).accepted == 2_000
    assert take(store, [*many, *(one | {"stage": "dispatched"} for one in many)]).as_json() == {
        "accepted": 2_000,
        "duplicate": 2_000,
        "quarantined": [],
    }
    assert only(store, area="c2")["open"] == 2_000
    assert verify(store) == []


def test_text_beyond_ascii_is_kept(store: Store) -> None:
    title = "井盖😀 “破损” \u200b 'x'; --"
    accept(store, [said("编号-１", "collected", "22 09:00", title=title, note="备注")])
    (row,) = rows(store, event)
    assert (row["event_id"], row["title"]) == ("编号-１", title)
    assert format_instant(row["collected_at"]) == "2026-11-22T01:00:00Z"
