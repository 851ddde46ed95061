"""The table of moments. Times are BIGINT microseconds, UTC."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from data_access.store.schema import metadata

moment = Table(
    "moment",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("start_at", BigInteger, nullable=False),
    Column("end_at", BigInteger),  # none: an instant
    Column("kind", String(16), nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text),
    Column("area", String(64)),  # none: the whole
    Column("categories", Text, nullable=False),  # JSON array
    Column("recorded_at", BigInteger, nullable=False),
    Column("recorded_by", String(64), nullable=False),
    Column("removed_at", BigInteger),
    Column("removed_by", String(64)),
)
"""Rows stay when they are removed: what was known as of any T follows from them."""
