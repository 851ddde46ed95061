"""Which cases a number counts: the rule of each measure, as conditions on the states of E."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, func, true

from data_access.explain.naming import Asked
from data_access.reader import Question, Reader
from data_access.rollups.contributions import SATISFIED_FROM
from data_access.tally import Tally, diversity

Kind = Literal["count", "times", "rate", "duration", "variety"]
Told = Literal["", "response", "handling", "stay", "age", "score", "times"]
Figure = tuple[float | None, float | None, float | None]
"""(value, numerator, denominator): durations in seconds with their number as denominator, times with the number of
cases that they befell."""

OPEN: Final = "open"
STOCK: Final = "stock"
ALL: Final = "all"
STAY: Final = "stay"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a rule may depend on besides the columns of a state."""

    reader: Reader
    question: Question
    number: Asked


Condition = Callable[[Any, Ask], ColumnElement[bool]]
Amount = Callable[[Any, Ask], ColumnElement[Any]]


def every(_columns: Any, _ask: Ask) -> ColumnElement[bool]:
    """All of them."""
    return true()


@dataclass(frozen=True, slots=True)
class Rule:
    """`cohort` says among which cases of E: those whose instant of that name lies in the window (`{stage}` is the stage
    of the cut), OPEN, STOCK (not archived), STAY (whose stay in the stage of the cut ended in the window) or ALL.
    `counted` says which of them the number counts, or a rate's denominator; `part` which are the numerator.

    `figure` reads it from a tally of `wants`; without one it is worked out from the states: `amount` is what each case
    adds to a duration or to times, and what is shown of it, `told` saying what that is (a score, times, all others
    lengths in microseconds); `quantile` is that of a duration. `work` takes it from where the screen has it.

    `needs` are dimensions that a cut must name, `department` how one of it applies: "narrows" the view like a filter,
    "beside" the view's own filter, or "instead" of it. `whole`: the denominator is what the number counts without its
    cut."""

    kind: Kind
    cohort: str
    counted: Condition = every
    figure: Callable[[Tally], Figure] | None = None
    wants: frozenset[str] = frozenset()
    part: Condition | None = None
    amount: Amount | None = None
    told: Told = ""
    quantile: float = 0.5
    work: Callable[[Ask], Figure] | None = None
    needs: tuple[str, ...] = ()
    department: Literal["narrows", "beside", "instead"] = "narrows"
    whole: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The lists of cases behind the number: one, or numerator and denominator."""
        return ("denominator", "numerator") if self.kind == "rate" else ("all",)


def _count(name: str, cohort: str, wanted: str, counted: Condition = every) -> Rule:
    return Rule("count", cohort, counted, lambda tally: (getattr(tally, name), None, None), frozenset({wanted}))


def _rate(
    over: str,
    under: str,
    cohort: str,
    wanted: str,
    numerator: Condition,
    denominator: Condition = every,
    amount: Amount | None = None,
) -> Rule:
    def figure(tally: Tally) -> Figure:
        top, bottom = getattr(tally, over), getattr(tally, under)
        return (top / bottom if bottom else None), top, bottom

    told: Told = "" if amount is None else "score"
    return Rule("rate", cohort, denominator, figure, frozenset({wanted}), numerator, amount, told)


def _length(
    name: Literal["response", "handling"], percentile: str, cohort: str, counted: Condition, amount: Amount
) -> Rule:
    def figure(tally: Tally) -> Figure:
        found = getattr(tally, name).as_json()
        return found[percentile], None, found["n"]

    quantile = {"p50": 0.5, "p90": 0.9}[percentile]
    return Rule("duration", cohort, counted, figure, frozenset({name}), amount=amount, told=name, quantile=quantile)


def _on_time(c: Any, _ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.closed_at <= c.due_at
    return found


def _closed(c: Any, _ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.closed_at.is_not(None)
    return found


def _reworked(c: Any, _ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.reworked > 0
    return found


def _scored(c: Any, _ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.satisfaction.is_not(None)
    return found


def _satisfied(c: Any, _ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.satisfaction >= SATISFIED_FROM
    return found


def _own(c: Any, _ask: Ask) -> ColumnElement[bool]:
    return func.coalesce(c.self_handled, 0) > 0


def _forwarded(c: Any, _ask: Ask) -> ColumnElement[bool]:
    return func.coalesce(c.self_handled, 0) == 0


def _unproven(c: Any, _ask: Ask) -> ColumnElement[bool]:
    return func.coalesce(c.proven, 0) == 0


def _late(c: Any, ask: Ask) -> ColumnElement[bool]:
    found: ColumnElement[bool] = c.due_at < ask.question.moment
    return found


def answered(c: Any, _ask: Ask) -> ColumnElement[bool]:
    """Answered by a department."""
    found: ColumnElement[bool] = c.response.is_not(None)
    return found


def response(c: Any, _ask: Ask) -> ColumnElement[Any]:
    """The time to the first answer."""
    found: ColumnElement[Any] = c.response
    return found


def handling(c: Any, _ask: Ask) -> ColumnElement[Any]:
    """The time to the closing."""
    found: ColumnElement[Any] = c.closed_at - c.collected_at
    return found


def _score(c: Any, _ask: Ask) -> ColumnElement[Any]:
    found: ColumnElement[Any] = c.satisfaction
    return found


def _variety(tally: Tally) -> Figure:
    return diversity(tally.sources.values()), None, sum(tally.sources.values())


def _forwarded_of(tally: Tally) -> Figure:
    return tally.reported - tally.self_handled, None, None


TALLIED: Final[Mapping[str, Rule]] = {
    "reported": _count("reported", "collected_at", "reported"),
    "closed": _count("closed", "closed_at", "closed"),
    "open": _count("open", OPEN, "open"),
    "overdue": _count("overdue", OPEN, "open", _late),
    "due": _count("due", "due_at", "due"),
    "on_time_rate": _rate("on_time", "due", "due_at", "due", _on_time),
    "rework_rate": _rate("reworked", "closed", "closed_at", "closed", _reworked),
    "satisfaction": _rate("satisfied", "scored", "evaluated_at", "satisfaction", _satisfied, _scored, _score),
    "self_handled_share": _rate("self_handled", "reported", "collected_at", "reported", _own),
    "source_diversity": Rule("variety", "collected_at", every, _variety, frozenset({"diversity"})),
    "response_p50": _length("response", "p50", "dispatched_at", answered, response),
    "response_p90": _length("response", "p90", "dispatched_at", answered, response),
    "handling_p50": _length("handling", "p50", "closed_at", every, handling),
    "handling_p90": _length("handling", "p90", "closed_at", every, handling),
    "self_handled": _count("self_handled", "collected_at", "reported", _own),
    "forwarded": Rule("count", "collected_at", _forwarded, _forwarded_of, frozenset({"reported"})),
    "closure_rate": _rate("due_closed", "due", "due_at", "due", _closed),
    "unproven_share": _rate("unproven", "self_closed", "closed_at", "closed", _unproven, _own),
}
"""The measures that a tally holds, by the name under which the screen shows them: what lies behind a percentile are
the cases whose durations it is one of."""
