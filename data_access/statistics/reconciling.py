"""Figures that should agree: an area's own total against its children and against its breakdowns, and the checks of the
metric catalogue, also across feeds.

Compared are always reports of one and the same period; where parts of it are still missing nothing is said yet.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from data_access.clock import Micros
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.statistics.entries import MEASURE, Check, Metric
from data_access.statistics.rolling import Coverage, Own, Rolling
from data_access.statistics.standing import Standing

CHILDREN: Final = "children"
BREAKDOWN: Final = "breakdown"
CHECK: Final = "check"
KINDS: Final = (CHILDREN, BREAKDOWN, CHECK)

_ROUNDING: Final = 1e-6
_MEASURED: Final[Mapping[str, str]] = {
    "reported": "reported",
    "closed": "closed",
    "due": "due",
    "open": "open",
    "overdue": "open",
}
"""The measures that a check may name, and what is asked for to get them."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two figures of one area over [start, end) that should be equal. `name`: of a breakdown its dimensions joined by
    "+", of a check its id, else ""; `metric`: the total's; `since`: when the later of the two was reported."""

    kind: str
    name: str
    metric: str
    area: str
    total: float
    parts: float
    start: Micros
    end: Micros
    since: Micros
    tolerance: float = 0.0

    @property
    def difference(self) -> float:
        """What the total has more than the parts."""
        return self.total - self.parts

    @property
    def share(self) -> float:
        """The difference as a share 0..1 of the larger figure."""
        largest = max(abs(self.total), abs(self.parts))
        return abs(self.difference) / largest if largest else 0.0

    @property
    def agrees(self) -> bool:
        """Whether the two are equal within the tolerance and rounding."""
        return math.isclose(self.total, self.parts, rel_tol=max(self.tolerance, _ROUNDING), abs_tol=1e-9)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What could be compared at and below an area as of T, the largest share first; `pending`: how many pairs wait for
    a part of their period."""

    compared: tuple[Compared, ...]
    pending: int


def reconcile(reader: Reader, question: Question) -> Reconciliation:
    """All comparisons of the areas at and below a question's area, as of its T; asked once per reader."""
    key = ("reconciled", question.area, question.moment)
    found: Reconciliation | None = reader.memory.get(key)
    if found is None:
        pairs = list(_Asked(reader, question).pairs())
        compared = [one for one in pairs if one is not None]
        compared.sort(key=lambda one: (one.agrees, -one.share, one.area, one.metric, one.name))
        found = reader.memory[key] = Reconciliation(tuple(compared), len(pairs) - len(compared))
    return found


