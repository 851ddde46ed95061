"""What else was reported near an event in place and time, and which of it tells of the same matter.

Cases are found by where they are now and told of as of T: a place that was mended after T counts as mended.
"""

import math
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.masking import masked
from data_access.cases.story import Story, visible
from data_access.clock import DAY, HOUR, SECOND, Micros
from data_access.frames.alarm import metres
from data_access.frames.limits import LIMITS
from data_access.matters import EARTH
from data_access.reader import Reader
from data_access.store.schema import event, event_version

RADIUS: Final = 300.0
"""Metres around the event."""
DAYS: Final = 7
"""Days before and after it was collected."""

_CHUNK: Final = 500
_SHOWN: Final = (
    *("id", "source", "event_id", "title", "category", "severity", "area", "department", "stage"),
    *("collected_at", "closed_at", "ended_at", "due_at", "lon", "lat"),
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A case near the event; `seconds` later (below 0: earlier) it was collected. `same`: of the same category, of
    another source and within the limits of PanelId.TWINS, so probably the same matter."""

    source: str
    event_id: str
    title: str | None
    category: str | None
    severity: int | None
    area: str | None
    department: str | None
    stage: str | None
    collected_at: Micros
    open: bool
    overdue: bool
    metres: float
    seconds: float
    lon: float
    lat: float
    same: bool


def neighbours(reader: Reader, told: Story) -> tuple[Neighbour, ...]:
    """The cases of E within RADIUS and DAYS that the viewer may see, the nearest first; none without a place."""
    state = told.state
    if state.lon is None or state.lat is None or state.collected_at is None:
        return ()
    found = [
        _neighbour(told, row)
        for row in _states(reader, told, _candidates(reader, told))
        if visible(reader, row.area) and row.lon is not None and row.lat is not None
    ]
    near = [one for one in found if one.metres <= RADIUS]
    return tuple(sorted(near, key=lambda one: (one.metres, abs(one.seconds), one.source, one.event_id)))


def _candidates(reader: Reader, told: Story) -> list[int]:
    """Row numbers of the cases in the box around the event. Found by when they were collected: the index of that
    holds their places too."""
    state, c = told.state, event.c
    high = math.degrees(RADIUS / EARTH)
    wide = high / max(math.cos(math.radians(state.lat)), 0.01)
    chosen = select(c.id).where(
        c.collected_at >= state.collected_at - DAYS * DAY,
        c.collected_at <= min(state.collected_at + DAYS * DAY, told.moment),
        c.lon.between(state.lon - wide, state.lon + wide),
        c.lat.between(state.lat - high, state.lat + high),
        c.id != told.id,
    )
    return list(reader.connection.execute(chosen).scalars())


def _states(reader: Reader, told: Story, numbers: list[int]) -> list[Any]:
    newest = reader.version.newest_at
    live = newest is None or told.moment >= newest
    table = event if live else event_version
    c = table.c
    conditions: list[ColumnElement[bool]] = [c.collected_at.is_not(None), c.ended_at.is_(None)]
    if not live:
        conditions += [c.valid_from <= told.moment, c.valid_to.is_(None) | (c.valid_to > told.moment)]
    rows: list[Any] = []
    for first in range(0, len(numbers), _CHUNK):
        some = c.id.in_(numbers[first : first + _CHUNK])
        rows += reader.connection.execute(select(*(c[name] for name in _SHOWN)).where(some, *conditions))
    return rows


def _neighbour(told: Story, row: Any) -> Neighbour:
    state, rule = told.state, LIMITS["twins"]
    away = metres((state.lon, state.lat), (row.lon, row.lat))
    apart = row.collected_at - state.collected_at
    alike = row.category == state.category and row.source != told.source
    open_ = row.closed_at is None
    return Neighbour(
        row.source,
        row.event_id,
        None if row.title is None else masked(row.title),
        row.category,
        row.severity,
        row.area,
        row.department,
        row.stage,
        row.collected_at,
        open_,
        open_ and row.due_at is not None and row.due_at < told.moment,
        away,
        apart / SECOND,
        row.lon,
        row.lat,
        alike and away <= rule["metres"] and abs(apart) <= rule["hours"] * HOUR,
    )
