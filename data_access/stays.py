"""How long cases stay in a stage: stays that ended, from the entry of a stage to that of the next one the case
reached, and those that last. `accepted` counts into `dispatched`; a stage is entered when the state says so first
(`evaluated` and `archived` last)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import HOUR, MINUTE, SECOND, Micros
from data_access.events.stages import SHOWN
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.rolled import rolled_hours
from data_access.rollups.contributions import LEAST_SEVERITY
from data_access.rollups.histogram import decode, percentiles, values_of
from data_access.store.schema import rollup

STAYED: Final = SHOWN[:-1]
"""The stages one stays in; what is archived has left."""

_FINE: Final = ((HOUR, SECOND), (24 * HOUR, 30 * SECOND), (2**62, 10 * MINUTE))
"""Stays below a length are summed up in steps of another: less than 1 % of every stay from two minutes on."""


@dataclass(slots=True)
class Ended:
    """Stays in one stage: seconds and weights, each of shape (n,)."""

    seconds: NDArray[np.float64]
    weights: NDArray[np.int64]

    def percentiles(self, *quantiles: float) -> list[float | None]:
        """Linear between closest ranks, in seconds; None where there are none."""
        return percentiles(self.seconds, self.weights, quantiles)

    @property
    def n(self) -> int:
        """How many there are."""
        return int(self.weights.sum())


class Lasting(NamedTuple):
    """A case in a stage, by its row number; `unowned`: open, not self-handled and without a department."""

    id: int
    stage: str
    since: Micros
    open: bool
    unowned: bool
    collected_at: Micros
    severity: int


def ended_stays(reader: Reader, question: Question, window: tuple[Micros, Micros]) -> dict[str, Ended]:
    """The stays of E that ended in a window, by stage; those that no rollup tells may be a minute old."""
    hours = None if question.filters else rolled_hours(reader, question, "source", window)
    if hours is None:
        return kept(reader, question, "ended stays", lambda: _ended(_from_states(reader, question, [window]), {}))
    texts: defaultdict[str, list[str]] = defaultdict(list)
    chosen: Any = select(rollup.c.key, rollup.c.dwell).where(
        rollup.c.area == question.area,
        rollup.c.dimension == "stage",
        rollup.c.key.in_(STAYED),
        rollup.c.hour >= hours[0],
        rollup.c.hour < hours[1],
        rollup.c.dwell != "",
    )
    for stage, text in reader.connection.execute(chosen).all():
        texts[stage].append(text)
    edges = [(window[0], hours[0]), (hours[1], window[1])]
    return _ended(_from_states(reader, question, [edge for edge in edges if edge[0] < edge[1]]), texts)


def _ended(exact: Mapping[str, list[tuple[int, Micros]]], texts: Mapping[str, list[str]]) -> dict[str, Ended]:
    """Stays summed up by length and as histogram texts, put together."""
    found = {}
    for stage in STAYED:
        bins, counts = decode(texts.get(stage, []))
        sums = np.array(exact.get(stage, []), dtype=np.float64).reshape(-1, 2)
        seconds = np.concatenate([sums[:, 1] / np.maximum(sums[:, 0], 1) / SECOND, values_of(bins)])
        found[stage] = Ended(seconds, np.concatenate([sums[:, 0].astype(np.int64), counts]))
    return found


def lasting_stays(reader: Reader, question: Question) -> list[Lasting]:
    """Every case of E that is not archived as of T, asked once for all panels of a reader."""
    key = ("lasting stays", question)
    if key not in reader.memory:
        table, conditions = reader.unarchived_states(question)
        c = table.c
        waiting = (c.closed_at.is_(None), c.department.is_(None), func.coalesce(c.self_handled, 0) == 0)
        flags = (waiting[0], and_(*waiting))
        chosen = select(c.id, shown_stage(c), entered_at(c), *flags, c.collected_at, c.severity)
        rows = reader.connection.execute(chosen.where(*conditions))
        reader.memory[key] = [
            Lasting(number, stage, since, bool(open_), bool(unowned), collected, severity or LEAST_SEVERITY)
            for number, stage, since, open_, unowned, collected, severity in rows
        ]
    found: list[Lasting] = reader.memory[key]
    return found


def shown_stage(columns: Any) -> ColumnElement[str]:
    """The stage of the wall that a state is in, of the columns of its table."""
    return case((columns.stage == "accepted", "dispatched"), else_=columns.stage)


def entered_at(columns: Any) -> ColumnElement[Micros]:
    """When a state's stage was entered; a case that was accepted without a dispatch entered when it was accepted."""
    stage = shown_stage(columns)
    return case(
        *((stage == name, func.coalesce(columns[f"{name}_at"], columns.stage_since)) for name in SHOWN),
        else_=columns.stage_since,
    )


def ended_stay(columns: Any, stage: str) -> tuple[ColumnElement[Micros], ColumnElement[Micros]]:
    """(entered, left) of the stay of a state in a stage of STAYED, NULL where there is none that ended."""
    later = [columns[f"{name}_at"] for name in SHOWN[SHOWN.index(stage) + 1 :]]
    return columns[f"{stage}_at"], func.coalesce(*later) if len(later) > 1 else later[0]


def _from_states(
    reader: Reader, question: Question, spans: list[tuple[Micros, Micros]]
) -> defaultdict[str, list[tuple[int, Micros]]]:
    """(count, sum of microseconds) of stays of about one length, by stage."""
    found: defaultdict[str, list[tuple[int, Micros]]] = defaultdict(list)
    if not spans:
        return found
    table, conditions = reader.states(question)
    since = reader.since(table, question, min(start for start, _ in spans))
    entries = [table.c[f"{stage}_at"] for stage in SHOWN]
    for place, left in enumerate(entries[1:], start=1):
        # The stage before is the last one that was entered at all; each entry has an index of its own.
        earlier = list(zip(SHOWN[:place], entries[:place], strict=True))[::-1]
        stage = case(*((at.is_not(None), name) for name, at in earlier))
        entered = func.coalesce(*(at for _, at in earlier)) if place > 1 else earlier[0][1]
        stay = left - entered
        shorter = [(stay < limit, stay - stay % step) for limit, step in _FINE[:-1]]
        length = case(*shorter, else_=stay - stay % _FINE[-1][1])
        during = or_(*((left >= start) & (left < end) for start, end in spans))
        chosen = select(stage, func.count(), func.sum(stay)).where(*conditions, *since, during, stay >= 0)
        for name, count, total in reader.connection.execute(chosen.group_by(stage, length)).all():
            found[name].append((count, total))
    return found
