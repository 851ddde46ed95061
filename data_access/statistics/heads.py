"""The heads of the series as the reports give them: to prove those kept, and to make them anew."""

from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from data_access.store.bulk import insert_rows
from data_access.store.schema import statistic, statistic_head

_COLUMNS: Final = ("id", "metric", "area", "dimensions", "start", "end", "value", "at", "longest")


def head_differences(connection: Connection) -> list[str]:
    """A line for each head that is not what its series' reports give; none if all agree."""
    kept = {row[0]: tuple(row) for row in connection.execute(select(*(statistic_head.c[name] for name in _COLUMNS)))}
    right = {row[0]: row for row in _heads(connection)}
    wrong = sorted(number for number in kept.keys() | right.keys() if kept.get(number) != right.get(number))
    return [f"statistic series {number}: its head differs from its reports" for number in wrong]


def rebuild_heads(connection: Connection) -> None:
    """Make all heads anew."""
    rows = _heads(connection)
    connection.execute(delete(statistic_head))
    insert_rows(connection, statistic_head, _COLUMNS, rows)


def _heads(connection: Connection) -> list[tuple[Any, ...]]:
    s = statistic.c
    place = func.row_number().over(partition_by=s.series, order_by=(s.start.desc(), s.at.desc(), s.value.desc()))
    longest = func.max(s.end - s.start).over(partition_by=s.series).label("longest")
    columns = (s.series, s.metric, s.area, s.dimensions, s.start, s.end, s.value, s.at)
    ranked = select(*columns, longest, place.label("place")).subquery()
    return [tuple(row)[:-1] for row in connection.execute(select(ranked).where(ranked.c.place == 1))]
