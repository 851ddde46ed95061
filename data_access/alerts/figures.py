"""The figures of all rules at one T, and what the rules find in them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from data_access.alerts import (
    backlog,
    cases,
    fleets,
    metric_limits,
    reconciliation,
    reports,
    severe_cases,
    silent_metrics,
    sources,
    spots,
    surges,
)
from data_access.alerts.finding import Finding, Ground
from data_access.alerts.fleets import Fleets
from data_access.alerts.rules import (
    AnyRule,
    CaseRule,
    DepartmentBacklog,
    HotSpot,
    MetricLimit,
    OfflineCluster,
    Rules,
    SevereCase,
    SilentMetric,
    SilentSource,
    Surge,
    rank,
)
from data_access.clock import Micros

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Figures:
    """What each rule is judged by, as of `moment`; a rule that has no figures can be judged neither way."""

    moment: Micros
    by_rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules found. `judged` names the rules that were judged, `only` for some the keys they could judge."""

    findings: tuple[Finding, ...]
    judged: frozenset[str]
    only: Mapping[str, frozenset[str]]


def gather(ground: Ground, rules: Rules, devices: Fleets | None = None) -> Figures:
    """The figures of the rules in force. What another part of the program fails to give is left out and logged."""
    found: dict[str, Any] = {}
    for name, rule in rules.enabled().items():
        try:
            figures = _gather(ground, rule, devices)
        except SQLAlchemyError:
            raise
        except Exception:
            if not isinstance(rule, HotSpot | OfflineCluster | MetricLimit | SilentMetric):
                raise
            log.exception("rule %s could not be judged", name)
            continue
        if figures is not None:
            found[name] = figures
    return Figures(ground.moment, found)


def judge(figures: Figures, rules: Rules) -> Judgement:
    """What the rules find in the figures; of one key the worst."""
    found: dict[str, Finding] = {}
    only: dict[str, frozenset[str]] = {}
    judged = set()
    for name, rule in rules.enabled().items():
        if name not in figures.by_rule:
            continue
        judged.add(name)
        given = figures.by_rule[name]
        if rule.kind == "unreconciled":
            own, told = given
            only[name] = reconciliation.checked(own, rule) | reports.checked(told, rule)
        if isinstance(rule, MetricLimit):
            only[name] = metric_limits.checked(given, rule)
        for finding in _judge(given, rule, figures.moment):
            known = found.get(finding.key)
            if known is None or (finding.raises, rank(finding.severity)) > (known.raises, rank(known.severity)):
                found[finding.key] = finding
    return Judgement(tuple(found.values()), frozenset(judged), only)


def _gather(ground: Ground, rule: AnyRule, devices: Fleets | None) -> Any:
    if isinstance(rule, CaseRule):
        return cases.gather(ground, rule)
    if isinstance(rule, SevereCase):
        return severe_cases.gather(ground, rule)
    if isinstance(rule, Surge):
        return surges.gather(ground, rule)
    if isinstance(rule, SilentSource):
        return sources.gather(ground, rule)
    if isinstance(rule, DepartmentBacklog):
        return backlog.gather(ground, rule)
    if isinstance(rule, HotSpot):
        return spots.gather(ground, rule)
    if isinstance(rule, OfflineCluster):
        return fleets.gather(ground, rule, devices)
    if isinstance(rule, MetricLimit):
        return metric_limits.gather(ground, rule)
    if isinstance(rule, SilentMetric):
        return silent_metrics.gather(ground, rule)
    return reconciliation.gather(ground, rule), reports.gather(ground, rule)


def _judge(given: Any, rule: AnyRule, moment: Micros) -> list[Finding]:
    if isinstance(rule, CaseRule):
        return cases.judge(given, rule, moment)
    if isinstance(rule, SevereCase):
        return severe_cases.judge(given, rule)
    if isinstance(rule, Surge):
        return surges.judge(given, rule, moment)
    if isinstance(rule, SilentSource):
        return sources.judge(given, rule, moment)
    if isinstance(rule, DepartmentBacklog):
        return backlog.judge(given, rule, moment)
    if isinstance(rule, HotSpot):
        return spots.judge(given, rule, moment)
    if isinstance(rule, OfflineCluster):
        return fleets.judge(given, rule, moment)
    if isinstance(rule, MetricLimit):
        return metric_limits.judge(given, rule)
    if isinstance(rule, SilentMetric):
        return silent_metrics.judge(given, rule, moment)
    own, told = given
    return [*reconciliation.judge(own, rule, moment), *reports.judge(told, rule)]
