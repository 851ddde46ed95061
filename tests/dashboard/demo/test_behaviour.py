from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.demo.behaviour import life
from dashboard.demo.cases import SETTLED_ON_THE_SPOT, Case
from dashboard.demo.places import Spot
from dashboard.demo.vocabulary import CATEGORIES

AT = 1_795_419_600
CASES = st.builds(
    Case,
    event_id=st.just("SJ20261124000001"),
    source=st.sampled_from(sorted(SETTLED_ON_THE_SPOT)),
    at=st.integers(AT, AT + 7 * 86_400),
    category=st.sampled_from([term.code for term in CATEGORIES if "/" in term.code]),
    severity=st.integers(1, 4),
    spot=st.just(Spot("990101003012001", 117.2, 34.3)),
    self_handled=st.booleans(),
)


def _life(case: Case, seed: int) -> list[dict[str, Any]]:
    steps = life(case, Random(seed))
    assert [datetime.fromisoformat(message["at"]).timestamp() for _, message in steps] == [at for at, _ in steps]
    return [message for _, message in steps]


@given(case=CASES, seed=st.integers(0, 10_000))
def test_a_case_is_collected_once_first_and_ends_once_last(case: Case, seed: int) -> None:
    messages = _life(case, seed)
    stages = [message["stage"] for message in messages]
    times = [datetime.fromisoformat(message["at"]) for message in messages]
    assert stages.index("collected") == 0
    assert stages.count("collected") == 1
    assert stages[-1] in {"archived", "voided", "withdrawn"}
    assert sum(stage in {"archived", "voided", "withdrawn"} for stage in stages) == 1
    assert all(before < after for before, after in pairwise(times))


@given(case=CASES, seed=st.integers(0, 10_000))
def test_due_at_is_after_collection_and_only_moves_later(case: Case, seed: int) -> None:
    messages = _life(case, seed)
    dues = [datetime.fromisoformat(message["due_at"]) for message in messages if "due_at" in message]
    assert dues[0] > datetime.fromisoformat(messages[0]["at"])
    assert dues == sorted(dues)
    assert len(dues) == 1 + sum(message["stage"] == "extended" for message in messages)


@given(case=CASES, seed=st.integers(0, 10_000))
def test_departments_appear_in_forwarded_cases_only(case: Case, seed: int) -> None:
    messages = _life(case, seed)
    named = [message["stage"] for message in messages if message.get("department")]
    if case.self_handled:
        assert not named
        assert {message["stage"] for message in messages} <= {"collected", "verified", "handled", "archived", "voided"}
    else:
        assert named[0] == "dispatched"


@given(case=CASES, seed=st.integers(0, 10_000))
def test_a_refused_case_goes_to_another_department(case: Case, seed: int) -> None:
    moves = [m for m in _life(case, seed) if m["stage"] in {"dispatched", "returned"}]
    for place, message in enumerate(moves):
        if message["stage"] == "returned":
            assert moves[place - 1]["department"] == message["department"]
            assert moves[place + 1]["stage"] == "dispatched"
            assert moves[place + 1]["department"] != message["department"]


@given(case=CASES, seed=st.integers(0, 10_000))
def test_nothing_is_handled_before_a_department_has_it(case: Case, seed: int) -> None:
    stages = [message["stage"] for message in _life(case, seed)]
    if "handled" in stages:
        assert not {"dispatched", "returned", "accepted", "verified"} & set(stages[stages.index("handled") :])


@given(case=CASES, seed=st.integers(0, 10_000))
def test_reworked_cases_are_handled_again(case: Case, seed: int) -> None:
    stages = [message["stage"] for message in _life(case, seed)]
    for place, stage in enumerate(stages):
        if stage == "reworked":
            assert "handled" in stages[:place]
            assert "handled" in stages[place:]
