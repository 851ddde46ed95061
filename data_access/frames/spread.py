"""How long departments take, whole distributions: the density of response or handling time on a logarithmic axis.

The density is a Gaussian kernel over the logarithm of the durations, which come from the histograms; its bandwidth
is Silverman's. What took longer than the limit is counted exactly.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import case, func, select

from data_access.acceptance import acceptance, limits
from data_access.clock import HOUR
from data_access.frames.asking import shared
from data_access.frames.choices import Choice
from data_access.frames.limits import above
from data_access.frames.owners import FEW, limit_seconds, owner_label, patience, ranking
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.rollups.histogram import percentiles
from data_access.view import View

COLUMNS = (
    "department",
    "label",
    "n",
    "p10",
    "p50",
    "p90",
    "limit",
    "ratio",
    "over",
    "judged",
    "waiting",
    "density",
    "status",
)
POINTS: Final = 64
SHORTEST: Final = 60.0
"""The axis begins at a minute or later: what takes less is as good as at once."""
_TAILS: Final = (0.02, 0.98)
_SLOPE: Final = 2.0
"""Room for the slopes of a density beyond its last durations, as a ratio."""
_NARROWEST: Final = 0.12
_WIDEST: Final = 0.5

Values = tuple[NDArray[np.float64], NDArray[np.int64]]
Beyond = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class _Spread:
    """By department: (seconds, weights), and (longer than the limit, judged, unanswered past the limit)."""

    values: dict[str, Values]
    beyond: dict[str, Beyond]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a department, the slowest against its limit first, those of under 5 cases last and without a density.

    Seconds. `over` of `judged` took longer than the limit, `waiting` of them have no answer yet (response only).
    attrs: `measure`, `seconds` (the points of `density`, which is the share of cases per e-fold of time), `total`.
    """
    question, measure = reader.question(view), Choice.of(view).measure
    tick = patience(question)
    spread = kept(reader, question, "spread", lambda: _spread(reader, question, measure), tick=tick, extra=measure)
    allowed = limit_seconds(reader, measure)
    seconds = _axis(spread.values, allowed)
    rows: list[tuple[Any, ...]] = []
    for department, (lengths, weights) in spread.values.items():
        n = int(weights.sum())
        p10, p50, p90 = percentiles(lengths, weights, (0.1, 0.5, 0.9))
        limit = allowed.get(department)
        ratio = p90 / limit if limit and p90 is not None else None
        density = _density(lengths, weights, seconds) if n >= FEW else None
        head = (department, owner_label(reader, department, view), n, p10, p50, p90, limit, ratio)
        past = spread.beyond.get(department, (None, None, None))
        rows.append((*head, *past, density, above(f"{measure}_ratio", ratio, n)))
    rows.sort(key=lambda row: ranking(row[0], row[2], row[7]))
    found = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    found.attrs.update(measure=measure, seconds=seconds.tolist(), total=sum(row[2] for row in rows))
    return found


def _spread(reader: Reader, question: Question, measure: str) -> _Spread:
    # A tally of durations alone would be taken for an empty one: what was closed is counted beside.
    wants = ("closed", "handling") if measure == "handling" else ("response",)
    tallies = shared(reader, question.view, "department", wants)
    pairs = {department: getattr(tally, measure).weighted() for department, tally in tallies.items()}
    values = {department: pair for department, pair in pairs.items() if pair[1].sum() > 0}
    return _Spread(
        values, _late_handling(reader, question) if measure == "handling" else _late_answers(reader, question)
    )


def _late_answers(reader: Reader, question: Question) -> dict[str, Beyond]:
    found = acceptance(reader, question)
    return {department: (one.late + one.waiting, one.judged, one.waiting) for department, one in found.items()}


def _late_handling(reader: Reader, question: Question) -> dict[str, Beyond]:
    allowed = limits(reader, "handling_limit_hours", HOUR)
    if not allowed:
        return {}
    table, conditions = reader.states(question)
    c = table.c
    late = func.sum(case((c.closed_at - c.collected_at > case(dict(allowed), value=c.department), 1), else_=0))
    chosen = select(c.department, late, func.count()).where(
        *conditions,
        *reader.since(table, question, question.start),
        c.closed_at >= question.start,
        c.closed_at < question.end,
    )
    rows = reader.connection.execute(chosen.group_by(c.department))
    return {department: (int(over), count, None) for department, over, count in rows if department in allowed}


def _axis(values: dict[str, Values], allowed: dict[str, float]) -> NDArray[np.float64]:
    """Points of equal ratio from nearly the shortest to nearly the longest duration and every limit."""
    enough = {department: pair for department, pair in values.items() if pair[1].sum() >= FEW} or values
    if not enough:
        return np.array([])
    tails = [percentiles(*pair, _TAILS) for pair in enough.values()]
    lowest = min(low or 0.0 for low, _ in tails)
    highest = max(*(high or 0.0 for _, high in tails), *(allowed.get(department, 0.0) for department in enough))
    first = max(lowest / _SLOPE, SHORTEST)
    return np.geomspace(first, max(highest * _SLOPE, 4 * first), POINTS)


def _density(lengths: NDArray[np.float64], weights: NDArray[np.int64], seconds: NDArray[np.float64]) -> list[float]:
    """The density at each point of the axis; what is shorter than a minute counts as a minute."""
    logs, total = np.log(np.maximum(lengths, SHORTEST)), weights.sum()
    mean = (logs * weights).sum() / total
    deviation = float(np.sqrt((weights * (logs - mean) ** 2).sum() / total))
    low, high = (one or 0.0 for one in percentiles(logs, weights, (0.25, 0.75)))
    width = min(max(0.9 * min(deviation, (high - low) / 1.34) * float(total) ** -0.2, _NARROWEST), _WIDEST)
    apart = (np.log(seconds)[:, None] - logs[None, :]) / width
    heights = (np.exp(-0.5 * apart**2) * weights).sum(axis=1) / (total * width * np.sqrt(2 * np.pi))
    return [round(float(height), 4) for height in heights]
