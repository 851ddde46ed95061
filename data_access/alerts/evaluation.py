"""From what the rules find and what stands to what changes: a pure function.

A warning is raised when its cause is beyond the limit, and not again while one of the same key stands. It stands as
long as the cause is beyond the milder limit of keeping, and clears when the cause has been gone for `clear_minutes`.
Its severity only rises while it stands; one that rises takes back its acknowledgement. After clearing, the same is
not raised for `cooldown_minutes` unless it is worse than before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from data_access.alerts.figures import Figures, Judgement, judge
from data_access.alerts.finding import Finding
from data_access.alerts.rules import Rules, rank
from data_access.clock import MINUTE, Micros

RAISED: Final = "raised"
ESCALATED: Final = "escalated"
ACKNOWLEDGED: Final = "acknowledged"
CLEARED: Final = "cleared"
SEEN: Final = "seen"
MISSED: Final = "missed"

TOLD: Final = (RAISED, ESCALATED, ACKNOWLEDGED, CLEARED)
"""The changes that are kept one by one; `seen` and `missed` only renew what is known of a warning that stands."""


@dataclass(frozen=True, slots=True)
class Known:
    """A warning that stands or that cleared a while ago, as far as the evaluation needs it."""

    id: int
    key: str
    rule: str
    severity: str
    gone_since: Micros | None = None
    cleared_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change at T. `warning` is None for one that is raised, `finding` for one whose cause is gone."""

    change: str
    at: Micros
    warning: int | None = None
    finding: Finding | None = None
    note: str | None = None


def evaluate(figures: Figures, known: Iterable[Known], rules: Rules) -> list[Change]:
    """What changes at the T of the figures: raised first, then what became of those that stand."""
    return changes(judge(figures, rules), known, rules, figures.moment)


def changes(judgement: Judgement, known: Iterable[Known], rules: Rules, moment: Micros) -> list[Change]:
    """The same for findings already made."""
    standing: dict[str, Known] = {}
    cleared: dict[str, Known] = {}
    for one in known:
        if one.cleared_at is None:
            standing[one.key] = one
        elif one.key not in cleared or (cleared[one.key].cleared_at or 0) < one.cleared_at:
            cleared[one.key] = one
    found = {finding.key: finding for finding in judgement.findings}
    # A group that stands speaks for its cases, so that they do not come and go with every case more or less.
    groups = {finding.group for finding in found.values() if finding.group}
    speaking = {key for key in groups if key in found and (found[key].raises or key in standing)}
    alone = {key: finding for key, finding in found.items() if finding.group not in speaking}
    result = []
    for key, finding in alone.items():
        if key not in standing and finding.raises and not _cooling(cleared.get(key), finding, rules, moment):
            result.append(Change(RAISED, moment, None, finding))
    for key, one in standing.items():
        if key in alone:
            result += _seen(one, alone[key], moment)
        elif (ended := _ended(one, found.get(key), judgement, rules, moment)) is not None:
            result.append(ended)
    return result


def _seen(one: Known, finding: Finding, moment: Micros) -> list[Change]:
    if rank(finding.severity) > rank(one.severity) and finding.raises:
        return [Change(ESCALATED, moment, one.id, finding)]
    return [Change(SEEN, moment, one.id, replace(finding, severity=one.severity))]


def _ended(one: Known, merged: Finding | None, judgement: Judgement, rules: Rules, moment: Micros) -> Change | None:
    """What becomes of a warning that stands without a finding of its own."""
    rule = rules.enabled().get(one.rule)
    if rule is None:
        return Change(CLEARED, moment, one.id, note="rule")
    if one.rule not in judgement.judged or one.key not in judgement.only.get(one.rule, {one.key}):
        return None
    if merged is not None:
        return Change(CLEARED, moment, one.id, note="merged")
    since = moment if one.gone_since is None else one.gone_since
    if moment - since >= rule.clear_minutes * MINUTE:
        return Change(CLEARED, moment, one.id)
    return Change(MISSED, moment, one.id) if one.gone_since is None else None


def _cooling(before: Known | None, finding: Finding, rules: Rules, moment: Micros) -> bool:
    if before is None or before.cleared_at is None or finding.many:
        return False
    rule = rules.enabled()[finding.rule]
    recent = moment - before.cleared_at < rule.cooldown_minutes * MINUTE
    return recent and rank(finding.severity) <= rank(before.severity)
