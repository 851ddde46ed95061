"""The third schema: what the second one held stays to the letter."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from data_access.ingest.quarantine import mend, replay, waiting
from data_access.ingest.rebuild import verify
from data_access.store.schema import statistic, statistic_head
from data_access.store.store import Store
from tests.data_access.store.first_schema import upgrade
from tests.data_access.worlds import NOW, TERMS, Clock, areas, said

HELD = ("hotline", "area: 'zz' is not in the area tree", '{"event_id": "9"}', "gcj02")


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    """A database of the second schema with one message in quarantine."""
    store = Store(f"sqlite:///{tmp_path / 'old.db'}", clock=Clock())
    with store.writing() as connection:
        upgrade(connection, "0002")
        connection.execute(
            text("INSERT INTO data_version (id, version, newest_at, areas, derivation) VALUES (1, 7, NULL, 2, 2)")
        )
        names = ("feed", "reason", "raw", "datum")
        connection.execute(
            text(
                "INSERT INTO quarantine (received_at, feed, reason, raw, datum) "
                "VALUES (:received_at, :feed, :reason, :raw, :datum)"
            ),
            {"received_at": NOW, **dict(zip(names, HELD, strict=True))},
        )
    yield store
    store.close()


def table(store: Store, chosen: Any) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(chosen))


def test_what_was_held_is_held_as_an_event(old: Store) -> None:
    with old.reading() as connection:
        assert "statistic" not in inspect(connection).get_table_names()
        assert "kind" not in {column["name"] for column in inspect(connection).get_columns("quarantine")}
    old.migrate()
    (held,) = waiting(old)
    assert (held.feed, held.reason, held.raw, held.datum, held.kind) == (*HELD, "event")
    assert held.received_at == NOW
    assert table(old, select(statistic)) == table(old, select(statistic_head)) == []
    assert old.version().version == 7


def test_it_is_replayed_as_one(old: Store) -> None:
    old.migrate()
    old.replace_areas(areas())
    old.declare(TERMS)
    (held,) = waiting(old)
    mend(old, held.id, json.dumps(said("9", "collected", "22 09:00", area="c1")))
    assert replay(old).accepted == 1
    assert verify(old) == []
