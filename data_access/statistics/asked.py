"""One metric asked of one reader: its figures as they are shown, each worked out once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from data_access.clock import Micros
from data_access.reader import Question, Reader
from data_access.statistics.contract import canonical
from data_access.statistics.entries import Metric
from data_access.statistics.rolling import MISSING, Coverage, Node, Own, Rolling
from data_access.statistics.standing import Interval, Standing

FLAGS: Final = (
    *("stale", "late", "missing", "partial", "repeated", "above", "unreconciled", "pending"),
    *("suppressed", "withheld"),
)
"""What a figure can be marked with; docs/statistics.md says when."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's figure for one area. None is unknown; of a count that is kept back `value` is None too.

    [start, end) is the period it stands for, `at` the oldest report it rests on, `reported` of `expected` the areas
    whose report is in it, `own` the area's own report rather than the roll-up, `other` the one not shown where both
    are there and differ, `target` the target's number.
    """

    metric: str
    area: str
    key: str = ""
    value: float | None = None
    start: Micros | None = None
    end: Micros | None = None
    at: Micros | None = None
    reported: int = 0
    expected: int = 0
    own: bool = False
    other: float | None = None
    flags: frozenset[str] = MISSING
    numerator: float | None = None
    denominator: float | None = None
    target: float | None = None


class Asked:
    """One metric asked of one reader: the rolling figures it takes, each made once. `only`: of one period alone."""

    def __init__(
        self, reader: Reader, question: Question, metric: str, only: tuple[Interval, Micros] | None = None
    ) -> None:
        self.reader = reader
        self.question = question
        self.metric = reader.metrics.metrics[metric]
        self.only = only
        self._passing: dict[Any, Any] = {}
        self.standing = Standing.of(reader, question)
        self.standing.read(_wanted(reader, question, metric))

    def figure(self, area: str, key: str = "", dimension: str = "") -> Figure:
        """The figure of an area that is the question's or below it, of a value of a dimension where one is named."""
        dimensions = canonical({dimension: key}) if dimension else ""
        target = self._target(area, key, dimension)
        if self.metric.ratio:
            return self._ratio(area, dimensions, key, target)
        return self._reported(self.metric, area, dimensions, key, target)

    def periods(self, metric: str, window: Interval) -> Mapping[Micros, Mapping[str, Own]]:
        """What stands at the end of each period of a window, by area."""
        memory, key = (
            self.reader.memory,
            ("statistic periods", self.question.area, self.question.moment, metric, window),
        )
        if key not in memory:
            memory[key] = self.standing.periods(metric, window)
        found: Mapping[Micros, Mapping[str, Own]] = memory[key]
        return found

    def _reported(
        self, metric: Metric, area: str, dimensions: str, key: str = "", target: float | None = None
    ) -> Figure:
        """A reported metric's figure, without a small count that must not be told."""
        node = self._rolling(metric, dimensions).node(area)
        flags, value, other = node.flags, node.value, node.other
        if node.own and metric.of is not None and self._is_above(metric.of, node, area, dimensions):
            flags |= {"above"}
        if node.own and metric.repeats and self.only is None and (area, dimensions) in self._repeated(metric):
            flags |= {"repeated"}
        if metric.suppress and value is not None:
            if other is not None and min(value, other) < metric.suppress:
                other = None
            if value < metric.suppress:
                value, flags = None, flags | {"suppressed"}
            elif self._is_withheld(metric, area, dimensions):
                value, other, flags = None, None, flags | {"suppressed", "withheld"}
        # Below the level that is expected to report a report still stands for its own area.
        told = int(node.own and not node.expected)
        return Figure(
            metric=metric.id,
            area=area,
            key=key,
            value=value,
            start=node.start,
            end=node.end,
            at=node.at,
            reported=node.reported + told,
            expected=node.expected + told,
            own=node.own,
            other=other,
            flags=flags,
            target=target,
        )

    def _ratio(self, area: str, dimensions: str, key: str, target: float | None) -> Figure:
        metrics = [self.reader.metrics.metrics[name] for name in self.metric.ratio or ()]
        over, under = (self._reported(one, area, dimensions) for one in metrics)
        return Figure(
            metric=self.metric.id,
            area=area,
            key=key,
            value=over.value / under.value if over.value is not None and under.value else None,
            start=over.start,
            end=over.end,
            at=min((one.at for one in (over, under) if one.at is not None), default=None),
            reported=min(over.reported, under.reported),
            expected=max(over.expected, under.expected),
            own=over.own and under.own,
            flags=(over.flags | under.flags) - {"repeated", "above"},
            numerator=over.value,
            denominator=under.value,
            target=target,
        )

    def _is_above(self, of: str, node: Node, area: str, dimensions: str) -> bool:
        whole = self._rolling(self.reader.metrics.metrics[of], dimensions).node(area)
        same = whole.own and (whole.start, whole.end) == (node.start, node.end)
        return same and whole.value is not None and node.value is not None and node.value > whole.value

    def _is_withheld(self, metric: Metric, area: str, dimensions: str) -> bool:
        """Whether a figure is kept back for a smaller one beside it, which its sum with the others would tell."""
        reader = self.reader
        parent, top = reader.tree[area].parent, reader.scope.area or reader.tree.root.code
        if parent is not None and reader.tree.is_within(parent, top):
            beside = self
            if not reader.tree.is_within(parent, self.question.area):
                beside = Asked(reader, replace(self.question, area=parent), metric.id, self.only)
            rolling = beside._rolling(metric, dimensions)
            values = {child.code: rolling.node(child.code).value for child in reader.tree.children(parent)}
            if _is_cover(values, area, metric.suppress):
                return True
        name, _, key = dimensions.partition("=")
        if (name,) not in metric.breakdowns:
            return False
        keys = {one: self._rolling(metric, canonical({name: one})).node(area).value for one in keys_of(self, name)}
        return _is_cover(keys, key, metric.suppress)

    def _target(self, area: str, key: str, dimension: str) -> float | None:
        target = self.metric.target
        if not isinstance(target, str):
            return target
        other = Asked(self.reader, self.question, target, self.only)
        broken = (dimension,) in other.metric.breakdowns
        if other.metric.target is not None:
            other.metric = replace(other.metric, target=None)
        return other.figure(area, key, dimension).value if broken or not dimension else None

    def _repeated(self, metric: Metric) -> set[tuple[str, str]]:
        key = ("statistic repeated", self.question.area, self.question.moment, metric.id)
        memory = self.reader.memory
        if key not in memory:
            memory[key] = self.standing.repeated(metric.id, metric.repeats)
        found: set[tuple[str, str]] = memory[key]
        return found

    def _rolling(self, metric: Metric, dimensions: str) -> Rolling:
        question = self.question
        window = (question.start, question.end)
        key = ("statistic rolling", question.area, question.moment, window, metric.id, dimensions)
        # Of the periods of a history there are many, and nobody asks for one of them again.
        memory = self.reader.memory if self.only is None else self._passing
        found: Rolling | None = memory.get(key)
        if found is None:
            found = memory[key] = self._made(metric, dimensions, window)
        return found

    def _made(self, metric: Metric, dimensions: str, window: Interval) -> Rolling:
        tree = self.reader.tree
        self.standing.read([metric.id])
        summed = metric.kind == "flow" and window[1] - window[0] >= metric.period
        if self.only is not None:
            rows = self._at(metric, *self.only)
        elif summed:
            rows = self.standing.sums(metric.id, window).get(dimensions, {})
        else:
            rows = self.standing.newest(metric.id).get(dimensions, {})
        known = self.standing.newest(metric.id).get(dimensions, {})
        coverage = Coverage.of_reporters(tree, known) if dimensions else self._level(metric.level)
        aging = metric.kind == "level" if self.only is not None else not summed
        weight = self._weight(metric, dimensions) if metric.weight else lambda area: None
        return Rolling(tree, metric, rows, coverage, self._moment(), weight=weight, aging=aging)

    def _at(self, metric: Metric, window: Interval, end: Micros) -> Mapping[str, Own]:
        """What stands of a metric at the end of a period, which may be one of another metric."""
        periods = self.periods(metric.id, window)
        if metric.kind == "flow" or end in periods:
            return periods.get(end, {})
        before = [one for one in periods if one <= end]
        return periods[before[-1]] if before else {}

    def _moment(self) -> Micros:
        # A period of the past is as old as it is: it was not late for being looked at now.
        return self.question.moment if self.only is None else self.only[1]

    def _weight(self, metric: Metric, dimensions: str) -> Callable[[str], float | None]:
        weight = self.reader.metrics.metrics[metric.weight or ""]
        names = tuple(part.partition("=")[0] for part in dimensions.split(";") if part)
        rolling = self._rolling(weight, dimensions if names in weight.breakdowns else "")
        return lambda area: rolling.node(area).value

    def _level(self, level: str) -> Coverage:
        key = ("statistic level", level)
        found: Coverage | None = self.reader.memory.get(key)
        if found is None:
            found = self.reader.memory[key] = Coverage.of_level(self.reader.tree, level)
        return found


