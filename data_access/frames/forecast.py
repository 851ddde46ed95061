"""The next 24 hours as they may be, and the last 24 as they were beside what was told of them."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from data_access.clock import DAY, HOUR, MINUTE, Micros, hour_of
from data_access.frames.moments import told_moments
from data_access.kept import kept
from data_access.reader import Reader
from data_access.risk.forecast import SHARE, forecast, naive, score
from data_access.risk.hourly_history import HourlyHistory, kept_history
from data_access.view import View

COLUMNS = ("start", "ahead", "count", "expected", "low", "high", "naive")


@dataclass(frozen=True, slots=True)
class _Told:
    """The rows, and how forecasts have done (None: there were none)."""

    rows: tuple[tuple[Any, ...], ...]
    score: dict[str, Any] | None


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """48 hours in order of time, the first 24 past, with what came in (`count`) and what was expected of them a day
    before; then the 24 from T's hour on (`ahead`). `low`..`high`: between them fall 80 % if the model holds; `naive`:
    the same hour a week before. No rows where less than a week is known or nothing was ever reported.

    attrs: `score` (see risk.forecast.Score; None where no forecast can be compared yet), `within` (0.8), `moments`, of
    what is to come too."""
    # Neither window nor language matter: panels of others share the answer.
    question = reader.question(view.replaced(window="24h", language="zh"))
    hour = hour_of(question.moment)

    def told() -> _Told:
        return _tell(kept_history(reader, view, question.moment), hour)

    found = kept(reader, question, "forecast", told, tick=10 * MINUTE, extra=hour)
    table = pd.DataFrame(list(found.rows), columns=list(COLUMNS), dtype=object)
    table.attrs.update(score=None if found.score is None else dict(found.score), within=SHARE)
    if found.rows:
        first, last = found.rows[0][0], found.rows[-1][0] + HOUR
        table.attrs["moments"] = told_moments(reader, reader.question(view), first, last)
    return table


def _tell(history: HourlyHistory, hour: Micros) -> _Told:
    past = history.past
    told = forecast(past, origin=hour) if past.counts.any() else None
    if told is None:
        return _Told((), None)
    before = forecast(past, origin=hour - DAY)
    seen = past.seen([hour - DAY + number * HOUR for number in range(24)])
    rows: list[tuple[Any, ...]] = []
    for number, same in enumerate(naive(past, origin=hour - DAY)):
        start, count = hour - DAY + number * HOUR, seen[number]
        expectation: tuple[float | None, ...] = (None, None, None)
        if before is not None:
            expectation = tuple(float(line[number]) for line in (before.expected, before.low, before.high))
        rows.append((start, False, int(count) if count == count else None, *expectation, same))
    for number, same in enumerate(naive(past, origin=hour)):
        lines = (told.expected, told.low, told.high)
        rows.append((int(told.starts[number]), True, None, *(float(line[number]) for line in lines), same))
    scored = score(past)
    return _Told(tuple(rows), None if scored is None else asdict(scored))
