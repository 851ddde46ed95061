"""From stored transitions to stored states: fold the touched events and keep the differences for the rollups."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, case, func, select

from data_access.events.fold import State, Transition, fold
from data_access.events.marks import Mark, marks
from data_access.ingest.placeholders import ZERO, Placeholders
from data_access.rollups.contributions import Item, contributions
from data_access.store.bulk import chunks, delete_rows, insert_rows
from data_access.store.schema import STATE_COLUMNS, event, event_version, mark, transition

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
    post: str | None
    noted: int

    @property
    def identity(self) -> tuple[str, int, str]:
        """What makes it the same transition of its event when seen again."""
        return self.stage, self.at, self.department


STORED_COLUMNS: Final = Stored._fields[:-1]
"""Its fields that are columns of `transition`; whether a note is there is asked of the note."""

MARK_COLUMNS: Final = ("event", "place", *Mark._fields)

_NOTED: Final = case((func.length(transition.c.note) > 0, 1), else_=0)


class History(NamedTuple):
    """What an event's transitions come to."""

    states: list[State]
    marks: list[Mark]


NOTHING: Final = History([], [])


class Subject(NamedTuple):
    """An event by its row number and its identity."""

    id: int
    source: str
    event_id: str


def load_transitions(connection: Connection, events: Iterable[int]) -> defaultdict[int, list[Stored]]:
    """The stored transitions of the events."""
    found: defaultdict[int, list[Stored]] = defaultdict(list)
    columns = [*(transition.c[name] for name in STORED_COLUMNS), _NOTED]
    for some in chunks(events):
        for row in connection.execute(select(*columns).where(transition.c.event.in_(some))):
            found[row[0]].append(Stored._make(row))
    return found


def history(source: str, stored: Iterable[Stored], placeholders: Placeholders) -> History:
    """The folded states and the marks of one event; points that are placeholders locate nothing and are not drawn."""
    transitions = [_transition(source, one, placeholders) for one in stored]
    return History(fold(transitions), marks(transitions))


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
        one.post,
        bool(one.noted),
    )


class Refold:
    """Folds events one by one; `additions` grows by what each adds, new minus old. `newest`: of the cases met or
    moved, when the last was collected, by source; `older`: sources with a case that proved older than was known."""

    def __init__(self) -> None:
        self.additions: Counter[Item] = Counter()
        self.newest: dict[str, int] = {}
        self.older: set[str] = set()
        self.latest: list[Sequence[Any]] = []
        self.versions: list[Sequence[Any]] = []
        self.marks: list[Sequence[Any]] = []
        self.subjects: list[int] = []

    def event(self, subject: Subject, before: History, after: History) -> None:
        """Replace an event's history; either may be empty."""
        self.additions.update(contributions(subject.source, after.states))
        self.additions.subtract(contributions(subject.source, before.states))
        self._collected(subject.source, _collected(before), _collected(after))
        self.subjects.append(subject.id)
        self.versions += [(*subject, *state) for state in after.states]
        self.marks += [(subject.id, place, *one) for place, one in enumerate(after.marks)]
        if after.states:
            self.latest.append((*subject, *after.states[-1]))

    def _collected(self, source: str, before: int | None, after: int | None) -> None:
        if before != after and after is not None:
            self.newest[source] = max(self.newest.get(source, after), after)
            if before is not None:
                self.older.add(source)

    def write(self, connection: Connection, *, known: bool = True) -> None:
        """Write the states; `known` False spares the deletion of old ones where there are none."""
        if known:
            delete_rows(connection, event_version.c.id, self.subjects)
            delete_rows(connection, event.c.id, self.subjects)
            delete_rows(connection, mark.c.event, self.subjects)
        insert_rows(connection, event, EVENT_COLUMNS, self.latest)
        insert_rows(connection, event_version, EVENT_COLUMNS, self.versions)
        insert_rows(connection, mark, MARK_COLUMNS, self.marks)


def _collected(told: History) -> int | None:
    """When an event was first collected, None if it was not."""
    return told.states[-1].collected_at if told.states else None
