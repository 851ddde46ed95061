"""Which cases a number counts: the rule of each measure, as conditions on the states of E."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, func, true

from data_access.reader import Question
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.tally import Tally, diversity

Kind = Literal["count", "rate", "duration", "variety"]
Condition = Callable[[Any, Question], ColumnElement[bool]]
Figure = tuple[float | None, int | None, int | None]
"""(value, numerator, denominator); durations in seconds with the number of cases as denominator."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`cohort` is the instant that lies in the window, "" for what stands open at T, "stock" for what is not archived;
    `counted` says which cases of it the number counts, or a rate's denominator; `part` which are the numerator.
    `wants` is what `measure` must be asked for, `figure` what a tally says."""

    kind: Kind
    cohort: str
    counted: Condition
    figure: Callable[[Tally], Figure]
    wants: frozenset[str]
    part: Condition | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The lists of cases behind the number: one, or numerator and denominator."""
        return ("denominator", "numerator") if self.part is not None else ("all",)


def _all(_columns: Any, _question: Question) -> ColumnElement[bool]:
    return true()


def _count(name: str, cohort: str, wanted: str, counted: Condition = _all) -> Rule:
    return Rule("count", cohort, counted, lambda tally: (getattr(tally, name), None, None), frozenset({wanted}))


def _rate(over: str, under: str, cohort: str, wanted: str, numerator: Condition, denominator: Condition = _all) -> Rule:
    def figure(tally: Tally) -> Figure:
        top, bottom = getattr(tally, over), getattr(tally, under)
        return (top / bottom if bottom else None), top, bottom

    return Rule("rate", cohort, denominator, figure, frozenset({wanted}), numerator)


def _length(name: str, percentile: str, cohort: str, counted: Condition) -> Rule:
    def figure(tally: Tally) -> Figure:
        found = getattr(tally, name).as_json()
        return found[percentile], None, found["n"]

    return Rule("duration", cohort, counted, figure, frozenset({name}))


def _on_time(c: Any, _question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.closed_at <= c.due_at
    return found


def _reworked(c: Any, _question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.reworked > 0
    return found


def _scored(c: Any, _question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.satisfaction.is_not(None)
    return found


def _satisfied(c: Any, _question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.satisfaction >= SATISFIED_FROM
    return found


def _own(c: Any, _question: Question) -> ColumnElement[bool]:
    return func.coalesce(c.self_handled, 0) > 0


def _late(c: Any, question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.due_at < question.moment
    return found


def _answered(c: Any, _question: Question) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.response.is_not(None)
    return found


def _variety(tally: Tally) -> Figure:
    return diversity(tally.sources.values()), None, sum(tally.sources.values())


RULES: Final[Mapping[str, Rule]] = {
    "reported": _count("reported", "collected_at", "reported"),
    "closed": _count("closed", "closed_at", "closed"),
    "open": _count("open", "", "open"),
    "overdue": _count("overdue", "", "open", _late),
    "due": _count("due", "due_at", "due"),
    "on_time_rate": _rate("on_time", "due", "due_at", "due", _on_time),
    "rework_rate": _rate("reworked", "closed", "closed_at", "closed", _reworked),
    "satisfaction": _rate("satisfied", "scored", "evaluated_at", "satisfaction", _satisfied, _scored),
    "self_handled_share": _rate("self_handled", "reported", "collected_at", "reported", _own),
    "source_diversity": Rule("variety", "collected_at", _all, _variety, frozenset({"diversity"})),
    "response_p50": _length("response", "p50", "dispatched_at", _answered),
    "response_p90": _length("response", "p90", "dispatched_at", _answered),
    "handling_p50": _length("handling", "p50", "closed_at", _all),
    "handling_p90": _length("handling", "p90", "closed_at", _all),
}
"""The measures of data_access/measures.py by the name under which the screen shows them: what lies behind a
percentile are the cases whose durations it is one of."""
