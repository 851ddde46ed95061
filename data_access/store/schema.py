"""The tables, one schema for SQLite and PostgreSQL. Times are BIGINT microseconds, UTC; flags are 0 or 1.

`transition` is append-only and is the truth; `event`, `event_version`, `rollup`, `feed_state` and `feed_point` can be
rebuilt from it (data_access/ingest/rebuild.py).
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from data_access.rollups.contributions import COUNTS, HISTOGRAMS

metadata = MetaData()

area = Table(
    "area",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("level", String(64), nullable=False),
    Column("parent", String(64)),
    Column("population", BigInteger),
    Column("geometry", Text),  # WKB in hexadecimal, WGS-84
    Column("preorder", Integer, nullable=False),  # a subtree is one run of these numbers
    Index("area_preorder", "preorder"),
)

backdrop = Table(
    "backdrop",
    metadata,
    Column("kind", String(32), primary_key=True),  # "water"
    Column("geojson", Text, nullable=False),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("kind", String(16), primary_key=True),  # source | department | category | level
    Column("code", String(128), primary_key=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("attributes", Text, nullable=False, server_default="{}"),  # JSON object
)

transition = Table(
    "transition",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("event", BigInteger, nullable=False),
    Column("source", String(64), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("department", String(64), nullable=False),  # "" where the message names none: part of the identity
    Column("title", Text),
    Column("category", String(128)),
    Column("severity", SmallInteger),
    Column("area", String(64)),  # as the feed names it
    Column("located", String(64)),  # by point in polygon, where the feed names none
    Column("lon", Float),
    Column("lat", Float),
    Column("due_at", BigInteger),
    Column("self_handled", SmallInteger),
    Column("satisfaction", Float),
    Column("note", Text),
    Column("feed", String(64), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Index("transition_identity", "event", "stage", "at", "department", unique=True),
    Index("transition_at", "at"),
)


def _identity() -> list[Column[Any]]:
    return [Column("source", String(64), nullable=False), Column("event_id", String(128), nullable=False)]


def _state(versioned: bool = False) -> list[Column[Any]]:
    instants = (
        "collected",
        "dispatched",
        "verified",
        "handled",
        "closed",
        "evaluated",
        "archived",
        "ended",
        "due",
    )
    return [
        Column("valid_from", BigInteger, nullable=False, primary_key=versioned, autoincrement=False),
        Column("valid_to", BigInteger),
        Column("stage", String(16)),
        Column("stage_since", BigInteger),
        Column("mark", String(16), nullable=False),
        *(Column(f"{name}_at", BigInteger) for name in instants),
        Column("response", BigInteger),
        Column("reworked", SmallInteger, nullable=False),
        Column("returned", SmallInteger, nullable=False),
        Column("self_handled", SmallInteger),
        Column("satisfaction", Float),
        Column("severity", SmallInteger),
        Column("area", String(64)),
        Column("department", String(64)),
        Column("category", String(128)),
        Column("title", Text),
        Column("lon", Float),
        Column("lat", Float),
    ]


_INDEXED: Final = ("collected", "dispatched", "verified", "handled", "closed", "evaluated", "archived", "due")

event = Table(
    "event",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *_identity(),
    *_state(),
    Index("event_identity", "source", "event_id", unique=True),
    Index("event_changed", "valid_from"),
    Index("event_area", "area"),
    *(Index(f"event_{name}", f"{name}_at") for name in _INDEXED),
)
"""The state of every event now: a copy of its last version, so that "now" is a plain query."""

_UNARCHIVED: Final = event.c.archived_at.is_(None) & event.c.ended_at.is_(None)
_OPEN: Final = event.c.closed_at.is_(None) & event.c.ended_at.is_(None)
Index("event_open", event.c.due_at, postgresql_where=_OPEN, sqlite_where=_OPEN)
Index("event_unarchived", event.c.stage, postgresql_where=_UNARCHIVED, sqlite_where=_UNARCHIVED)

event_version = Table(
    "event_version",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *_identity(),
    *_state(versioned=True),
    Index("version_from", "valid_from"),
    *(Index(f"version_{name}", f"{name}_at") for name in ("collected", "dispatched", "evaluated", "due")),
    Index("version_area", "area"),
    sqlite_with_rowid=False,
)
"""One row per version of an event with [valid_from, valid_to), the last included: any T is a plain query."""

_OPEN_VERSION: Final = event_version.c.closed_at.is_(None) & event_version.c.ended_at.is_(None)
_CLOSED_VERSION: Final = event_version.c.closed_at.is_not(None)
Index("version_closed", event_version.c.closed_at, postgresql_where=_CLOSED_VERSION, sqlite_where=_CLOSED_VERSION)
Index("version_open", event_version.c.valid_to, postgresql_where=_OPEN_VERSION, sqlite_where=_OPEN_VERSION)

rollup = Table(
    "rollup",
    metadata,
    Column("area", String(64), primary_key=True),
    Column("dimension", String(16), primary_key=True),  # "" | source | department | category | stage
    Column("key", String(128), primary_key=True),
    Column("hour", BigInteger, primary_key=True),
    *(Column(name, Integer, nullable=False, server_default="0") for name in COUNTS),
    *(Column(name, Text, nullable=False, server_default="") for name in HISTOGRAMS),
    sqlite_with_rowid=False,
)

feed_state = Table(
    "feed_state",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("last_at", BigInteger, nullable=False),
    Column("last_collected_at", BigInteger),  # the newest case; later stages of old cases do not break a silence
    Column("last_received_at", BigInteger, nullable=False),
    Column("transitions", BigInteger, nullable=False),
    Column("located", BigInteger, nullable=False),  # collected messages with coordinates
)

feed_point = Table(
    "feed_point",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("lon", Float, primary_key=True),
    Column("lat", Float, primary_key=True),
    Column("records", BigInteger, nullable=False),
    Column("placeholder", SmallInteger, nullable=False, server_default="0"),
    Index("feed_point_records", "source", "records"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("received_at", BigInteger, nullable=False),
    Column("feed", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("datum", String(16)),  # of the batch it came in, if one was named
    Column("replayed_at", BigInteger),
    Index("quarantine_waiting", "replayed_at", "received_at"),
)

data_version = Table(
    "data_version",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("newest_at", BigInteger),  # the latest `at` of any transition
    Column("areas", BigInteger, nullable=False, server_default="0"),  # counts changes of the area tree
)

STATE_COLUMNS: Final = tuple(column.name for column in _state())
"""The columns of `event` and `event_version` that are the fields of a State, in its order."""
