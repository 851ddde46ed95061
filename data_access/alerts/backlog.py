"""Departments whose open cases pile up: days of work at their pace, and the share that is overdue."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.open_cases import by_owner, open_cases
from data_access.alerts.rules import DepartmentBacklog
from data_access.clock import DAY
from data_access.measures import Interval, measure
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
    piles = by_owner(ground, open_cases(ground), rule.level)
    large = {key: cases for key, cases in piles.items() if len(cases) >= rule.least * rule.keep}
    window = (ground.moment - PACE_DAYS * DAY, ground.moment)
    closed = _closed(ground, rule, {area for area, _ in large}, window) if ground.reader.reaches(window[0]) else {}
    return tuple(
        Pile(
            area,
            department,
            len(cases),
            sum(case.due_at is not None and case.due_at < ground.moment for case in cases),
            closed[area].get(department, 0) if area in closed else None,
        )
        for (area, department), cases in large.items()
    )


def _closed(ground: Ground, rule: DepartmentBacklog, areas: set[str], window: Interval) -> dict[str, Counter[str]]:
    """Cases closed in a window by area of the rule's level and department; the root holds those in no such area."""
    reader, question = ground.reader, ground.question
    found: dict[str, Counter[str]] = {area: Counter() for area in areas}
    # The rollups know the present of whole areas only: one look at the states serves the others.
    rolled = areas.intersection(ground.areas(rule.level)) if question.live else set()
    for area in rolled:
        tallies = measure(reader, replace(question, area=area), "department", ("closed",), window=window)
        found[area].update({department: tally.closed for department, tally in tallies.items()})
    others = areas - rolled
    if not others:
        return found
    table, conditions = reader.states(question)
    c = table.c
    during = [*reader.since(table, question, window[0]), c.closed_at >= window[0], c.closed_at < window[1]]
    chosen = select(c.area, c.department, func.count()).where(*conditions, *during).group_by(c.area, c.department)
    for area, department, count in reader.connection.execute(chosen):
        place = ground.place(area, rule.level)
        if place in others:
            found[place][department or UNASSIGNED] += count
    return found


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
