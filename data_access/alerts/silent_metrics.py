"""Systems whose figures stopped coming: no report of a metric for several times the delay that it declares."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import SilentMetric
from data_access.clock import MINUTE, Micros
from data_access.statistics.entries import Metric
from data_access.store.schema import statistic, statistic_head


@dataclass(frozen=True, slots=True)
class LastReport:
    """A metric that was ever reported, its newest report as of T, and the root of the tree that it is about."""

    metric: Metric
    at: Micros
    root: str


def gather(ground: Ground, rule: SilentMetric) -> tuple[LastReport, ...]:
    """The metrics of the catalogue that were reported at or before T. What nobody ever reported is not awaited."""
    reader = ground.reader
    h, s = statistic_head.c, statistic.c
    newest = dict(reader.connection.execute(select(h.metric, func.max(h.at)).group_by(h.metric)).all())
    later = [metric for metric, at in newest.items() if at > ground.moment]
    if later:
        before = select(s.metric, func.max(s.at)).where(s.metric.in_(later), s.at <= ground.moment)
        told = dict(reader.connection.execute(before.group_by(s.metric)).all())
        newest = {metric: at for metric, at in newest.items() if at <= ground.moment} | told
    metrics, root = reader.metrics.metrics, reader.tree.root.code
    return tuple(LastReport(metrics[name], newest[name], root) for name in sorted(newest) if name in metrics)


def judge(reports: tuple[LastReport, ...], rule: SilentMetric, moment: Micros) -> list[Finding]:
    """One finding for each system: the longest silent of its metrics, and how many there are."""
    silent: dict[int, list[LastReport]] = {}
    for one in reports:
        if moment - one.at > rule.times * one.metric.fresh:
            silent.setdefault(one.metric.system, []).append(one)
    found = []
    for system, some in silent.items():
        first = min(some, key=lambda one: (one.at, one.metric.id))
        worse = rule.worse_times is not None and any(
            moment - one.at > rule.worse_times * one.metric.fresh for one in some
        )
        evidence = {
            "system": system,
            "metric": first.metric.id,
            "zh": first.metric.zh,
            "en": first.metric.en,
            "others": len(some) - 1,
            "since": first.at,
            "minutes": round(first.metric.fresh / MINUTE),
            "limit_times": rule.times,
        }
        key = key_of(rule.id, f"system:{system}")
        severity = rule.worse if worse else rule.severity
        found.append(Finding(key, rule.id, rule.kind, f"area:{first.root}", first.root, severity, evidence))
    return found
