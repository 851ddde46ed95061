"""Hot spots: the areas that are hot in the last slice and border each other, those that emerge apart from those that
stand, each with what happens there, since when, and how many against their own usual.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import shapely

from data_access.clock import HOUR, Micros
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.risk.gather import Places
from data_access.risk.ground import Ground, ground
from data_access.risk.hot_areas import Flags, Judged, hot_areas, plain_question
from data_access.risk.index_rules import CLASSES, SpotRules
from data_access.risk.reported import reported
from data_access.risk.surges import exact_tail
from data_access.view import View

EMERGING: Final = frozenset({"new", "intensifying"})
SHORT_WINDOW: Final = 26 * HOUR
"""Windows up to a day, the longest day of the year included, are judged by short slices."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Areas that are hot together, in slices of `width`. `count` in the last slice against `expected`, `ratio` of
    both (None where unknown); `since`: the beginning of the first of the unbroken slices in which one of them was
    hot; `cases` the counts of the slices drawn; `places` its upper areas, those with most cases first; `area` is
    where a click leads; the ring around it in degrees and metres."""

    areas: tuple[str, ...]
    width: Micros
    kind: str
    count: int
    expected: float | None
    ratio: float | None
    status: str
    since: Micros
    cases: tuple[int, ...]
    category: str | None
    department: str | None
    places: tuple[str, ...]
    area: str
    lon: float
    lat: float
    radius: float


def emerging_spots(reader: Reader, view: View) -> list[Spot]:
    """The spots of a view, those that call for action first, then those that emerge, then those that stand. Of a
    window of a day or less those of the last hours too, each place once."""
    question, asked = plain_question(reader, view), reader.question(view)
    widths = slice_widths(reader.risk_rules.spots, asked.end - asked.start)
    found: list[Spot] = []
    for width in widths:
        spots = kept(reader, question, "spots", partial(_spots, reader, question, width), extra=width)
        told = {one.places[0] for one in found}
        found += [one for one in spots if one.places[0] not in told]
    order = {"crit": 0, "warn": 1, "n": 2}
    found.sort(key=lambda one: (order[one.status], one.kind not in EMERGING, -(one.ratio or 0.0), one.areas))
    return found


def slice_widths(rules: SpotRules, length: Micros) -> tuple[Micros, ...]:
    """The slices that a window of this length is judged by, the shortest first."""
    hours = (rules.short, rules.long) if length <= SHORT_WINDOW else (rules.long,)
    return tuple(int(one * HOUR) for one in hours)


def _spots(reader: Reader, question: Question, width: Micros) -> list[Spot]:
    found = hot_areas(reader, question.view.replaced(as_of=question.moment), width)
    rules = reader.risk_rules.spots
    if found is None:
        return []
    base = ground(reader.tree, found.codes)
    groups = _groups(found, base)
    groups = [group for group in groups if found.counts[-1][list(group)].sum() >= rules.least]
    if not groups:
        return []
    told = _told(reader, question, found)
    return [_spot(reader, question, found, base, group, rules, told) for group in groups]


def _groups(found: Judged, base: Ground) -> list[tuple[int, ...]]:
    """Areas hot in the last slice that border each other, those that emerge apart from those that stand."""
    left = set(np.flatnonzero(found.hot[-1]).tolist())
    groups = []
    while left:
        waiting = [min(left)]
        left.discard(waiting[0])
        group = []
        while waiting:
            one = waiting.pop()
            group.append(one)
            alike = [
                other
                for other in base.neighbours[one]
                if other in left and (found.kinds[other] in EMERGING) == (found.kinds[one] in EMERGING)
            ]
            left.difference_update(alike)
            waiting.extend(alike)
        groups.append(tuple(sorted(group)))
    return groups


Told = dict[str, Counter[tuple[str | None, str | None]]]


def _told(reader: Reader, question: Question, found: Judged) -> Told:
    """Cases of the last slice by area judged, category and department."""
    keys = (lambda columns: columns.area, lambda columns: columns.category, lambda columns: columns.department)
    places = Places(reader.tree, found.codes)
    told: Told = {}
    span = (found.starts[-1], question.moment)
    for (code, category, department), count in reported(reader, question, [span], *keys).items():
        for column in places.of(code):
            told.setdefault(found.codes[column], Counter())[category, department] += count
    return told


def _spot(
    reader: Reader,
    question: Question,
    found: Judged,
    base: Ground,
    group: tuple[int, ...],
    rules: SpotRules,
    told: Told,
) -> Spot:
    members = list(group)
    codes = tuple(found.codes[one] for one in members)
    count = int(found.counts[-1][members].sum())
    expected = None if found.usual is None else float(found.usual[members].sum())
    ratio = count / expected if expected else None
    kinds = Counter(found.kinds[one] for one in members)
    kind = max(CLASSES, key=lambda name: (kinds[name], -CLASSES.index(name)))
    hot: Flags = np.logical_or.reduce(found.hot[:, members], axis=1)
    first = len(hot) - 1
    while first and hot[first - 1]:
        first -= 1
    by_what: Counter[tuple[str | None, str | None]] = Counter()
    for code in codes:
        by_what.update(told.get(code, Counter()))
    whole = shapely.union_all([base.polygons[one] for one in members])
    centre = whole.centroid
    ((lon, lat),) = base.plane.to_degrees(np.array([[centre.x, centre.y]])).tolist()
    places = _places(reader, question, found, members)
    return Spot(
        codes,
        found.width,
        kind,
        count,
        expected,
        ratio,
        _status(rules, kind, count, expected, ratio),
        found.starts[first],
        tuple(found.counts[-rules.bars :, members].sum(axis=1).tolist()),
        _most(by_what, 0),
        _most(by_what, 1),
        places,
        _target(reader, question, codes, places),
        lon,
        lat,
        float(np.sqrt(whole.area / np.pi)),
    )


def _status(rules: SpotRules, kind: str, count: int, expected: float | None, ratio: float | None) -> str:
    """Only what is far above its own usual, and not by chance, calls for action; what always stood does not."""
    if expected is None or kind not in EMERGING:
        return "n"
    above = float("inf") if ratio is None else ratio
    if above < rules.warn or float(exact_tail(count, expected)[0]) > rules.chance:
        return "n"
    return "crit" if above >= rules.crit else "warn"


def _most(counted: Counter[tuple[str | None, str | None]], place: int) -> str | None:
    totals: Counter[str] = Counter()
    for key, count in counted.items():
        value = key[place]
        if value is not None:
            totals[value] += count
    return min(totals, key=lambda code: (-totals[code], code), default=None)


def _places(reader: Reader, question: Question, found: Judged, members: Sequence[int]) -> tuple[str, ...]:
    """The areas that name a spot: the one judged itself where it is one, else those above, most cases first."""
    if len(members) == 1:
        return (found.codes[members[0]],)
    above: Counter[str] = Counter()
    for one in members:
        code = found.codes[one]
        parent = reader.tree[code].parent
        named = code if parent is None or parent == question.area else parent
        above[named] += int(found.counts[-1, one])
    return tuple(sorted(above, key=lambda code: (-above[code], code)))


def _target(reader: Reader, question: Question, codes: Sequence[str], places: Sequence[str]) -> str:
    """The smallest area that holds the whole spot; where that is the one in view, its child with most of it."""
    paths = [[one.code for one in reader.tree.path(code)] for code in codes]
    shared: list[str] = [step[0] for step in zip(*paths, strict=False) if len(set(step)) == 1]
    if not reader.tree.children(shared[-1]):
        # A leaf alone shows nothing of what lies around it.
        shared.pop()
    if reader.tree.depth(shared[-1]) > reader.tree.depth(question.area):
        return shared[-1]
    child = reader.tree.child_of(question.area, places[0])
    return places[0] if child is None else child.code
