"""Many rows at once: prepared inserts on SQLite, COPY on PostgreSQL; both add rollup differences in place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Table, delete
from sqlalchemy.sql.elements import ColumnElement

from data_access.rollups.contributions import COUNTS, HISTOGRAMS

T = TypeVar("T")

CHUNK: Final = 900
"""How many values go into one IN list: SQLite of old allows 999."""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    iterator = iter(values)
    while found := list(islice(iterator, size)):
        yield found


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each a sequence in the order of `columns`."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', rows)
        return
    marks = ", ".join("?" for _ in columns)
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(map(tuple, rows)))


def delete_rows(connection: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> None:
    """Delete the rows of the column's table whose column is one of the values."""
    table = column.table
    for some in chunks(values):
        connection.execute(delete(table).where(column.in_(some)))


def add_to_rollups(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Add differences to the rollups: rows of (area, dimension, key, hour, *COUNTS, *HISTOGRAMS)."""
    if not rows:
        return
    columns = ("area", "dimension", "key", "hour", *COUNTS, *HISTOGRAMS)
    names = ", ".join(columns)
    added = ", ".join(
        [f"{name} = rollup.{name} + excluded.{name}" for name in COUNTS]
        + [f"{name} = rollup.{name} || excluded.{name}" for name in HISTOGRAMS]
    )
    merge = f"ON CONFLICT (area, dimension, key, hour) DO UPDATE SET {added}"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS rollup_added (LIKE rollup) ON COMMIT DELETE ROWS")
        _copy(connection, f"COPY rollup_added ({names}) FROM STDIN", rows)
        connection.exec_driver_sql(f"INSERT INTO rollup ({names}) SELECT {names} FROM rollup_added {merge}")
        connection.exec_driver_sql("DELETE FROM rollup_added")
        return
    marks = ", ".join("?" for _ in columns)
    connection.exec_driver_sql(f"INSERT INTO rollup ({names}) VALUES ({marks}) {merge}", list(map(tuple, rows)))


def _copy(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection was closed while rows were being copied")
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
