"""Verify finds every kind of damage, and rebuild mends it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from data_access.clock import HOUR, SECOND
from data_access.ingest.rebuild import rebuild, verify
from data_access.store.store import Store
from tests.data_access.worlds import IN_G1, Clock, accept, areas, contents, measures, moment, said, take, world

DAMAGE = {
    "a changed count": "UPDATE rollup SET reported = reported + 1 WHERE area = 's1' AND dimension = ''",
    "a changed level": "UPDATE rollup SET open_change = 0 WHERE area = 'd' AND dimension = '' AND open_change <> 0",
    "a changed histogram": "UPDATE rollup SET handling = handling || handling WHERE handling <> ''",
    "a lost histogram": "UPDATE rollup SET response = '' WHERE area = 'd' AND response <> ''",
    "a lost rollup": "DELETE FROM rollup WHERE area = 'd' AND dimension = 'source'",
    "no rollups": "DELETE FROM rollup",
    "a stray rollup": "INSERT INTO rollup (area, dimension, key, hour, reported) VALUES ('zz', '', '', 0, 1)",
    "a stray histogram": "INSERT INTO rollup (area, dimension, key, hour, response) VALUES ('d', '', '', 0, '!!+')",
    "a lost version": "DELETE FROM event_version WHERE id = 1 AND valid_to IS NULL",
    "a lost first version": "DELETE FROM event_version WHERE valid_from = (SELECT min(valid_from) FROM event_version)",
    "a changed version": "UPDATE event_version SET due_at = 7 WHERE id = 2",
    "an overlapping version": "UPDATE event_version SET valid_to = valid_to + 1 WHERE id = 1 AND valid_to IS NOT NULL",
    "a stray version": "INSERT INTO event_version (id, source, event_id, valid_from, mark, reworked, returned, "
    "urged, supervised, moves, proven) VALUES (999, 'hotline', 'x', 0, 'urged', 0, 0, 0, 0, 0, 0)",
    "a version too many": "INSERT INTO event_version (id, source, event_id, valid_from, mark, reworked, returned, "
    "urged, supervised, moves, proven) VALUES (1, 'hotline', '1', 0, 'urged', 0, 0, 0, 0, 0, 0)",
    "a stray mark": "INSERT INTO mark (event, place, at, kind) VALUES (999, 0, 0, 'urged')",
    "a mark too many": "INSERT INTO mark (event, place, at, kind) VALUES (1, 99, 0, 'urged')",
    "a changed state": "UPDATE event SET area = 's2' WHERE id = 1",
    "a title lost": "UPDATE event SET title = NULL WHERE title IS NOT NULL",
    "a point lost": "UPDATE event SET lon = NULL WHERE lon IS NOT NULL",
    "a placeholder unmarked": "UPDATE feed_point SET placeholder = 0",
    "a point marked": "UPDATE feed_point SET placeholder = 1 WHERE lon > 117.4",
    "a point lost from the count": "DELETE FROM feed_point WHERE placeholder = 1",
    "points miscounted": "UPDATE feed_point SET records = records + 500",
    "a feed miscounted": "UPDATE feed_state SET located = located + 1",
    "a feed's newest message lost": "UPDATE feed_state SET last_at = 0, transitions = 1",
    "a lost feed": "DELETE FROM feed_state",
}


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A database with a bit of everything: closed, reworked, voided and overdue cases, a placeholder."""
    rng = Random(11)
    batch = []
    for number in range(1, 19):
        name, at = str(number), moment("18 00:00") + rng.randrange(2 * 86_400) * SECOND
        area = rng.choice(["g1", "g3", "c3", "s3"])
        batch.append(said(name, "collected", at, area=area, title="t", due_at=at + 3 * HOUR))
        for stage in ("dispatched", "accepted", "handled", "evaluated", "archived")[: rng.randrange(6)]:
            at += rng.randrange(1, 9_000) * SECOND
            department = rng.choice(["chengguan", "gongan"])
            batch.append(said(name, stage, at, department=department, satisfaction=rng.randint(1, 5)))
        if number % 9 == 0:
            batch.append(said(name, rng.choice(["voided", "reworked"]), at + 5 * SECOND))
    for number in range(100):
        place = IN_G1 if number < 6 else {"lon": 117.5 + number / 1e4, "lat": 34.2}
        batch.append(said(f"p{number}", "collected", moment("21 09:00") + number, source="worker", **place))
    with world() as store:
        accept(store, batch)
        assert verify(store) == []
        store.close()
        yield Path(store.engine.url.database or "")


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of its own with that database."""
    store = Store(f"sqlite:///{shutil.copy(made, tmp_path)}", clock=Clock())
    yield store
    store.close()


def damage(store: Store, statement: str) -> None:
    with store.writing() as connection:
        assert connection.execute(text(statement)).rowcount != 0


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_and_mended(filled: Store, kind: str) -> None:
    before = contents(filled)
    damage(filled, DAMAGE[kind])
    found = verify(filled)
    assert found
    assert all(isinstance(line, str) and line for line in found)
    assert rebuild(filled) == 118
    assert verify(filled) == []
    assert contents(filled) == before


def test_a_lost_event_row_is_found_and_mended(filled: Store) -> None:
    """`transition` is the truth: what the states are made of must not be only in them."""
    before = contents(filled)
    damage(filled, "DELETE FROM event WHERE event_id = '7'")
    assert any("its present state differs" in line for line in verify(filled))
    rebuild(filled)
    assert contents(filled) == before
    assert verify(filled) == []


def test_damage_is_named(filled: Store) -> None:
    damage(filled, DAMAGE["a changed state"])
    assert verify(filled) == ["event hotline/1: its present state differs from the fold of its transitions"]
    rebuild(filled)
    damage(filled, "DELETE FROM event_version WHERE id = 1")
    assert verify(filled) == ["event hotline/1: its versions differ from the fold of its transitions"]
    rebuild(filled)
    damage(filled, "UPDATE rollup SET reported = 77 WHERE area = 's3' AND dimension = '' AND reported > 0")
    assert all(line.startswith("rollup ('s3', '', '', ") and "reported=77" in line for line in verify(filled))


def test_rows_of_nothing_are_no_damage(filled: Store) -> None:
    damage(filled, "INSERT INTO rollup (area, dimension, key, hour) VALUES ('d', '', '', 0)")
    assert verify(filled) == []


def test_rebuild_changes_nothing_that_was_right(filled: Store) -> None:
    before, version, rows = contents(filled), filled.version(), measures(filled, "child", window="7d")
    told: list[int] = []
    filled.on_change(told.append)
    done: list[tuple[int, int]] = []
    assert rebuild(filled, lambda number, total: done.append((number, total))) == 118
    assert contents(filled) == before
    assert measures(filled, "child", window="7d") == rows
    assert filled.version().version == version.version + 1
    assert filled.version().newest_at == version.newest_at
    assert told == [version.version + 1]
    assert done[-1] == (118, 118)


def test_an_empty_store_is_whole(store: Store) -> None:
    assert verify(store) == []
    assert rebuild(store) == 0
    assert verify(store) == []


def test_a_new_tree_is_taken_up_by_rebuild(filled: Store) -> None:
    moved = [one for one in areas() if one.code != "g2"]
    filled.replace_areas(moved)
    take(filled, [said("late", "collected", "22 09:00", area="g1")])
    rebuild(filled)
    assert verify(filled) == []
    total = measures(filled, window="30d")[0]
    parts = measures(filled, "child", window="30d")
    assert sum(row["reported"] for row in parts) == total["reported"]


def test_points_are_located_anew_in_a_new_tree(store: Store) -> None:
    take(store, [said("1", "collected", "22 09:00", **IN_G1)])
    assert measures(store, area="g1")[0]["reported"] == 1
    store.replace_areas([one for one in areas() if one.code != "g1"])
    rebuild(store)
    assert measures(store, "child", area="s1")[0]["reported"] == 1
    assert [row["reported"] for row in measures(store, "child", area="c1")] == [0, 1]
    store.replace_areas(areas(drawn=False))
    rebuild(store)
    assert measures(store)[0]["reported"] == 1
    assert measures(store, area="s1")[0]["reported"] == 0
    assert verify(store) == []
