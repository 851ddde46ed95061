"""The tables of the walls. Times are BIGINT microseconds, UTC; flags are 0 or 1."""

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, String, Table, Text

from data_access.store.schema import metadata

wall_control = Table(
    "wall_control",
    metadata,
    Column("wall", String(40), primary_key=True),
    Column("revision", BigInteger, nullable=False),  # counts orders
    Column("mode", String(16), nullable=False),  # rotating | paused | pinned | test
    Column("query", Text, nullable=False),  # the pinned view
    Column("place", Integer, nullable=False),  # the entry from which the rotation is counted
    Column("anchored_at", BigInteger, nullable=False),
    Column("until", BigInteger),  # when a touch or the test pattern ends
    Column("held", BigInteger),  # the warning that is kept on the wall
    Column("dismissed_at", BigInteger),  # warnings that came before do not take the wall over
    Column("sound", SmallInteger),  # none: as the wall's file says
)
"""What the desk has ordered, one row per wall that ever had an order."""

wall_log = Table(
    "wall_log",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("wall", String(40), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("order", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    Index("wall_log_at", "wall", "at"),
)
"""Every order and every sound, for good: who, when, what."""

wall_page = Table(
    "wall_page",
    metadata,
    Column("wall", String(40), primary_key=True),
    Column("page", String(40), primary_key=True),  # a browser's own number
    Column("seen_at", BigInteger, nullable=False),
    Column("query", Text, nullable=False),
    Column("screen", String(64), nullable=False),
    Column("build", String(32), nullable=False),
    Column("age", Integer, nullable=False),  # seconds since it last painted
)
"""The browsers that show a wall, as they last said."""
