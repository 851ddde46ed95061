"""The outbox of webhooks: what is to be told to whom, written with the change itself, kept until told or given up."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from data_access.alerts.keeping import Told
from data_access.alerts.rules import rank
from data_access.clock import DAY, MINUTE, SECOND, Micros
from data_access.store.schema import delivery, warning, warning_change

SHORTEST: Final = 5 * SECOND
LONGEST: Final = 10 * MINUTE
"""The pauses after failures double between these."""

CLAIM: Final = 2 * MINUTE
"""How long what is being sent is left alone by everyone else, should its sender die."""

ERROR_LIMIT: Final = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What a target wants to be told: these changes, from a severity on; given up `give_up` after the change."""

    target: str
    changes: frozenset[str]
    least_severity: str
    give_up: Micros


@dataclass(frozen=True, slots=True)
class Notice:
    """A change on its way: `delivery` is its number in the outbox; the other fields tell the change."""

    delivery: int
    attempts: int
    created_at: Micros
    change: Any
    warning: Any


def enqueue(connection: Connection, told: Iterable[Told], wishes: Sequence[Wish], now: Micros) -> int:
    """Put changes into the outbox, one entry a change and target; how many."""
    rows = [
        {"warning": one.warning, "change": one.number, "target": wish.target, "created_at": now, "next_at": now}
        for one in told
        for wish in wishes
        if one.change in wish.changes and rank(one.severity) >= rank(wish.least_severity)
    ]
    if rows:
        connection.execute(insert(delivery).values(attempts=0), rows)
    return len(rows)


def claim(connection: Connection, target: str, now: Micros, most: int) -> list[Notice]:
    """Take the entries of a target that are due, the oldest first, so that nobody else sends them meanwhile."""
    c = delivery.c
    due = select(c.id).where(c.target == target, c.next_at <= now).order_by(c.created_at, c.id).limit(most)
    numbers = list(connection.execute(due).scalars())
    if not numbers:
        return []
    connection.execute(update(delivery).where(c.id.in_(numbers)).values(next_at=now + CLAIM))
    entries = connection.execute(select(delivery).where(c.id.in_(numbers)).order_by(c.created_at, c.id)).all()
    named = [row.warning for row in entries]
    warnings = {row.id: row for row in connection.execute(select(warning).where(warning.c.id.in_(named)))}
    changes = {
        (row.warning, row.number): row
        for row in connection.execute(select(warning_change).where(warning_change.c.warning.in_(named)))
    }
    return [
        Notice(row.id, row.attempts, row.created_at, changes[row.warning, row.change], warnings[row.warning])
        for row in entries
    ]


def delivered(connection: Connection, notices: Iterable[Notice], now: Micros) -> None:
    """Note that entries were told."""
    values = {"delivered_at": now, "next_at": None, "error": None, "attempts": delivery.c.attempts + 1}
    numbers = [one.delivery for one in notices]
    connection.execute(update(delivery).where(delivery.c.id.in_(numbers)).values(values))


def failed(connection: Connection, notices: Iterable[Notice], error: str, give_up: Micros, now: Micros) -> int:
    """Note that entries could not be told: tried again after a pause, given up beyond `give_up`; how many are."""
    given_up = 0
    for one in notices:
        pause = min(SHORTEST * 2 ** min(one.attempts, 20), LONGEST)
        again = now + int(pause * random.uniform(0.5, 1.0))
        over = again > one.created_at + give_up
        given_up += over
        values = {"attempts": one.attempts + 1, "error": error[:ERROR_LIMIT]}
        values |= {"next_at": None, "given_up_at": now} if over else {"next_at": again}
        connection.execute(update(delivery).where(delivery.c.id == one.delivery).values(values))
    return given_up


def forget(connection: Connection, targets: Sequence[str], now: Micros) -> int:
    """Give up what waits for targets that are not configured any more; how many."""
    c = delivery.c
    gone = c.next_at.is_not(None) & c.target.not_in(targets)
    values = {"next_at": None, "given_up_at": now, "error": "the target is not configured any more"}
    return connection.execute(update(delivery).where(gone).values(values)).rowcount


def next_due(connection: Connection) -> Micros | None:
    """When the next entry falls due; None where nothing waits."""
    found: Micros | None = connection.execute(select(func.min(delivery.c.next_at))).scalar()
    return found


def lost(connection: Connection, moment: Micros) -> int:
    """How many entries were given up in the day before T."""
    c = delivery.c
    chosen = select(func.count()).where(c.given_up_at > moment - DAY, c.given_up_at <= moment)
    return int(connection.execute(chosen).scalar_one())
