"""The journal: adding lines to the audit, reading them, and dropping those whose time is over."""

import threading
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, or_, select, update

from data_access.audit.table import audit as table
from data_access.clock import DAY, MINUTE, Micros
from data_access.store.store import Store

LEAST_DAYS: Final = 184
"""Six months: no line goes earlier."""

SAME: Final = MINUTE
"""How long after a line the same again is counted on it: a page that reconnects, a program that asks every second."""

KEPT: Final = 512
"""How many lines are remembered for that."""

WHO: Final = 120
TEXT: Final = 2000
"""Characters of a name and of anything longer, at most; what is longer is cut."""


class Proof(StrEnum):
    """How it is known who it was: the token of a feed, a login before us, only because the client says so, or not."""

    TOKEN = "token"
    LOGIN = "login"
    SAID = "said"
    NONE = "none"


class Action(StrEnum):
    """What was done: something left the program as a file or as data, or a single event was opened."""

    EXPORT = "export"
    EVENT = "event"


class Result(StrEnum):
    """How it ended: it was given, refused for what was asked, or failed for a reason of ours."""

    GIVEN = "given"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line without its time: who (`who` "" where nobody said) from where did what, as what, in which view, and how it
    ended; `reason` is empty where it was given."""

    who: str
    proof: Proof
    origin: str
    action: Action
    subject: str
    form: str
    query: str
    result: Result
    reason: str = ""

    def cut(self) -> "Entry":
        """What the table holds of it."""
        sizes = (WHO, 8, WHO, 16, TEXT, 8, TEXT, 8, TEXT)
        return Entry(*(value[:size] for value, size in zip(astuple(self), sizes, strict=True)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit: the entry, when it was first and last made, and how often."""

    id: int
    at: Micros
    until: Micros
    times: int
    entry: Entry


class Journal:
    """The audit of a store. `days`: how long lines are kept, LEAST_DAYS at least. Thread-safe."""

    def __init__(self, store: Store, days: int = 365) -> None:
        if days < LEAST_DAYS:
            raise ValueError(f"audit_days {days} is too few; expected {LEAST_DAYS} or more, which is six months")
        self.store = store
        self.days = days
        self._last: dict[Entry, tuple[int, Micros]] = {}
        self._pruned: Micros | None = None
        self._lock = threading.Lock()

    def record(self, entry: Entry) -> None:
        """Add a line, durable when this returns; the same as within SAME is counted on its line. SQLAlchemyError when
        the store does not take it."""
        entry, now = entry.cut(), self.store.clock()
        with self._lock:
            found = self._last.get(entry)
            # No lock of the one writer: on PostgreSQL a long load must not hold up an export.
            with self.store.engine.begin() as connection:
                line = None
                if found is not None and 0 <= now - found[1] <= SAME:
                    more = {"until": now, "times": table.c.times + 1}
                    if connection.execute(update(table).where(table.c.id == found[0]).values(more)).rowcount:
                        line = found[0]
                if line is None:
                    values = dict(zip(_ENTRY, astuple(entry), strict=True))
                    made = insert(table).values(at=now, until=now, times=1, **values).returning(table.c.id)
                    line = int(connection.execute(made).scalar_one())
                if self._pruned is None or now - self._pruned >= DAY:
                    connection.execute(delete(table).where(table.c.until < now - self.days * DAY))
                    self._pruned = now
            self._last.pop(entry, None)
            self._last[entry] = (line, now)
            if len(self._last) > KEPT:
                self._last.pop(next(iter(self._last)))

    def lines(
        self,
        *,
        since: Micros | None = None,
        until: Micros | None = None,
        who: str = "",
        action: str = "",
        about: str = "",
        limit: int | None = None,
    ) -> Iterator[Line]:
        """Lines of [since, until), newest first: by a name or from an address, of one action, and whose subject or view
        contains `about`."""
        asked: Select[Any] = select(table).order_by(table.c.at.desc(), table.c.id.desc())
        if since is not None:
            asked = asked.where(table.c.until >= since)
        if until is not None:
            asked = asked.where(table.c.at < until)
        if who:
            asked = asked.where(or_(table.c.who == who, table.c.origin == who))
        if action:
            asked = asked.where(table.c.action == action)
        if about:
            asked = asked.where(
                or_(table.c.subject.contains(about, autoescape=True), table.c.query.contains(about, autoescape=True))
            )
        with self.store.reading() as connection:
            for row in connection.execute(asked.limit(limit)):
                yield Line(row.id, row.at, row.until, row.times, _entry(row))

    def count(self) -> int:
        """How many lines there are."""
        with self.store.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


_ENTRY: Final = ("who", "proof", "origin", "action", "subject", "form", "query", "result", "reason")


def _entry(row: Any) -> Entry:
    return Entry(
        row.who,
        Proof(row.proof),
        row.origin,
        Action(row.action),
        row.subject,
        row.form,
        row.query,
        Result(row.result),
        row.reason,
    )
