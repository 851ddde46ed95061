"""Connections to SQLite or PostgreSQL, and the one writer at a time that keeps folds and rollups exact."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

_WRITES: Final = "gridscope_writes"
_WRITER_LOCK: Final = 7_305_201_901  # any constant; it names "the writer" among PostgreSQL's advisory locks


def open_engine(url: str) -> Engine:
    """An engine for a sqlite:/// or postgresql+psycopg:// URL; ValueError for anything else.

    SQLite runs in WAL mode with a busy timeout; its folder is made when missing.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(
            f"database_url {without_password(url)} is not a database URL; expected e.g. sqlite:///var/gridscope.db"
        ) from None
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError(
                f"database_url {without_password(url)} keeps nothing; expected a file, e.g. sqlite:///var/gridscope.db"
            )
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=16, max_overflow=64
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_size=16, max_overflow=64, pool_pre_ping=True)
    raise ValueError(f"database_url {without_password(url)} names {backend}; expected sqlite or postgresql")


def without_password(url: str) -> str:
    """A URL, quoted, without what stands before its @: errors must not carry passwords."""
    scheme, separator, rest = url.partition("://")
    return repr(scheme + separator + rest.rpartition("@")[2])


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    # Transactions are begun by _begin_sqlite; the driver's own implicit BEGIN would come too late for readers.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=30000",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer, in this process and in any other; committed at the end."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A read transaction that sees one state of the store from beginning to end."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection
