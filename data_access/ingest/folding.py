"""From stored transitions to stored states: fold the touched events and keep the differences for the rollups."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select

from data_access.events.fold import State, Transition, fold
from data_access.ingest.placeholders import ZERO, Placeholders
from data_access.rollups.contributions import Item, contributions
from data_access.store.bulk import chunks, delete_rows, insert_rows
from data_access.store.schema import STATE_COLUMNS, event, event_version, transition

EVENT_COLUMNS: Final = ("id", "source", "event_id", *STATE_COLUMNS)


class Stored(NamedTuple):
    """A transition as stored, before it is known whether its point is a placeholder."""

    event: int
    stage: str
    at: int
    department: str
    title: str | None
    category: str | None
    severity: int | None
    area: str | None
    located: str | None
    lon: float | None
    lat: float | None
    due_at: int | None
    self_handled: int | None
    satisfaction: float | None

    @property
    def identity(self) -> tuple[str, int, str]:
        """What makes it the same transition of its event when seen again."""
        return self.stage, self.at, self.department


STORED_COLUMNS: Final = Stored._fields


class Subject(NamedTuple):
    """An event by its row number and its identity."""

    id: int
    source: str
    event_id: str


def load_transitions(connection: Connection, events: Iterable[int]) -> defaultdict[int, list[Stored]]:
    """The stored transitions of the events."""
    found: defaultdict[int, list[Stored]] = defaultdict(list)
    columns = [transition.c[name] for name in STORED_COLUMNS]
    for some in chunks(events):
        for row in connection.execute(select(*columns).where(transition.c.event.in_(some))):
            found[row[0]].append(Stored._make(row))
    return found


def timeline(source: str, stored: Iterable[Stored], placeholders: Placeholders) -> list[State]:
    """The folded states of one event; points that are placeholders locate nothing and are not drawn."""
    return fold(_transition(source, one, placeholders) for one in stored)


def _transition(source: str, one: Stored, placeholders: Placeholders) -> Transition:
    located, lon, lat = one.located, one.lon, one.lat
    if lon is not None and lat is not None and ((lon, lat) == ZERO or (source, lon, lat) in placeholders):
        located = lon = lat = None
    return Transition(
        one.stage,
        one.at,
        one.department or None,
        one.title,
        one.category,
        one.severity,
        one.area if one.area is not None else located,
        lon,
        lat,
        one.due_at,
        None if one.self_handled is None else bool(one.self_handled),
        one.satisfaction,
    )


class Refold:
    """Folds events one by one; `additions` grows by what each adds, new minus old."""

    def __init__(self) -> None:
        self.additions: Counter[Item] = Counter()
        self.latest: list[Sequence[Any]] = []
        self.versions: list[Sequence[Any]] = []
        self.subjects: list[int] = []

    def event(self, subject: Subject, before: list[State], after: list[State]) -> None:
        """Replace an event's timeline; either may be empty."""
        self.additions.update(contributions(subject.source, after))
        self.additions.subtract(contributions(subject.source, before))
        self.subjects.append(subject.id)
        self.versions += [(*subject, *state) for state in after]
        if after:
            self.latest.append((*subject, *after[-1]))

    def write(self, connection: Connection, *, known: bool = True) -> None:
        """Write the states; `known` False spares the deletion of old ones where there are none."""
        if known:
            delete_rows(connection, event_version.c.id, self.subjects)
            delete_rows(connection, event.c.id, self.subjects)
        insert_rows(connection, event, EVENT_COLUMNS, self.latest)
        insert_rows(connection, event_version, EVENT_COLUMNS, self.versions)
