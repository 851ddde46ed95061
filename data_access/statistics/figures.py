"""What panels ask of the statistics: a metric's figure for an area, its children, its breakdown and its history."""

from collections.abc import Iterable

from data_access.reader import Question, Reader
from data_access.statistics.asked import FLAGS, Asked, Figure, keys_of
from data_access.statistics.entries import Metric

__all__ = [
    "FLAGS",
    "Figure",
    "figure",
    "figures_by_child",
    "figures_by_key",
    "figures_of",
    "histories",
    "history",
    "status_of",
]


def figure(reader: Reader, question: Question, metric: str, key: str = "", dimension: str = "") -> Figure:
    """The figure of a question's area; KeyError for a metric that is not in the catalogue."""
    return Asked(reader, question, metric).figure(question.area, key, dimension)


def figures_by_child(reader: Reader, question: Question, metric: str) -> list[Figure]:
    """One figure per child of the question's area, in the order of the tree, also of those without a report."""
    return figures_of(reader, question, metric, (area.code for area in reader.tree.children(question.area)))


def figures_by_key(reader: Reader, question: Question, metric: str, dimension: str) -> list[Figure]:
    """One figure per value of a dimension: all that are declared, of an open one those reported. Of the points of
    the vocabulary only those that lie in the question's area."""
    asked = Asked(reader, question, metric)
    return [asked.figure(question.area, key, dimension) for key in keys_of(asked, dimension)]


def figures_of(reader: Reader, question: Question, metric: str, areas: Iterable[str]) -> list[Figure]:
    """One figure per area, each the question's area or below it, in their order."""
    asked = Asked(reader, question, metric)
    return [asked.figure(area) for area in areas]


def history(reader: Reader, question: Question, metric: str, *, count: int | None = None) -> list[Figure]:
    """The figures of the periods of the question's window, oldest first; with `count` as many up to its end, however
    long the window is."""
    return histories(reader, question, metric, (question.area,), count=count)[question.area]


def histories(
    reader: Reader, question: Question, metric: str, areas: Iterable[str], *, count: int | None = None
) -> dict[str, list[Figure]]:
    """The same for areas that are the question's or below it; all have the same periods."""
    one = reader.metrics.metrics[metric]
    window = (question.start, question.end)
    if count is not None:
        window = (question.end - count * one.period, question.end)
    ends = list(Asked(reader, question, metric).periods(one.ratio[0] if one.ratio else metric, window))
    if count is not None:
        ends = ends[-count:]
    found: dict[str, list[Figure]] = {area: [] for area in areas}
    for end in ends:
        period = Asked(reader, question, metric, only=(window, end))
        for area, figures in found.items():
            figures.append(period.figure(area))
    return found


def status_of(metric: Metric, figure: Figure) -> str:
    """ok at the target or better, warn down to amber, crit beyond; n without a value, a target or a direction. Where
    the target is another metric, amber is a share of it."""
    if figure.value is None or figure.target is None or metric.direction == "none":
        return "n"
    sign = 1 if metric.direction == "up" else -1
    if sign * figure.value >= sign * figure.target:
        return "ok"
    if metric.amber is None:
        return "warn"
    amber = metric.amber * figure.target if isinstance(metric.target, str) else metric.amber
    return "warn" if sign * figure.value >= sign * amber else "crit"
