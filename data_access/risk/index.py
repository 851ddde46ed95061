"""The risk index 0..100 of areas: five parts, each with its numerator, denominator, score and weight.

Cases are counted up to the last whole hour before T, in spans of 24 hours back from there; what is open is counted
at T. The index does not depend on the window looked at. An area's part that cannot be known is left out and the
others' weights are scaled up; docs/risk.md has the formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from data_access.clock import DAY, HOUR, MINUTE, Micros, hour_of
from data_access.kept import kept
from data_access.matters import near_pairs
from data_access.reader import Question, Reader
from data_access.risk.gather import CROWD, Counts, Floats, Open, Places, Sliced, open_cases, placed, sliced
from data_access.risk.ground import exposure_of
from data_access.risk.hot_areas import hot_areas
from data_access.risk.hotspots import FEWEST
from data_access.risk.index_rules import PARTS, IndexRules
from data_access.risk.shrinkage import empirical_bayes
from data_access.view import View

LEAST_WEIGHT: Final = 50.0
"""Parts known that weigh less than this make no index."""
LEAST_DAYS: Final = 7
"""Days of history without which nothing is usual."""
_TICK: Final = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class PartValue:
    """One part of one area. `value` is numerator / denominator, shrunk; `reference` what it is compared with;
    `missing` names why it is not known ("" if it is): population, geometry, leaf, few, history, nothing."""

    name: str
    weight: float
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    reference: float | None = None
    score: float | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """The index of an area, None where too little is known; `known` is the weight of the parts that are."""

    code: str
    index: float | None
    status: str
    known: float
    parts: tuple[PartValue, ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The indices of an area, its children and theirs, by code; cases counted up to `end`; `unplaced`: cases
    without a point, which no repeat was looked for among."""

    version: str
    end: Micros
    areas: dict[str, AreaIndex]
    unplaced: int


def risk_index(reader: Reader, view: View) -> Indexed:
    """The indices of the area of a view, its children and, where they are not too many, theirs."""
    question = _canonical(reader, view, view.area)
    return kept(reader, question, "risk index", lambda: _indexed(reader, question), tick=_TICK)


def _canonical(reader: Reader, view: View, area: str) -> Question:
    """The question of the index: of one window and language, so that all views share the answer."""
    moment = reader.question(view).moment
    plain = view.replaced(area=area, window="7d", focus="", language="zh", scene="risk")
    return reader.question(plain, moment=moment)


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """What was counted up to the last whole hour, by area: cases by day, those of the whole, repeats and cases with
    a place, each of shape (areas,)."""

    cases: Sliced
    whole: Sliced
    repeats: Counts
    placed: Counts


def _indexed(reader: Reader, question: Question) -> Indexed:
    rules = reader.risk_rules.index
    rings = _rings(reader, question)
    codes = [code for ring in rings for code in ring]
    end = hour_of(question.moment)
    counted = kept(reader, question, "risk counts", lambda: _count(reader, question, codes, end), tick=HOUR, extra=end)
    levels = open_cases(reader, question, codes)
    found = _Parts(reader, question, codes, rings, end).all(counted, levels)
    seen = (counted.cases.cases.sum(axis=0) + levels.open) > 0
    areas = {
        code: _area(code, rules, [found[name][place] for name in PARTS], bool(seen[place]))
        for place, code in enumerate(codes)
    }
    reported = int(counted.cases.cases[-rules.days :, 0].sum())
    return Indexed(reader.risk_rules.version, end, areas, max(reported - int(counted.placed[0]), 0))


def _rings(reader: Reader, question: Question) -> list[list[str]]:
    """The area itself, its children, and theirs where they are not too many: areas are compared within a ring."""
    children, below = reader.shapes.rings(question.area)
    if len(below) > reader.risk_rules.spots.areas:
        below = ()
    return [[question.area], [one.code for one in children], [one.code for one in below]]


def _count(reader: Reader, question: Question, codes: list[str], end: Micros) -> _Counted:
    rules = reader.risk_rules.index
    span = 1 + 7 * rules.weeks
    start = end - span * DAY
    cases = sliced(reader, question, codes, start, DAY, span)
    whole = _canonical(reader, question.view, reader.scope.area)
    top = cases if whole.area == question.area else sliced(reader, whole, [whole.area], start, DAY, span)
    with_place = placed(reader, question, end - rules.days * DAY, end)
    pairs = near_pairs(
        with_place.reports,
        metres=rules.repeat_metres,
        within=rules.days * DAY,
        across_sources=False,
        most=CROWD,
    )
    again = np.zeros(len(with_place.areas), dtype=bool)
    again[pairs.later] = True
    repeats, all_placed = (np.zeros(len(codes), np.int64) for _ in range(2))
    places = Places(reader.tree, codes)
    for code, repeated in zip(with_place.areas, again.tolist(), strict=True):
        for column in places.of(code):
            all_placed[column] += 1
            repeats[column] += repeated
    return _Counted(cases, Sliced(top.cases[:, :1], top.severity[:, :1]), repeats, all_placed)


def _area(code: str, rules: IndexRules, parts: Sequence[PartValue], seen: bool) -> AreaIndex:
    scored = [(part.weight, part.score) for part in parts if part.score is not None]
    known = sum(weight for weight, _ in scored)
    index = None
    if seen and known >= LEAST_WEIGHT:
        index = 100 * sum(weight * score for weight, score in scored) / known
    return AreaIndex(code, index, rules.status(index), known, tuple(parts))


