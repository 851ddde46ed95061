"""Whether more comes in than is usual for the hour: the last day or week against limits that follow the hour."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.clock import DAY, HOUR, SECOND, Micros, from_micros
from data_access.frames.moments import told_moments
from data_access.reader import Reader
from data_access.risk.forecast import quantile
from data_access.risk.hourly_history import HourlyHistory, kept_history
from data_access.risk.surges import ALPHA, FEW, LAMBDA, LIMIT, exact_tail, poisson_ewma
from data_access.view import View

COLUMNS = (
    *("start", "seconds", "share", "count", "expected"),
    *("smooth", "lower", "upper", "floor", "ceiling", "over", "p"),
)
DAYS_EXACT: Final = 14
_BEGUN: Final = 0.05
"""A row that is still running is marked only if its own exact tail is below this."""
_LEARNT: Final = 7 * DAY
"""Hours with less history than this before them are shown and not judged."""

Floats = NDArray[np.float64]
_Limits = tuple[float | None, float | None, float | None, float | None, float | None, bool]
_UNJUDGED: Final[_Limits] = (None, None, None, None, None, False)
"""smooth, lower, upper, floor, ceiling, over"""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows in order of time that end with the window: 24 hours, or for windows over 26 hours 7 days by 3 hours, the
    last row holding what has come so far (`share` of it has passed). `expected` is of the whole row, by hour of the
    week and holidays. `smooth`, `lower`, `upper`: the EWMA and its limits; `floor`, `ceiling`: the same limits as
    counts of the row, given what came before it. `over`: above the limit, and itself more than expected. Under 5
    expected a day: 14 days instead, each judged by its exact tail `p`. None where history is under a week.

    attrs: `method` (ewma | exact), `over` (how many), `known` (rows with an expectation), `moments`."""
    question = reader.question(view)
    long = question.end - question.start > 26 * HOUR
    history = kept_history(reader, view, question.end)
    rows: list[tuple[Any, ...]] = []
    exact = False
    if len(history.starts) and question.start < question.end:
        usual = _usual(history)
        exact = _few(usual[-7 * 24 :] if long else usual[-24:])
        if exact:
            rows = _by_day(history, usual)
        else:
            offset = from_micros(question.end).astimezone(reader.zone).utcoffset()
            shift = 0 if offset is None else int(offset.total_seconds()) // 3600 * HOUR
            rows = _by_hours(history, usual, 3 if long else 1, shift, 7 * 24 if long else 24)
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    known = sum(1 for row in rows if row[4] is not None)
    table.attrs.update(method="exact" if exact else "ewma", over=sum(1 for row in rows if row[10]), known=known)
    if rows:
        table.attrs["moments"] = told_moments(reader, question, rows[0][0], rows[-1][0] + rows[-1][1] * SECOND)
    return table


def _usual(history: HourlyHistory) -> Floats:
    """What was expected in each hour of the history, NaN where too little came before it."""
    past = history.past
    usual = past.own().copy()
    if len(past.starts) < len(history.starts):
        usual = np.append(usual, past.expected(history.starts[-1:]))
    usual[history.starts < history.starts[0] + _LEARNT] = np.nan
    return usual


def _few(usual: Floats) -> bool:
    known = usual[~np.isnan(usual)]
    return bool(len(known)) and float(known.mean()) * 24 < FEW


def _by_hours(history: HourlyHistory, usual: Floats, step: int, shift: Micros, hours: int) -> list[tuple[Any, ...]]:
    """Rows of `step` hours, their bounds multiples of it in local time; the EWMA has run for as long before them."""
    wide = step * HOUR
    last = (int(history.starts[-1]) + shift) // wide * wide - shift
    # The row that has begun is judged by the part of it that has passed, against what is expected of the whole.
    coming = np.arange(history.starts[-1] + HOUR, last + wide, HOUR, dtype=np.int64)
    expectation = np.concatenate([usual, history.past.expected(coming)])
    starts = np.concatenate([history.starts, coming])
    blocks = (starts + shift) // wide * wide - shift
    firsts, places = np.unique(blocks, return_index=True)
    expected = np.add.reduceat(expectation, places)
    counts = np.add.reduceat(np.concatenate([history.counts, np.zeros(len(coming), dtype=np.int64)]), places)
    share = min((history.end - last) / wide, 1.0)
    shown = max(len(firsts) - hours // step - (share < 1), 0)
    begun = max(shown - hours // step, 0)
    judged = _judged(counts[begun:].astype(np.float64), expected[begun:], share)
    rows: list[tuple[Any, ...]] = []
    for place in range(shown, len(firsts)):
        mean = expected[place]
        head = (int(firsts[place]), wide // 1_000_000, share if place == len(firsts) - 1 else 1.0, int(counts[place]))
        found = judged.get(place - begun, _UNJUDGED)
        rows.append((*head, None if np.isnan(mean) else float(mean), *found, None))
    return rows


def _judged(counts: Floats, expected: Floats, share: float) -> dict[int, _Limits]:
    """What is said of each place, from the first from which on all is expected."""
    unknown = np.flatnonzero(np.isnan(expected))
    first = int(unknown[-1]) + 1 if len(unknown) else 0
    whole = len(counts) - (share < 1)
    ewma = poisson_ewma(counts[first:whole], expected[first:whole])
    found: dict[int, _Limits] = {}
    level = middle = float(expected[first]) if first < len(expected) else 0.0
    variance = 0.0
    for place in range(first, len(counts)):
        count, mean = float(counts[place]), float(expected[place])
        # A row of which only a share has passed moves the average by so much less.
        weight = LAMBDA * share if place == whole else LAMBDA
        carried = (1 - weight) * level
        if place == whole:
            width = LIMIT * (LAMBDA * weight * mean + (1 - weight) ** 2 * variance) ** 0.5
            level, middle = LAMBDA * count + carried, weight * mean + (1 - weight) * middle
            lower, upper = max(middle - width, 0.0), middle + width
            mean *= share
            # What a surge left behind in the average does not mark the first case of the next hour.
            unusual = count > mean and float(exact_tail([count], [mean])[0]) < _BEGUN
        else:
            unusual = count > mean
            at = place - first
            level, middle, lower, upper = (float(line[at]) for line in (ewma.z, ewma.centre, ewma.lower, ewma.upper))
            variance = ((upper - middle) / LIMIT) ** 2
        floor, ceiling = (max((limit - carried) / LAMBDA, 0.0) for limit in (lower, upper))
        found[place] = (level, lower, upper, floor, ceiling, level > upper and unusual)
    return found


def _by_day(history: HourlyHistory, usual: Floats) -> list[tuple[Any, ...]]:
    """Days that end with the history, each judged by itself."""
    passed = usual.copy()
    passed[-1] *= history.share
    ends = int(history.starts[-1]) + HOUR
    rows: list[tuple[Any, ...]] = []
    for number in range(DAYS_EXACT, 0, -1):
        start = ends - number * DAY
        within = (history.starts >= start) & (history.starts < start + DAY)
        if within.sum() < DAY // HOUR:
            continue
        count, mean = int(history.counts[within].sum()), float(passed[within].sum())
        head = (start, DAY // 1_000_000, 1.0, count)
        if np.isnan(mean):
            rows.append((*head, None, *_UNJUDGED, None))
            continue
        p = float(exact_tail([count], [mean])[0])
        most = float(quantile(np.array([mean]), 0.0, 1 - ALPHA)[0])
        rows.append((*head, mean, None, None, None, 0.0, most, p < ALPHA, p))
    return rows
