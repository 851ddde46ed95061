"""Which warning takes a wall over: one that came lately and that nobody has acknowledged."""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from data_access.alerts.evaluation import CLEARED, ESCALATED, RAISED
from data_access.alerts.rules import SEVERITIES, rank
from data_access.alerts.watching import watched_since
from data_access.clock import Micros
from data_access.store.schema import warning, warning_change
from data_access.walls.book import Takeover


@dataclass(frozen=True, slots=True)
class Alarm:
    """A warning: `came_at` when it was raised or escalated, the later; `due_at` the deadline of its case, if any."""

    id: int
    kind: str
    severity: str
    came_at: Micros
    due_at: Micros | None = None
    acknowledged_at: Micros | None = None
    cleared_at: Micros | None = None

    @property
    def left_at(self) -> Micros | None:
        """When somebody acknowledged it or its cause was gone, the earlier; None while it waits."""
        known = [at for at in (self.acknowledged_at, self.cleared_at) if at is not None]
        return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """The warning on a wall: `until` when it gives the wall back by itself, None while it is held; `waiting`: how many
    others nobody has acknowledged."""

    warning: int
    until: Micros | None
    waiting: int
    acknowledged: bool


def choose(
    alarms: Iterable[Alarm], rule: Takeover, now: Micros, held: int | None = None, dismissed_at: Micros | None = None
) -> Taken | None:
    """The warning that has a wall at `now`: the held one; else of those that wait the one with the nearest deadline,
    then the newest; else the one that was last seen to, for a while. None leaves the wall to its playlist."""
    alarms = list(alarms)
    wanted = [one for one in alarms if _concerns(one, rule, now) and one.came_at > (dismissed_at or -math.inf)]
    waiting = [one for one in wanted if one.left_at is None and now < one.came_at + rule.longest]
    waiting.sort(key=lambda one: (math.inf if one.due_at is None else one.due_at, -one.came_at, one.id))
    if held is not None:
        others = sum(one.id != held for one in waiting)
        return Taken(held, None, others, any(one.id == held and one.left_at is not None for one in alarms))
    if waiting:
        first = waiting[0]
        return Taken(first.id, first.came_at + rule.longest, len(waiting) - 1, False)
    # One that nobody saw on the wall any more does not come back to say that it was seen to.
    left = [
        (one.left_at, one.id)
        for one in wanted
        if one.left_at is not None and one.left_at < one.came_at + rule.longest and now < one.left_at + rule.hold
    ]
    if not left:
        return None
    at, number = max(left)
    return Taken(number, at + rule.hold, 0, True)


def read_alarms(
    connection: Connection, rule: Takeover, areas: Collection[str] | None, now: Micros, held: int | None = None
) -> list[Alarm]:
    """The warnings that may have a wall at `now`: of those areas (None: all), of the rule's severity and kinds, and
    changed within the time for which it keeps any; and the one that is held, whatever it is."""
    severities = [severity for severity in SEVERITIES if rank(severity) >= rank(rule.least_severity)]
    since = now - max(rule.longest, rule.hold)
    wanted = [warning.c.severity.in_(severities), warning.c.changed_at > since]
    if rule.kinds:
        wanted.append(warning.c.kind.in_(rule.kinds))
    if areas is not None:
        wanted.append(warning.c.area.in_(list(areas)))
    # What stands, or cleared lately: both are found by their index.
    lately = or_(warning.c.cleared_at.is_(None), warning.c.cleared_at > since)
    rows = list(connection.execute(select(warning).where(*wanted, lately)))
    if held is not None and all(row.id != held for row in rows):
        rows += connection.execute(select(warning).where(warning.c.id == held))
    came = _came(connection, [row.id for row in rows])
    # What the first evaluation found had been so before: it came with the program, not now.
    first = watched_since(connection) or 0
    found = [
        Alarm(
            row.id,
            row.kind,
            row.severity,
            came.get(row.id, row.raised_at),
            json.loads(row.evidence).get("due_at"),
            row.acknowledged_at,
            row.cleared_at if row.state == CLEARED else None,
        )
        for row in rows
    ]
    return [one for one in found if one.came_at > first or one.id == held]


def _came(connection: Connection, numbers: Sequence[int]) -> dict[int, Micros]:
    if not numbers:
        return {}
    asked = (
        select(warning_change.c.warning, func.max(warning_change.c.at))
        .where(warning_change.c.warning.in_(list(numbers)), warning_change.c.change.in_((RAISED, ESCALATED)))
        .group_by(warning_change.c.warning)
    )
    return {number: at for number, at in connection.execute(asked).all()}


def _concerns(alarm: Alarm, rule: Takeover, now: Micros) -> bool:
    heavy = rank(alarm.severity) >= rank(rule.least_severity)
    return rule.enabled and heavy and (not rule.kinds or alarm.kind in rule.kinds) and alarm.came_at <= now
