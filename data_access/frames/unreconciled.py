"""Totals of an area that do not add up, as the warnings that stand for it say."""

from collections.abc import Mapping
from typing import Any, Final

from data_access.alerts.standing import standing
from data_access.reader import Reader
from data_access.view import View

KIND: Final = "unreconciled"
FIGURES: Final[Mapping[str, str]] = {"reported": "reported", "closed": "closed", "due": "on_time_rate"}
"""The figure of the tape that rests on each measure that is checked."""


def unreconciled(reader: Reader, view: View) -> dict[str, Mapping[str, Any]]:
    """The evidence by measure of what stands for the view's own area: `rolled` (its total), `counted` (case by case),
    `children` (the sum of the areas below), `start` and `end`. A view with filters is not judged: nothing."""
    question = reader.question(view)
    if question.filters:
        return {}
    stand = standing(reader, view).warnings
    found = [one for one in stand if one.kind == KIND and one.area == question.area and "measure" in one.evidence]
    return {str(one.evidence["measure"]): one.evidence for one in reversed(found)}
