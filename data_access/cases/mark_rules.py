"""The rules of numbers that count how often something befell cases: returned, handed on, urged; taken and pushed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select

from data_access.cases.rules import ALL, Ask, Figure, Rule
from data_access.events.marks import HANDOVER
from data_access.handovers import RETURNED, Pushes, marked_cases, pushes
from data_access.reader import UNASSIGNED, Question
from data_access.store.schema import mark
from data_access.view import ViewError


def _marks(ask: Ask, kind: str, whose: str, *shown: Any) -> Select[Any]:
    """The marks of a kind in the window, of the department that the cut names in the column `whose`."""
    question, department = ask.question, ask.number.of("department")
    column = mark.c[whose]
    chosen = select(*shown).where(mark.c.kind == kind, mark.c.at >= question.start, mark.c.at < question.end)
    chosen = chosen.where(mark.c.at <= question.moment)
    if department == UNASSIGNED:
        return chosen.where(column.is_(None))
    return chosen if department is None else chosen.where(column == department)


def _times(kind: str, whose: str = "department") -> Rule:
    def counted(c: Any, ask: Ask) -> ColumnElement[bool]:
        found: ColumnElement[bool] = c.id.in_(_marks(ask, kind, whose, mark.c.event))
        return found

    def amount(c: Any, ask: Ask) -> ColumnElement[Any]:
        return (
            _marks(ask, kind, whose, func.count()).where(mark.c.event == c.id).correlate_except(mark).scalar_subquery()
        )

    return Rule("times", ALL, counted, amount=amount, told="times", department="beside")


class _Pushing:
    """Of one department and cohort: how often each marked case was given to it and pushed on by it. Cases that were
    never marked were given to the department in force, once."""

    def __init__(self, ask: Ask) -> None:
        department = ask.number.of("department")
        if department is None:
            raise ViewError("department is missing; expected department:code in the cut")
        self.department, self.received, self.pushed = department, Counter[int](), Counter[int]()
        asked = _without_filter(ask.question)
        self.marked = marked_cases(ask.reader, asked, asked.start, cohort=True)
        for number, case in self.marked.items():
            # A case counts for its present department before its steps are told.
            given = {} if case.department is None else {case.department: 1}
            found: Pushes = pushes(given, [case])
            self.received[number] = found.received[department]
            self.pushed[number] = found.pushed[department]


def _without_filter(question: Question) -> Question:
    return replace(question, view=question.view.replaced(department=None))


def _pushing(ask: Ask) -> _Pushing:
    """Worked out once a reader."""
    key = ("pushing", ask.question, ask.number)
    if key not in ask.reader.memory:
        ask.reader.memory[key] = _Pushing(ask)
    found: _Pushing = ask.reader.memory[key]
    return found


def _numbers(numbers: Iterable[int]) -> BindParameter[Any]:
    """Row numbers written into the statement: there may be more than it may have parameters."""
    return bindparam(None, sorted(numbers), expanding=True, literal_execute=True)


def _received(c: Any, ask: Ask) -> ColumnElement[bool]:
    found = _pushing(ask)
    plain = and_(c.department == found.department, c.id.not_in(_numbers(found.marked)))
    return or_(plain, c.id.in_(_numbers(+found.received)))


def _pushed(c: Any, ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.id.in_(_numbers(+_pushing(ask).pushed))
    return found


def _figures(ask: Ask) -> tuple[int, int, int, int]:
    """Times given and times pushed on, and how many cases each befell."""
    found = _pushing(ask)
    reader, question = ask.reader, _without_filter(ask.question)
    table, conditions = reader.states(question)
    c = table.c
    plain = select(func.count()).where(
        *conditions,
        *reader.since(table, question, question.start),
        c.dispatched_at >= question.start,
        c.dispatched_at < question.end,
        c.department == found.department,
    )
    all_in_force = int(reader.connection.execute(plain).scalar_one())
    unmarked = all_in_force - sum(case.department == found.department for case in found.marked.values())
    received, pushed = found.received.total(), found.pushed.total()
    return unmarked + received, pushed, unmarked + len(+found.received), len(+found.pushed)


def _work(make: Callable[[tuple[int, int, int, int]], Figure]) -> Callable[[Ask], Figure]:
    return lambda ask: make(_figures(ask))


def _pushed_share(found: tuple[int, int, int, int]) -> Figure:
    received, pushed, _, _ = found
    return pushed / received if received else None, pushed, received


_OF_COHORT: Final[Mapping[str, Any]] = {
    "cohort": "dispatched_at",
    "needs": ("department",),
    "department": "instead",
}

MARKED: Final[Mapping[str, Rule]] = {
    "returned": _times(RETURNED),
    "handed_on": _times(HANDOVER, "previous"),
    "taken_over": _times(HANDOVER),
    "urged": _times("urged"),
    "supervised": _times("supervised"),
    "received": Rule("times", counted=_received, work=_work(lambda found: (found[0], None, found[2])), **_OF_COHORT),
    "pushed": Rule("times", counted=_pushed, work=_work(lambda found: (found[1], None, found[3])), **_OF_COHORT),
    "pushed_share": Rule("rate", counted=_received, part=_pushed, work=_work(_pushed_share), **_OF_COHORT),
}
"""How often something befell cases, by name; `returned`, `handed_on` and `taken_over` count what happened in the
window, `received` and `pushed` what befell the cases first dispatched in it."""