class _Asked:
    """One question's reports."""

    def __init__(self, reader: Reader, question: Question) -> None:
        self.reader = reader
        self.question = question
        self.catalogue = reader.metrics
        self.metrics = [one for one in self.catalogue.metrics.values() if not one.derived]
        self.standing = Standing.of(reader, question)
        self.standing.read(one.id for one in self.metrics)
        self._wholes: dict[str, Rolling] = {}
        self._coverages: dict[str, Coverage] = {}

    def pairs(self) -> Iterator[Compared | None]:
        """Every pair; None for one that waits for a part."""
        for metric in self.metrics:
            if metric.rollup == "sum":
                yield from self._children(metric)
            if metric.rollup != "mean":
                for names in metric.breakdowns:
                    yield from self._breakdown(metric, names)
        for check in self.catalogue.checks.values():
            yield from self._check(check)

    def _totals(self, metric: str) -> Mapping[str, Own]:
        return self.standing.newest(metric).get("", {})

    def _children(self, metric: Metric) -> Iterator[Compared | None]:
        tree, totals = self.reader.tree, self._totals(metric.id)
        above = {area.code for code in totals for area in tree.ancestors(code)}
        for area, own in totals.items():
            if area not in above:
                continue
            others = {code: row for code, row in totals.items() if code != area}
            node = self._rolling(metric, others).node(area)
            complete = node.value is not None and node.reported >= node.expected
            same = node.first == node.end == own.end and node.start == own.start
            if not (complete and same) or node.value is None:
                yield None
                continue
            since = max(row.at for code, row in others.items() if tree.is_within(code, area))
            yield from self._told(metric, CHILDREN, "", area, own, node.value, since)

    def _breakdown(self, metric: Metric, names: tuple[str, ...]) -> Iterator[Compared | None]:
        wanted = tuple(sorted(names))
        parts: dict[str, list[Own]] = {}
        for dimensions, rows in self.standing.newest(metric.id).items():
            if tuple(part.partition("=")[0] for part in dimensions.split(";")) == wanted:
                for area, row in rows.items():
                    parts.setdefault(area, []).append(row)
        declared = math.prod(len(self.catalogue.dimensions[name].values) for name in names)
        for area, own in self._totals(metric.id).items():
            some = [row for row in parts.get(area, []) if (row.start, row.end) == (own.start, own.end)]
            if not some:
                continue
            # Of a closed list every value is to come; of an open one what came is all there is.
            if declared and len(some) < declared:
                yield None
                continue
            total = math.fsum(row.value for row in some)
            yield from self._told(metric, BREAKDOWN, "+".join(names), area, own, total, max(row.at for row in some))

    def _check(self, check: Check) -> Iterator[Compared | None]:
        named = [name for name in (check.total, *check.parts) if not name.startswith(MEASURE)]
        leading = next((self.catalogue.metrics[name] for name in named), None)
        # A check of measures alone has no period, one of derived figures no report of its own.
        if leading is None or any(self.catalogue.metrics[name].derived for name in named):
            return
        for area, own in self._totals(leading.id).items():
            nodes = [self._whole(name).node(area) for name in named]
            # A total of this area whose parts other areas report is not what the check is about.
            if any(node.value is None for node in nodes):
                continue
            told = [self._figure(name, check, area, own) for name in (check.total, *check.parts)]
            known = [one for one in told if one is not None]
            if len(known) < len(told):
                yield None
                continue
            parts, since = math.fsum(value for value, _ in known[1:]), max(at for _, at in known)
            total = replace(own, value=known[0][0], at=since)
            yield from self._told(leading, CHECK, check.id, area, total, parts, since, check.tolerance)

    def _told(
        self,
        metric: Metric,
        kind: str,
        name: str,
        area: str,
        own: Own,
        parts: float,
        since: Micros,
        tolerance: float = 0.0,
    ) -> Iterable[Compared]:
        # A count that must not be shown is not shown here either.
        if metric.suppress and min(own.value, parts) < metric.suppress:
            return ()
        at = max(own.at, since)
        return (Compared(kind, name, metric.id, area, own.value, parts, own.start, own.end, at, tolerance),)

    def _figure(self, name: str, check: Check, area: str, own: Own) -> tuple[float, Micros] | None:
        """A figure of a check over the period of `own`, and when it was reported; None while it is not complete."""
        if name.startswith(MEASURE):
            return self._measured(name.removeprefix(MEASURE), check, area, own)
        node = self._whole(name).node(area)
        same = (node.start, node.first, node.end) == (own.start, own.end, own.end)
        if not same or node.value is None or node.at is None or (not node.own and node.reported < node.expected):
            return None
        return node.value, node.at

    def _measured(self, name: str, check: Check, area: str, own: Own) -> tuple[float, Micros] | None:
        # Cases of a period that has not ended are still coming in.
        if name not in _MEASURED or own.end > self.question.moment:
            return None
        view = self.question.view.replaced(source=check.source, department=None, category=None)
        asked = replace(self.question, view=view, area=area)
        tally = measure(self.reader, asked, "none", {_MEASURED[name]}, window=(own.start, own.end))[""]
        return float(getattr(tally, name)), own.at

    def _whole(self, name: str) -> Rolling:
        """The figures of a metric of all areas."""
        if name not in self._wholes:
            self._wholes[name] = self._rolling(self.catalogue.metrics[name], self._totals(name))
        return self._wholes[name]

    def _rolling(self, metric: Metric, rows: Mapping[str, Own]) -> Rolling:
        coverage = self._coverages.get(metric.level)
        if coverage is None:
            coverage = self._coverages[metric.level] = Coverage.of_level(self.reader.tree, metric.level)
        return Rolling(self.reader.tree, metric, rows, coverage, self.question.moment)
