"""The table of the audit. Times are BIGINT microseconds, UTC."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from data_access.store.schema import metadata

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),  # the last of `times`
    Column("times", Integer, nullable=False),
    Column("who", String(120), nullable=False),  # "": nobody said
    Column("proof", String(8), nullable=False),
    Column("origin", String(120), nullable=False),
    Column("action", String(16), nullable=False),
    Column("subject", Text, nullable=False),
    Column("form", String(8), nullable=False),
    Column("query", Text, nullable=False),
    Column("result", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Index("audit_at", "at"),
)
"""Lines are added, and their last time and count moved on; nothing else changes them before their time is over."""
