"""What is still open, beside what was closed: a department that never finishes must not look fast. And how each
takes its cases: accepted in time, returned, handed on, done over again."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy import func, select

from data_access.acceptance import Acceptance, acceptance
from data_access.clock import MINUTE
from data_access.events.marks import HANDOVER
from data_access.frames.asking import shared
from data_access.frames.limits import above, below
from data_access.frames.owners import limit_seconds, owner, owner_label, patience, ranking
from data_access.kept import kept
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.store.schema import mark
from data_access.tally import Tally
from data_access.view import View
from data_access.waiting import Waiting, waiting

COLUMNS = (
    "department",
    "label",
    "open",
    "open_age",
    "limit",
    "closed",
    "closed_p50",
    "cohort",
    "survival",
    "accepted",
    "judged",
    "accepted_value",
    "accepted_status",
    "returned",
    "handed_on",
    "taken_over",
    "reworked",
    "rework_value",
    "status",
)
PATIENCE: Final = 5 * MINUTE
"""Ages of days and medians of a month move slowly."""
_NOTHING: Final = Waiting(None, 0, None)


@dataclass(frozen=True, slots=True)
class _Aging:
    """By department; the moves by (kind, department), a handover both as "handed_on" and as "taken_over"."""

    waiting: dict[str, Waiting]
    tallies: dict[str, Tally]
    accepted: dict[str, Acceptance]
    moves: Counter[tuple[str, str]]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a department, the oldest open cases first, those of under 5 open cases and nobody's last. Seconds.

    `open_age`: median age of the open cases as of T; `closed_p50`: median handling time of those closed in W;
    `survival`: the Kaplan-Meier median of the cohort, None where half of it has never been closed. `accepted` of
    `judged` were answered within the limit (None without a limit). `status`: of open_age by the handling limit.
    """
    question = reader.question(view)
    found = kept(reader, question, "aging", lambda: _aging(reader, question), tick=patience(question))
    allowed = limit_seconds(reader, "handling")
    rows: list[tuple[Any, ...]] = []
    moved = {department for _, department in found.moves}
    for department in found.waiting.keys() | found.tallies.keys() | found.accepted.keys() | moved:
        wait, tally = found.waiting.get(department, _NOTHING), found.tallies.get(department, Tally())
        if department == UNASSIGNED and not tally.open:
            continue
        age = wait.age if tally.open else None
        limit, accepted = allowed.get(department), found.accepted.get(department)
        late = age / limit if limit and age is not None else None
        value = accepted.within / accepted.judged if accepted else None
        head = (department, owner_label(reader, department, view), tally.open, age, limit)
        closed = (tally.closed, tally.handling.as_json()["p50"], wait.cohort, wait.survival)
        answers = (accepted.within, accepted.judged) if accepted else (None, None)
        judged = below("accepted_rate", value, accepted.judged if accepted else 0)
        moves = tuple(found.moves[kind, department] for kind in ("returned", "handed_on", "taken_over"))
        rework = tally.reworked / tally.closed if tally.closed else None
        status = above("open_age_ratio", late, tally.open)
        rows.append((*head, *closed, *answers, value, judged, *moves, tally.reworked, rework, status))
    rows.sort(key=lambda row: ranking(row[0], row[2], row[3]))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _aging(reader: Reader, question: Question) -> _Aging:
    tallies = shared(reader, question.view, "department", ("closed", "handling", "open"))
    waits = kept(reader, question, "waiting", lambda: waiting(reader, question), tick=PATIENCE)
    return _Aging(waits, tallies, acceptance(reader, question), _moves(reader, question))


def _moves(reader: Reader, question: Question) -> Counter[tuple[str, str]]:
    """Returns and handovers in W of the cases of E, by the department in force: a handover by both."""
    table, conditions = reader.states(question)
    m = mark.c
    chosen = (
        select(m.kind, m.previous, m.department, func.count())
        .join_from(mark, table, table.c.id == m.event)
        .where(*conditions, m.at >= question.start, m.at < question.end, m.kind.in_(("returned", HANDOVER)))
        .group_by(m.kind, m.previous, m.department)
    )
    moves: Counter[tuple[str, str]] = Counter()
    for kind, previous, department, count in reader.connection.execute(chosen):
        if kind == HANDOVER:
            moves["handed_on", owner(previous)] += count
            moves["taken_over", owner(department)] += count
        else:
            moves[kind, owner(department)] += count
    return moves
