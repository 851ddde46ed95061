"""The open cases of the whole tree as of T, read once for all rules that judge them: one or two in a hundred of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from data_access.alerts.finding import Ground
from data_access.clock import Micros
from data_access.reader import UNASSIGNED

Key = tuple[str, str]
"""An area of some level and a department."""


@dataclass(frozen=True, slots=True)
class Case:
    """An open case as of T."""

    source: str
    event_id: str
    area: str | None
    department: str | None
    category: str | None
    stage: str | None
    stage_since: Micros | None
    severity: int
    due_at: Micros | None
    collected_at: Micros | None = None

    @property
    def owner(self) -> str:
        """The department; the key of nobody's where there is none."""
        return self.department or UNASSIGNED


def open_cases(ground: Ground) -> tuple[Case, ...]:
    """All open cases, in no order."""
    memory, key = ground.reader.memory, ("open cases", ground.moment)
    if key not in memory:
        table, conditions = ground.reader.open_states(ground.question)
        c = table.c
        columns = (c.source, c.event_id, c.area, c.department, c.category, c.stage, c.stage_since, c.severity, c.due_at)
        chosen = select(*columns, c.collected_at).where(*conditions)
        rows = ground.reader.connection.execute(chosen)
        memory[key] = tuple(_case(row) for row in rows)
    found: tuple[Case, ...] = memory[key]
    return found


def by_owner(ground: Ground, cases: Iterable[Case], level: int | str) -> dict[Key, list[Case]]:
    """Cases by area of a level and department, in order of both."""
    found: dict[Key, list[Case]] = {}
    for case in cases:
        found.setdefault((ground.place(case.area, level), case.owner), []).append(case)
    return dict(sorted(found.items()))


def _case(row: Any) -> Case:
    *values, severity, due_at, collected_at = row
    source, event_id, area, department, category, stage, since = values
    return Case(source, event_id, area, department, category, stage, since, severity or 1, due_at, collected_at)
