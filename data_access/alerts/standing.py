"""What stands at T: from the store since warnings are evaluated, by the rules anew for any T before."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import or_, select

from data_access.alerts import figures
from data_access.alerts.device_fleets import device_fleets
from data_access.alerts.evaluation import ACKNOWLEDGED, CLEARED, ESCALATED, RAISED, changes
from data_access.alerts.finding import Finding, Ground
from data_access.alerts.keeping import history
from data_access.alerts.rules import SEVERITIES, Rules, rank
from data_access.alerts.watching import evaluated_at, rules_in_force, watched_since
from data_access.clock import Micros
from data_access.kept import kept
from data_access.reader import Question, Reader, matches, within
from data_access.store.schema import warning
from data_access.view import View

MOST: Final = 1000
"""Warnings given at most; groups keep what stands far below."""

STATES: Final = ("standing", RAISED, ACKNOWLEDGED, CLEARED, "all")
"""What can be asked for; `standing` is raised or acknowledged."""

KEPT: Final = "kept"
REPLAYED: Final = "replayed"
NOT_YET: Final = "not_yet"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning as it stood at T; `id` None for one that was found by replay. `acknowledged_*` None unless it was."""

    id: int | None
    rule: str
    rules_version: str
    kind: str
    subject: str
    area: str | None
    department: str | None
    source: str | None
    category: str | None
    severity: str
    state: str
    evidence: Mapping[str, Any]
    raised_at: Micros
    last_seen_at: Micros
    cleared_at: Micros | None = None
    acknowledged_at: Micros | None = None
    acknowledged_by: str | None = None
    acknowledged_note: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Warnings by severity, the newest of one first. `basis`: kept (from the store), replayed (by the rules but for
    hot spots, T lies before the first evaluation) or not_yet (nothing was ever evaluated). `evaluated_at`: the last
    evaluation."""

    warnings: tuple[Warned, ...]
    basis: str
    evaluated_at: Micros | None

    def counts(self) -> dict[str, int]:
        """How many of each severity; those that cleared are not counted."""
        found = Counter(one.severity for one in self.warnings if one.state != CLEARED)
        return {severity: found[severity] for severity in reversed(SEVERITIES)}


def standing(reader: Reader, view: View, state: str = "standing") -> Standing:
    """The warnings of a view's area and filters as of its T, in one of STATES."""
    key = ("warnings", view.area, view.department, view.source, view.category, view.as_of, state)
    if key not in reader.memory:
        reader.memory[key] = _standing(reader, view, state)
    found: Standing = reader.memory[key]
    return found


def one_of(reader: Reader, question: Question, number: int) -> Warned | None:
    """A warning by its number as it stood at T, cleared or not; None if there was none then, or the viewer may not see
    where it is. The question's area and filters do not matter."""
    row = reader.connection.execute(select(warning).where(warning.c.id == number)).one_or_none()
    tree, top = reader.tree, reader.scope.area or reader.tree.root.code
    if row is None or row.raised_at > question.moment:
        return None
    if top != tree.root.code and not (row.area in tree and tree.is_within(row.area, top)):
        return None
    past = history(reader.connection, [number], question.moment) if _went_on(row, question.moment) else {}
    return _as_stored(row, past.get(number))


def alarms(reader: Reader, view: View) -> dict[str, int]:
    """How many warnings of each severity stand."""
    return standing(reader, view).counts()


def replay(reader: Reader, moment: Micros, rules: Rules) -> list[Finding]:
    """What the rules would raise at T if nothing stood, over the whole tree; nothing is stored. What is known
    of the present only (the rollups, which `unreconciled` checks) is not found in the past."""
    ground = Ground.of(reader, moment)
    found = changes(figures.judge(figures.gather(ground, rules, device_fleets), rules), (), rules, moment)
    return [change.finding for change in found if change.finding is not None]


def as_of_change(row: Any, change: Any) -> Warned:
    """A stored warning as one of its changes left it."""
    return _as_stored(row, [change])


