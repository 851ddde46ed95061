"""Who pushes cases on: the departments that had a case one after the other, and what each of them did with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import select

from data_access.clock import Micros
from data_access.events.marks import HANDOVER
from data_access.reader import Question, Reader
from data_access.store.schema import mark

RETURNED: Final = "returned"


class Step(NamedTuple):
    """A mark of a case: a handover from `previous` to `department`, or `department` returned it."""

    at: Micros
    kind: str
    department: str | None
    previous: str | None


class Case(NamedTuple):
    """A dispatched case that was marked, with the department in force as of T."""

    department: str | None
    dispatched_at: Micros | None
    closed_at: Micros | None
    steps: Sequence[Step]


@dataclass(slots=True)
class Pushes:
    """By department: times it was given a case, times it returned one, times a case was taken from it for another,
    and how many of the cases it was given it returned or lost; and how often each pair handed on."""

    received: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    handed_on: Counter[str] = field(default_factory=Counter)
    pushed: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def counting_steps(case: Case) -> list[Step]:
    """The steps that tell of pushing: after the case was first dispatched, and before it was closed for good."""
    return [
        step
        for step in case.steps
        if _after(step, case.dispatched_at) and (case.closed_at is None or step.at < case.closed_at)
    ]


def _after(step: Step, begin: Micros | None) -> bool:
    return begin is None or step.at > begin


def pushes(given: Mapping[str, int], marked: Iterable[Case]) -> Pushes:
    """What a cohort of dispatched cases comes to: `given` counts all of them by the department in force as of T, those
    of `marked` included."""
    found = Pushes(received=Counter(given))
    for case in marked:
        steps = counting_steps(case)
        later = [step for step in case.steps if step.kind == HANDOVER and _after(step, case.dispatched_at)]
        holder = later[0].previous if later else case.department
        if case.department is not None:
            found.received[case.department] -= 1
        if holder is not None:
            found.received[holder] += 1
        pushed = False
        for step in steps:
            if step.kind == RETURNED and step.department is not None:
                found.returned[step.department] += 1
                pushed = pushed or step.department == holder
            elif step.kind == HANDOVER and step.previous is not None and step.department is not None:
                found.handed_on[step.previous] += 1
                found.pairs[step.previous, step.department] += 1
                found.pushed[step.previous] += 1
                found.received[step.department] += 1
                holder, pushed = step.department, False
        if pushed and holder is not None:
            found.pushed[holder] += 1
    return found


def path(case: Case) -> list[str]:
    """The departments that had a case, in order; none where it was never handed on."""
    moves = [step for step in counting_steps(case) if step.kind == HANDOVER and step.previous and step.department]
    return [*(str(step.previous) for step in moves[:1]), *(str(step.department) for step in moves)]


def marked_cases(reader: Reader, question: Question, since: Micros, *, cohort: bool) -> dict[int, Case]:
    """The cases of E returned or handed on, by row number: of the cohort first dispatched in the question's window, or
    those with such a mark in [since, T]."""
    table, conditions = reader.states(question)
    c = table.c
    kinds = mark.c.kind.in_((RETURNED, HANDOVER))
    wanted = select(mark.c.event).where(kinds, mark.c.at >= since, mark.c.at <= question.moment)
    cases = select(c.id, c.department, c.dispatched_at, c.closed_at).where(
        *conditions, *reader.since(table, question, since), c.id.in_(wanted)
    )
    if cohort:
        cases = cases.where(c.dispatched_at >= question.start, c.dispatched_at < question.end)
    states = {row.id: row for row in reader.connection.execute(cases)}
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    ids = sorted(states)
    for first in range(0, len(ids), 500):
        chosen = select(mark.c.event, mark.c.at, mark.c.kind, mark.c.department, mark.c.previous).where(
            mark.c.event.in_(ids[first : first + 500]), kinds, mark.c.at <= question.moment
        )
        for number, *step in reader.connection.execute(chosen.order_by(mark.c.event, mark.c.place)):
            steps[number].append(Step(*step))
    return {
        number: Case(row.department, row.dispatched_at, row.closed_at, tuple(steps[number]))
        for number, row in states.items()
    }
