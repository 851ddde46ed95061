"""Departments as rows: what each is called, what it is allowed, and which of them are too small to be ranked."""

from collections.abc import Mapping
from typing import Any, Final

from data_access.acceptance import limits
from data_access.clock import DAY, HOUR, MINUTE, SECOND, Micros
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.view import View

FEW: Final = 5
"""Fewer cases than this are shown, not ranked."""
ALL: Final = "all"
"""The key of a row of all departments together."""
ATTRIBUTES: Final[Mapping[str, tuple[str, Micros]]] = {
    "response": ("response_limit_minutes", MINUTE),
    "handling": ("handling_limit_hours", HOUR),
}
"""The limit of each duration: the attribute of a department and its unit."""


def owner(department: str | None) -> str:
    """The key of a department in force; cases of none share one."""
    return UNASSIGNED if department is None else department


def owner_label(reader: Reader, department: str, view: View) -> str:
    """The department's name; what no department has keeps its key, which the interface has a word for."""
    if department == UNASSIGNED:
        return department
    return reader.vocabulary.label("department", department, view.language)


def limit_seconds(reader: Reader, measure: str) -> dict[str, float]:
    """The limits of a duration ("response" or "handling") in seconds, of the departments that have one."""
    attribute, unit = ATTRIBUTES[measure]
    return {department: micros / SECOND for department, micros in limits(reader, attribute, unit).items()}


def ranking(department: str, cases: int, value: float | None) -> tuple[Any, ...]:
    """A sort key: the greatest value first, then those without one, then the small ones; nobody's cases last."""
    small = cases < FEW
    return department == UNASSIGNED, small, value is None, -(value or 0.0), department


def patience(question: Question) -> Micros:
    """How old a kept answer may be: short windows are asked anew, of long ones 10 seconds a day, 5 minutes of 30."""
    span = question.end - question.start
    return span * 10 * SECOND // DAY if span > 2 * DAY else 0