def _standing(reader: Reader, view: View, state: str) -> Standing:
    question = reader.question(view)
    since = watched_since(reader.connection)
    if since is not None and question.moment >= since:
        rows = _stored(reader, question, state)
        return Standing(tuple(sorted(rows, key=_order)), KEPT, evaluated_at(reader.connection))
    if question.live:
        return Standing((), NOT_YET, None)
    if state not in ("standing", RAISED, "all"):
        return Standing((), REPLAYED, None)
    # The whole tree, whoever asks: one answer serves all.
    whole = Ground.of(reader, question.moment).question
    rules = rules_in_force(reader.connection)
    # Spots take a second to find, and have a panel of their own for any T.
    quick = rules.without("hot_spot")
    found = kept(reader, whole, "warnings", lambda: replay(reader, question.moment, quick), extra=rules.version)
    mine = [one for one in found if _is_asked(reader, question, one)]
    rows = [_as_found(one, rules.version, question.moment) for one in mine]
    return Standing(tuple(sorted(rows, key=_order)), REPLAYED, question.moment)


def _stored(reader: Reader, question: Question, state: str) -> list[Warned]:
    c = warning.c
    moment = question.moment
    conditions = [c.raised_at <= moment]
    if state == CLEARED:
        conditions.append(c.cleared_at <= moment)
    elif state != "all":
        conditions.append(or_(c.cleared_at.is_(None), c.cleared_at > moment))
    if question.area != reader.tree.root.code:
        conditions.append(within(reader.tree, c.area, question.area))
    for name, value in question.filters.items():
        conditions.append(matches(c.category, name, value) if name == "category" else c[name] == value)
    chosen = select(warning).where(*conditions).order_by(c.raised_at.desc(), c.id.desc()).limit(MOST)
    rows = reader.connection.execute(chosen).all()
    later = [row.id for row in rows if _went_on(row, moment)]
    past = history(reader.connection, later, moment) if later else {}
    found = [_as_stored(row, past.get(row.id)) for row in rows]
    return [one for one in found if state in ("standing", "all") or one.state == state]


def _went_on(row: Any, moment: Micros) -> bool:
    """Whether the row tells of what came after T: a change, or evidence that was written anew."""
    return bool(row.changed_at > moment or row.last_seen_at > moment)


def _as_stored(row: Any, past: list[Any] | None) -> Warned:
    """A row as it stands; as its changes up to T left it where it changed since."""
    values = {
        "id": row.id,
        "rule": row.rule,
        "rules_version": row.rules_version,
        "kind": row.kind,
        "subject": row.subject,
        "area": row.area,
        "department": row.department,
        "source": row.source,
        "category": row.category,
        "raised_at": row.raised_at,
    }
    if not past:
        return Warned(
            **values,
            severity=row.severity,
            state=row.state,
            evidence=json.loads(row.evidence),
            last_seen_at=row.last_seen_at,
            cleared_at=row.cleared_at,
            acknowledged_at=row.acknowledged_at,
            acknowledged_by=row.acknowledged_by,
            acknowledged_note=row.acknowledged_note,
        )
    last = past[-1]
    answer = next((one for one in reversed(past) if one.change in (ACKNOWLEDGED, ESCALATED, RAISED)), last)
    by = answer if answer.change == ACKNOWLEDGED else None
    return Warned(
        **values,
        severity=last.severity,
        state=RAISED if last.change == ESCALATED else last.change,
        evidence=json.loads(last.evidence),
        last_seen_at=last.at,
        cleared_at=last.at if last.change == CLEARED else None,
        acknowledged_at=by and by.at,
        acknowledged_by=by and by.person,
        acknowledged_note=by and by.note,
    )


def _as_found(finding: Finding, version: str, moment: Micros) -> Warned:
    """A finding as a warning raised at T: since when it would have stood is not known."""
    return Warned(
        None,
        finding.rule,
        version,
        finding.kind,
        finding.subject,
        finding.area,
        finding.department,
        finding.source,
        finding.category,
        finding.severity,
        RAISED,
        finding.evidence,
        moment,
        moment,
    )


def _is_asked(reader: Reader, question: Question, finding: Finding) -> bool:
    tree, area = reader.tree, finding.area
    known = area is not None and area in tree
    if question.area != tree.root.code and not (known and tree.is_within(area or "", question.area)):
        return False
    for name, value in question.filters.items():
        own = getattr(finding, name)
        if own != value and not (name == "category" and str(own).startswith(f"{value}/")):
            return False
    return True


def _order(one: Warned) -> tuple[int, Micros, Iterable[int]]:
    return -rank(one.severity), -one.raised_at, (-(one.id or 0),)
