"""The whole story of one event as of T: its state, every step in order, its stays, who had it, what befell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import select

from data_access.cases.masking import masked
from data_access.clock import HOUR, MINUTE, SECOND, Micros
from data_access.events.marks import MARKS
from data_access.events.stages import RANK, SHOWN
from data_access.frames.limits import LIMITS
from data_access.reader import Reader
from data_access.stays import STAYED
from data_access.store.schema import STATE_COLUMNS, event, event_version, transition

UNKNOWN: Final = "unknown"
NOT_YET: Final = "not_yet"

TRACKED: Final = ("title", "category", "severity", "area", "place", "due_at", "self_handled", "satisfaction", "post")
"""What a step may change besides the stage and the department."""

Row = Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a step set: `before` None where nothing was known. A place is (lon, lat)."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One transition as it was received: `at` by the feed, `received_at` by our clock; `overtaken`: it came in after
    a step that follows it. `department` as named by it, None where it names none; `note` masked."""

    at: Micros
    received_at: Micros
    stage: str
    department: str | None
    post: str | None
    note: str | None
    feed: str
    overtaken: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """Time in a stage of the wall; `left` None while it lasts. Seconds; `limit` None where there is none."""

    stage: str
    entered: Micros
    left: Micros | None
    seconds: float
    limit: float | None

    @property
    def over(self) -> bool:
        """Whether it took, or takes, longer than allowed."""
        return self.limit is not None and self.seconds > self.limit


@dataclass(frozen=True, slots=True)
class Holder:
    """A department (None: nobody) that had the case from `since` to `until`, None while it still has it; `how`: the
    step that gave it, `marks` how often it returned, extended and so on meanwhile, by kind."""

    department: str | None
    since: Micros
    until: Micros | None
    seconds: float
    how: str
    marks: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """`state` is the row of the state as of `moment`, its title masked beside it; `response_limit` in seconds, None
    where the department declares none."""

    id: int
    source: str
    event_id: str
    moment: Micros
    state: Row
    title: str | None
    steps: tuple[Step, ...]
    stays: tuple[Stay, ...]
    holders: tuple[Holder, ...]
    response_limit: float | None

    @property
    def open(self) -> bool:
        """Whether somebody still has to close it."""
        return self.state.closed_at is None and self.state.ended_at is None

    @property
    def end(self) -> Micros:
        """Until when it is counted: its end, else its closing, else T."""
        state = self.state
        found: Micros = next((at for at in (state.ended_at, state.closed_at) if at is not None), self.moment)
        return found


@dataclass(frozen=True, slots=True)
class Missing:
    """No story: there is no such event the viewer may see (UNKNOWN), or none yet as of T (NOT_YET), the first step
    being at `first_at`."""

    reason: str
    first_at: Micros | None = None


def story(reader: Reader, source: str, event_id: str, moment: Micros) -> Story | Missing:
    """The story of an event as of T. Outside the scope there is none, whatever it is."""
    named = select(event.c.id, event.c.area).where(event.c.source == source, event.c.event_id == event_id)
    present = reader.connection.execute(named).one_or_none()
    if present is None:
        return Missing(UNKNOWN)
    state = state_at(reader, present.id, moment)
    if not visible(reader, present.area if state is None else state.area):
        return Missing(UNKNOWN)
    told = _transitions(reader, present.id)
    if state is None:
        return Missing(NOT_YET, told[0].at if told else None)
    steps = _steps([row for row in told if row.at <= moment])
    limit = reader.vocabulary.attribute("department", state.department or "", "response_limit_minutes")
    return Story(
        present.id,
        source,
        event_id,
        moment,
        state,
        None if state.title is None else masked(state.title),
        steps,
        _stays(state, moment),
        _holders(steps, state, moment),
        None if limit is None else limit * MINUTE / SECOND,
    )


def state_at(reader: Reader, number: int, moment: Micros) -> Row | None:
    """The state of an event that held at T, None before its first step."""
    newest = reader.version.newest_at
    table = event if newest is None or moment >= newest else event_version
    c = table.c
    columns = [c[name] for name in ("id", "source", "event_id", *STATE_COLUMNS)]
    chosen = select(*columns).where(c.id == number)
    if table is event_version:
        chosen = chosen.where(c.valid_from <= moment, c.valid_to.is_(None) | (c.valid_to > moment))
    return reader.connection.execute(chosen).one_or_none()


