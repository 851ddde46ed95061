"""Areas that have significantly more cases than the rest, slice of time by slice, and their classes.

Getis-Ord Gi* of each slice, on rates per resident drawn towards the mean where all residents are known, else on counts;
false discoveries held at q; the slices of an area give its class. The deepest level on which an area has cases enough
in a slice is judged. All slices begin at whole hours; the last ends at T and is up to an hour longer.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.clock import DAY, HOUR, Micros, hour_of
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.risk.emerging import classify
from data_access.risk.gather import Counts, Floats, by_area, sliced
from data_access.risk.ground import Ground, ground, grounds
from data_access.risk.hotspots import getis_ord
from data_access.risk.index_rules import SpotRules
from data_access.risk.shrinkage import empirical_bayes
from data_access.view import WINDOWS, View

Flags = NDArray[np.bool_]

FEW_AREAS: Final = 20
"""A level of fewer areas than this is judged only where there is no deeper one."""
LEAST_DAYS: Final = 7
"""Days of history without which nothing is usual."""
PERMUTATIONS_EACH: Final = 64
_WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Areas by class as of T. `counts` and `hot` are (slices, areas), the oldest slice first, `starts` (slices,)
    their beginnings. `usual` (areas,) is what the last slice would hold by the weeks before the judged ones, None
    where history is too short. `rated`: per resident."""

    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    counts: Counts
    hot: Flags
    starts: tuple[Micros, ...]
    width: Micros
    usual: Floats | None
    rated: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """Mean cases a day by area (areas,), and the share of a day's cases that each hour of it has in all areas
    together (24,), hours counted from the one in which T lies; None where history is too short."""

    daily: Floats
    shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """Gi* z and hot, each (slices, areas)."""

    z: Floats
    hot: Flags


def hot_areas(reader: Reader, view: View, width: Micros) -> Judged | None:
    """The areas below that of a view by class, in slices of `width`; one that is not hot in the last slice is "none".
    None where there are no polygons to tell neighbours from."""
    question = plain_question(reader, view)
    base = _ground(reader, question, width)
    if base is None:
        return None
    extra = (width, len(base.codes))
    return kept(reader, question, "hot areas", lambda: _judged(reader, question, base, width), extra=extra)


def plain_question(reader: Reader, view: View) -> Question:
    """The question as of the end of a view's window, of one window and language, so that views share the answer."""
    asked = reader.question(view)
    moment = asked.moment if view.window in WINDOWS else asked.end
    return reader.question(view.replaced(window="7d", focus="", language="zh", scene="risk"), moment=moment)


def _ground(reader: Reader, question: Question, width: Micros) -> Ground | None:
    """The deepest level on which there are cases enough in a slice to tell areas apart."""
    rules = reader.risk_rules.spots
    levels = grounds(reader.tree, question.area, rules.areas)
    if not levels:
        return None
    end = question.moment - question.moment % DAY
    held = kept(
        reader,
        question,
        "cases of a week",
        lambda: int(sliced(reader, question, [question.area], end - _WEEK, _WEEK, 1).cases.sum()),
        tick=DAY,
        extra=end,
    )
    slice_cases = held * width / _WEEK
    enough = [codes for codes in levels if len(codes) >= FEW_AREAS and slice_cases >= rules.dense * len(codes)]
    upper = [codes for codes in levels if len(codes) >= FEW_AREAS]
    return ground(reader.tree, enough[0] if enough else upper[-1] if upper else levels[0])


def _judged(reader: Reader, question: Question, base: Ground, width: Micros) -> Judged:
    rules, present = reader.risk_rules.spots, hour_of(question.moment)
    slices = max(rules.bars, rules.slices)
    extra = (width, present, len(base.codes))
    # What lies before the present hour stays as it is, but for what comes late.
    last = present - width
    past = kept(
        reader,
        question,
        "cases before",
        lambda: _before(reader, question, base, width, last, slices - 1),
        tick=HOUR,
        extra=extra,
    )
    span = (last, question.moment)
    counts = np.vstack([past, by_area(reader, question, base.codes, span, lambda c: c.collected_at * 0, 1)])
    now = _scores(base, counts[-1:], rules)
    hot = np.zeros(counts.shape, dtype=bool)
    kinds = ["none"] * len(base.codes)
    if now.hot.any():
        judged = past[1 - rules.slices :]
        before = kept(
            reader, question, "hot areas before", lambda: _scores(base, judged, rules), tick=HOUR, extra=extra
        )
        hot[-rules.slices :] = np.vstack([before.hot, now.hot])
        told = classify(np.vstack([before.z, now.z]), hot[-rules.slices :])
        kinds = [kind if there else "none" for kind, there in zip(told, now.hot[0].tolist(), strict=True)]
    starts = tuple(last - (slices - 1 - place) * width for place in range(slices))
    found = kept(
        reader,
        question,
        "usual cases",
        lambda: _usual(reader, question, base, present),
        tick=HOUR,
        extra=(present, len(base.codes)),
    )
    usual = None
    if found is not None:
        share = found.shares[24 - min(width // HOUR, 24) :].sum() * max(width / DAY, 1.0)
        usual = found.daily * (share + found.shares[0] * (question.moment - present) / HOUR)
    return Judged(base.codes, tuple(kinds), counts, hot, starts, width, usual, base.residents is not None)


def _before(reader: Reader, question: Question, base: Ground, width: Micros, last: Micros, slices: int) -> Counts:
    """Cases of the slices before the last one, which begins at `last`: (slices, areas)."""
    start = last - slices * width
    return by_area(reader, question, base.codes, (start, last), lambda c: (c.collected_at - start) // width, slices)


def _scores(base: Ground, counts: Counts, rules: SpotRules) -> _Scores:
    """Gi* of slices; as many permutations as tell one area alone from chance, at most those of the rules."""
    permutations = min(rules.permutations, PERMUTATIONS_EACH * len(base.codes))
    z, hot = np.zeros(counts.shape), np.zeros(counts.shape, dtype=bool)
    for place, row in enumerate(counts):
        values = row.astype(np.float64) if base.residents is None else empirical_bayes(row, base.residents)
        found = getis_ord(values, base.neighbours, permutations=permutations, seed=0, q=rules.q)
        z[place], hot[place] = found.z, found.hot
    return _Scores(z, hot)


def _usual(reader: Reader, question: Question, base: Ground, present: Micros) -> _Usual | None:
    """What the weeks before the judged long slices held: the level is each area's own, the course of the day that of
    all, since a small area's hours hold too few cases to have one."""
    rules = reader.risk_rules.spots
    end = present - rules.slices * int(rules.long * HOUR)
    days = next((days for days in range(7 * rules.weeks, 0, -1) if reader.reaches(end - days * DAY)), 0)
    if days < LEAST_DAYS:
        return None
    start = end - days * DAY
    each = sliced(reader, question, base.codes, start, days * DAY, 1).cases[0]
    hours = sliced(reader, question, [question.area], start, HOUR, days * 24).cases.reshape(days, 24).sum(axis=0)
    shares = hours / hours.sum() if hours.any() else np.full(24, 1 / 24)
    return _Usual(each / days, shares)
