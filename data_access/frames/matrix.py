"""Kinds of cases by the areas below: how many came in, and how far that is from what is usual for the place."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.clock import DAY, MINUTE
from data_access.frames.limits import LIMITS, NORMAL
from data_access.kept import kept
from data_access.reader import UNLOCATED, Question, Reader
from data_access.risk.deviation import deviations
from data_access.risk.reported import Spans, reported
from data_access.risk.shrinkage import empirical_bayes
from data_access.view import View

COLUMNS = ("category", "category_label", "child", "child_label", "drill", "count", "usual", "z", "status")
_WEEK: Final = 7 * DAY
_WEEKS: Final = 4

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Before:
    """Counts by (category, child) in `periods` equal windows before."""

    counts: Counter[Cell]
    periods: int


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a kind and child, kinds with the most first, children in the order of the tree, then `unlocated`; a leaf
    is its own only child. Together the counts are what was reported.

    `usual`: the mean of the same window in the four weeks before, each child's share drawn towards the share that the
    kind has in all of them; None where history does not reach. `z`: the normal deviate of the exact tail. attrs:
    `periods` (windows behind `usual`), `reported`, `level` (of the children, in words; None where they differ)."""
    question = reader.question(view)
    table = pd.DataFrame([], columns=list(COLUMNS), dtype=object)
    if question.start < question.end and reader.reaches(question.end):
        now = _now(reader, question)
        before = kept(reader, question, "matrix_before", lambda: _before(reader, question), tick=5 * MINUTE)
        rows = _rows(reader, question, now, before)
        table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
        table.attrs.update(periods=before.periods, reported=sum(now.values()), level=_level(reader, question))
    return table


def _rows(reader: Reader, question: Question, now: Counter[Cell], before: _Before) -> list[tuple[Any, ...]]:
    totals: defaultdict[str, int] = defaultdict(int)
    for (kind, _), count in (*now.items(), *((cell, 0) for cell in before.counts)):
        totals[kind] += count
    kinds = sorted(totals, key=lambda kind: (-totals[kind], kind))
    children = [child.code for child in reader.tree.children(question.area)] or [question.area]
    if any(child == UNLOCATED for _, child in (*now, *before.counts)):
        children.append(UNLOCATED)
    if not kinds:
        return []
    counts = np.array([[now[kind, child] for child in children] for kind in kinds], dtype=np.int64)
    usual = z = None
    if before.periods:
        usual = _usual(before, kinds, children)
        z = deviations(counts.ravel(), usual.ravel(), before.periods).reshape(usual.shape)
    rows = []
    language = question.view.language
    for place, kind in enumerate(kinds):
        head = (kind, reader.vocabulary.label("category", kind, language))
        for column, child in enumerate(children):
            known = child != UNLOCATED
            label = reader.area_label(child, language) if known else child
            drill = known and child != question.area
            expected = None if usual is None else float(usual[place, column])
            deviation = None if z is None else round(float(z[place, column]), 3)
            count = int(counts[place, column])
            rows.append((*head, child, label, drill, count, expected, deviation, _status(count, expected, deviation)))
    return rows


def _status(count: int, usual: float | None, deviation: float | None) -> str:
    limit = LIMITS["cell"]
    if usual is None or deviation is None or count < limit["least"]:
        return NORMAL
    return "warn" if deviation >= limit["sigma"] and count > limit["ratio"] * usual else NORMAL


def _usual(before: _Before, kinds: list[str], children: list[str]) -> NDArray[np.float64]:
    """The usual of each cell, shape (kinds, children). A child with few cases takes the mix of all."""
    past = np.array([[before.counts[kind, child] for child in children] for kind in kinds], dtype=np.float64)
    everything = past.sum(axis=0)
    if not everything.any():
        return past
    shares = np.array([empirical_bayes(row, everything) for row in past])
    usual: NDArray[np.float64] = shares * (everything / before.periods)
    return usual


def _stride(question: Question) -> int:
    """How many weeks lie between a window and the equal one before it: the fewest that keep them apart."""
    return max(-(-(question.end - question.start) // _WEEK), 1)


def _level(reader: Reader, question: Question) -> str | None:
    levels = {child.level for child in reader.tree.children(question.area)}
    return reader.label("level", levels.pop(), question.view.language) if len(levels) == 1 else None


def _now(reader: Reader, question: Question) -> Counter[Cell]:
    """The counts of the window; those of a long one may be a minute old."""
    if question.end - question.start <= DAY:
        return _cells(reader, question, [(question.start, question.end)])
    return kept(reader, question, "matrix", lambda: _cells(reader, question, [(question.start, question.end)]))


def _before(reader: Reader, question: Question) -> _Before:
    stride = _stride(question)
    spans = []
    for number in range(1, max(_WEEKS // stride, 1) + 1):
        shift = number * stride * _WEEK
        if reader.reaches(question.start - shift - DAY):
            spans.append((question.start - shift, question.end - shift))
    counts: Counter[Cell] = _cells(reader, question, spans) if spans else Counter()
    return _Before(counts, len(spans))


def _cells(reader: Reader, question: Question, spans: Spans) -> Counter[Cell]:
    """Counts by (kind, child) over some windows, zeros left out."""
    depth = 1 if question.view.category is None else question.view.category.count("/") + 2
    tree, area = reader.tree, question.area
    leaf = not tree.children(area)
    places: dict[str | None, str] = {}

    def child(code: str | None) -> str:
        if code not in places:
            found = tree.child_of(area, code) if code is not None and code in tree else None
            places[code] = area if leaf else UNLOCATED if found is None else found.code
        return places[code]

    cells: Counter[Cell] = Counter()
    by_both = (lambda columns: columns.area), (lambda columns: columns.category)
    for (code, category), count in reported(reader, question, spans, *by_both).items():
        cells["/".join((category or "").split("/")[:depth]), child(code)] += count
    return cells
