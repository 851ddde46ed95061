import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from dashboard.demo.district import District
from dashboard.demo.rhythm import SHARES
from dashboard.demo.simulator import Simulator
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS
from data_access.events.contract import EventMessage, parse_event

from .conftest import NOW, START, Month

KEYS = set(EventMessage.model_fields)


def _time(message: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(message["at"])


def _open_and_overdue(messages: list[dict[str, Any]]) -> tuple[int, int]:
    """How many cases are open at NOW, and how many of them are past their due_at."""
    by_case: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for message in messages:
        by_case[message["source"], message["event_id"]].append(message)
    still_open = overdue = 0
    for case in by_case.values():
        stages = [message["stage"] for message in case]
        done = [place for place, stage in enumerate(stages) if stage == "handled"]
        undone = [place for place, stage in enumerate(stages) if stage in {"reworked", "returned"}]
        if {"voided", "withdrawn"} & set(stages) or max(done, default=-1) > max(undone, default=-1):
            continue
        still_open += 1
        due = [message["due_at"] for message in case if message.get("due_at")][-1]
        overdue += datetime.fromisoformat(due) < NOW
    return still_open, overdue


def test_every_message_keeps_the_contract(month: Month) -> None:
    departments = {term.code for term in DEPARTMENTS}
    categories = {term.code for term in CATEGORIES}
    for message in month.history:
        assert set(message) <= KEYS
        parsed = parse_event(message)
        assert parsed.source in SHARES
        assert parsed.department in departments | {None}
        assert parsed.category in categories | {None}
        assert message["at"].endswith("+08:00")
    assert json.loads(json.dumps(month.history[:100])) == month.history[:100]


def test_history_is_ordered_and_inside_its_window(month: Month) -> None:
    times = [_time(message) for message in month.history]
    assert times == sorted(times)
    assert times[0] >= START
    assert times[-1] < NOW


def test_no_transition_is_sent_twice(month: Month) -> None:
    keys = Counter(
        (m["source"], m["event_id"], m["stage"], m["at"], m.get("department")) for m in [*month.history, *month.after]
    )
    assert max(keys.values()) == 1


def test_volume_and_sources_are_as_asked(month: Month) -> None:
    cases = month.collected
    assert len(cases) == pytest.approx(30 * 640, rel=0.08)
    counts = Counter(message["source"] for message in cases)
    assert set(counts) == set(SHARES)
    assert counts["grid_worker"] / len(cases) == pytest.approx(0.72, abs=0.03)
    for source, share in SHARES.items():
        assert counts[source] / len(cases) == pytest.approx(share, rel=0.3)


def test_most_cases_are_settled_by_the_communities(month: Month) -> None:
    settled = sum(message["self_handled"] for message in month.collected)
    assert 5.0 <= settled / (len(month.collected) - settled) <= 6.0


def test_one_street_files_a_big_share_of_what_grid_workers_report(month: Month) -> None:
    filed = [m["area"] for m in month.collected if m["source"] == "grid_worker" and m["area"]]
    eager = sum(area.startswith(month.simulator.eager_street[:9]) for area in filed)
    assert 0.36 <= eager / len(filed) <= 0.48


def test_urgent_cases_are_rare(month: Month) -> None:
    counts = Counter(message["severity"] for message in month.collected)
    assert set(counts) == {1, 2, 3, 4, 5}
    assert 0.001 <= counts[4] / len(month.collected) <= 0.006


def test_there_is_an_emergency_now_and_then(district: District, month: Month) -> None:
    emergencies = [message for message in month.collected if message["severity"] == 5]
    assert 0.5 <= len(emergencies) / 30 <= 4
    assert not any(message["self_handled"] for message in emergencies)
    hours = [datetime.fromisoformat(message["due_at"]) - _time(message) for message in emergencies]
    assert max(hours) <= timedelta(hours=1)
    # A fresh demo has one soon.
    soon = Simulator(district, start=NOW - timedelta(hours=1), now=NOW).history(NOW, NOW + timedelta(minutes=10))
    assert [message["stage"] for message in soon if message.get("severity") == 5] == ["collected"]


def test_every_mark_and_end_occurs(month: Month) -> None:
    counts = Counter(message["stage"] for message in month.history)
    for stage in ("returned", "reworked", "extended", "urged", "supervised", "voided", "withdrawn"):
        assert counts[stage] >= 10, stage


def test_about_half_of_the_forwarded_cases_are_scored(month: Month) -> None:
    scores = Counter(m["satisfaction"] for m in month.history if m.get("satisfaction") is not None)
    forwarded = sum(not message["self_handled"] for message in month.collected)
    assert set(scores) == {1, 2, 3, 4, 5}
    assert 0.45 <= sum(scores.values()) / forwarded <= 0.65
    assert 0.92 <= (scores[4] + scores[5]) / sum(scores.values()) <= 0.96


def test_some_open_cases_are_overdue(month: Month) -> None:
    still_open, overdue = _open_and_overdue(month.history)
    assert 280 <= still_open <= 450
    assert 0.025 <= overdue / still_open <= 0.065


def test_the_hot_spot_grows(month: Month) -> None:
    hot = month.simulator.script.hot_spot(int(NOW.timestamp()) - 1)
    days = [0] * 12
    for message in month.collected:
        if message["category"] == hot.category and (message["area"] or "").startswith(hot.community):
            days[min(11, (NOW - _time(message)).days)] += 1
    assert sum(days[:2]) >= 15
    assert sum(days[:2]) > 1.5 * sum(days[2:4]) > 1.5 * sum(days[4:6])
    assert sum(days[6:11]) <= 5


def test_a_rainstorm_is_under_way(month: Month) -> None:
    wet = [m for m in month.collected if m["category"] == "water/waterlogging"]
    recent = [m for m in wet if _time(m) >= NOW - timedelta(hours=1)]
    assert len(recent) >= 25
    assert len({m["area"][:9] for m in recent if m["area"]}) == 2
    assert sum(m["severity"] >= 3 for m in recent) >= 8


def test_sources_fall_silent(month: Month) -> None:
    def heard(source: str, start: datetime, hours: int) -> int:
        window = (start, start + timedelta(hours=hours))
        return sum(m["source"] == source and window[0] <= _time(m) < window[1] for m in month.collected)

    day = NOW.replace(hour=9, minute=0) - timedelta(days=3)
    assert heard("hotline_12345", day, 9) == 0
    assert heard("hotline_12345", day - timedelta(days=1), 9) > 5
    assert heard("video_patrol", NOW - timedelta(hours=6), 6) == 0


def test_what_follows_the_history_closes_its_open_cases(month: Month) -> None:
    # What is still collected is told again of a matter of the history by another source.
    late = [message for message in month.after if message["stage"] == "collected"]
    known = {message["event_id"] for message in month.history}
    assert all(message["event_id"].removesuffix("R") in known - {message["event_id"]} for message in late)
    assert _time(month.after[0]) >= NOW
    still_open, _ = _open_and_overdue([*month.history, *month.after])
    assert still_open == 0


def test_live_goes_on_where_the_history_stopped(district: District, month: Month) -> None:
    start = NOW - timedelta(days=2)
    whole = Simulator(district, start=start, now=NOW)
    expected = list(whole.history(start, NOW + timedelta(hours=3)))

    pieces = Simulator(district, start=start, now=NOW)
    got = list(pieces.history(start, NOW))
    moment = NOW
    while moment < NOW + timedelta(hours=3):
        moment += timedelta(minutes=7)
        got += pieces.messages(min(moment, NOW + timedelta(hours=3)))
    assert got == expected
    assert sum(m["stage"] == "collected" for m in got if _time(m) >= NOW) > 50
    assert pieces.messages(NOW) == []


def test_a_restarted_simulator_resumes(district: District) -> None:
    start = NOW - timedelta(days=1)
    first, second = (Simulator(district, start=start, now=NOW) for _ in range(2))
    first.messages(NOW)
    assert list(second.history(NOW, NOW + timedelta(hours=1))) == first.messages(NOW + timedelta(hours=1))


def test_seed_and_rate_change_what_comes(district: District) -> None:
    end = START + timedelta(days=1)

    def cases(**options: Any) -> list[dict[str, Any]]:
        simulator = Simulator(district, start=START, **options)
        return [m for m in simulator.history(START, end) if m["stage"] == "collected"]

    assert cases() == cases()
    assert cases() != cases(seed=8)
    assert len(cases(rate=3.0)) == pytest.approx(3 * len(cases()), rel=0.2)
    assert len(cases(daily=6400.0)) == pytest.approx(10 * len(cases()), rel=0.15)
    assert len({m["event_id"] for m in cases(daily=6400.0)}) == len(cases(daily=6400.0))


def test_next_due_is_the_next_message(district: District) -> None:
    simulator = Simulator(district, start=START)
    assert simulator.next_due() is None
    simulator.messages(NOW - timedelta(days=29))
    due = simulator.next_due()
    assert due is not None
    assert simulator.messages(due) == []
    assert _time(simulator.messages(due + timedelta(seconds=1))[0]) == due


@pytest.mark.parametrize(("name", "value"), [("rate", -1.0), ("rate", float("nan")), ("daily", 0.0)])
def test_a_number_out_of_range_is_refused(district: District, name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name} {value} is out of range"):
        Simulator(district, start=START, **{name: value})


def test_a_time_without_zone_is_refused(district: District) -> None:
    with pytest.raises(ValueError, match="has no zone"):
        Simulator(district, start=START.replace(tzinfo=None))


def test_some_matters_are_told_by_two_sources(month: Month) -> None:
    collected = {m["event_id"]: m for m in month.history if m["stage"] == "collected"}
    twins = [(collected[name[:-1]], one) for name, one in collected.items() if name.endswith("R")]
    assert 0.005 < len(twins) / len(collected) < 0.03
    for first, second in twins:
        assert first["source"] != second["source"]
        assert first["category"] == second["category"]
        assert abs(first["lon"] - second["lon"]) <= 0.0005
        assert abs(first["lat"] - second["lat"]) <= 0.0005
        assert first["at"] < second["at"]


def test_departments_name_the_post_that_took_a_case(month: Month) -> None:
    taken = [
        message for message in month.history if message["stage"] in ("accepted", "verified") and "department" in message
    ]
    assert taken
    assert all(message["post"].endswith("科") for message in taken)
