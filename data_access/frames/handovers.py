"""Who takes cases and who pushes them on: by department, by pair of departments, and the cases most pushed about."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from data_access.clock import MINUTE, SECOND
from data_access.events.marks import HANDOVER
from data_access.frames.asking import shared
from data_access.frames.limits import above
from data_access.frames.titles import title_of
from data_access.handovers import Case, Pushes, counting_steps, marked_cases, path, pushes
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.view import View

COLUMNS = (
    "kind",
    "department",
    "label",
    "to",
    "to_label",
    "received",
    "returned",
    "handed_on",
    "pushed",
    "share",
    "n",
    "p50",
    "p90",
    "limit",
    "count",
    "event_id",
    "source",
    "title",
    "area",
    "path",
    "path_labels",
    "open",
    "at",
    "status",
)
PAIRS = 12
CHAINS = 12
LONG = 2
"""Handovers from which on a case is pushed about."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of three kinds, in this order. `department`: the cohort of cases first dispatched in the window: times it
    received one, `returned` it, `handed_on` (it went to another department), the `share` of those received that it
    returned or lost (`pushed`), time to acceptance (n, p50, p90, limit in seconds); most pushed first. `pair`: how
    often (`count`) cases of the cohort went from a department `to` another. `chain`: cases handed on in the window, at
    least twice in all: the departments in order (`path`, `path_labels`), `count` handovers, `at` the last.

    A filter by department chooses the rows that name it. Live answers may be a minute old.
    attrs: handovers, returns, long (numbers of the window)."""
    question = reader.question(view)
    # Who has a case as of T is not who pushed it: the filter must not choose among the cases.
    asked = reader.question(view.replaced(department=None), moment=question.moment)
    found, moved = kept(reader, asked, "handovers", lambda: (_cohort(reader, asked), _moved(reader, asked)))
    chains = {number: case for number, case in moved.items() if len(path(case)) > LONG}
    wanted = view.department
    rows = [
        *_departments(reader, view, found),
        *_pairs(reader, view, found),
        *_chains(reader, asked, {n: c for n, c in chains.items() if wanted is None or wanted in path(c)}),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    # A column that some rows do not have holds None there.
    table = table.where(table.notna(), None)
    table.attrs.update(handovers=sum(found.handed_on.values()), returns=sum(found.returned.values()), long=len(chains))
    return table


def _cohort(reader: Reader, question: Question) -> Pushes:
    table, conditions = reader.states(question)
    c = table.c
    during = (c.dispatched_at >= question.start, c.dispatched_at < question.end)
    given = select(c.department, func.count()).where(
        *conditions, *reader.since(table, question, question.start), *during, c.department.is_not(None)
    )
    counts = {department: count for department, count in reader.connection.execute(given.group_by(c.department))}
    return pushes(counts, marked_cases(reader, question, question.start, cohort=True).values())


def _moved(reader: Reader, question: Question) -> dict[int, Case]:
    """The cases handed on in the window, whenever they were dispatched."""
    return {
        number: case
        for number, case in marked_cases(reader, question, question.start, cohort=False).items()
        if any(question.start <= step.at < question.end for step in counting_steps(case) if step.kind == HANDOVER)
    }


def _departments(reader: Reader, view: View, found: Pushes) -> list[dict[str, Any]]:
    tallies = shared(reader, view, "department")
    rows = []
    for department, received in found.received.items():
        pushed = found.pushed[department]
        if (not received and not pushed) or view.department not in (None, department):
            continue
        share = pushed / received if received else None
        tally = tallies.get(department)
        response = tally.response.as_json() if tally else {"n": 0, "p50": None, "p90": None}
        minutes = reader.vocabulary.attribute("department", department, "response_limit_minutes")
        rows.append(
            {
                "kind": "department",
                "department": department,
                "label": reader.label("department", department, view.language),
                "received": received,
                "returned": found.returned[department],
                "handed_on": found.handed_on[department],
                "pushed": pushed,
                "share": share,
                **response,
                "limit": None if minutes is None else minutes * MINUTE / SECOND,
                "status": above("handed_on", share, pushed),
            }
        )
    rows.sort(key=lambda row: (-row["pushed"], -(row["share"] or 0.0), row["department"]))
    return rows


def _pairs(reader: Reader, view: View, found: Pushes) -> list[dict[str, Any]]:
    chosen = [pair for pair in found.pairs if view.department is None or view.department in pair]
    chosen.sort(key=lambda pair: (-found.pairs[pair], pair))
    return [
        {
            "kind": "pair",
            "department": one,
            "label": reader.label("department", one, view.language),
            "to": other,
            "to_label": reader.label("department", other, view.language),
            "count": found.pairs[one, other],
            "status": "n",
        }
        for one, other in chosen[:PAIRS]
    ]


def _chains(reader: Reader, question: Question, chains: dict[int, Case]) -> list[dict[str, Any]]:
    language = question.view.language
    order = sorted(
        chains,
        key=lambda number: (
            -len(path(chains[number])),
            chains[number].closed_at is not None,
            -_last(chains[number]),
            number,
        ),
    )[:CHAINS]
    table, conditions = reader.states(question)
    c = table.c
    columns = (c.id, c.event_id, c.source, c.title, c.category, c.area)
    chosen = select(*columns).where(*conditions, c.id.in_(order))
    details = {row.id: row for row in reader.connection.execute(chosen)} if order else {}
    rows = []
    for number in order:
        if number not in details:
            # A kept answer may name a case that was voided since.
            continue
        row, case = details[number], chains[number]
        codes = path(case)
        rows.append(
            {
                "kind": "chain",
                "department": case.department,
                "label": reader.label("department", case.department, language),
                "count": len(codes) - 1,
                "event_id": row.event_id,
                "source": row.source,
                "title": title_of(reader, row.title, row.category, language),
                "area": row.area,
                "path": codes,
                "path_labels": [reader.vocabulary.label("department", code, language) for code in codes],
                "open": case.closed_at is None,
                "at": _last(case),
                "status": "warn" if case.closed_at is None else "n",
            }
        )
    return rows


def _last(case: Case) -> int:
    return max(step.at for step in counting_steps(case) if step.kind == HANDOVER)
