"""The flow of cases through the six stages: stock, usual stock, time in the stage, and how many entered it."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from sqlalchemy import case, func, or_, select

from data_access.clock import DAY, SECOND, Micros, hour_of
from data_access.events.stages import SHOWN
from data_access.frames.asking import TICK, is_known
from data_access.frames.limits import surges
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.rolled import is_rolled, keys_of, rolled_hours
from data_access.stays import entered_at, shown_stage
from data_access.store.schema import event, rollup
from data_access.view import View

COLUMNS = ("stage", "label", "open", "usual", "dwell_p50", "entered", "status")
_DAYS: Final = 7
_LEAST: Final = 3
"""Days of history without which nothing is usual."""
_INSTANTS: Final[Mapping[str, str]] = {stage: f"{stage}_at" for stage in SHOWN}


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a stage: `open` the cases in it now that are not archived (for archived: archived in the window),
    `usual` the mean stock at this hour of the seven days before, `dwell_p50` the median seconds they have been in
    it, `entered` the cases that first entered it in the window (with filters at most ten seconds old).
    No row before the history."""
    question = reader.question(view)
    if not is_known(reader, question):
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    waiting = _waiting(reader, question)
    usual = _usual(reader, question)
    entries = _entered(reader, question)
    rows = []
    for stage in SHOWN:
        entered = entries[stage]
        ages = waiting.get(stage, np.zeros(0))
        stock = entered if stage == "archived" else len(ages)
        typical = None if stage == "archived" else usual.get(stage)
        dwell = float(np.median(ages)) if len(ages) and stage != "archived" else None
        status = "warn" if surges(stock, typical) else "n"
        rows.append((stage, stage, stock, typical, dwell, entered, status))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _waiting(reader: Reader, question: Question) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    table, conditions = reader.unarchived_states(question)
    chosen = select(shown_stage(table.c), entered_at(table.c)).where(*conditions)
    found: dict[str, list[Micros]] = {}
    for stage, since in reader.connection.execute(chosen).all():
        found.setdefault(stage, []).append(since)
    return {stage: (question.moment - np.array(since)) / SECOND for stage, since in found.items()}


def _entered(reader: Reader, question: Question) -> dict[str, int]:
    """How many cases first entered each stage in the window."""
    window = (question.start, question.end)
    hours = rolled_hours(reader, question, "source", window) if not question.filters else None
    if hours is None:
        # Six stages of every case of a window, which no rollup tells.
        return kept(reader, question, "entered", lambda: _entered_in(reader, question, [window]), tick=TICK)
    found = _entered_in(reader, question, [(window[0], hours[0]), (hours[1], window[1])])
    sums = select(rollup.c.key, func.sum(rollup.c.entered)).where(
        rollup.c.area == question.area,
        rollup.c.dimension == "stage",
        rollup.c.key.in_(keys_of(reader, "stage")),
        rollup.c.hour >= hours[0],
        rollup.c.hour < hours[1],
    )
    for stage, count in reader.connection.execute(sums.group_by(rollup.c.key)).all():
        if stage in found:
            found[stage] += int(count)
    return found


def _entered_in(reader: Reader, question: Question, spans: list[tuple[Micros, Micros]]) -> dict[str, int]:
    table, conditions = reader.states(question)
    instants = {stage: table.c[column] for stage, column in _INSTANTS.items()}
    if question.live:
        # Each stage's instants have an index of their own.
        during = {stage: or_(*((at >= a) & (at < b) for a, b in spans)) for stage, at in instants.items()}
        since = reader.since(table, question, min(start for start, _ in spans)) if spans else []
        counted = {
            stage: select(func.count()).select_from(table).where(*conditions, *since, one)
            for stage, one in during.items()
        }
        return {stage: int(reader.connection.execute(chosen).scalar_one()) for stage, chosen in counted.items()}
    sums = [func.sum(case(*(((at >= a) & (at < b), 1) for a, b in spans), else_=0)) for at in instants.values()]
    since = reader.since(table, question, min(start for start, _ in spans))
    row = reader.connection.execute(select(*sums).where(*conditions, *since)).one()
    return {stage: int(count or 0) for stage, count in zip(instants, row, strict=True)}


def _usual(reader: Reader, question: Question) -> dict[str, float]:
    """The mean stock of each stage at this hour of the days before, where the rollups keep it."""
    if question.filters or not is_rolled(reader, question, "source"):
        return {}
    of_area = (rollup.c.area == question.area) & (rollup.c.dimension == "stage")
    of_area &= rollup.c.key.in_(keys_of(reader, "stage"))
    hours = [hour_of(question.moment - days * DAY) for days in range(1, _DAYS + 1)]
    known = [hour for hour in hours if reader.reaches(hour - DAY)]
    if len(known) < _LEAST:
        return {}
    # The stock in the end, less what changed since: the cost does not grow with the history before.
    since = [func.sum(case((rollup.c.hour >= hour, rollup.c.open_change), else_=0)) for hour in known]
    chosen = select(rollup.c.key, *since).where(of_area, rollup.c.hour >= known[-1]).group_by(rollup.c.key)
    changes = {stage: [int(change) for change in row] for stage, *row in reader.connection.execute(chosen)}
    last = _last(reader, question)
    return {
        stage: last.get(stage, 0) - sum(changes.get(stage, [0])) / len(known) for stage in last.keys() | changes.keys()
    }


def _last(reader: Reader, question: Question) -> dict[str, int]:
    """The stock of each stage when all that is known has happened."""
    conditions = [event.c.collected_at.is_not(None), event.c.ended_at.is_(None), event.c.archived_at.is_(None)]
    chosen = select(event.c.stage, func.count()).where(*conditions, *reader.matching(event, question))
    found: Counter[str] = Counter()
    for stage, count in reader.connection.execute(chosen.group_by(event.c.stage)).all():
        found["dispatched" if stage == "accepted" else stage] += count
    return found
