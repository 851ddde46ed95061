"""One event: every step of it in order, and in the attributes all that is told of it."""

from typing import Any, Final

import pandas as pd

from data_access.cases.naming import opened_event
from data_access.cases.story import Change, Missing, Step
from data_access.cases.telling import Told, tell
from data_access.clock import SECOND, format_instant
from data_access.reader import Reader
from data_access.view import View

COLUMNS: Final = (
    "at",
    "received_at",
    "stage",
    "department",
    "department_label",
    "post",
    "post_label",
    "note",
    "feed",
    "seconds_since_previous",
    "overtaken",
    "changes",
)
NOTHING: Final = "nothing"
"""Why there is no story where no event is named."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a step of the event in the view's focus, oldest first: `department` and `post` as the step names them,
    `note` with personal numbers masked, `overtaken` where it came in after a later one, `changes` a list of {field,
    before, after}. attrs: `told` all that is told of it (data_access/cases/telling.py), None without a story; then
    `missing` says why (nothing, unknown, not_yet), `first_at` its first step and `asked` what was named."""
    asked = opened_event(view)
    found = Missing(NOTHING) if asked is None else tell(reader, view, *asked)
    told = found if isinstance(found, Told) else None
    table = pd.DataFrame([] if told is None else _rows(told), columns=list(COLUMNS), dtype=object)
    missing = found if isinstance(found, Missing) else None
    table.attrs.update(
        told=told,
        missing=missing and missing.reason,
        first_at=missing and missing.first_at,
        asked=asked,
    )
    return table


def _rows(told: Told) -> list[tuple[Any, ...]]:
    steps = told.story.steps
    return [_row(told, step, steps[place - 1] if place else None) for place, step in enumerate(steps)]


def _row(told: Told, step: Step, previous: Step | None) -> tuple[Any, ...]:
    return (
        step.at,
        step.received_at,
        step.stage,
        step.department,
        told.label("department", step.department),
        step.post,
        told.label("post", step.post),
        step.note,
        step.feed,
        None if previous is None else (step.at - previous.at) / SECOND,
        step.overtaken,
        [change_row(change) for change in step.changes],
    )


def change_row(change: Change) -> dict[str, Any]:
    """A change as plain values: instants ISO 8601, places [lon, lat]."""
    return {
        "field": change.field,
        "before": _plain(change.field, change.before),
        "after": _plain(change.field, change.after),
    }


def _plain(field: str, value: Any) -> Any:
    if value is not None and field.endswith("_at"):
        return format_instant(value)
    return list(value) if isinstance(value, tuple) else value
