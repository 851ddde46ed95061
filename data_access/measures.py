"""The numbers' definitions, their only home.

For a view (area A with its subtree, window W = [start, end), filters, as of T), E is the set of events in A's
subtree that match the filters and were collected at or before T and neither voided nor withdrawn as of T.

| measure | definition |
| --- | --- |
| reported | E with collected_at in W |
| closed | E with closed_at in W; closed_at = the last handled with no later reworked or returned |
| open | E with no closed_at as of T |
| due | E with due_at in W |
| on_time_rate | of due: closed_at <= due_at |
| overdue | open with due_at < T |
| response_seconds | first accepted (else verified, else handled) - first dispatched before it; dispatched in W |
| handling_seconds | closed_at - collected_at; closed in W |
| rework_rate | of closed: ever reworked |
| satisfaction | of evaluated in W with a score: score >= 4 of 5 |
| self_handled_share | of reported: self_handled |
| source_diversity | exp of the Shannon entropy of reported by source |

Counts and rates are exact. The whole hours of a live window are read from the rollups and its two edges from the
states; percentiles over rollups are those of logarithmic histograms, within 1 %.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.clock import Micros
from data_access.events.stages import MAIN
from data_access.reader import UNASSIGNED, UNLOCATED, Question, Reader
from data_access.rolled import rolled_hours, sources_rolled, take_rollups
from data_access.rollups.contributions import LEAST_SEVERITY, SATISFIED_FROM
from data_access.tally import Tally
from data_access.view import View, ViewError

BY: Final = ("none", "child", "department", "source", "category", "stage")
ALL: Final = frozenset({"reported", "closed", "open", "due", "satisfaction", "diversity", "response", "handling"})
"""What can be asked for; each name brings the rates that are made of it."""

Interval = tuple[Micros, Micros]


@dataclass(frozen=True, slots=True)
class _Grouping:
    """How rows are keyed: the column they are grouped by in SQL and the key made of its value."""

    column: Callable[[Any], ColumnElement[Any]]
    key: Callable[[Any], str]


def measure_rows(reader: Reader, view: View, by: str = "none") -> list[dict[str, Any]]:
    """The measures of a view, a row for each key, in the shape of GET /api/v1/measures."""
    if by not in BY:
        raise ViewError(f"by {by!r} is not known; expected one of {', '.join(BY)}")
    question = reader.question(view)
    tallies = measure(reader, question, by)
    rows = []
    for key, tally in tallies.items():
        label = label_of(reader, question, by, key)
        rows.append({"key": key if by != "none" else question.area, "label": label, **tally.as_json()})
    return rows


def measure(
    reader: Reader, question: Question, by: str = "none", wanted: Iterable[str] = ALL, *, window: Interval | None = None
) -> dict[str, Tally]:
    """The tallies of a question by key, in the order in which they are shown.

    `wanted` names what is needed (see ALL); the rest stays zero. `window` replaces the question's own window.
    """
    wants = frozenset(wanted)
    whole = (question.start, question.end) if window is None else window
    grouping = _grouping(reader, question, by)
    tallies = _empty(reader, question, by)
    hours = rolled_hours(reader, question, by, whole)
    if hours is None:
        edges = [whole]
    else:
        take_rollups(reader, question, by, hours, tallies, wants)
        edges = [(whole[0], hours[0]), (hours[1], whole[1])]
    states = _States(reader, question, grouping, tallies)
    spans = [edge for edge in edges if edge[0] < edge[1]]
    states.take(spans, wants - {"open", "diversity"})
    if "diversity" in wants:
        states.sources(spans if hours is not None and sources_rolled(reader, question, by) else [whole])
    if "open" in wants:
        states.open()
    if by == "child" and not tallies[UNLOCATED].any:
        del tallies[UNLOCATED]
    return tallies if by in ("none", "child", "stage") else _in_order(reader, by, tallies)


def label_of(reader: Reader, question: Question, by: str, key: str) -> str:
    """The label of a key in the language of the view; stages, unlocated and unassigned are their own."""
    language = question.view.language
    if by == "none":
        return reader.area_label(question.area, language)
    if by == "stage" or key in (UNLOCATED, UNASSIGNED):
        return key
    if by == "child":
        return reader.area_label(key, language)
    return reader.vocabulary.label(by, key, language)


def _grouping(reader: Reader, question: Question, by: str) -> _Grouping:
    if by == "none":
        return _Grouping(lambda _: literal(""), lambda _: "")
    if by == "child":
        tree, area = reader.tree, question.area

        def child(code: str | None) -> str:
            found = tree.child_of(area, code) if code is not None and code in tree else None
            return UNLOCATED if found is None else found.code

        return _Grouping(lambda columns: columns.area, child)
    if by == "department":
        return _Grouping(lambda columns: columns.department, lambda code: UNASSIGNED if code is None else str(code))
    return _Grouping(lambda columns: columns[by], lambda code: str(code or ""))


def _empty(reader: Reader, question: Question, by: str) -> dict[str, Tally]:
    if by == "none":
        return {"": Tally()}
    if by == "child":
        return {**{area.code: Tally() for area in reader.tree.children(question.area)}, UNLOCATED: Tally()}
    if by == "stage":
        return {stage: Tally() for stage in MAIN}
    return {}


def _in_order(reader: Reader, by: str, tallies: dict[str, Tally]) -> dict[str, Tally]:
    place = {term.code: number for number, term in enumerate(reader.vocabulary.of(by))}
    last = len(place)
    keys = sorted((key for key, tally in tallies.items() if tally.any), key=lambda key: (place.get(key, last), key))
    return {key: tallies[key] for key in keys}


class _States:
    """Counts from the states themselves: exact for any T, any filters and any span."""

    def __init__(self, reader: Reader, question: Question, grouping: _Grouping, tallies: dict[str, Tally]) -> None:
        self.reader = reader
        self.question = question
        self.grouping = grouping
        self.tallies = tallies
        self.table, self.conditions = reader.states(question)
        self.group = grouping.column(self.table.c)

    def take(self, spans: list[Interval], wants: frozenset[str]) -> None:
        """Add the cohorts of the spans."""
        if not spans:
            return
        columns = self.table.c
        on_time = case((columns.closed_at <= columns.due_at, 1), else_=0)
        satisfied = case((columns.satisfaction >= SATISFIED_FROM, 1), else_=0)
        if "reported" in wants:
            flagged = func.coalesce(columns.self_handled, 0)
            weight = func.coalesce(columns.severity, LEAST_SEVERITY)
            sums = {"reported": literal(1), "self_handled": flagged, "severity": weight}
            self._count(columns.collected_at, spans, sums)
        if "closed" in wants:
            reworked = case((columns.reworked > 0, 1), else_=0)
            own = case((columns.self_handled > 0, 1), else_=0)
            bare = case(((columns.self_handled > 0) & (columns.proven == 0), 1), else_=0)
            sums = {"closed": literal(1), "reworked": reworked, "self_closed": own, "unproven": bare}
            self._count(columns.closed_at, spans, sums)
        if "due" in wants:
            closed = case((columns.closed_at.is_not(None), 1), else_=0)
            self._count(columns.due_at, spans, {"due": literal(1), "on_time": on_time, "due_closed": closed})
        if "satisfaction" in wants:
            scored = columns.satisfaction.is_not(None)
            self._count(columns.evaluated_at, spans, {"scored": literal(1), "satisfied": satisfied}, scored)
        if "response" in wants:
            self._durations(columns.dispatched_at, spans, "response", columns.response)
        if "handling" in wants:
            self._durations(columns.closed_at, spans, "handling", columns.closed_at - columns.collected_at)

    def sources(self, spans: list[Interval]) -> None:
        """Add reported by source."""
        if not spans:
            return
        columns = self.table.c
        chosen = select(self.group, columns.source, func.count())
        since = self.reader.since(self.table, self.question, min(start for start, _ in spans))
        chosen = chosen.where(*self.conditions, *since, _during(columns.collected_at, spans))
        for value, source, count in self.reader.connection.execute(chosen.group_by(self.group, columns.source)).all():
            self._tally(value).sources[source] += count

    def open(self) -> None:
        """Add the cases open and overdue as of T."""
        table, conditions = self.reader.open_states(self.question)
        group = self.grouping.column(table.c)
        overdue = func.sum(case((table.c.due_at < self.question.moment, 1), else_=0))
        chosen = select(group, func.count(), overdue).where(*conditions).group_by(group)
        for value, count, late in self.reader.connection.execute(chosen).all():
            tally = self._tally(value)
            tally.open += count
            tally.overdue += int(late)

    def _count(
        self,
        instant: ColumnElement[Any],
        spans: list[Interval],
        sums: dict[str, ColumnElement[Any]],
        *also: ColumnElement[bool],
    ) -> None:
        chosen = select(self.group, *(func.sum(value) for value in sums.values()))
        chosen = chosen.where(*self.conditions, *self._since(instant, spans), _during(instant, spans), *also)
        for value, *totals in self.reader.connection.execute(chosen.group_by(self.group)).all():
            tally = self._tally(value)
            for name, total in zip(sums, totals, strict=True):
                if total is not None:
                    setattr(tally, name, getattr(tally, name) + int(total))

    def _durations(
        self, instant: ColumnElement[Any], spans: list[Interval], name: str, duration: ColumnElement[Any]
    ) -> None:
        chosen = select(self.group, duration).where(*self.conditions, duration.is_not(None))
        chosen = chosen.where(*self._since(instant, spans), _during(instant, spans))
        for value, micros in self.reader.connection.execute(chosen).all():
            getattr(self._tally(value), name).exact.append(micros)

    def _since(self, instant: ColumnElement[Any], spans: list[Interval]) -> list[ColumnElement[bool]]:
        # A case may fall due after all that happened to it.
        if instant is self.table.c.due_at:
            return []
        return self.reader.since(self.table, self.question, min(start for start, _ in spans))

    def _tally(self, value: Any) -> Tally:
        return self.tallies.setdefault(self.grouping.key(value), Tally())


def _during(instant: ColumnElement[Any], spans: list[Interval]) -> ColumnElement[bool]:
    return or_(*((instant >= start) & (instant < end) for start, end in spans))
