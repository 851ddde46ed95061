"""What a length of time is held against: the limit of its department, or of its stage."""

from typing import Final

from data_access.clock import HOUR, SECOND
from data_access.explain.numbers import Explained
from data_access.frames.limits import LIMITS
from data_access.frames.owners import limit_seconds
from data_access.reader import Reader

_OF_DEPARTMENT: Final = {
    "response_p50": "response",
    "response_p90": "response",
    "acceptance_rate": "response",
    "late_response": "response",
    "handling_p50": "handling",
    "handling_p90": "handling",
    "late_handling": "handling",
    "open_age_p50": "handling",
}
_OF_STAGE: Final = ("stage_age_p50", "stay_p50", "stay_p90", "stuck", "still")


def limit_of(reader: Reader, found: Explained) -> float | None:
    """The limit of a number in seconds, None where it has none or several."""
    number = found.number
    if number.measure == "unowned":
        return float(LIMITS["unowned"]["hours"] * HOUR / SECOND)
    if number.measure in _OF_STAGE:
        hours = LIMITS["dwell"].get(number.of("stage") or "")
        return None if hours is None else float(hours * HOUR / SECOND)
    if number.measure in _OF_DEPARTMENT:
        department = found.question.view.department or ""
        return limit_seconds(reader, _OF_DEPARTMENT[number.measure]).get(department)
    return None
