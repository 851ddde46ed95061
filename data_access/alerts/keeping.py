"""Warnings in the store: what stands, what the evaluation changes, who acknowledged. All within one transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, or_, select, update

from data_access.alerts.evaluation import ACKNOWLEDGED, CLEARED, ESCALATED, MISSED, RAISED, Change, Known
from data_access.alerts.finding import Finding
from data_access.alerts.rules import Rules
from data_access.clock import DAY, MINUTE, Micros
from data_access.store.schema import warning, warning_change

REMEMBERED: Final = 7 * DAY
"""How long a cleared warning is looked at again for its cool-down, at least."""

RENEWED: Final = MINUTE
"""How old `last_seen_at` may be while nothing else about a warning changes."""


class AcknowledgeError(ValueError):
    """A warning that cannot be acknowledged; the message says why."""


class UnknownWarning(AcknowledgeError):
    """A warning that does not exist."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change that was kept: the number it has among those of its warning, and the severity from then on."""

    warning: int
    number: int
    change: str
    severity: str


def load_known(connection: Connection, rules: Rules, moment: Micros) -> list[Known]:
    """What stands, and what cleared so lately that a cool-down may hold."""
    longest = max((rule.cooldown_minutes for rule in rules.rules), default=0) * MINUTE
    since = moment - max(longest, REMEMBERED)
    c = warning.c
    chosen = select(c.id, c.key, c.rule, c.severity, c.gone_since, c.cleared_at)
    recent = or_(c.cleared_at.is_(None), c.cleared_at >= since)
    return [Known(*row) for row in connection.execute(chosen.where(recent))]


def apply(connection: Connection, changes: Iterable[Change], rules: Rules) -> list[Told]:
    """Write what an evaluation came to; gives the changes that are worth telling."""
    told = []
    for change in changes:
        if change.change == RAISED and change.finding is not None:
            told.append(_raise(connection, change.finding, rules.version, change.at))
        elif change.warning is None:
            raise ValueError(f"change {change.change!r} names no warning")
        elif change.change in (ESCALATED, CLEARED):
            told.append(_tell(connection, change))
        elif change.change == MISSED:
            _set(connection, change.warning, {"gone_since": change.at})
        elif change.finding is not None:
            _renew(connection, change.warning, change.finding, change.at)
    return told


def acknowledge(connection: Connection, number: int, by: str, note: str | None, at: Micros) -> Told:
    """Acknowledge a warning; UnknownWarning for one that does not exist, AcknowledgeError for one that is
    acknowledged or cleared already."""
    c = warning.c
    row = connection.execute(
        select(c.state, c.severity, c.acknowledged_by, c.changed_at, c.evidence).where(c.id == number)
    ).one_or_none()
    if row is None:
        raise UnknownWarning(f"warning {number} is not known; expected the id of one of /api/v1/warnings")
    if row.state == ACKNOWLEDGED:
        raise AcknowledgeError(f"warning {number} was acknowledged already, by {row.acknowledged_by}")
    if row.state == CLEARED:
        raise AcknowledgeError(f"warning {number} has cleared; there is nothing left to acknowledge")
    # A clock that was set back must not put the answer before the question.
    when = max(at, row.changed_at)
    values = {"state": ACKNOWLEDGED, "acknowledged_at": when, "acknowledged_by": by, "acknowledged_note": note}
    count = _counted(connection, number, values, when)
    evidence = json.loads(row.evidence)
    _keep(connection, Told(number, count, ACKNOWLEDGED, row.severity), when, evidence, by, note)
    return Told(number, count, ACKNOWLEDGED, row.severity)


def history(connection: Connection, warnings: Sequence[int], until: Micros) -> dict[int, list[Any]]:
    """The changes up to T of some warnings, in order."""
    c = warning_change.c
    chosen = select(warning_change).where(c.warning.in_(warnings), c.at <= until).order_by(c.warning, c.number)
    found: dict[int, list[Any]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.warning, []).append(row)
    return found


def written(evidence: Mapping[str, Any]) -> str:
    """Evidence as it is kept: JSON that no number can break."""
    return json.dumps(dict(evidence), ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _raise(connection: Connection, finding: Finding, version: str, at: Micros) -> Told:
    values = {
        "rule": finding.rule,
        "rules_version": version,
        "kind": finding.kind,
        "key": finding.key,
        "area": finding.area,
        "department": finding.department,
        "source": finding.source,
        "category": finding.category,
        "subject": finding.subject,
        "severity": finding.severity,
        "evidence": written(finding.evidence),
        "raised_at": at,
        "last_seen_at": at,
        "state": RAISED,
        "changes": 1,
        "changed_at": at,
    }
    number = connection.execute(insert(warning).values(values).returning(warning.c.id)).scalar_one()
    told = Told(number, 1, RAISED, finding.severity)
    _keep(connection, told, at, finding.evidence)
    return told


def _tell(connection: Connection, change: Change) -> Told:
    number = change.warning or 0
    row = connection.execute(select(warning.c.severity, warning.c.evidence).where(warning.c.id == number)).one()
    finding = change.finding
    if finding is None:
        values: dict[str, Any] = {"state": CLEARED, "cleared_at": change.at}
        severity, evidence = row.severity, json.loads(row.evidence)
    else:
        # Whoever acknowledged the milder warning has not seen this one.
        values = {"state": RAISED, "acknowledged_at": None, "acknowledged_by": None, "acknowledged_note": None}
        values |= {"severity": finding.severity, "evidence": written(finding.evidence), "gone_since": None}
        values |= {"last_seen_at": change.at, "area": finding.area, "department": finding.department}
        severity, evidence = finding.severity, dict(finding.evidence)
    told = Told(number, _counted(connection, number, values, change.at), change.change, severity)
    _keep(connection, told, change.at, evidence, note=change.note)
    return told


def _renew(connection: Connection, number: int, finding: Finding, at: Micros) -> None:
    """Write what is known now of a warning that stands, seldom if it is the same."""
    c = warning.c
    row = connection.execute(select(c.evidence, c.last_seen_at, c.gone_since).where(c.id == number)).one()
    evidence = written(finding.evidence)
    if row.evidence == evidence and row.gone_since is None and at - row.last_seen_at < RENEWED:
        return
    values = {"evidence": evidence, "last_seen_at": at, "gone_since": None, "area": finding.area}
    _set(connection, number, {**values, "department": finding.department, "category": finding.category})


def _counted(connection: Connection, number: int, values: Mapping[str, Any], at: Micros) -> int:
    """Set values as one more change of a warning, and give its number."""
    counted = {**values, "changes": warning.c.changes + 1, "changed_at": at}
    changed = update(warning).where(warning.c.id == number).values(counted)
    return int(connection.execute(changed.returning(warning.c.changes)).scalar_one())


def _set(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    connection.execute(update(warning).where(warning.c.id == number).values(dict(values)))


def _keep(
    connection: Connection,
    told: Told,
    at: Micros,
    evidence: Mapping[str, Any],
    person: str | None = None,
    note: str | None = None,
) -> None:
    values = {"warning": told.warning, "number": told.number, "change": told.change, "at": at}
    values |= {"severity": told.severity, "person": person, "note": note, "evidence": written(evidence)}
    connection.execute(insert(warning_change).values(values))
