"""Cases a department accepted within its response limit: exact counts, by department.

The cohort is what was dispatched in the window and can be judged as of T: answered, or not answered though the limit
has passed. The answer is that of `response` in measures.py. A department without a limit is left out.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select

from data_access.clock import MINUTE, Micros
from data_access.measures import Interval
from data_access.reader import Question, Reader

LIMIT: Final = "response_limit_minutes"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Cases answered in all, answered after the limit, and unanswered though the limit has passed."""

    answered: int
    late: int
    waiting: int

    @property
    def judged(self) -> int:
        """The denominator: all that can be judged."""
        return self.answered + self.waiting

    @property
    def within(self) -> int:
        """The numerator: answered in time."""
        return self.answered - self.late


def limits(reader: Reader, attribute: str, unit: Micros) -> dict[str, Micros]:
    """A limit of the departments that declare one above 0, in microseconds, by department."""
    declared = {term.code: term.attributes.get(attribute) for term in reader.vocabulary.of("department")}
    return {code: round(value * unit) for code, value in declared.items() if value and value > 0}


def acceptance(reader: Reader, question: Question, window: Interval | None = None) -> dict[str, Acceptance]:
    """The counts of a question's window (or another) by department; departments of no case are left out."""
    allowed: dict[Any, Micros] = dict(limits(reader, LIMIT, MINUTE))
    if not allowed:
        return {}
    start, end = (question.start, question.end) if window is None else window
    table, conditions = reader.states(question)
    c = table.c
    limit = case(allowed, value=c.department)
    late = func.sum(case((c.response > limit, 1), else_=0))
    waiting = func.sum(case((c.response.is_(None) & (c.dispatched_at + limit < question.moment), 1), else_=0))
    chosen = select(c.department, func.count(c.response), late, waiting).where(
        *conditions, *reader.since(table, question, start), c.dispatched_at >= start, c.dispatched_at < end
    )
    return {
        department: Acceptance(int(answered), int(beyond), int(open_still))
        for department, answered, beyond, open_still in reader.connection.execute(chosen.group_by(c.department))
        if department in allowed and answered + open_still
    }
