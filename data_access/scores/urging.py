"""How often departments were urged 催办 and supervised 督办 in a window."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data_access.events.stages import Stage
from data_access.measures import Interval
from data_access.reader import Question, Reader
from data_access.store.schema import mark


@dataclass(frozen=True, slots=True)
class Urged:
    """Times a department was urged and supervised over cases that it had then."""

    urged: int = 0
    supervised: int = 0


def urged(reader: Reader, question: Question, window: Interval) -> dict[str, Urged]:
    """The counts of a window by department in force at the time, as of T; of cases that are in E."""
    table, conditions = reader.states(question)
    kinds = (Stage.URGED.value, Stage.SUPERVISED.value)
    chosen = (
        select(mark.c.department, mark.c.kind, func.count())
        .join(table, table.c.id == mark.c.event)
        .where(*conditions, mark.c.kind.in_(kinds), mark.c.at >= window[0], mark.c.at < window[1])
        .where(mark.c.at <= question.moment)
        .group_by(mark.c.department, mark.c.kind)
    )
    found: dict[str, dict[str, int]] = {}
    for department, kind, count in reader.connection.execute(chosen):
        if department:
            found.setdefault(department, {})[kind] = count
    return {code: Urged(**numbers) for code, numbers in found.items()}
