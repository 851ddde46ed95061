"""The tables, one schema for SQLite and PostgreSQL. Times are BIGINT microseconds, UTC; flags are 0 or 1.

`transition` and `statistic` are append-only and are the truth; `event`, `event_version`, `mark`, `rollup`,
`feed_state`, `feed_point` and `statistic_head` can be rebuilt from them (data_access/ingest/rebuild.py).
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
    Column("kind", String(32), primary_key=True),  # "water" | "boundaries": what their check found
    Column("geojson", Text, nullable=False),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("kind", String(16), primary_key=True),  # source | department | category | level | point | post
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
    Column("post", String(64)),
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
        Column("urged", SmallInteger, nullable=False),
        Column("supervised", SmallInteger, nullable=False),
        Column("moves", SmallInteger, nullable=False),
        Column("proven", SmallInteger, nullable=False),
        Column("self_handled", SmallInteger),
        Column("satisfaction", Float),
        Column("severity", SmallInteger),
        Column("area", String(64)),
        Column("department", String(64)),
        Column("category", String(128)),
        Column("post", String(64)),
        Column("title", Text),
        Column("lon", Float),
        Column("lat", Float),
    ]


_COUNTED: Final = ("collected_at", "ended_at", "area", "source", "department", "category", "severity")
_COHORTS: Final = {
    "collected": ("stage", "self_handled", "lon", "lat"),
    "closed": ("reworked", "self_handled", "proven"),
    "due": ("closed_at",),
    "dispatched": ("response",),
    "evaluated": ("satisfaction",),
    "verified": (),
    "handled": (),
    "archived": (),
}
"""What a cohort's measures need besides: with it in the index, a count over a window reads no row."""

event = Table(
    "event",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *_identity(),
    *_state(),
    Index("event_identity", "source", "event_id", unique=True),
    Index("event_changed", "valid_from", "area", "source", "department", "category", "collected_at", "ended_at"),
    # Of a small area few cases changed in any window, however long its history.
    Index("event_area", "area", "valid_from"),
    Index("event_area_due", "area", "due_at"),
    *(
        Index(f"event_{name}", f"{name}_at", *(column for column in _COUNTED if column != f"{name}_at"), *needed)
        for name, needed in _COHORTS.items()
    ),
)
"""The state of every event now: a copy of its last version, so that "now" is a plain query."""

_POSTED: Final = event.c.post.is_not(None)
Index("event_post", event.c.post, postgresql_where=_POSTED, sqlite_where=_POSTED)
_UNARCHIVED: Final = event.c.archived_at.is_(None) & event.c.ended_at.is_(None)
_OPEN: Final = event.c.closed_at.is_(None) & event.c.ended_at.is_(None)
_SHOWN: Final = ("area", "source", "department", "category", "severity", "collected_at", "closed_at", "ended_at")
Index("event_open", event.c.due_at, *(event.c[name] for name in _SHOWN), postgresql_where=_OPEN, sqlite_where=_OPEN)
Index(
    "event_unarchived",
    *(event.c[name] for name in ("stage", "stage_since", *_SHOWN, "archived_at")),
    postgresql_where=_UNARCHIVED,
    sqlite_where=_UNARCHIVED,
)

event_version = Table(
    "event_version",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *_identity(),
    *_state(versioned=True),
    # A version that holds at T began before it; what it tells of a window happened no later than it began, except
    # for what falls due.
    Index("version_from", "valid_from", "valid_to"),
    Index("version_due", "due_at", "valid_from", "valid_to"),
    Index("version_area", "area", "valid_from"),
    sqlite_with_rowid=False,
)
"""One row per version of an event with [valid_from, valid_to), the last included: any T is a plain query."""

_OPEN_VERSION: Final = event_version.c.closed_at.is_(None) & event_version.c.ended_at.is_(None)
Index(
    "version_open",
    *(event_version.c[name] for name in ("valid_to", "valid_from", "due_at", *_SHOWN)),
    postgresql_where=_OPEN_VERSION,
    sqlite_where=_OPEN_VERSION,
)
_UNARCHIVED_VERSION: Final = event_version.c.archived_at.is_(None) & event_version.c.ended_at.is_(None)
Index(
    "version_unarchived",
    event_version.c.valid_to,
    event_version.c.valid_from,
    postgresql_where=_UNARCHIVED_VERSION,
    sqlite_where=_UNARCHIVED_VERSION,
)

