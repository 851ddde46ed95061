"""What each area reported, read from the store: the newest period as of T, sums over a window, or every period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from data_access.clock import Micros
from data_access.reader import Question, Reader
from data_access.statistics.rolling import STALE, Own
from data_access.store.bulk import CHUNK, chunks
from data_access.store.schema import statistic, statistic_head

Rows = dict[str, dict[str, Own]]
"""By dimensions, then by area."""

Interval = tuple[Micros, Micros]

_NOTHING: Rows = {}


@dataclass(frozen=True, slots=True)
class Series:
    """A stored series: its number and how far back one of its periods can reach."""

    id: int
    area: str
    dimensions: str
    longest: Micros


@dataclass(slots=True)
class Standing:
    """The reports at and below one area as of T. Metrics are read once, all that a scene needs at the same time."""

    reader: Reader
    area: str
    moment: Micros
    _newest: dict[str, Rows] = field(default_factory=dict)
    _series: dict[str, list[Series]] = field(default_factory=dict)
    _sums: dict[tuple[str, Interval], Rows] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, question: Question) -> "Standing":
        """Those of a question's area and T, shared by all who ask the same reader."""
        key = ("statistics", question.area, question.moment)
        found: Standing | None = reader.memory.get(key)
        if found is None:
            found = reader.memory[key] = cls(reader, question.area, question.moment)
        return found

    def read(self, metrics: Iterable[str]) -> None:
        """Read the newest reports of metrics that were not read yet."""
        wanted = sorted(set(metrics) - self._newest.keys())
        if not wanted:
            return
        for metric in wanted:
            self._newest[metric], self._series[metric] = {}, []
        c = statistic_head.c
        columns = (c.id, c.metric, c.area, c.dimensions, c.start, c.end, c.value, c.at, c.longest)
        later: dict[int, tuple[str, str, str]] = {}
        tree = self.reader.tree
        for some in chunks(wanted, CHUNK // 2):
            chosen = select(*columns).where(c.metric.in_(some), *self._below())
            for row in self.reader.connection.execute(chosen).all():
                number, metric, area, dimensions, start, end, value, at, longest = row
                if area not in tree or not tree.is_within(area, self.area):
                    continue
                self._series[metric].append(Series(number, area, dimensions, longest))
                if at > self.moment or start > self.moment:
                    later[number] = (metric, area, dimensions)
                else:
                    self._newest[metric].setdefault(dimensions, {})[area] = Own(value, start, end, at)
        for number, own in self._before(later):
            metric, area, dimensions = later[number]
            self._newest[metric].setdefault(dimensions, {})[area] = own

    def newest(self, metric: str) -> Mapping[str, Mapping[str, Own]]:
        """What is in force of each series' newest period that began at or before T."""
        return self._newest.get(metric, _NOTHING)

    def sums(self, metric: str, window: Interval) -> Mapping[str, Mapping[str, Own]]:
        """The sums over the periods that end in a window (start, end]; `at` is that of the newest report."""
        key = (metric, window)
        if key not in self._sums:
            found: Rows = {}
            s = statistic.c
            columns = (func.min(s.start), func.max(s.end), func.max(s.at), func.sum(s.value), func.sum(s.end - s.start))
            ends = and_(s.end > window[0], s.end <= window[1])
            for one, row in self._by_series(metric, (s.series, *columns), window, ends, grouped=True):
                _, start, end, at, value, covered = row
                own = Own(value, start, end, at, holes=covered < end - start)
                found.setdefault(one.dimensions, {})[one.area] = own
            self._sums[key] = found
        return self._sums[key]

    def periods(self, metric: str, window: Interval) -> Mapping[Micros, Mapping[str, Own]]:
        """What stands at the end of each period of the totals, by area. Of a flow the reports of that very period, of
        the periods that end in the window (start, end]; of a level the newest of each area, also of one not ended."""
        one = self.reader.metrics.metrics[metric]
        level = one.kind == "level"
        s = statistic.c
        # What stood at the first end may have been reported a while before.
        since = window[0] - STALE * one.fresh if level else window[0]
        inside = and_(s.end > since, s.start <= window[1] if level else s.end <= window[1])
        found: defaultdict[Micros, dict[str, Own]] = defaultdict(dict)
        columns = (s.series, s.start, s.end, s.value, s.at)
        for series, (_, start, end, value, at) in self._by_series(
            metric, columns, (since, window[1]), inside, total=True
        ):
            found[end][series.area] = Own(value, start, end, at)
        standing: dict[str, Own] = {}
        result: dict[Micros, dict[str, Own]] = {}
        for end in sorted(found):
            standing = {**standing, **found[end]} if level else found[end]
            if end > window[0]:
                result[end] = standing
        return result

    def repeated(self, metric: str, times: int) -> set[tuple[str, str]]:
        """(area, dimensions) of which the newest `times` periods have exactly the same value."""
        period = self.reader.metrics.metrics[metric].period
        window = (self.moment - (times + 2) * period, self.moment)
        values: defaultdict[tuple[str, str], list[tuple[Micros, float]]] = defaultdict(list)
        s = statistic.c
        columns = (s.series, s.start, s.value)
        for one, (_, start, value) in self._by_series(metric, columns, window, s.start <= window[1]):
            values[one.area, one.dimensions].append((start, value))
        found = set()
        for key, some in values.items():
            last = [value for _, value in sorted(some)[-times:]]
            if len(last) == times and len(set(last)) == 1:
                found.add(key)
        return found

    def _by_series(
        self,
        metric: str,
        columns: tuple[ColumnElement[Any], ...],
        window: Interval,
        condition: ColumnElement[bool],
        *,
        grouped: bool = False,
        total: bool = False,
    ) -> Iterable[tuple[Series, tuple[Any, ...]]]:
        """Rows of reports in force as of T, whose periods can meet a window, each with its series."""
        self.read([metric])
        by_id = {one.id: one for one in self._series[metric] if not total or one.dimensions == ""}
        longest = max((one.longest for one in by_id.values()), default=0)
        s = statistic.c
        for some in chunks(by_id):
            chosen = select(*columns).where(
                s.series.in_(some), s.start > window[0] - longest, s.start <= window[1], condition, *self._in_force()
            )
            for row in self.reader.connection.execute(chosen.group_by(s.series) if grouped else chosen).all():
                yield by_id[row[0]], tuple(row)

    def _in_force(self) -> tuple[ColumnElement[bool], ...]:
        s, newer = statistic.c, statistic.alias("newer").c
        beyond = or_(newer.at > s.at, and_(newer.at == s.at, newer.value > s.value))
        another = select(newer.id).where(
            newer.series == s.series, newer.start == s.start, newer.at <= self.moment, beyond
        )
        return s.at <= self.moment, ~another.exists()

    def _before(self, later: Mapping[int, object]) -> Iterable[tuple[int, Own]]:
        """The newest reports as of T of series whose head is later than T."""
        h, s = statistic_head.c, statistic.c
        newest = (
            select(s.id)
            .where(s.series == h.id, s.start <= self.moment, s.at <= self.moment)
            .order_by(s.start.desc(), s.at.desc(), s.value.desc())
            .limit(1)
            .correlate(statistic_head)
            .scalar_subquery()
        )
        columns = (s.series, s.value, s.start, s.end, s.at)
        for some in chunks(later):
            ids = select(newest.label("id")).where(h.id.in_(some)).subquery()
            for number, *rest in self.reader.connection.execute(select(*columns).join(ids, ids.c.id == s.id)):
                yield number, Own(*rest)

    def _below(self) -> tuple[ColumnElement[bool], ...]:
        """Small subtrees are named; of a large one nearly all is wanted anyway."""
        codes = self.reader.tree.subtree(self.area)
        return (statistic_head.c.area.in_(codes),) if len(codes) < min(CHUNK // 2, len(self.reader.tree)) else ()
