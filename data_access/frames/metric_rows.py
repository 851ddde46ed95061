"""The rows of a panel of the metric catalogue, figure by figure, and what its metrics mean."""

from collections.abc import Sequence
from typing import Any, Final

from data_access.clock import SECOND
from data_access.kept import kept
from data_access.reader import Reader
from data_access.statistics.entries import Metric, MetricPanel
from data_access.statistics.figures import Figure, figure, figures_by_child, figures_by_key, history, status_of
from data_access.view import View

COLUMNS: Final = (
    "part",
    "metric",
    "key",
    "name",
    "drill",
    "value",
    "other",
    "target",
    "status",
    "start_at",
    "end_at",
    "at",
    "reported",
    "expected",
    "own",
    "flags",
    "numerator",
    "denominator",
)

PERCENT: Final = "percent"
"""The unit whose values are shares 0..1."""


class Rows:
    """Gathers the rows of one panel of one view; `found` are tuples in the order of COLUMNS, `meanings` what each
    metric is, by id: label, unit, percent, digits, note, period and fresh (microseconds), and its rules."""

    def __init__(self, reader: Reader, view: View, panel: MetricPanel) -> None:
        self.reader = reader
        self.view = view
        self.panel = panel
        self.question = reader.question(view)
        self.metrics = [reader.metrics.metrics[name] for name in panel.metrics]
        self.meanings = {metric.id: self._meaning(metric) for metric in self.metrics}
        self.found: list[tuple[Any, ...]] = []
        self.by_name: str | None = None
        self._totals: list[tuple[Metric, Figure]] = []

    def totals(self) -> None:
        """A row a metric for the area itself."""
        for metric in self.metrics:
            own = figure(self.reader, self.question, metric.id)
            self._totals.append((metric, own))
            name = self.reader.area_label(own.area, self.view.language)
            self._add("total", metric, own, name)

    def children(self) -> None:
        """A row a metric and area below, in the order of the tree; the name is the area's."""
        language = self.view.language
        for metric in self.metrics:
            for one in figures_by_child(self.reader, self.question, metric.id):
                self._add("row", metric, one, self.reader.area_label(one.area, language), one.area, one.area)
        below = self.reader.tree.children(self.question.area)
        self.by_name = self.reader.label("level", below[0].level, language) if below else None

    def keys(self, dimension: str) -> None:
        """A row a metric and value of a dimension."""
        declared = self.reader.metrics.dimensions[dimension]
        language = self.view.language
        self.by_name = declared.en if language == "en" else declared.zh
        names = {code.code: code.en if language == "en" else code.zh for code in declared.values}
        for metric in self.metrics:
            for one in figures_by_key(self.reader, self.question, metric.id, dimension):
                name = names.get(one.key, one.key)
                if declared.vocabulary is not None:
                    name = self.reader.label(declared.vocabulary, one.key, language) or one.key
                self._add("row", metric, one, name, key=one.key)

    def history(self, count: int) -> None:
        """The last periods of each metric, oldest first."""
        for metric in self.metrics:
            self._points(metric, self._history(metric, count))

    def course(self, least: int) -> None:
        """The periods of the window of each metric, oldest first; the last `least` ones where the window has fewer."""
        for metric in self.metrics:
            found = self._history(metric, None)
            self._points(metric, found if len(found) >= least else self._history(metric, least))

    def age(self) -> dict[str, Any]:
        """data_time and cadence (seconds) of the total that is latest by its own measure; None without any."""
        known = [(metric, one.at) for metric, one in self._totals if one.at is not None]
        if not known:
            return {"data_time": None, "cadence": None}
        moment = self.question.moment
        metric, at = max(known, key=lambda pair: (moment - pair[1]) / pair[0].fresh)
        return {"data_time": at, "cadence": metric.fresh // SECOND}

    def _history(self, metric: Metric, count: int | None) -> list[Figure]:
        # What was before changes at the pace of reports; the figure itself is asked anew each time.
        reader, question = self.reader, self.question
        key = (metric.id, count, reader.metrics.version)
        return kept(
            reader, question, "metric history", lambda: history(reader, question, metric.id, count=count), extra=key
        )

    def _points(self, metric: Metric, figures: Sequence[Figure]) -> None:
        for one in figures:
            self._add("point", metric, one)

    def _add(
        self, part: str, metric: Metric, one: Figure, name: str | None = None, drill: str | None = None, key: str = ""
    ) -> None:
        status = "n" if part == "point" else status_of(metric, one)
        values = (one.value, one.other, one.target, status, one.start, one.end, one.at)
        covered = (one.reported, one.expected, one.own, sorted(one.flags), one.numerator, one.denominator)
        self.found.append((part, metric.id, key, name, drill, *values, *covered))

    def _meaning(self, metric: Metric) -> dict[str, Any]:
        reader, language = self.reader, self.view.language
        unit = reader.metrics.units[metric.unit]
        return {
            "label": metric.label(language),
            "unit": unit.en if language == "en" else unit.zh,
            "percent": metric.unit == PERCENT,
            "digits": unit.digits,
            "note": metric.en_note if language == "en" else metric.zh_note,
            "period": metric.period,
            "fresh": metric.fresh,
            "kind": metric.kind,
            "rollup": "ratio" if metric.derived else metric.rollup,
            "direction": metric.direction,
            "level": reader.label("level", metric.level, language) if metric.level else None,
            "target": None if isinstance(metric.target, str) else metric.target,
            "amber": metric.amber,
            "of": metric.of,
            "ratio": list(metric.ratio) if metric.ratio else None,
            "suppress": metric.suppress,
            "min": metric.min,
            "max": metric.max,
        }
