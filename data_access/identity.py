"""Finding events by their identity, (source, event_id)."""

from collections.abc import Iterable

from sqlalchemy import FromClause, or_
from sqlalchemy.sql.elements import ColumnElement


def identified(table: FromClause, cases: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    """The condition that a state is of one of some events, a source at a time: SQLite would read all events to compare
    pairs with a list of pairs. Of no cases it is never true."""
    named: dict[str, list[str]] = {}
    for source, event_id in cases:
        named.setdefault(source, []).append(event_id)
    columns = table.c
    return or_(False, *((columns.source == source) & columns.event_id.in_(some) for source, some in named.items()))
