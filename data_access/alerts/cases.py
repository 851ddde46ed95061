"""Open cases near or past their deadline, or stuck: one warning a case, one for many of one department."""

from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.open_cases import Case, by_owner, open_cases
from data_access.alerts.rules import CaseRule, StuckCase
from data_access.clock import MINUTE, Micros

NAMED: Final = 5
"""Cases that the evidence of a group names."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of a department in an area of the rule's level that meet a rule: how many, and the most urgent of
    them, as many as may be told of."""

    area: str
    department: str
    count: int
    cases: tuple[Case, ...]


def gather(ground: Ground, rule: CaseRule) -> tuple[Group, ...]:
    """The cases that meet a rule, in groups."""
    met = [case for case in open_cases(ground) if _meets(case, rule, ground.moment)]
    told = max(rule.cap, NAMED)
    return tuple(
        Group(area, department, len(cases), tuple(nsmallest(told, cases, key=lambda case: _order(case, rule))))
        for (area, department), cases in by_owner(ground, met, rule.level).items()
    )


def judge(groups: tuple[Group, ...], rule: CaseRule, moment: Micros) -> list[Finding]:
    """A finding for each case, and one for each group that is, or still is, too many."""
    found: list[Finding] = []
    for group in groups:
        key = key_of(rule.id, f"department:{group.department}", group.area)
        if 2 * group.count > rule.cap:
            found.append(_together(group, key, rule, moment))
        if group.count <= rule.cap:
            found += [_alone(case, key, rule, moment) for case in group.cases]
    return found


def _instant(case: Case, rule: CaseRule) -> Micros | None:
    """What the rule goes by: the deadline, or since when a case is in its stage."""
    return case.stage_since if isinstance(rule, StuckCase) else case.due_at


def _order(case: Case, rule: CaseRule) -> tuple[Micros, str, str]:
    return _instant(case, rule) or 0, case.source, case.event_id


def _meets(case: Case, rule: CaseRule, moment: Micros) -> bool:
    instant, span = _instant(case, rule), rule.minutes * MINUTE
    if instant is None or case.severity < rule.least_severity:
        return False
    if isinstance(rule, StuckCase):
        return case.stage in rule.stages and instant <= moment - span
    return moment <= instant <= moment + span if rule.kind == "deadline_near" else instant < moment - span


def _severity(rule: CaseRule, instant: Micros | None, moment: Micros) -> str:
    if rule.worse_minutes is None or instant is None:
        return rule.severity
    span = rule.worse_minutes * MINUTE
    limit = moment + span if rule.kind == "deadline_near" else moment - span
    return rule.worse if instant <= limit else rule.severity


def _alone(case: Case, group: str, rule: CaseRule, moment: Micros) -> Finding:
    instant = _instant(case, rule)
    subject = f"event:{case.source}/{case.event_id}"
    evidence = {
        "source": case.source,
        "event_id": case.event_id,
        "case_severity": case.severity,
        "stage": case.stage,
        "due_at": case.due_at,
        "since": instant,
        "limit_minutes": rule.minutes,
    }
    return Finding(
        key_of(rule.id, subject),
        rule.id,
        rule.kind,
        subject,
        case.area,
        _severity(rule, instant, moment),
        evidence,
        group=group,
        department=case.owner,
        source=case.source,
        category=case.category,
    )


def _together(group: Group, key: str, rule: CaseRule, moment: Micros) -> Finding:
    first = _instant(group.cases[0], rule)
    evidence = {
        "count": group.count,
        "since": first,
        "cases": [{"source": case.source, "event_id": case.event_id} for case in group.cases[:NAMED]],
        "least_severity": rule.least_severity,
        "limit_minutes": rule.minutes,
        "cap": rule.cap,
    }
    severity = _severity(rule, first, moment)
    raises = group.count > rule.cap
    subject = f"department:{group.department}"
    return Finding(
        key, rule.id, rule.kind, subject, group.area, severity, evidence, raises, many=True, department=group.department
    )