def visible(reader: Reader, area: str | None) -> bool:
    """Whether the viewer may see what happened in an area; what is in none belongs to the whole tree alone."""
    tree, top = reader.tree, reader.scope.area
    return not top or top == tree.root.code or (area in tree and tree.is_within(str(area), top))


def _transitions(reader: Reader, number: int) -> list[Row]:
    rows = reader.connection.execute(select(transition).where(transition.c.event == number))
    return sorted(rows, key=lambda row: (row.at, RANK[row.stage], row.department))


def _steps(told: Sequence[Row]) -> tuple[Step, ...]:
    known: dict[str, Any] = {}
    earliest: list[Micros] = []
    for row in reversed(told):
        earliest.append(min(row.received_at, earliest[-1]) if earliest else row.received_at)
    first_after = [*reversed(earliest)][1:]
    steps = []
    for place, row in enumerate(told):
        changes = tuple(_changes(known, row, first=place == 0))
        overtaken = place < len(first_after) and first_after[place] < row.received_at
        note = masked(row.note) if row.note else None
        department = row.department or None
        steps.append(Step(row.at, row.received_at, row.stage, department, row.post, note, row.feed, overtaken, changes))
    return tuple(steps)


def _changes(known: dict[str, Any], row: Row, *, first: bool) -> list[Change]:
    """What a step sets to another value than was known; the first step tells the fields themselves."""
    found = []
    for field in TRACKED:
        after = _value(row, field)
        before = known.get(field)
        if after is None or after == before:
            continue
        known[field] = after
        if not first:
            found.append(Change(field, before, after))
    return found


def _value(row: Row, field: str) -> Any:
    if field == "place":
        return None if row.lon is None else (row.lon, row.lat)
    if field == "area":
        return row.area if row.area is not None else row.located
    if field == "title":
        return None if row.title is None else masked(row.title)
    if field == "self_handled":
        return None if row.self_handled is None else bool(row.self_handled)
    return getattr(row, field)


def _stays(state: Row, moment: Micros) -> tuple[Stay, ...]:
    """By the rule of data_access/stays.py: from the entry of a stage to that of the next one the case reached."""
    entered = [(stage, getattr(state, f"{stage}_at")) for stage in SHOWN]
    reached = [(stage, at) for stage, at in entered if at is not None]
    found = []
    for (stage, at), (_next, left) in pairwise(reached):
        if left >= at:
            found.append(_stay(stage, at, left, moment))
    if reached and reached[-1][0] in STAYED:
        found.append(_stay(*reached[-1], state.ended_at, moment))
    return tuple(found)


def _stay(stage: str, entered: Micros, left: Micros | None, moment: Micros) -> Stay:
    hours = LIMITS["dwell"].get(stage)
    seconds = ((moment if left is None else left) - entered) / SECOND
    return Stay(stage, entered, left, seconds, None if hours is None else hours * HOUR / SECOND)


def _holders(steps: Sequence[Step], state: Row, moment: Micros) -> tuple[Holder, ...]:
    """Who had the case one after the other, until it was closed for good, ended, or T."""
    runs: list[tuple[str | None, Micros, str, dict[str, int]]] = []
    for step in steps:
        if not runs or (step.department is not None and step.department != runs[-1][0]):
            runs.append((step.department, step.at, step.stage, {}))
        if step.stage in MARKS:
            marks = runs[-1][3]
            marks[step.stage] = marks.get(step.stage, 0) + 1
    last = next((at for at in (state.ended_at, state.closed_at) if at is not None), None)
    found = []
    for place, (department, since, how, marks) in enumerate(runs):
        following = runs[place + 1][1] if place + 1 < len(runs) else last
        until = None if following is None else max(following, since)
        seconds = ((moment if until is None else until) - since) / SECOND
        found.append(Holder(department, since, until, seconds, how, tuple(marks.items())))
    return tuple(found)