def _wanted(reader: Reader, question: Question, metric: str) -> set[str]:
    """What is read together: the metric, what it rests on, and all that the scene shows."""
    catalogue = reader.metrics
    shown = {name for panel in catalogue.of_scene(question.view.scene) for name in panel.metrics}
    found: set[str] = set()
    for name in shown | {metric}:
        one = catalogue.metrics[name]
        found.update(catalogue.parts_of(name))
        found.update(other for other in (one.of, one.target) if isinstance(other, str))
    return {name for name in found if not catalogue.metrics[name].derived}


def keys_of(asked: Asked, dimension: str) -> list[str]:
    """The values of a dimension: all that are declared, of points those in the question's area, of an open one those
    reported."""
    reader = asked.reader
    one = reader.metrics.dimensions[dimension]
    if one.values:
        return [value.code for value in one.values]
    if one.vocabulary is not None:
        terms = reader.vocabulary.of(one.vocabulary)
        inside = reader.tree.subtree(asked.question.area)
        return [term.code for term in terms if term.attributes.get("area") in (None, *inside)]
    prefix = f"{dimension}="
    found = set()
    for name in asked.metric.ratio or (asked.metric.id,):
        for dimensions in asked.standing.newest(name):
            if dimensions.startswith(prefix) and ";" not in dimensions:
                found.add(dimensions.removeprefix(prefix))
    return sorted(found)


def _is_cover(values: Mapping[str, float | None], one: str, limit: float) -> bool:
    """Whether one is the smallest figure that may be told beside a single one that may not."""
    known = sorted((value, name) for name, value in values.items() if value is not None)
    return len(known) > 1 and known[0][0] < limit <= known[1][0] and known[1][1] == one
