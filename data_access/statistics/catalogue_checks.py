"""What the entries of a catalogue must keep among themselves; each broken rule is one line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from data_access.statistics.entries import MEASURE, SLOTS, Catalogue, Check, Dimension, Metric, MetricPanel
from data_access.tally import COUNTS

_MANY: Final = 12
"""How many known names an error lists."""

DEEPEST: Final = 4
"""How many dimensions a breakdown may have: what the store keeps of them is one text."""

BY_CHILD: Final = "child"
BY_NONE: Final = "none"

Where = Callable[[str, str], str]
"""(table, id) -> the entry as an error names it, with its file."""


def problems(catalogue: Catalogue, where: Where) -> list[str]:
    """Every line that says what is wrong with a catalogue; none if it can be used."""
    found: list[str] = []
    for dimension in catalogue.dimensions.values():
        found += (f"{where('dimension', dimension.id)} {line}" for line in _dimension(dimension))
    for metric in catalogue.metrics.values():
        found += (f"{where('metric', metric.id)} {line}" for line in _metric(catalogue, metric))
    for panel in catalogue.panels.values():
        found += (f"{where('panel', panel.id)} {line}" for line in _panel(catalogue, panel))
    for check in catalogue.checks.values():
        found += (f"{where('check', check.id)} {line}" for line in _check(catalogue, check))
    for scene, count in Counter(panel.scene for panel in catalogue.panels.values()).items():
        if count > SLOTS:
            last = catalogue.of_scene(scene)[-1].id
            found.append(
                f"{where('panel', last)} scene = {scene!r}: {count} panels; expected at most {SLOTS} in a scene"
            )
    return found


def _dimension(dimension: Dimension) -> Iterator[str]:
    ways = [bool(dimension.values), dimension.vocabulary is not None, dimension.open]
    if sum(ways) != 1:
        yield "values, vocabulary, open: expected exactly one of them"
    for code, count in Counter(value.code for value in dimension.values).items():
        if count > 1:
            yield f"values = {code!r}: stands {count} times; expected each code once"


def _metric(catalogue: Catalogue, metric: Metric) -> Iterator[str]:
    yield from _known("unit", metric.unit, catalogue.units)
    for names in metric.breakdowns:
        if not 1 <= len(set(names)) == len(names) <= DEEPEST:
            yield f"breakdowns = {list(names)!r}: expected one to {DEEPEST} dimensions, each once"
        for name in names:
            yield from _known("breakdowns", name, catalogue.dimensions)
    if metric.min is not None and metric.max is not None and metric.max < metric.min:
        yield f"max = {metric.max:g}: is below min {metric.min:g}; expected at least that"
    if (metric.rollup == "mean") != (metric.weight is not None):
        yield f"weight = {metric.weight!r}: expected a metric with rollup mean, and none with any other"
    for field, other in (("weight", metric.weight), ("of", metric.of)):
        if other is not None:
            yield from _reported(catalogue, metric, field, other)
    if isinstance(metric.target, str):
        yield from _known("target", metric.target, catalogue.metrics)
    elif metric.target is not None and metric.amber is not None:
        milder = metric.amber <= metric.target if metric.direction == "up" else metric.amber >= metric.target
        if metric.direction != "none" and not milder:
            side = "at most" if metric.direction == "up" else "at least"
            yield f"amber = {metric.amber:g}: expected {side} the target {metric.target:g}"
    if metric.target is not None and metric.direction == "none":
        yield "direction = 'none': expected up or down with a target"
    for name in metric.ratio or ():
        yield from _reported(catalogue, metric, "ratio", name)


def _reported(catalogue: Catalogue, metric: Metric, field: str, name: str) -> Iterator[str]:
    other = catalogue.metrics.get(name)
    if other is None:
        yield from _known(field, name, catalogue.metrics)
    elif other.derived:
        yield f"{field} = {name!r}: is a ratio itself; expected a metric that is reported"
    elif name == metric.id:
        yield f"{field} = {name!r}: is the metric itself; expected another"
    elif field == "weight" and other.rollup != "sum":
        yield f"weight = {name!r}: has rollup {other.rollup}; expected one that adds up"
    elif field == "of" and other.unit != metric.unit:
        yield f"of = {name!r}: has unit {other.unit}; expected {metric.unit}"


def _panel(catalogue: Catalogue, panel: MetricPanel) -> Iterator[str]:
    if not panel.systems:
        yield "systems = []: expected one or more rows of the systems table"
    if not panel.metrics:
        yield "metrics = []: expected one or more metrics"
    for name in panel.metrics:
        yield from _known("metrics", name, catalogue.metrics)
    if panel.by in (BY_CHILD, BY_NONE):
        return
    yield from _known("by", panel.by, catalogue.dimensions, (BY_CHILD, BY_NONE))
    for name in panel.metrics:
        metric = catalogue.metrics.get(name)
        if metric is not None and panel.by in catalogue.dimensions and (panel.by,) not in metric.breakdowns:
            yield f"by = {panel.by!r}: metric {name!r} has no breakdown by it alone; expected one"


def _check(catalogue: Catalogue, check: Check) -> Iterator[str]:
    for field, name in (("total", check.total), *(("parts", part) for part in check.parts)):
        if name.startswith(MEASURE):
            if name.removeprefix(MEASURE) not in COUNTS:
                known = ", ".join(COUNTS)
                yield f"{field} = {name!r}: is no count of the event feed; expected measure: and one of {known}"
        else:
            yield from _known(field, name, catalogue.metrics)
    if all(name.startswith(MEASURE) for name in (check.total, *check.parts)):
        yield f"total = {check.total!r}: nothing but measures; expected a metric among total and parts"


def _known(field: str, name: str, known: Iterable[str], besides: Iterable[str] = ()) -> Iterator[str]:
    names = [*besides, *known]
    if name in names:
        return
    alike = get_close_matches(name, names, n=3)
    near = alike or [one for one in names if one.split(".")[0] == name.split(".")[0]] or names
    shown = ", ".join(near[:_MANY]) + (", ..." if len(near) > _MANY else "")
    yield f"{field} = {name!r}: is not declared; expected one of {shown or 'none yet'}"
