"""Placeholder points: one point that more than one per cent of a feed's records stand on."""

from typing import Any

import pytest
from sqlalchemy import select

from data_access.ingest.placeholders import is_placeholder
from data_access.ingest.rebuild import rebuild, verify
from data_access.store.schema import event, feed_point
from data_access.store.store import Store
from tests.data_access.worlds import IN_G1, accept, contents, measures, moment, said, take, world

HERE = {"lon": 117.1, "lat": 34.2}


def spread(count: int, *, first: int = 0) -> list[dict[str, Any]]:
    """Records on points of their own, all in g4."""
    return [
        said(
            f"w{number}", "collected", moment("22 08:00") + number, source="worker", lon=117.5 + number / 1e6, lat=34.2
        )
        for number in range(first, first + count)
    ]


def standing(count: int, *, first: int = 0) -> list[dict[str, Any]]:
    """Records on one point in g1."""
    return [
        said(f"p{number}", "collected", moment("22 09:00") + number, source="worker", **HERE)
        for number in range(first, first + count)
    ]


def zeros(count: int) -> list[dict[str, Any]]:
    return [said(f"z{n}", "collected", moment("22 09:00") + n, source="worker", lon=0, lat=0) for n in range(count)]


def located(store: Store) -> dict[str | None, int]:
    """How many events each area has."""
    with store.reading() as connection:
        areas = connection.execute(select(event.c.area)).scalars().all()
    return {area: areas.count(area) for area in set(areas)}


def flagged(store: Store) -> list[tuple[float, float]]:
    with store.reading() as connection:
        chosen = select(feed_point.c.lon, feed_point.c.lat).where(feed_point.c.placeholder == 1)
        return [tuple(row) for row in connection.execute(chosen)]


@pytest.mark.parametrize(
    ("records", "total", "expected"),
    [(5, 99, False), (5, 100, True), (4, 100, False), (5, 499, True), (5, 500, False), (6, 500, True), (6, 600, False)],
)
def test_more_than_one_per_cent_of_enough(records: int, total: int, expected: bool) -> None:
    assert is_placeholder(records, total) is expected


def test_a_point_becomes_a_placeholder_and_what_stood_on_it_is_unlocated(store: Store) -> None:
    accept(store, [*spread(90), *standing(9)])
    assert located(store) == {"g4": 90, "g1": 9}
    accept(store, spread(1, first=90))
    assert located(store) == {"g4": 91, None: 9}
    assert flagged(store) == [(117.1, 34.2)]
    by_child = {row["key"]: row["reported"] for row in measures(store, "child")}
    assert by_child == {"s1": 0, "s2": 91, "s3": 0, "unlocated": 9}
    assert verify(store) == []


def test_a_point_ceases_to_be_one(store: Store) -> None:
    accept(store, [*spread(100), *standing(5)])
    assert located(store) == {"g4": 100, None: 5}
    accept(store, spread(394, first=100))
    assert (len(flagged(store)), located(store)[None]) == (1, 5)
    accept(store, spread(1, first=494))
    assert (flagged(store), located(store)) == ([], {"g4": 495, "g1": 5})
    assert verify(store) == []


def test_the_same_in_any_order_and_in_any_batches(store: Store) -> None:
    messages = [*spread(200), *standing(12), *zeros(3)]
    accept(store, messages)
    expected = contents(store)
    assert located(store) == {"g4": 200, None: 15}
    for arrivals in ([messages[::-1]], [messages[150:], messages[:150], messages], [messages[n::7] for n in range(7)]):
        with world() as other:
            for some in arrivals:
                accept(other, some)
            assert contents(other) == expected
            assert verify(other) == []


def test_zeros_alone_can_end_a_placeholder(store: Store) -> None:
    """Records on (0, 0) are records: they lower every other point's share."""
    accept(store, [*spread(100), *standing(5)])
    accept(store, zeros(395))
    assert (flagged(store), located(store)) == ([], {"g4": 100, "g1": 5, None: 395})
    assert verify(store) == []


def test_only_the_point_s_own_source_is_meant(store: Store) -> None:
    accept(store, [*spread(100), *standing(5), said("h", "collected", "22 09:00", **HERE)])
    assert located(store) == {"g4": 100, None: 5, "g1": 1}


def test_a_named_area_stays_but_the_point_is_not_drawn(store: Store) -> None:
    accept(store, [*spread(100), *(one | {"area": "s2"} for one in standing(6))])
    assert located(store) == {"g4": 100, "s2": 6}
    with store.reading() as connection:
        lons = connection.execute(select(event.c.lon).where(event.c.area == "s2")).scalars().all()
    assert lons == [None] * 6
    assert verify(store) == []


def test_a_better_point_said_later_holds(store: Store) -> None:
    accept(store, [*spread(100), *standing(5)])
    accept(store, [said("p0", "verified", "22 10:00", source="worker", lon=117.3, lat=34.2)])
    assert located(store) == {"g4": 100, None: 4, "g2": 1}
    assert verify(store) == []


def test_a_placeholder_said_later_does_not_move_an_event(store: Store) -> None:
    accept(store, [*spread(100), *standing(5)])
    accept(store, [said("w3", "verified", "22 10:00", source="worker", **HERE)])
    assert located(store) == {"g4": 100, None: 5}
    # While the point was no placeholder yet, it had moved it; when it becomes one, the event goes back.
    with world() as other:
        accept(other, [*spread(95), *standing(4), said("w3", "verified", "22 10:00", source="worker", **HERE)])
        assert located(other) == {"g4": 94, "g1": 5}
        accept(other, [*spread(5, first=95), *standing(5)])
        assert contents(other) == contents(store)
        assert verify(other) == []


def test_duplicates_do_not_count_twice(store: Store) -> None:
    accept(store, spread(100))
    for _ in range(6):
        take(store, standing(4))
    assert flagged(store) == []


def test_later_stages_are_no_records_of_a_place(store: Store) -> None:
    accept(store, spread(100))
    accept(store, [said(f"w{n}", "verified", "22 10:00", source="worker", **IN_G1) for n in range(9)])
    assert flagged(store) == []
    assert located(store) == {"g4": 91, "g1": 9}


def test_a_batch_moves_events_it_does_not_name(store: Store) -> None:
    accept(store, [*standing(4), *spread(100)])
    accept(store, [said("p0", "dispatched", "22 10:00", source="worker", department="gongan")])
    accept(store, [*standing(1, first=4), said("p1", "handled", "22 10:30", source="worker")])
    assert located(store) == {"g4": 100, None: 5}
    assert verify(store) == []


def test_rebuild_finds_the_same(store: Store) -> None:
    accept(store, [*spread(120), *standing(7), *zeros(2)])
    before = contents(store)
    assert rebuild(store) == 129
    assert contents(store) == before
    assert verify(store) == []
