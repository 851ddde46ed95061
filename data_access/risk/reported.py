"""Cases reported, counted along any columns, exactly as of any T and at about the price of the present.

When a case was collected never changes once it is known, and most of what was known at T still holds. So a question
about the past is the present count, less the cases that changed after T, plus those same cases as they were at T.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import String, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import Micros
from data_access.reader import Question, Reader
from data_access.store.schema import event, event_version

Key = Callable[[Any], ColumnElement[Any]]
"""What to group by, made of a table's columns."""

Spans = Sequence[tuple[Micros, Micros]]


def reported(reader: Reader, question: Question, spans: Spans, *keys: Key) -> Counter[tuple[Any, ...]]:
    """How many of E were collected in any of the spans [start, end), by the values of the keys; none of 0."""
    found = _counted(reader, event, keys, [*_present(reader, question), _during(event.c.collected_at, spans)])
    found.update(changed_since(reader, question, spans, *keys))
    return Counter({key: count for key, count in found.items() if count})


def changed_since(reader: Reader, question: Question, spans: Spans, *keys: Key) -> Counter[tuple[Any, ...]]:
    """What to add to the present counts to have those as of T, negative where there is more now; empty for a live
    question."""
    if question.live or not spans:
        return Counter()
    later = _changed_after(reader, question, spans)
    found = _counted(reader, event, keys, [*_present(reader, question), *later])
    found = Counter({key: -count for key, count in found.items()})
    versions = event_version.c
    then = [
        versions.id.in_(select(event.c.id).where(*later)),
        versions.valid_from <= question.moment,
        versions.valid_to > question.moment,
        versions.ended_at.is_(None),
        *reader.matching(event_version, question),
    ]
    found.update(_counted(reader, event_version, keys, then))
    return found


def _present(reader: Reader, question: Question) -> list[ColumnElement[bool]]:
    """The conditions that select E from the states as they are now, by their instants rather than by their area."""
    # A span holds fewer cases than an area ever had, unless it is one of the smallest.
    smallest = not reader.tree.children(question.area)
    return reader.states(replace(question, live=True), by_area=smallest)[1]


def _changed_after(reader: Reader, question: Question, spans: Spans) -> list[ColumnElement[bool]]:
    """The conditions on `event` for the cases of the spans that changed after T, found by the rarer of the two."""
    since = max((reader.version.newest_at or 0) - question.moment, 0)
    width = max(end for _, end in spans) - min(start for start, _ in spans)
    changed, collected = event.c.valid_from, event.c.collected_at
    if since > width:
        return [changed + 0 > question.moment, _during(collected, spans)]
    return [changed > question.moment, _during(collected + 0, spans)]


def _counted(
    reader: Reader, table: Any, keys: Sequence[Key], conditions: list[ColumnElement[bool]]
) -> Counter[tuple[Any, ...]]:
    # As values: the order of a column in some index must not decide how cases are found.
    made = [key(table.c) for key in keys]
    columns = [column.concat("") if isinstance(column.type, String) else column for column in made]
    chosen = select(*columns, func.count()).select_from(table).where(*conditions)
    if columns:
        chosen = chosen.group_by(*columns)
    return Counter({tuple(row[:-1]): row[-1] for row in reader.connection.execute(chosen)})


def _during(instant: ColumnElement[Any], spans: Spans) -> ColumnElement[bool]:
    return or_(*((instant >= start) & (instant < end) for start, end in spans))
