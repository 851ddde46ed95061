"""Metrics of the catalogue beyond a limit: by area, for some periods in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import MetricLimit
from data_access.statistics.entries import Metric
from data_access.statistics.figures import Figure, figures_of, histories


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric of an area: its present figure, its limit there, and the values of the last periods, newest last."""

    metric: Metric
    figure: Figure
    limit: float
    past: tuple[float | None, ...]


def gather(ground: Ground, rule: MetricLimit) -> tuple[Reading, ...] | None:
    """What is known of the areas of the rule's level, stale figures left out; None where the catalogue has no such
    metric or nobody reports it: nothing is raised then and nothing clears."""
    reader, question = ground.reader, ground.question
    metric = reader.metrics.metrics.get(rule.metric)
    limit = rule.below if rule.above is None else rule.above
    if metric is None or (isinstance(limit, str) and limit not in reader.metrics.metrics):
        return None
    areas = ground.areas(rule.level)
    found = figures_of(reader, question, metric.id, areas)
    limits: Sequence[float | None]
    if isinstance(limit, str):
        limits = [one.value for one in figures_of(reader, question, limit, areas)]
    else:
        limits = [limit] * len(areas)
    past = histories(reader, question, metric.id, areas, count=rule.periods) if rule.periods > 1 else {}
    readings = tuple(
        Reading(metric, figure, bound, tuple(one.value for one in past.get(figure.area, ())))
        for figure, bound in zip(found, limits, strict=True)
        if figure.value is not None and bound is not None and "stale" not in figure.flags
    )
    return readings or None


def checked(readings: Sequence[Reading], rule: MetricLimit) -> frozenset[str]:
    """The keys that could be judged."""
    return frozenset(_key(rule, one) for one in readings)


def judge(readings: Sequence[Reading], rule: MetricLimit) -> list[Finding]:
    """The areas beyond the limit in the present figure and in each of the last periods."""
    return [_finding(one, rule) for one in _beyond(readings, rule)]


def _beyond(readings: Sequence[Reading], rule: MetricLimit) -> Iterator[Reading]:
    for one in readings:
        values = one.past or (one.figure.value,)
        if len(values) >= rule.periods and all(_is_beyond(value, one.limit, rule) for value in values):
            yield one


def _finding(one: Reading, rule: MetricLimit) -> Finding:
    metric, figure = one.metric, one.figure
    worse = rule.worse_below if rule.above is None else rule.worse_above
    heavier = worse is not None and _is_beyond(figure.value, worse, rule)
    evidence: dict[str, Any] = {
        "metric": metric.id,
        "zh": metric.zh,
        "en": metric.en,
        "unit": metric.unit,
        "value": figure.value,
        "limit": one.limit,
        "side": "below" if rule.above is None else "above",
        "start": figure.start,
        "end": figure.end,
        "at": figure.at,
        "periods": rule.periods,
    }
    subject = f"area:{figure.area}"
    severity = rule.worse if heavier else rule.severity
    return Finding(_key(rule, one), rule.id, rule.kind, subject, figure.area, severity, evidence)


def _key(rule: MetricLimit, one: Reading) -> str:
    return key_of(rule.id, f"area:{one.figure.area}", one.metric.id)


def _is_beyond(value: float | None, limit: float, rule: MetricLimit) -> bool:
    if value is None:
        return False
    return value < limit if rule.above is None else value > limit
