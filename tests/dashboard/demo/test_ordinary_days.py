"""An ordinary day of the demo calls for little action, whatever the hour it is started at: hue means action."""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

import pytest

from dashboard.demo.district import District
from dashboard.demo.rhythm import LOCAL_ZONE
from dashboard.demo.simulator import Simulator
from dashboard.demo.vocabulary import DEPARTMENTS
from data_access.clock import DAY, HOUR, MINUTE, Micros, to_micros
from data_access.events.fold import State, Transition, fold

LIMITS = {term.code: term.attributes["response_limit_minutes"] * MINUTE for term in DEPARTMENTS}
SLOW = {"shuiwu", "zhujian"}
MOMENTS = [
    (7, datetime(2026, 11, 23, 3, 0, tzinfo=LOCAL_ZONE)),
    (1, datetime(2026, 11, 24, 9, 30, tzinfo=LOCAL_ZONE)),
    (2, datetime(2026, 11, 27, 20, 0, tzinfo=LOCAL_ZONE)),
    (7, datetime(2026, 11, 29, 15, 0, tzinfo=LOCAL_ZONE)),
]
Seen = tuple[Micros, list[State]]


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: f"seed {moment[0]} at {moment[1]:%a %H:%M}")
def seen(request: pytest.FixtureRequest, district: District) -> Seen:
    """The moment, and how the cases of the sixteen days before it stand."""
    seed, now = request.param
    start = now - timedelta(days=16)
    moves: dict[tuple[str, str], list[Transition]] = defaultdict(list)
    for message in Simulator(district, start=start, now=now, seed=seed).history(start, now):
        moves[message["source"], message["event_id"]].append(_transition(message))
    return to_micros(now), [state for case in moves.values() if (state := fold(case)[-1]).counted]


def _transition(message: dict[str, Any]) -> Transition:
    return Transition(
        message["stage"],
        _micros(message["at"]),
        department=message.get("department"),
        due_at=_micros(message["due_at"]) if "due_at" in message else None,
        self_handled=message.get("self_handled"),
        satisfaction=message.get("satisfaction"),
    )


def _micros(text: str) -> Micros:
    return to_micros(datetime.fromisoformat(text))


def _ratios(seen: Seen, days: int, least: int) -> dict[str, float]:
    """p90 of the response time by its limit, for departments with at least so many answers in the last `days`."""
    now, states = seen
    found: dict[str, list[float]] = defaultdict(list)
    for state in states:
        if state.department and state.response is not None and (state.dispatched_at or 0) >= now - days * DAY:
            found[state.department].append(state.response / LIMITS[state.department])
    return {code: quantiles(some, n=10, method="inclusive")[8] for code, some in found.items() if len(some) >= least}


def _on_time(state: State) -> bool:
    return state.closed_at is not None and state.due_at is not None and state.closed_at <= state.due_at


def _overdue(seen: Seen) -> list[float]:
    """How many days each overdue case is late."""
    now, states = seen
    return [(now - state.due_at) / DAY for state in states if state.open and state.due_at and state.due_at < now]


def test_two_departments_are_slow_and_the_others_inside_their_limits(seen: Seen) -> None:
    ratios = _ratios(seen, 14, least=40)
    assert len(ratios) >= 8
    assert {code for code, ratio in ratios.items() if ratio > 1} == SLOW
    assert max(ratios.values()) < 1.5
    assert max(ratios[code] for code in ratios.keys() - SLOW) < 0.95


def test_few_departments_stand_out_within_a_day(seen: Seen) -> None:
    ratios = _ratios(seen, 1, least=5)
    assert 1 <= sum(ratio > 1 for ratio in ratios.values()) <= 3
    assert sum(ratio > 1.5 for ratio in ratios.values()) <= 1


def test_nearly_everything_is_handled_in_time(seen: Seen) -> None:
    now, states = seen
    due = [state for state in states if state.due_at and now - 7 * DAY <= state.due_at < now]
    assert 0.95 <= sum(map(_on_time, due)) / len(due) <= 0.985
    forwarded = [state for state in due if not state.self_handled]
    assert sum(map(_on_time, forwarded)) / len(forwarded) >= 0.93


def test_little_is_overdue_and_nothing_for_long(seen: Seen) -> None:
    late = _overdue(seen)
    share = len(late) / sum(state.open for state in seen[1])
    assert 0.02 <= share <= 0.08
    assert sum(days > 6 for days in late) <= 1
    assert max(late) < 10


def test_residents_are_content_but_with_one_department(seen: Seen) -> None:
    scores: dict[str, list[bool]] = defaultdict(list)
    for state in seen[1]:
        if state.satisfaction is not None and state.department:
            scores[state.department].append(state.satisfaction >= 4)
    everyone = [good for some in scores.values() for good in some]
    assert 0.92 <= sum(everyone) / len(everyone) <= 0.96
    assert sum(scores["zhujian"]) / len(scores["zhujian"]) < 0.92


def test_few_cases_wait_after_verification(seen: Seen) -> None:
    now, states = seen
    waiting = [state for state in states if state.archived_at is None]
    verified = [state for state in waiting if state.stage == "verified"]
    assert 0.15 <= len(verified) / len(waiting) <= 0.45
    own = [(now - (state.stage_since or now)) / HOUR for state in verified if state.self_handled]
    assert median(own) < 12