mark = Table(
    "mark",
    metadata,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),  # in the order of the event's marks
    Column("at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),  # returned | reworked | extended | urged | supervised | handover
    Column("department", String(64)),  # in force after it
    Column("previous", String(64)),  # in force before it
    Index("mark_at", "at", "kind", "event", "department", "previous"),
    sqlite_with_rowid=False,
)
"""What happened to cases on their way: derived like the states; those with at <= T are those as of T."""

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
    Column("kind", String(16), nullable=False, server_default="event"),  # event | statistic: how it is replayed
    Index("quarantine_waiting", "replayed_at", "received_at"),
)

statistic = Table(
    "statistic",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("series", BigInteger, nullable=False),  # the id of its statistic_head
    Column("metric", String(64), nullable=False),
    Column("area", String(64), nullable=False),
    Column("dimensions", String(400), nullable=False),  # name=code;name=code in order of name, "" for the total
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("value", Float, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("feed", String(64), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    # Of one series and period the newest `at` counts, of one `at` the largest value: no order of arrival matters.
    Index("statistic_identity", "series", "start", "at", "value", "end", unique=True),
)
"""Every report of every figure, append-only: the truth of the statistics."""

statistic_head = Table(
    "statistic_head",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("metric", String(64), nullable=False),
    Column("area", String(64), nullable=False),
    Column("dimensions", String(400), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("value", Float, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("longest", BigInteger, nullable=False),  # the longest of its periods: how far back one can reach
    Index("statistic_series", "metric", "area", "dimensions", unique=True),
)
"""One row per series (metric, area, dimensions): what is in force of its newest period. Derived from `statistic`."""

data_version = Table(
    "data_version",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("newest_at", BigInteger),  # the latest `at` of any transition
    Column("areas", BigInteger, nullable=False, server_default="0"),  # counts changes of the area tree
    Column("derivation", Integer, nullable=False, server_default="1"),  # by which rules the derived tables were made
)

STATE_COLUMNS: Final = tuple(column.name for column in _state())
"""The columns of `event` and `event_version` that are the fields of a State, in its order."""

warning = Table(
    "warning",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("rule", String(64), nullable=False),
    Column("rules_version", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("key", String(400), nullable=False),  # what it is about; one of a key stands at a time
    Column("area", String(64)),
    Column("department", String(64)),
    Column("source", String(64)),
    Column("category", String(128)),
    Column("subject", String(256), nullable=False),  # kind:code
    Column("severity", String(8), nullable=False),  # note | warn | crit
    Column("evidence", Text, nullable=False),  # JSON object
    Column("raised_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("gone_since", BigInteger),  # the cause is gone since, the warning still stands
    Column("state", String(16), nullable=False),  # raised | acknowledged | cleared
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", String(64)),
    Column("acknowledged_note", Text),
    Column("cleared_at", BigInteger),
    Column("changes", Integer, nullable=False),  # how many there are of it in warning_change
    Column("changed_at", BigInteger, nullable=False),
    Index("warning_raised", "raised_at"),
    Index("warning_cleared", "cleared_at"),
)

_STANDING: Final = warning.c.cleared_at.is_(None)
Index("warning_standing", warning.c.key, unique=True, postgresql_where=_STANDING, sqlite_where=_STANDING)

warning_change = Table(
    "warning_change",
    metadata,
    Column("warning", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1 is the raising
    Column("change", String(16), nullable=False),  # raised | escalated | acknowledged | cleared
    Column("at", BigInteger, nullable=False),
    Column("severity", String(8), nullable=False),
    Column("person", String(64)),
    Column("note", Text),
    Column("evidence", Text, nullable=False),
)
"""What a warning went through: how it stood at any T follows from its changes up to T."""

warning_rules = Table(
    "warning_rules",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("since", BigInteger, nullable=False),  # first evaluated under
    Column("rules", Text, nullable=False),  # JSON
)

warning_watch = Table(
    "warning_watch",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(128), nullable=False),  # who evaluates, until `until` by the clock
    Column("until", BigInteger, nullable=False),
    Column("evaluated_at", BigInteger),  # the T of the last evaluation
    Column("rules_version", String(64)),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("warning", BigInteger, nullable=False),
    Column("change", Integer, nullable=False),  # number of the warning_change
    Column("target", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("next_at", BigInteger),  # when it is tried next; none once it was delivered or given up
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", BigInteger),
    Column("given_up_at", BigInteger),
    Column("error", Text),
    Index("delivery_once", "warning", "change", "target", unique=True),
    Index("delivery_next", "next_at"),
)
"""The outbox of webhooks, written in the transaction of the change that it tells of."""
