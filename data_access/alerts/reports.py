"""Reported figures that do not add up: the reconciliation of the statistics, as findings of the rule `unreconciled`."""

from dataclasses import dataclass

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import Unreconciled
from data_access.statistics.entries import Catalogue
from data_access.statistics.reconciling import CHECK, Compared, reconcile


@dataclass(frozen=True, slots=True)
class Named:
    """A comparison and what it is about in words: they travel with the warning, for a catalogue may change."""

    compared: Compared
    zh: str
    en: str


def gather(ground: Ground, rule: Unreconciled) -> tuple[Named, ...]:
    """What could be compared, as of the ground's T: of what differs the worst, up to `most`, and all that agrees. What
    lies beyond is judged neither way."""
    compared = reconcile(ground.reader, ground.question).compared
    differing = [one for one in compared if not one.agrees][: rule.most]
    chosen = (*differing, *(one for one in compared if one.agrees))
    return tuple(_named(one, ground.reader.metrics) for one in chosen)


def judge(given: tuple[Named, ...], rule: Unreconciled) -> list[Finding]:
    """A finding for each pair that differs."""
    return [_finding(one, rule) for one in given if not one.compared.agrees]


def checked(given: tuple[Named, ...], rule: Unreconciled) -> frozenset[str]:
    """The keys that could be judged."""
    return frozenset(_key(one.compared, rule) for one in given)


def _named(one: Compared, catalogue: Catalogue) -> Named:
    entry = catalogue.checks[one.name] if one.kind == CHECK else catalogue.metrics[one.metric]
    return Named(one, entry.zh, entry.en)


def _finding(named: Named, rule: Unreconciled) -> Finding:
    one = named.compared
    evidence = {
        "metric": one.metric,
        "compared": one.kind,
        "zh": named.zh,
        "en": named.en,
        "total": one.total,
        "parts": one.parts,
        "difference": one.difference,
        "start": one.start,
        "end": one.end,
        "since": one.since,
    }
    return Finding(_key(one, rule), rule.id, rule.kind, f"area:{one.area}", one.area, rule.reported, evidence)


def _key(one: Compared, rule: Unreconciled) -> str:
    return key_of(rule.id, f"area:{one.area}", ":".join(filter(None, (one.metric, one.kind, one.name))))
