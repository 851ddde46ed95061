"""A store of the first release comes up: its schema is migrated, and what was derived is derived again."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from data_access.audit.table import audit
from data_access.clock import MINUTE
from data_access.ingest.rebuild import rebuild_if_outdated, verify
from data_access.measures import measure_rows
from data_access.moments import table as moments
from data_access.store.schema import data_version, event, mark, metadata, transition
from data_access.store.store import DERIVATION, Store
from data_access.store.vocabulary import Term
from data_access.view import View
from data_access.walls import tables
from tests.data_access.store.first_schema import BEGAN, NOTE, TOLD, make_first
from tests.data_access.worlds import NOW, Clock, accept, contents, every_table, reading, said, take, world

WORDS = (Term("source", "hotline", "热线", "Hotline"), Term("department", "chengguan", "城管局", "Urban management"))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Store]:
    """A database without anything."""
    store = Store(f"sqlite:///{tmp_path / 'old.db'}", clock=Clock())
    yield store
    store.close()


@pytest.fixture
def old(bare: Store) -> Store:
    """A database of the first release, with cases."""
    make_first(bare)
    return bare


def derivation(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(data_version.c.derivation)).scalar_one())


def states(store: Store) -> dict[str, Any]:
    with store.reading() as connection:
        return {row.event_id: row for row in connection.execute(select(event))}


def test_the_first_schema_is_that_of_then(old: Store) -> None:
    with old.reading() as connection:
        found = inspect(connection)
        assert "mark" not in found.get_table_names()
        assert "post" not in {column["name"] for column in found.get_columns("transition")}


def test_the_schema_becomes_that_of_the_code(old: Store) -> None:
    old.migrate()
    with old.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert {tables.wall_log.name, moments.moment.name, audit.name} <= metadata.tables.keys()


def test_the_truth_is_kept_to_the_letter(old: Store) -> None:
    with old.reading() as connection:
        names = [column["name"] for column in inspect(connection).get_columns("transition")]
        chosen = text(f"SELECT {', '.join(names)} FROM transition ORDER BY id")
        before = connection.execute(chosen).all()
    old.migrate()
    assert rebuild_if_outdated(old)
    with old.reading() as connection:
        assert connection.execute(chosen).all() == before
        assert len(before) == len(TOLD)
        assert set(connection.execute(select(transition.c.post)).scalars()) == {None}


def test_what_was_derived_is_derived_again(old: Store) -> None:
    old.migrate()
    assert derivation(old) == 1
    with old.reading() as connection:
        assert connection.execute(select(event)).all() == [], "states by the rules of then are gone at once"
    assert verify(old) != []
    version = old.version()
    seen: list[tuple[int, int]] = []
    assert rebuild_if_outdated(old, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (4, 4)
    assert verify(old) == []
    assert derivation(old) == DERIVATION
    # Pages, and workers that share what they rendered, must not go on showing what was there.
    assert old.version().version == version.version + 1
    assert old.version().newest_at == version.newest_at == BEGAN + 100 * MINUTE


def test_the_new_columns_are_filled_from_old_messages(old: Store) -> None:
    old.migrate()
    rebuild_if_outdated(old)
    found = states(old)
    assert {name: getattr(found["1"], name) for name in ("urged", "supervised", "moves", "proven", "returned")} == {
        "urged": 1,
        "supervised": 1,
        "moves": 1,
        "proven": 1,
        "returned": 1,
    }
    assert found["1"].post is None
    assert found["2"].proven == 0
    with old.reading() as connection:
        chosen = select(mark.c.kind, mark.c.at, mark.c.previous, mark.c.department).order_by(mark.c.place)
        marked = [(kind, (at - BEGAN) // MINUTE, *who) for kind, at, *who in connection.execute(chosen)]
    assert marked == [
        ("urged", 20, "chengguan", "chengguan"),
        ("returned", 25, "chengguan", "chengguan"),
        ("handover", 30, "chengguan", "gongan"),
        ("reworked", 70, "gongan", "gongan"),
        ("supervised", 75, "gongan", "gongan"),
    ]


def test_it_is_what_the_same_messages_give_today(old: Store) -> None:
    old.migrate()
    rebuild_if_outdated(old)
    with world(prepared=False) as fresh:
        with old.reading() as connection:
            fresh.replace_areas(old.site(connection).tree)
        fresh.declare(WORDS)
        accept(fresh, [message(*one) for one in TOLD])
        # When a message came in is another matter.
        ignored = ("feed_state", "transition")
        today, then = contents(fresh), contents(old)
        assert {name: rows for name, rows in then.items() if name not in ignored} == {
            name: rows for name, rows in today.items() if name not in ignored
        }
        for by in ("none", "child", "department", "stage"):
            answers = []
            for store in (fresh, old):
                with reading(store) as reader:
                    answers.append(measure_rows(reader, View(window="7d", as_of=NOW), by))
            assert answers[0] == answers[1]


def message(event_id: str, stage: str, minutes: int, department: str, more: dict[str, Any]) -> dict[str, Any]:
    """What the feed said."""
    content: dict[str, Any] = {"department": department or None, "note": more.get("note")} | more
    if "self_handled" in content:
        content["self_handled"] = bool(content["self_handled"])
    if stage == "collected" and "area" not in content and "lon" not in content:
        content["area"] = None
    return said(event_id, stage, BEGAN + minutes * MINUTE, **content)


def test_it_goes_on_from_there(old: Store) -> None:
    """Old cases take new steps, with the new field; nothing is derived twice."""
    old.migrate()
    assert rebuild_if_outdated(old)
    accept(old, [said("2", "reworked", "21 09:00"), said("2", "handled", "21 10:00", note=NOTE, post="网格长")])
    accept(old, [said("5", "collected", "21 09:00", area="g1", post="网格员")])
    found = states(old)
    assert (found["2"].proven, found["2"].post, found["5"].post) == (1, "网格长", "网格员")
    assert verify(old) == []
    before = every_table(old)
    old.migrate()
    assert not rebuild_if_outdated(old)
    assert every_table(old) == before


def test_an_old_message_sent_again_is_a_duplicate(old: Store) -> None:
    old.migrate()
    rebuild_if_outdated(old)
    receipt = take(old, [message(*one) for one in TOLD])
    assert (receipt.accepted, receipt.duplicate) == (0, len(TOLD))


def test_a_fresh_store_is_not_rebuilt(bare: Store) -> None:
    bare.migrate()
    assert derivation(bare) == DERIVATION
    assert not rebuild_if_outdated(bare)
    assert bare.version().version == 0


def test_a_store_of_today_is_not_rebuilt(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00")])
    before = every_table(store)
    assert not rebuild_if_outdated(store)
    assert every_table(store) == before


def test_an_old_store_without_messages_has_nothing_to_rebuild(bare: Store) -> None:
    make_first(bare, ())
    bare.migrate()
    assert not rebuild_if_outdated(bare)
    assert bare.version().version == 7
    # What comes in from now on is derived by the rules of today: nothing to do at the next start either.
    accept(bare, [said("1", "collected", "21 09:00")])
    assert not rebuild_if_outdated(bare)
    assert verify(bare) == []


def test_of_several_processes_that_start_at_once_one_rebuilds(old: Store) -> None:
    old.migrate()
    others = [Store(old.url, clock=Clock()) for _ in range(4)]
    rebuilt: list[bool] = []
    threads = [threading.Thread(target=lambda one=one: rebuilt.append(rebuild_if_outdated(one))) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(rebuilt) == [False, False, False, True]
    assert old.version().version == 8
    assert verify(old) == []
    for one in others:
        one.close()


def test_a_store_of_another_number_is_rebuilt_whatever_the_number(store: Store) -> None:
    """Going back to an earlier release is a change of rules too."""
    accept(store, [said("1", "collected", "22 09:00")])
    with store.writing() as connection:
        connection.execute(data_version.update().values(derivation=DERIVATION + 1))
    assert rebuild_if_outdated(store)
    assert derivation(store) == DERIVATION
    assert verify(store) == []
