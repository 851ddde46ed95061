"""Open cases near or past their deadline, or stuck: one warning a case, one for many of one department."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import CaseRule, StuckCase
from data_access.clock import MINUTE, Micros
from data_access.reader import UNASSIGNED

MOST_READ: Final = 500
"""Cases read one by one, the most urgent first; the others are counted only."""

NAMED: Final = 5
"""Cases that the evidence of a group names."""


@dataclass(frozen=True, slots=True)
class Case:
    """An open case; `instant` is what the rule goes by: due_at, or stage_since of a stuck one."""

    source: str
    event_id: str
    area: str | None
    department: str | None
    category: str | None
    stage: str | None
    severity: int
    due_at: Micros | None
    instant: Micros


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of a department in an area of the rule's level: their count, the earliest instant, and those read."""

    area: str
    department: str
    count: int
    first: Micros
    cases: tuple[Case, ...]


def gather(ground: Ground, rule: CaseRule) -> tuple[Group, ...]:
    """The cases that meet a rule, in groups."""
    table, conditions = ground.reader.open_states(ground.question)
    c = table.c
    instant = c.stage_since if isinstance(rule, StuckCase) else c.due_at
    met = [*conditions, *_met(rule, c, ground.moment)]
    counts: dict[tuple[str, str], tuple[int, Micros]] = {}
    chosen = select(c.area, c.department, func.count(), func.min(instant)).where(*met)
    for area, department, count, first in ground.reader.connection.execute(chosen.group_by(c.area, c.department)):
        key = (ground.place(area, rule.level), department or UNASSIGNED)
        known = counts.get(key)
        counts[key] = (count, first) if known is None else (known[0] + count, min(known[1], first))
    read: dict[tuple[str, str], list[Case]] = {}
    if counts:
        columns = (c.source, c.event_id, c.area, c.department, c.category, c.stage, c.severity, c.due_at)
        listed = select(*columns, instant.label("instant")).where(*met).order_by(instant, c.source, c.event_id)
        for row in ground.reader.connection.execute(listed.limit(MOST_READ)):
            key = (ground.place(row.area, rule.level), row.department or UNASSIGNED)
            read.setdefault(key, []).append(_case(row))
    return tuple(
        Group(area, department, count, first, tuple(read.get((area, department), ())))
        for (area, department), (count, first) in sorted(counts.items())
    )


def judge(groups: tuple[Group, ...], rule: CaseRule, moment: Micros) -> list[Finding]:
    """A finding for each case, and one for each group that is, or still is, too many."""
    found: list[Finding] = []
    for group in groups:
        key = key_of(rule.id, f"department:{group.department}", group.area)
        # Cases that were not read can only be told of together.
        unread = len(group.cases) < group.count and len(group.cases) <= rule.cap
        if group.count > rule.cap or unread or 2 * group.count > rule.cap:
            found.append(_together(group, key, rule, moment, raises=group.count > rule.cap or unread))
        if group.count <= rule.cap:
            found += [_alone(case, key, rule, moment) for case in group.cases]
    return found


def _case(row: Any) -> Case:
    return Case(
        row.source,
        row.event_id,
        row.area,
        row.department,
        row.category,
        row.stage,
        row.severity or 1,
        row.due_at,
        row.instant,
    )


def _met(rule: CaseRule, c: Any, moment: Micros) -> list[ColumnElement[bool]]:
    span = rule.minutes * MINUTE
    severe = [func.coalesce(c.severity, 1) >= rule.least_severity] if rule.least_severity > 1 else []
    if isinstance(rule, StuckCase):
        return [c.stage.in_(rule.stages), c.stage_since <= moment - span, *severe]
    if rule.kind == "deadline_near":
        return [c.due_at >= moment, c.due_at <= moment + span, *severe]
    return [c.due_at < moment - span, *severe]


def _severity(rule: CaseRule, instant: Micros, moment: Micros) -> str:
    if rule.worse_minutes is None:
        return rule.severity
    span = rule.worse_minutes * MINUTE
    limit = moment + span if rule.kind == "deadline_near" else moment - span
    return rule.worse if instant <= limit else rule.severity


def _alone(case: Case, group: str, rule: CaseRule, moment: Micros) -> Finding:
    subject = f"event:{case.source}/{case.event_id}"
    evidence = {
        "source": case.source,
        "event_id": case.event_id,
        "case_severity": case.severity,
        "stage": case.stage,
        "due_at": case.due_at,
        "since": case.instant,
        "limit_minutes": rule.minutes,
    }
    return Finding(
        key_of(rule.id, subject),
        rule.id,
        rule.kind,
        subject,
        case.area,
        _severity(rule, case.instant, moment),
        evidence,
        group=group,
        department=case.department or UNASSIGNED,
        source=case.source,
        category=case.category,
    )


def _together(group: Group, key: str, rule: CaseRule, moment: Micros, *, raises: bool) -> Finding:
    evidence = {
        "count": group.count,
        "since": group.first,
        "cases": [{"source": case.source, "event_id": case.event_id} for case in group.cases[:NAMED]],
        "least_severity": rule.least_severity,
        "limit_minutes": rule.minutes,
        "cap": rule.cap,
    }
    severity = _severity(rule, group.first, moment)
    subject = f"department:{group.department}"
    return Finding(
        key, rule.id, rule.kind, subject, group.area, severity, evidence, raises, many=True, department=group.department
    )
