"""The KPI tape: seven figures with the previous equal window, a target and a trend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data_access.clock import HOUR, Micros, hour_of
from data_access.frames.asking import BASIC, TICK, bars_of, bucket_bounds, previous_window, shared
from data_access.frames.limits import LIMITS, above, below
from data_access.frames.unreconciled import unreconciled
from data_access.kept import kept
from data_access.levels import levels_at
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.series import Bars, Hourly, hourly
from data_access.tally import Tally
from data_access.view import View

COLUMNS = ("measure", "value", "numerator", "denominator", "previous", "target", "status", "trend", "trend_previous")
FIGURES: Final = ("reported", "closed", "open", "overdue", "on_time_rate", "response_p50", "satisfaction")
LEVELS: Final = ("open", "overdue")
RATES: Final = frozenset({"on_time_rate", "satisfaction"})
DURATIONS: Final = frozenset({"response_p50"})
_HAPPENED = ("reported", "closed", "satisfaction", "response")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a figure: reported, closed, open, overdue, on_time_rate, response_p50 (s), satisfaction.

    `previous` is the figure of the previous equal window as known at T, for open and overdue the level at that
    window's end; trends are cut into bars of the window. None where nothing can be said: 0/0, or before history begins.
    attrs: `unreconciled`, the evidence by measure of totals that do not add up.
    """
    found: pd.DataFrame | None = reader.memory.get(("kpis", view))
    if found is None:
        found = reader.memory["kpis", view] = _figures(reader, view)
    told = found.copy(deep=False)
    told.attrs["unreconciled"] = unreconciled(reader, view)
    return told


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind the figures: the previous window, the bars of its line and of this window's by figure, and
    the lines of the two levels."""

    past: Tally
    lines: Mapping[str, list[float | None]]
    ghosts: Mapping[str, list[float | None]]
    levels: Mapping[str, tuple[list[float | None], list[float | None]]]


def _figures(reader: Reader, view: View) -> pd.DataFrame:
    question = reader.question(view)
    now = shared(reader, view, "none")[""]
    known = reader.reaches(previous_window(reader, question)[0])
    reached = reader.reaches(question.end)
    bounds = bucket_bounds(question, reader.zone)
    ends = [min(bound, question.end) for bound in bounds[1:] if bound - (bounds[1] - bounds[0]) < question.end]
    extra = (bounds[0], len(ends))
    behind = kept(reader, question, "kpis", lambda: _behind(reader, question, bounds, ends), tick=TICK, extra=extra)
    now_ends = question.live and question.end == question.moment
    rows = []
    for name in FIGURES:
        value, numerator, denominator = _figure(name, now) if reached else (None, None, None)
        if name in LEVELS:
            trend, trend_previous = behind.levels[name]
            if now_ends:
                trend = [*trend[:-1], value]
        else:
            trend, trend_previous = behind.lines[name], behind.ghosts[name]
        target = LIMITS[name]["target"] if name in ("on_time_rate", "satisfaction") else None
        status = _status(name, value, now)
        previous = _figure(name, behind.past)[0] if known else None
        trend_previous = trend_previous if known else [None] * len(trend_previous)
        trend = trend if reached else [None] * len(trend)
        rows.append((name, value, numerator, denominator, previous, target, status, trend, trend_previous))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _behind(reader: Reader, question: Question, bounds: list[Micros], ends: list[Micros]) -> _Behind:
    before = previous_window(reader, question)
    shift = question.start - before[0]
    past = measure(reader, question, "none", set(BASIC) - {"open"}, window=before)[""]
    instants = sorted({*(end - shift for end in ends), *ends, before[1]})
    levels = levels_at(reader, question, instants)
    at = {instant: number for number, instant in enumerate(instants)}
    past.open, past.overdue = int(levels.open[at[before[1]]]), int(levels.overdue[at[before[1]]])
    # The line behind is drawn from whole hours: nobody adds it up.
    begin = hour_of(before[0]) if question.live else before[0]
    earlier = _hourly(reader, question, begin, before[1], bars_of(bounds, shift), whole=question.live)
    ghost = _binned(earlier, bounds, shift, len(bounds) - 1)
    # What happens at T itself is known as of T, but is not in a window that ends there.
    whole = question.live and question.end == question.moment and (reader.version.newest_at or 0) < question.end
    hours = _hourly(reader, question, question.start, question.end, bars_of(bounds), whole=whole)
    current = _binned(hours, bounds, 0, len(ends))

    counted = [name for name in FIGURES if name not in LEVELS]

    def line(name: str, back: Micros) -> list[float | None]:
        return [int(getattr(levels, name)[at[end - back]]) for end in ends]

    lines, ghosts = ({name: [_figure(name, one)[0] for one in bars] for name in counted} for bars in (current, ghost))
    return _Behind(past, lines, ghosts, {name: (line(name, 0), line(name, shift)) for name in LEVELS})


def _hourly(reader: Reader, question: Question, start: Micros, end: Micros, bars: Bars, *, whole: bool) -> Hourly:
    """The tallies of the bars of [start, end); `whole` takes the last hour whole from the rollups. At T that is
    exact, since nothing has happened after it; only deadlines lie ahead and are always cut off."""
    upto = hour_of(end + HOUR - 1) if whole else end
    found = hourly(reader, question, "none", (start, upto), _HAPPENED, bars=bars)
    for key, tally in hourly(reader, question, "none", (start, end), ("due",), bars=bars).items():
        into = found.setdefault(key, Tally())
        into.due, into.on_time = tally.due, tally.on_time
    return found


def _figure(name: str, tally: Tally) -> tuple[float | None, int | None, int | None]:
    if name == "on_time_rate":
        return (tally.on_time / tally.due if tally.due else None), tally.on_time, tally.due
    if name == "satisfaction":
        return (tally.satisfied / tally.scored if tally.scored else None), tally.satisfied, tally.scored
    if name == "response_p50":
        found = tally.response.as_json()
        return found["p50"], None, found["n"]
    return getattr(tally, name), None, None


def _status(name: str, value: float | None, tally: Tally) -> str:
    if name == "on_time_rate":
        return below(name, value, tally.due)
    if name == "satisfaction":
        return below(name, value, tally.scored)
    if name == "overdue":
        return above("overdue_share", tally.overdue / tally.open if tally.open else None, tally.overdue)
    return "n"


def _binned(found: Hourly, bounds: list[Micros], shift: Micros, count: int) -> list[Tally]:
    bins = [Tally() for _ in range(count)]
    edges = np.array([bound - shift for bound in bounds])
    for (_, hour), tally in found.items():
        # The first hour of a window may begin before the first bar does.
        number = max(int(np.searchsorted(edges, hour, side="right")) - 1, 0)
        if number < count:
            _merge(bins[number], tally)
    return bins


def _merge(into: Tally, tally: Tally) -> None:
    for name in ("reported", "closed", "due", "on_time", "scored", "satisfied"):
        setattr(into, name, getattr(into, name) + getattr(tally, name))
    into.response.exact += tally.response.exact
    into.response.texts += tally.response.texts
