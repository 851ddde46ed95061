"""The warnings of a past T against the recomputation, for random stories, random instants and several rules."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.alerts.rules import Rules
from data_access.alerts.standing import replay
from data_access.reader import Scope, open_reader
from tests.data_access.worlds import STORED
from tests.recomputation import warnings_oracle as oracle
from tests.recomputation.analysis_site import CADENCES, NOW, Sited, reaches, site_story, sited, weeks_story
from tests.recomputation.stories import DAY, HOUR, MINUTE

RULES: list[dict[str, Any]] = [
    {"id": "near", "kind": "deadline_near", "minutes": 120, "worse_minutes": 30, "cap": 2, "level": 1},
    {"id": "passed", "kind": "deadline_passed", "minutes": 0, "worse_minutes": 240, "cap": 3, "least_severity": 3},
    {"id": "long-passed", "kind": "deadline_passed", "minutes": 1440, "cap": 0, "level": 2, "worse_minutes": 7200},
    {"id": "stuck", "kind": "stuck_case", "stages": ["collected", "dispatched"], "minutes": 1440, "cap": 0},
    {
        "id": "slow",
        "kind": "stuck_case",
        "stages": ["dispatched", "accepted", "verified"],
        "minutes": 60,
        "worse_minutes": 3000,
        "cap": 4,
        "level": 1,
        "least_severity": 2,
    },
    {"id": "silent", "kind": "silent_source", "times": 2.0, "worse_times": 30.0},
    {"id": "always-silent", "kind": "silent_source", "times": 1.0},
    {"id": "late-pile", "kind": "department_backlog", "least": 3, "overdue_share": 0.4, "worse_overdue_share": 0.75},
    {"id": "pile", "kind": "department_backlog", "least": 2, "days": 10.0, "worse_days": 30.0, "level": 1, "keep": 0.5},
]
SURGES: list[dict[str, Any]] = [
    {
        "id": "rush",
        "kind": "surge",
        "hours": 6,
        "weeks": 3,
        "least": 2,
        "ratio": 1.5,
        "p": 0.2,
        "keep_p": 0.3,
        "level": 1,
    },
    {
        "id": "flood",
        "kind": "surge",
        "hours": 24,
        "weeks": 1,
        "least": 3,
        "ratio": 1.2,
        "p": 0.1,
        "keep_p": 0.1,
        "worse_ratio": 3.0,
    },
]
COMMON = {"severity": "note", "worse": "crit"}


def written() -> list[dict[str, Any]]:
    return [COMMON | rule for rule in (*RULES, *SURGES)]


def expected(known: Sited, as_of: int) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    areas, cases = known.story.areas, known.folded(as_of)
    found: list[oracle.Warning] = []
    for rule in written():
        if rule["kind"] == "silent_source":
            found += oracle.silences(rule, known.happened, CADENCES, as_of)
        elif rule["kind"] == "department_backlog":
            found += oracle.backlogs(rule, cases, areas, as_of, known=reaches(known, as_of - oracle.PACE))
        elif rule["kind"] == "surge":
            first = int(known.happened["at"].min()) if len(known.happened) else as_of + 1
            found += oracle.surges(rule, cases, areas, as_of, first=first)
        else:
            since = oracle.stage_since(known.happened, as_of)
            found += oracle.case_warnings(rule, cases, since, areas, as_of)
    assert len(dict(found)) == len(found)
    return dict(found)


def agree(known: Sited, as_of: int) -> None:
    right = expected(known, as_of)
    rules = Rules.model_validate({"version": "t", "rule": written()})
    with open_reader(known.store, Scope()) as reader:
        replayed = replay(reader, as_of, rules)
    told = {(one.rule, one.subject, one.area or "", one.severity): dict(one.evidence) for one in replayed}
    assert len(told) == len(replayed)
    assert set(told) == set(right), (as_of, set(told) ^ set(right))
    for key, figures in right.items():
        assert {name: told[key][name] for name in figures} == figures, (as_of, key)


def moments(rng: Random, known: Sited, count: int) -> list[int]:
    """Instants at which something happens or falls due, or some limit is just reached, some a while after all."""
    times, spans = known.story.times, (0, 1, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 24 * HOUR, -2 * HOUR)
    found = [rng.choice(times) + rng.choice(spans) + rng.choice((0, 0, 1, -1)) for _ in range(count)]
    return [*found, max(times) + 1, oracle.PACE + int(known.happened["at"].min()) + rng.randrange(3 * DAY)]


@settings(STORED, max_examples=10)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_small_stories(rng: Random, events: int) -> None:
    told = site_story(rng, events=events)
    with sited(told, rng) as known:
        for moment in [*moments(rng, known, 4), NOW]:
            agree(known, moment)


@pytest.mark.parametrize("seed", range(3))
def test_long_stories(seed: int) -> None:
    rng = Random(seed + 700)
    told = site_story(rng, events=110)
    with sited(told, rng) as known:
        for moment in moments(rng, known, 14):
            agree(known, moment)


@pytest.mark.parametrize("seed", range(2))
def test_weeks_with_a_rush(seed: int) -> None:
    rng = Random(seed + 40)
    with sited(weeks_story(rng, weeks=4, events=160), rng) as known:
        found = {key[0] for moment in moments(rng, known, 12) for key in expected(known, moment)}
        for moment in moments(rng, known, 12):
            agree(known, moment)
    assert found & {rule["id"] for rule in SURGES}


def test_every_rule_finds_something_in_one_place_or_another() -> None:
    rng = Random(700)
    with sited(site_story(rng, events=110), rng) as known:
        found = [key for moment in moments(rng, known, 20) for key in expected(known, moment)]
    assert {rule for rule, *_ in found} >= {rule["id"] for rule in RULES}
    assert {subject.partition(":")[0] for _, subject, *_ in found} >= {"event", "department", "source"}
