"""Departments whose open cases pile up: days of work at their pace, and the share that is overdue."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import case, func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import DepartmentBacklog
from data_access.clock import DAY
from data_access.measures import measure
from data_access.reader import UNASSIGNED

PACE_DAYS: Final = 14
"""Days over which the pace of a department is taken."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Open and overdue cases of a department in an area as of T, and what it closed in the PACE_DAYS before; `closed`
    None where the history does not reach so far."""

    area: str
    department: str
    open: int
    overdue: int
    closed: int | None

    @property
    def days(self) -> float | None:
        """Days of work at its pace; None where there is no pace."""
        return self.open * PACE_DAYS / self.closed if self.closed else None

    @property
    def overdue_share(self) -> float:
        """Overdue of open, 0..1; 0 where nothing is open."""
        return self.overdue / self.open if self.open else 0.0


def gather(ground: Ground, rule: DepartmentBacklog) -> tuple[Pile, ...]:
    """The departments that have enough open cases to be judged."""
    reader, question = ground.reader, ground.question
    table, conditions = reader.open_states(question)
    c = table.c
    late = func.sum(case((c.due_at < ground.moment, 1), else_=0))
    chosen = select(c.area, c.department, func.count(), late).where(*conditions).group_by(c.area, c.department)
    piles: dict[tuple[str, str], list[int]] = {}
    for area, department, count, overdue in reader.connection.execute(chosen):
        sums = piles.setdefault((ground.place(area, rule.level), department or UNASSIGNED), [0, 0])
        sums[0] += count
        sums[1] += int(overdue)
    large = {key: sums for key, sums in piles.items() if sums[0] >= rule.least * rule.keep}
    window = (ground.moment - PACE_DAYS * DAY, ground.moment)
    closed: dict[str, dict[str, int]] = {}
    if reader.reaches(window[0]):
        for area in {area for area, _ in large}:
            tallies = measure(reader, replace(question, area=area), "department", ("closed",), window=window)
            closed[area] = {department: tally.closed for department, tally in tallies.items()}
    return tuple(
        Pile(area, department, count, overdue, closed[area].get(department, 0) if area in closed else None)
        for (area, department), (count, overdue) in sorted(large.items())
    )


def judge(piles: tuple[Pile, ...], rule: DepartmentBacklog, moment: int) -> list[Finding]:
    """The departments beyond a limit, or beyond `keep` times one. What nobody owns has no pace of its own: only the
    share of it that is overdue is judged."""
    found = []
    for pile in piles:
        days = None if pile.department == UNASSIGNED else pile.days
        beyond = _beyond(rule.days, days), _beyond(rule.overdue_share, pile.overdue_share)
        most = max(beyond)
        if most < rule.keep:
            continue
        raises = most >= 1 and pile.open >= rule.least
        heavier = max(_beyond(rule.worse_days, days), _beyond(rule.worse_overdue_share, pile.overdue_share))
        evidence = {
            "open": pile.open,
            "overdue": pile.overdue,
            "overdue_share": round(pile.overdue_share, 4),
            "days": None if days is None else round(days, 1),
            "closed": pile.closed,
            "pace_days": PACE_DAYS,
            "limit_days": rule.days,
            "limit_overdue_share": rule.overdue_share,
            "by": "days" if beyond[0] > beyond[1] else "overdue_share",
        }
        subject = f"department:{pile.department}"
        severity = rule.worse if raises and heavier >= 1 else rule.severity
        key = key_of(rule.id, subject, pile.area)
        found.append(
            Finding(key, rule.id, rule.kind, subject, pile.area, severity, evidence, raises, department=pile.department)
        )
    return found


def _beyond(limit: float | None, value: float | None) -> float:
    """A value as a multiple of its limit; 0 where there is no limit or no value."""
    return 0.0 if limit is None or value is None else value / limit
