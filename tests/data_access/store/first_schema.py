"""A store as the first release left it: its schema, and rows written by its column names alone."""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from data_access.store import store as module
from data_access.store.store import Store
from tests.data_access.worlds import moment

MINUTE: Final = 60_000_000
NOTE: Final = "已清理，附照片"

_AREAS: Final = (
    "INSERT INTO area (code, name, level, parent, preorder) VALUES "
    "('d', '区', 'district', NULL, 0), ('s1', '东街', 'street', 'd', 1), ('c1', '东社区', 'community', 's1', 2), "
    "('g1', '一网格', 'grid', 'c1', 3), ('s2', '西街', 'street', 'd', 4)"
)
_WORDS: Final = (
    "INSERT INTO vocabulary (kind, code, zh, en) VALUES "
    "('source', 'hotline', '热线', 'Hotline'), ('department', 'chengguan', '城管局', 'Urban management')"
)
_COLUMNS: Final = (
    "event, source, event_id, stage, at, department, title, category, severity, area, located, lon, lat, due_at, "
    "self_handled, satisfaction, note, feed, received_at"
)

Told = tuple[str, str, int, str, dict[str, Any]]

BEGAN: Final = moment("20 09:00")
TOLD: Final[tuple[Told, ...]] = (
    ("1", "collected", 0, "", {"category": "city/street", "area": "g1", "severity": 3, "due_at": BEGAN + 90 * MINUTE}),
    ("1", "dispatched", 10, "chengguan", {}),
    ("1", "urged", 20, "", {}),
    ("1", "returned", 25, "chengguan", {}),
    ("1", "dispatched", 30, "gongan", {}),
    ("1", "accepted", 40, "gongan", {}),
    ("1", "handled", 60, "gongan", {"note": NOTE}),
    ("1", "reworked", 70, "", {}),
    ("1", "supervised", 75, "", {}),
    ("1", "handled", 80, "gongan", {"note": NOTE}),
    ("1", "evaluated", 100, "", {"satisfaction": 5.0}),
    ("2", "collected", 5, "", {"category": "safety", "area": "s2", "self_handled": 1, "title": "占道"}),
    ("2", "handled", 15, "", {}),
    ("3", "collected", 8, "", {"category": "safety", "lon": 117.1, "lat": 34.2}),
    ("4", "collected", 9, "", {"category": "city", "area": "s1"}),
    ("4", "voided", 12, "", {}),
)
"""(event_id, stage, minutes after BEGAN, department, what else the message carried)."""


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def make_first(store: Store, told: tuple[Told, ...] = TOLD) -> None:
    """Make the first schema with a small tree, and transitions whose states nobody derived."""
    with store.writing() as connection:
        upgrade(connection, "0001")
        connection.execute(text(_AREAS))
        connection.execute(text(_WORDS))
        newest = max((minutes for _, _, minutes, _, _ in told), default=None)
        connection.execute(
            text("INSERT INTO data_version (id, version, newest_at, areas) VALUES (1, 7, :newest, 2)"),
            {"newest": None if newest is None else BEGAN + newest * MINUTE},
        )
        names = _COLUMNS.split(", ")
        values = ", ".join(f":{name}" for name in names)
        for event_id, stage, minutes, department, more in told:
            row: dict[str, Any] = dict.fromkeys(names) | {
                "event": int(event_id),
                "source": "hotline",
                "event_id": event_id,
                "stage": stage,
                "at": BEGAN + minutes * MINUTE,
                "department": department,
                "feed": "old",
                "received_at": BEGAN + minutes * MINUTE,
            }
            connection.execute(text(f"INSERT INTO transition ({_COLUMNS}) VALUES ({values})"), row | more)
        _states(connection)


def _states(connection: Connection) -> None:
    """A state, a version and a rollup row by the rules of then: they must not outlive them."""
    state = "(id, source, event_id, valid_from, stage, mark, reworked, returned, area) "
    values = f"VALUES (1, 'hotline', '1', {BEGAN}, 'collected', 'collected', 0, 0, 's2')"
    for table in ("event", "event_version"):
        connection.execute(text(f"INSERT INTO {table} {state}{values}"))
    connection.execute(text("INSERT INTO rollup (area, dimension, key, hour, reported) VALUES ('d', '', '', 0, 40)"))
