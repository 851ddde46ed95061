"""The rules of numbers that follow from the course of a case: its stage, its stays, answers in time, ages."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_

from data_access.acceptance import LIMIT, limits
from data_access.cases.rules import ALL, OPEN, STAY, STOCK, Amount, Ask, Figure, Rule, answered, handling, response
from data_access.clock import HOUR, MINUTE, Micros
from data_access.events.stages import SHOWN
from data_access.frames.limits import LIMITS
from data_access.rollups.histogram import percentiles
from data_access.stays import STAYED, ended_stay, ended_stays, entered_at, shown_stage
from data_access.view import ViewError
from data_access.waiting import COHORT, waiting


def stage_of(ask: Ask, stages: tuple[str, ...] = SHOWN) -> str:
    """The stage that the cut names; ViewError for one that is none of `stages`."""
    stage = ask.number.of("stage") or ""
    if stage not in stages:
        raise ViewError(f"stage {stage[:40]!r} is not known; expected one of {', '.join(stages)}")
    return stage


def _median(amount: Amount, cohort: str) -> Rule:
    return Rule("duration", cohort, amount=amount, told="age")


def _in_stage(c: Any, ask: Ask) -> ColumnElement[Any]:
    return literal(ask.question.moment) - entered_at(c)


def _age(c: Any, ask: Ask) -> ColumnElement[Any]:
    found: ColumnElement[Any] = literal(ask.question.moment) - c.collected_at
    return found


def _stay(c: Any, ask: Ask) -> ColumnElement[Any]:
    entered, left = ended_stay(c, stage_of(ask, STAYED))
    return left - entered


def _stayed(quantile: float) -> Rule:
    def work(ask: Ask) -> Figure:
        window = (ask.question.start, ask.question.end)
        found = ended_stays(ask.reader, ask.question, window)[stage_of(ask, STAYED)]
        return percentiles(found.seconds, found.weights, (quantile,))[0], None, found.n

    return Rule("duration", STAY, amount=_stay, told="stay", quantile=quantile, work=work, needs=("stage",))


def _beyond(c: Any, ask: Ask) -> ColumnElement[bool]:
    """Longer in its stage than allowed."""
    allowed = case({name: round(LIMITS["dwell"][name] * HOUR) for name in STAYED}, value=shown_stage(c))
    found: ColumnElement[bool] = _in_stage(c, ask) > allowed
    return found


def _unowned(c: Any, ask: Ask) -> ColumnElement[bool]:
    """Open for too long with nobody who owns it."""
    nobody = and_(c.closed_at.is_(None), c.department.is_(None), func.coalesce(c.self_handled, 0) == 0)
    found: ColumnElement[bool] = nobody & (_age(c, ask) > round(LIMITS["unowned"]["hours"] * HOUR))
    return found


def _still(c: Any, ask: Ask) -> ColumnElement[bool]:
    return _beyond(c, ask) & ~func.coalesce(_unowned(c, ask), false())


def _limit(ask: Ask, c: Any, attribute: str, unit: Micros) -> ColumnElement[Any] | None:
    """A department's limit in microseconds, NULL where it has none; None where no department has one."""
    allowed: dict[Any, Micros] = dict(limits(ask.reader, attribute, unit))
    return case(allowed, value=c.department) if allowed else None


def _judged(c: Any, ask: Ask) -> ColumnElement[bool]:
    """Answered, or past the limit without."""
    limit = _limit(ask, c, LIMIT, MINUTE)
    if limit is None:
        return false()
    passed = c.dispatched_at + limit < ask.question.moment
    return limit.is_not(None) & or_(answered(c, ask), passed)


def _in_time(c: Any, ask: Ask) -> ColumnElement[bool]:
    limit = _limit(ask, c, LIMIT, MINUTE)
    return false() if limit is None else func.coalesce(c.response <= limit, false())


def _too_late(c: Any, ask: Ask) -> ColumnElement[bool]:
    return ~_in_time(c, ask)


def _handled_by_limit(c: Any, ask: Ask) -> ColumnElement[bool]:
    limit = _limit(ask, c, "handling_limit_hours", HOUR)
    return false() if limit is None else limit.is_not(None)


def _handled_late(c: Any, ask: Ask) -> ColumnElement[bool]:
    limit = _limit(ask, c, "handling_limit_hours", HOUR)
    return false() if limit is None else c.closed_at - c.collected_at > limit


def _unaccepted(c: Any, _ask: Ask) -> ColumnElement[bool]:
    """Waits for a first answer; what its finder handles himself waits for none."""
    found: ColumnElement[bool] = c.response.is_(None) & (func.coalesce(c.self_handled, 0) == 0)
    return found


def _lasted(c: Any, ask: Ask) -> ColumnElement[Any]:
    found: ColumnElement[Any] = func.coalesce(c.closed_at, literal(ask.question.moment)) - c.collected_at
    return found


def _of_cohort(c: Any, ask: Ask) -> ColumnElement[bool]:
    moment = ask.question.moment
    return and_(c.collected_at >= moment - COHORT, c.collected_at <= moment)


def _lifetime(ask: Ask) -> Figure:
    found = waiting(ask.reader, ask.question).get(ask.number.of("department") or "")
    return (None, None, 0) if found is None else (found.survival, None, found.cohort)


COURSE: Final[Mapping[str, Rule]] = {
    "stock": Rule("count", STOCK),
    "entered": Rule("count", "{stage}_at", needs=("stage",)),
    "stage_age_p50": _median(_in_stage, STOCK),
    "stay_p50": _stayed(0.5),
    "stay_p90": _stayed(0.9),
    "stuck": Rule("count", STOCK, _beyond, amount=_in_stage, told="age"),
    "still": Rule("count", STOCK, _still, amount=_in_stage, told="age"),
    "unowned": Rule("count", STOCK, _unowned, amount=_age, told="age"),
    "acceptance_rate": Rule("rate", "dispatched_at", _judged, part=_in_time, amount=response, told="response"),
    "late_response": Rule("rate", "dispatched_at", _judged, part=_too_late, amount=response, told="response"),
    "late_handling": Rule("rate", "closed_at", _handled_by_limit, part=_handled_late, amount=handling, told="handling"),
    "open_age_p50": _median(_age, OPEN),
    "lifetime_p50": Rule(
        "duration", ALL, _of_cohort, amount=_lasted, told="age", work=_lifetime, needs=("department",)
    ),
    "unaccepted": Rule("count", OPEN, _unaccepted, amount=_age, told="age"),
    "reported_share": Rule("rate", "collected_at", whole=True),
}
"""What no tally holds, by name."""
