"""Placeholder coordinates: (0, 0), or one exact point shared by more than 1 % of a feed's records.

The rule is a function of all records of a source, not of their order: when a point becomes or ceases to be a
placeholder, the events that stand on it are folded again. It needs a feed of 100 located records and 5 on the
point, since in a handful of records any two at one address would be more than 1 %.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, and_, or_, select, text, update

from data_access.store.schema import feed_point, feed_state, transition

Point = tuple[float, float]

ZERO: Final[Point] = (0.0, 0.0)
SHARE: Final = 0.01
MINIMUM_RECORDS: Final = 100
MINIMUM_ON_POINT: Final = 5

AT_A_TIME: Final = 200
"""Points of one statement."""

_COUNT: Final = text(
    "INSERT INTO feed_point (source, lon, lat, records) VALUES (:source, :lon, :lat, :records) "
    "ON CONFLICT (source, lon, lat) DO UPDATE SET records = feed_point.records + excluded.records"
)

Placeholders = frozenset[tuple[str, float, float]]
"""(source, lon, lat) of points that stand for "unknown"."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Placeholders before and after a batch, and the events that stand on a point that changed."""

    before: Placeholders
    after: Placeholders
    events: frozenset[int]


def is_placeholder(records: int, total: int) -> bool:
    """Whether a point with `records` of a source's `total` located records stands for "unknown"."""
    return total >= MINIMUM_RECORDS and records >= MINIMUM_ON_POINT and records > SHARE * total


def known_placeholders(connection: Connection, sources: Iterable[str]) -> Placeholders:
    """The placeholders of the sources, (0, 0) not listed."""
    chosen = select(feed_point.c.source, feed_point.c.lon, feed_point.c.lat).where(
        feed_point.c.placeholder == 1, feed_point.c.source.in_(sorted(sources))
    )
    return frozenset((row.source, row.lon, row.lat) for row in connection.execute(chosen))


def placeholders_among(connection: Connection, points: Iterable[tuple[str, float, float]]) -> Placeholders:
    """Which of some points (source, lon, lat) are placeholders, (0, 0) not looked at. Asked by the primary key: a
    source has as many points as there ever were places."""
    c, asked = feed_point.c, [point for point in points if point[1:] != ZERO]
    found: set[tuple[str, float, float]] = set()
    for first in range(0, len(asked), AT_A_TIME):
        some = asked[first : first + AT_A_TIME]
        wanted = or_(*(and_(c.source == source, c.lon == lon, c.lat == lat) for source, lon, lat in some))
        rows = connection.execute(select(c.source, c.lon, c.lat).where(wanted, c.placeholder == 1))
        found |= {(row.source, row.lon, row.lat) for row in rows}
    return frozenset(found)


def count_points(connection: Connection, sources: set[str], seen: Counter[tuple[str, float, float]]) -> Shift:
    """Count newly located records per point of the sources of a batch; `feed_state.located` already has them."""
    before = known_placeholders(connection, sources)
    rows = [{"source": source, "lon": lon, "lat": lat, "records": n} for (source, lon, lat), n in seen.items()]
    if rows:
        connection.execute(_COUNT, rows)
    changed: list[tuple[str, float, float]] = []
    for source in sorted(sources):
        changed += _changed(connection, source)
    after = before.symmetric_difference(changed)
    return Shift(before, after, _standing_on(connection, changed))


def _changed(connection: Connection, source: str) -> list[tuple[str, float, float]]:
    total = connection.execute(select(feed_state.c.located).where(feed_state.c.source == source)).scalar() or 0
    suspects = select(feed_point).where(
        feed_point.c.source == source,
        or_(
            feed_point.c.placeholder == 1,
            and_(feed_point.c.records >= MINIMUM_ON_POINT, feed_point.c.records > SHARE * total),
        ),
    )
    found = []
    for row in connection.execute(suspects).all():
        flag = int(is_placeholder(row.records, total))
        if flag != row.placeholder:
            spot = (feed_point.c.source == source) & (feed_point.c.lon == row.lon) & (feed_point.c.lat == row.lat)
            connection.execute(update(feed_point).where(spot).values(placeholder=flag))
            found.append((source, row.lon, row.lat))
    return found


def _standing_on(connection: Connection, points: Iterable[tuple[str, float, float]]) -> frozenset[int]:
    events: set[int] = set()
    for source, lon, lat in points:
        standing = select(transition.c.event).where(
            transition.c.source == source, transition.c.lon == lon, transition.c.lat == lat
        )
        events.update(connection.execute(standing).scalars())
    return frozenset(events)