class _Parts:
    """The parts of many areas at once; areas are compared and shrunk within their own ring."""

    def __init__(
        self, reader: Reader, question: Question, codes: list[str], rings: list[list[str]], end: Micros
    ) -> None:
        self.reader = reader
        self.question = question
        self.rules = reader.risk_rules.index
        self.codes = codes
        self.end = end
        edges = np.cumsum([0, *(len(ring) for ring in rings)]).tolist()
        self.rings = [slice(a, b) for a, b in pairwise(edges) if b > a]

    def all(self, counted: _Counted, levels: Open) -> dict[str, list[PartValue]]:
        """The parts by name, in the order of the areas."""
        return {
            "intensity": self._intensity(counted),
            "anomaly": self._anomaly(counted),
            "overdue": self._shares("overdue", levels.overdue, levels.open),
            "repeat": self._shares("repeat", counted.repeats, counted.placed),
            "hot_spot": self._hot_spot(),
        }

    def _shares(self, name: str, numerators: Counts, denominators: Floats | Counts) -> list[PartValue]:
        """Numerator by denominator, shrunk within the ring; "nothing" where the denominator is 0."""
        rule = self.rules.overdue if name == "overdue" else self.rules.repeat
        values = self._shrunk(numerators, denominators)
        return [
            PartValue(name, rule.weight, float(n), float(d), float(v), None, rule.score(float(v)))
            if d
            else PartValue(name, rule.weight, float(n), float(d), missing="nothing")
            for n, d, v in zip(numerators.tolist(), denominators.tolist(), values.tolist(), strict=True)
        ]

    def _shrunk(self, numerators: Counts, denominators: Floats | Counts) -> Floats:
        values = np.zeros(len(numerators))
        for ring in self.rings:
            if denominators[ring].sum() > 0:
                values[ring] = empirical_bayes(numerators[ring], denominators[ring])
        return values

    def _intensity(self, counted: _Counted) -> list[PartValue]:
        rule = self.rules.intensity
        ages = np.arange(self.rules.days)[::-1] * 24.0
        weights = 0.5 ** (ages / self.rules.half_life)
        own = weights @ counted.cases.severity[-self.rules.days :]
        of_all = float((weights @ counted.whole.severity[-self.rules.days :])[0])
        base = exposure_of(self.reader.tree, self.reader.scope.area or self.reader.tree.root.code, rule.per)
        reference = of_all / base if base else None
        found = []
        for code, weighed in zip(self.codes, own.tolist(), strict=True):
            exposure = exposure_of(self.reader.tree, code, rule.per)
            lacking = "population" if rule.per == "resident" else "geometry"
            if not self._reaches(self.rules.days):
                lacking, exposure = "history", None
            elif reference == 0:
                lacking, exposure = "nothing", None
            if not exposure or not reference:
                found.append(PartValue("intensity", rule.weight, weighed, exposure, missing=lacking))
                continue
            value = weighed / exposure
            score = rule.score(value / reference)
            found.append(PartValue("intensity", rule.weight, weighed, exposure, value, reference, score))
        return found

    def _anomaly(self, counted: _Counted) -> list[PartValue]:
        rule = self.rules.anomaly
        days = next((days for days in range(7 * self.rules.weeks, 0, -1) if self._reaches(days + 1)), 0)
        cases = counted.cases.cases
        observed = cases[-1]
        if days < LEAST_DAYS:
            return [PartValue("anomaly", rule.weight, float(n), missing="history") for n in observed.tolist()]
        expected = cases[-1 - days : -1].mean(axis=0) * _weekday(counted.whole.cases[:, 0], days)
        ratios = self._shrunk(observed, expected)
        found = []
        for count, usual, ratio in zip(observed.tolist(), expected.tolist(), ratios.tolist(), strict=True):
            if not usual:
                found.append(PartValue("anomaly", rule.weight, float(count), 0.0, missing="nothing"))
                continue
            score = rule.score(max(ratio - 1.0, 0.0))
            found.append(PartValue("anomaly", rule.weight, float(count), usual, ratio, None, score))
        return found

    def _hot_spot(self) -> list[PartValue]:
        rule = self.rules.hot_spot
        view = self.question.view.replaced(as_of=self.question.moment)
        found = hot_areas(self.reader, view, int(self.reader.risk_rules.spots.long * HOUR))
        if found is None or len(found.codes) < FEWEST:
            lacking = "few" if found else "geometry" if self.reader.tree.children(self.question.area) else "leaf"
            return [PartValue("hot_spot", rule.weight, missing=lacking) for _ in self.codes]
        scored, counted = np.zeros(len(self.codes)), np.zeros(len(self.codes))
        places = Places(self.reader.tree, self.codes)
        for code, count, kind in zip(found.codes, found.counts[-1].tolist(), found.kinds, strict=True):
            for column in places.of(code):
                counted[column] += count
                scored[column] += count * rule.of(kind)
        parts = []
        for n, d in zip(scored.tolist(), counted.tolist(), strict=True):
            if d:
                parts.append(PartValue("hot_spot", rule.weight, n, d, n / d, None, n / d))
            else:
                parts.append(PartValue("hot_spot", rule.weight, 0.0, 0.0, missing="nothing"))
        return parts

    def _reaches(self, days: int) -> bool:
        return self.reader.reaches(self.end - days * DAY)


def _weekday(counts: Counts, days: int) -> float:
    """How much the same days of the weeks before differ from all days before, in the whole; 1 where unknown."""
    past = counts[-1 - days : -1]
    same = past[::-1][6::7]
    return float(same.mean() / past.mean()) if len(same) and past.any() else 1.0
