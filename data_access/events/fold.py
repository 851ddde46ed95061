"""The fold: an event's state is a pure function of its set of transitions.

Duplicates, late arrivals and any order of arrival give the same timeline, because the
transitions are put in order (at, stage, department) before they are folded.
"""

from collections.abc import Iterable
from typing import NamedTuple

from data_access.clock import Micros
from data_access.events.stages import ENDS, MAIN, RANK, REOPENING

_MAIN = frozenset(MAIN)


class Transition(NamedTuple):
    """One transition of one event. `area` is the area it counts in: as named by the feed or as located; `noted`
    says that it carries a note."""

    stage: str
    at: Micros
    department: str | None = None
    title: str | None = None
    category: str | None = None
    severity: int | None = None
    area: str | None = None
    lon: float | None = None
    lat: float | None = None
    due_at: Micros | None = None
    self_handled: bool | None = None
    satisfaction: float | None = None
    post: str | None = None
    noted: bool = False


class State(NamedTuple):
    """The state of an event in [valid_from, valid_to); valid_to None means until now. Times in microseconds.

    `stage` is the last of the seven main stages reached, `mark` the last transition of any kind.
    `closed_at` is the last handled with no later reworked or returned. `response` is the first accepted
    (else verified, else handled) after the first dispatched, minus that first dispatched. `moves` counts how often
    the department in force was replaced by another; `proven` is 1 for a handled case that was verified or whose last
    handled carries a note.
    """

    valid_from: Micros
    valid_to: Micros | None
    stage: str | None
    stage_since: Micros | None
    mark: str
    collected_at: Micros | None
    dispatched_at: Micros | None
    verified_at: Micros | None
    handled_at: Micros | None
    closed_at: Micros | None
    evaluated_at: Micros | None
    archived_at: Micros | None
    ended_at: Micros | None
    due_at: Micros | None
    response: Micros | None
    reworked: int
    returned: int
    urged: int
    supervised: int
    moves: int
    proven: int
    self_handled: int | None
    satisfaction: float | None
    severity: int | None
    area: str | None
    department: str | None
    category: str | None
    post: str | None
    title: str | None
    lon: float | None
    lat: float | None

    @property
    def counted(self) -> bool:
        """Whether the event belongs to E: collected, and neither voided nor withdrawn."""
        return self.collected_at is not None and self.ended_at is None

    @property
    def open(self) -> bool:
        """Counted and without closed_at."""
        return self.counted and self.closed_at is None


def order(transition: Transition) -> tuple[Micros, int, str]:
    """The key that puts transitions of one event in order."""
    return transition.at, RANK[transition.stage], transition.department or ""


def fold(transitions: Iterable[Transition]) -> list[State]:
    """The timeline of an event: one state per distinct instant, oldest first, the last with valid_to None."""
    ordered = sorted(transitions, key=order)
    states: list[State] = []
    stage: str | None = None
    stage_since: Micros | None = None
    collected: Micros | None = None
    dispatched: Micros | None = None
    verified: Micros | None = None
    handled: Micros | None = None
    closed: Micros | None = None
    evaluated: Micros | None = None
    archived: Micros | None = None
    ended: Micros | None = None
    answers: dict[str, Micros] = {}
    reworked = returned = urged = supervised = moves = 0
    noted = False
    self_handled: int | None = None
    department = title = category = area = post = None
    severity: int | None = None
    lon = lat = satisfaction = None
    due: Micros | None = None
    last = len(ordered) - 1
    for index, move in enumerate(ordered):
        name, at = move.stage, move.at
        if name in _MAIN:
            stage, stage_since = name, at
            if name == "collected":
                collected = at if collected is None else collected
            elif name == "dispatched":
                dispatched = at if dispatched is None else dispatched
            elif name == "verified":
                verified = at if verified is None else verified
            elif name == "handled":
                handled = at if handled is None else handled
                closed = at
                noted = move.noted
            elif name == "evaluated":
                evaluated = at
            elif name == "archived":
                archived = at
            if dispatched is not None and name in ("accepted", "verified", "handled"):
                answers.setdefault(name, at)
        elif name in REOPENING:
            closed = None
            reworked += name == "reworked"
            returned += name == "returned"
        elif name in ENDS and ended is None:
            ended = at
        else:
            urged += name == "urged"
            supervised += name == "supervised"
        if move.department is not None:
            moves += department is not None and department != move.department
            department = move.department
        if move.post is not None:
            post = move.post
        if move.title is not None:
            title = move.title
        if move.category is not None:
            category = move.category
        if move.severity is not None:
            severity = move.severity
        if move.area is not None:
            area = move.area
        if move.lon is not None:
            lon, lat = move.lon, move.lat
        if move.due_at is not None:
            due = move.due_at
        if move.self_handled is not None:
            self_handled = int(move.self_handled)
        if move.satisfaction is not None:
            satisfaction = move.satisfaction
        following = None if index == last else ordered[index + 1].at
        if following == at:
            continue
        response = None
        if dispatched is not None and answers:
            answer = answers.get("accepted", answers.get("verified", answers.get("handled")))
            response = None if answer is None else answer - dispatched
        states.append(
            State(
                at,
                following,
                stage,
                stage_since,
                name,
                collected,
                dispatched,
                verified,
                handled,
                closed,
                evaluated,
                archived,
                ended,
                due,
                response,
                reworked,
                returned,
                urged,
                supervised,
                moves,
                int(handled is not None and (noted or verified is not None)),
                self_handled,
                satisfaction,
                severity,
                area,
                department,
                category,
                post,
                title,
                lon,
                lat,
            )
        )
    return states
