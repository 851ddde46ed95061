"""The recomputation itself against cases worked out by hand. All times are of one day in Shanghai."""

import math
from typing import Any

import pytest

from tests.recomputation.cases import STAGES, instant
from tests.recomputation.oracle import measures

AREAS = [("d", None), ("s1", "d"), ("s2", "d"), ("c1", "s1"), ("c2", "s1"), ("g1", "c1")]


def text(clock: str) -> str:
    return f"2024-03-05T{clock}+08:00" if clock.count(":") == 2 else f"2024-03-05T{clock}:00+08:00"


def say(event: str, stage: str, clock: str, **more: Any) -> dict[str, Any]:
    if stage == "collected":
        more = {"category": "city/street", "area": "g1"} | more
    if more.get("due_at"):
        more["due_at"] = text(more["due_at"])
    return {"source": "a", "event_id": event, "stage": stage, "at": text(clock)} | more


def rows(
    messages: list[dict[str, Any]], start: str = "08:00", end: str = "12:00", **asked: Any
) -> list[dict[str, Any]]:
    asked = {"area": "d", "as_of": "12:00"} | asked
    asked["as_of"] = instant(text(asked["as_of"]))
    return measures(messages, AREAS, start=instant(text(start)), end=instant(text(end)), **asked)


def row(messages: list[dict[str, Any]], start: str = "08:00", end: str = "12:00", **asked: Any) -> dict[str, Any]:
    (only,) = rows(messages, start, end, **asked)
    return only


def ratio(numerator: int, denominator: int) -> dict[str, Any]:
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def keyed(found: list[dict[str, Any]], *names: str) -> dict[str, Any]:
    return {one["key"]: tuple(one[name] for name in names) for one in found}


FLOW = [
    say("1", "collected", "09:00", due_at="11:00", self_handled=True),
    say("1", "dispatched", "09:10", department="p"),
    say("1", "accepted", "09:40", department="p"),
    say("1", "verified", "09:50", department="p"),
    say("1", "handled", "10:30", department="p"),
    say("1", "evaluated", "11:00", satisfaction=4),
]


def test_nothing_is_zeros_and_no_values() -> None:
    assert row([]) == {
        "key": "d",
        "reported": 0,
        "closed": 0,
        "open": 0,
        "overdue": 0,
        "due": 0,
        "on_time_rate": ratio(0, 0),
        "rework_rate": ratio(0, 0),
        "satisfaction": ratio(0, 0),
        "self_handled_share": ratio(0, 0),
        "source_diversity": None,
        "response_seconds": {"n": 0, "p50": None, "p90": None},
        "handling_seconds": {"n": 0, "p50": None, "p90": None},
    }
    assert [rows([], by=by) for by in ("department", "source", "category")] == [[], [], []]


def test_one_smooth_case_counts_in_every_measure() -> None:
    assert row(FLOW) == {
        "key": "d",
        "reported": 1,
        "closed": 1,
        "open": 0,
        "overdue": 0,
        "due": 1,
        "on_time_rate": ratio(1, 1),
        "rework_rate": ratio(0, 1),
        "satisfaction": ratio(1, 1),
        "self_handled_share": ratio(1, 1),
        "source_diversity": 1.0,
        "response_seconds": {"n": 1, "p50": 1800.0, "p90": 1800.0},
        "handling_seconds": {"n": 1, "p50": 5400.0, "p90": 5400.0},
    }


def test_order_of_arrival_and_repetition_change_nothing() -> None:
    assert row(FLOW[::-1] + FLOW) == row(FLOW)


def test_of_a_repeated_transition_the_first_seen_counts() -> None:
    same_instant = {"at": "2024-03-05T03:00:00Z"}  # 11:00 in Shanghai.
    repeated = say("1", "evaluated", "11:00", satisfaction=1) | same_instant
    assert row([*FLOW, repeated])["satisfaction"] == ratio(1, 1)
    assert row([repeated, *FLOW])["satisfaction"] == ratio(0, 1)
    # With a department it is another transition; at the same instant the one with the greater text is later.
    other = say("1", "evaluated", "11:00", satisfaction=1, department="p")
    assert row([*FLOW, other])["satisfaction"] == row([other, *FLOW])["satisfaction"] == ratio(0, 1)


def test_one_number_under_two_sources_is_two_events() -> None:
    assert row([say("1", "collected", "09:00"), say("1", "collected", "09:00") | {"source": "b"}])["reported"] == 2


@pytest.mark.parametrize(
    ("clock", "reported"), [("07:59:59.999999", 0), ("08:00", 1), ("11:59:59.999999", 1), ("12:00", 0), ("12:30", 0)]
)
def test_the_window_holds_its_start_and_not_its_end(clock: str, reported: int) -> None:
    found = row([say("1", "collected", clock)])
    assert found["reported"] == reported
    # Collected at T exactly: open, in no window that ends at T. After T: not there yet.
    assert found["open"] == (clock != "12:30")


def test_an_event_without_collected_is_not_there() -> None:
    assert row(FLOW[1:]) == row([])
    assert row(FLOW, "05:00", "06:00", as_of="08:59:59.999999") == row([])


def test_collected_twice_is_collected_at_first() -> None:
    messages = [say("1", "collected", "10:00", area="s2"), say("1", "collected", "07:00", area="s1")]
    messages += [say("1", "handled", "11:00")]
    assert row(messages)["reported"] == 0
    assert row(messages)["handling_seconds"]["p50"] == 4 * 3600
    assert row(messages, area="s2")["closed"] == 1


def test_at_one_instant_the_stage_decides_before_the_department() -> None:
    messages = [say("1", "collected", "09:00"), say("1", "dispatched", "09:00", department="z", satisfaction=1)]
    messages += [say("1", "evaluated", "09:00", department="b", satisfaction=5)]
    assert row(messages)["satisfaction"] == ratio(1, 1)
    assert keyed(rows(messages, by="department"), "open") == {"b": (1,)}


@pytest.mark.parametrize("end", ["voided", "withdrawn"])
def test_ended_cases_leave_from_that_moment_on(end: str) -> None:
    messages = [*FLOW, say("1", end, "11:30")]
    assert row(messages) == row([])
    assert row(messages, end="11:30", as_of="11:30") == row([])
    assert row(messages, end="11:29", as_of="11:29:59.999999") == row(FLOW)


CLOSINGS = {
    "handled": ([("handled", "10:00")], "10:00"),
    "the last of two": ([("handled", "10:00"), ("handled", "11:00")], "11:00"),
    "reworked": ([("handled", "10:00"), ("reworked", "10:30")], None),
    "returned": ([("handled", "10:00"), ("returned", "10:30")], None),
    "returned at the same instant is later": ([("handled", "10:00"), ("returned", "10:00")], None),
    "returned before": ([("returned", "09:59"), ("handled", "10:00")], "10:00"),
    "handled again": ([("handled", "10:00"), ("reworked", "10:30"), ("handled", "11:00")], "11:00"),
    "urged and extended do not reopen": ([("handled", "10:00"), ("urged", "10:30"), ("extended", "10:31")], "10:00"),
    "dispatched again does not reopen": ([("handled", "10:00"), ("dispatched", "10:30")], "10:00"),
    "archived without handled": ([("archived", "10:00")], None),
}


@pytest.mark.parametrize("name", CLOSINGS)
def test_closing(name: str) -> None:
    steps, closed = CLOSINGS[name]
    messages = [say("1", "collected", "09:00"), *(say("1", stage, clock) for stage, clock in steps)]
    found = row(messages)
    assert (found["closed"], found["open"]) == ((1, 0) if closed else (0, 1))
    seconds = (instant(text(closed)) - instant(text("09:00"))) / 1e6 if closed else None
    assert found["handling_seconds"] == {"n": int(bool(closed)), "p50": seconds, "p90": seconds}
    if closed:
        assert row(messages, closed, "12:00")["closed"] == 1
        assert row(messages, "08:00", closed)["closed"] == 0


def test_as_of_folds_only_what_has_happened() -> None:
    messages = [*FLOW, say("1", "reworked", "11:30")]
    assert row(messages, end="11:00", as_of="11:00")["rework_rate"] == ratio(0, 1)
    later = row(messages)
    assert (later["closed"], later["open"], later["overdue"]) == (0, 1, 1)
    again = row([*messages, say("1", "handled", "11:45")])
    assert (again["closed"], again["rework_rate"]) == (1, ratio(1, 1))


def test_returned_is_no_rework() -> None:
    messages = [say("1", "collected", "09:00"), say("1", "returned", "09:30"), say("1", "handled", "10:00")]
    assert row(messages)["rework_rate"] == ratio(0, 1)


@pytest.mark.parametrize(
    ("due_at", "closed", "due", "on_time", "overdue"),
    [
        ("10:00", "10:00", 1, ratio(1, 1), 0),
        ("10:00", "10:00:00.000001", 1, ratio(0, 1), 0),
        ("08:00", None, 1, ratio(0, 1), 1),
        ("11:59:59.999999", None, 1, ratio(0, 1), 1),
        ("12:00", None, 0, ratio(0, 0), 0),
        ("12:00", "10:00", 0, ratio(0, 0), 0),
        ("07:59", None, 0, ratio(0, 0), 1),
    ],
)
def test_due_on_time_and_overdue(
    due_at: str, closed: str | None, due: int, on_time: dict[str, Any], overdue: int
) -> None:
    messages = [say("1", "collected", "07:00", due_at=due_at)]
    messages += [say("1", "handled", closed)] if closed else []
    found = row(messages)
    assert (found["due"], found["on_time_rate"], found["overdue"]) == (due, on_time, overdue)


def test_the_due_time_in_force_counts() -> None:
    messages = [say("1", "collected", "07:00", due_at="09:00"), say("1", "extended", "10:00", due_at="11:00")]
    assert row(messages, "08:00", "09:59", as_of="09:59")["overdue"] == 1
    assert row(messages, "08:00", "10:00", as_of="10:00")["due"] == 0
    assert row(messages, "08:00", "10:00", as_of="10:00")["overdue"] == 0
    assert row(messages, "11:00", "11:01", as_of="11:01")["due"] == 1


RESPONSES = {
    "accepted first": ([("dispatched", "09:00"), ("accepted", "09:30"), ("handled", "10:00")], 1800.0),
    "accepted counts, though verified came sooner": (
        [("dispatched", "09:00"), ("verified", "09:10"), ("accepted", "10:00")],
        3600.0,
    ),
    "else verified": ([("dispatched", "09:00"), ("handled", "09:20"), ("verified", "09:30")], 1800.0),
    "else handled": ([("dispatched", "09:00"), ("handled", "09:20")], 1200.0),
    "an answer before the question is none": (
        [("accepted", "08:30"), ("dispatched", "09:00"), ("verified", "09:10")],
        600.0,
    ),
    "from the first dispatched": ([("dispatched", "09:00"), ("dispatched", "09:30"), ("accepted", "10:00")], 3600.0),
    "at the same instant": ([("accepted", "09:00"), ("dispatched", "09:00")], 0.0),
    "no answer": ([("dispatched", "09:00"), ("urged", "09:30"), ("evaluated", "09:40")], None),
    "never dispatched": ([("accepted", "09:00")], None),
    "dispatched before the window": ([("dispatched", "07:59"), ("accepted", "09:00")], None),
    "answered after T": ([("dispatched", "09:00"), ("accepted", "12:00:00.000001")], None),
}


@pytest.mark.parametrize("name", RESPONSES)
def test_response(name: str) -> None:
    steps, seconds = RESPONSES[name]
    found = row([say("1", "collected", "07:00"), *(say("1", stage, clock) for stage, clock in steps)])
    assert found["response_seconds"] == {"n": int(seconds is not None), "p50": seconds, "p90": seconds}


def test_percentiles_lie_between_the_closest_ranks() -> None:
    messages = []
    for number, minute in enumerate((10, 20, 40, 50)):
        messages += [say(str(number), "collected", "09:00"), say(str(number), "handled", f"09:{minute}")]
    # Ranks 0..3: the median is at 1.5, the ninetieth at 2.7.
    spread = row(messages)["handling_seconds"]
    assert spread["n"] == 4
    assert (spread["p50"], spread["p90"]) == (pytest.approx(30 * 60), pytest.approx(47 * 60))


def test_handling_time_is_of_what_was_closed_in_the_window() -> None:
    messages = [say("1", "collected", "07:00"), say("1", "handled", "09:00")]
    messages += [say("2", "collected", "09:00"), say("2", "handled", "12:00")]
    assert row(messages)["handling_seconds"] == {"n": 1, "p50": 7200.0, "p90": 7200.0}
    early = [say("3", "handled", "09:00"), say("3", "collected", "10:00")]
    assert row(early)["handling_seconds"]["p50"] == -3600.0


def test_satisfaction_asks_who_gave_a_score() -> None:
    scores = {"1": 5, "2": 4, "3": 3, "4": None}
    messages = [say(event, "collected", "09:00") for event in scores]
    messages += [say(event, "evaluated", "10:00", satisfaction=score) for event, score in scores.items()]
    assert row(messages)["satisfaction"] == ratio(2, 3)
    # The latest evaluation sets the time, the latest score the value, though it came without one.
    messages += [say("1", "evaluated", "11:00"), say("2", "archived", "11:00", satisfaction=1)]
    assert row(messages, "08:00", "11:00", as_of="11:00")["satisfaction"] == ratio(0, 2)
    assert row(messages, "11:00", "12:00")["satisfaction"] == ratio(1, 1)


def test_self_handled_share_takes_the_latest_word() -> None:
    messages = [say("1", "collected", "09:00", self_handled=True), say("2", "collected", "09:00", self_handled=False)]
    messages += [say("3", "collected", "09:00"), say("1", "accepted", "09:30", self_handled=None)]
    assert row(messages)["self_handled_share"] == ratio(1, 3)
    messages += [say("1", "accepted", "10:00", self_handled=False)]
    assert row(messages)["self_handled_share"] == ratio(0, 3)


def test_source_diversity_is_an_effective_number() -> None:
    messages = [say(str(number), "collected", "09:00") | {"source": source} for number, source in enumerate("aab")]
    entropy = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3))
    assert row(messages)["source_diversity"] == pytest.approx(math.exp(entropy), rel=1e-12)
    assert row([*messages, say("9", "collected", "07:00") | {"source": "c"}])["source_diversity"] < 2
    assert row(messages, source="a")["source_diversity"] == 1.0
    assert row(messages, "10:00")["source_diversity"] is None


def test_children_and_unlocated_make_the_parent() -> None:
    where = {"1": "g1", "2": "c1", "3": "s1", "4": "d", "5": None, "6": "nowhere", "7": "s2"}
    messages = [say(event, "collected", "09:00", area=area) for event, area in where.items()]
    assert row(messages)["reported"] == 7
    assert keyed(rows(messages, by="child"), "reported") == {"s1": (3,), "s2": (1,), "unlocated": (3,)}
    assert keyed(rows(messages, by="child", area="s1"), "reported") == {"c1": (2,), "c2": (0,), "unlocated": (1,)}
    assert keyed(rows(messages, by="child", area="s2"), "reported") == {"unlocated": (1,)}
    assert row(messages, area="s1")["reported"] == 3
    # Nothing counted, no row: these were collected, handled and due long before.
    old = [say("9", "collected", "01:00", area="d", due_at="02:00"), say("9", "handled", "03:00")]
    assert keyed(rows(old, by="child"), "closed") == {"s1": (0,), "s2": (0,)}
    assert rows(old, by="source") == rows(old, by="department") == rows(old, by="category") == []


def test_area_and_department_are_those_in_force() -> None:
    messages = [
        say("1", "collected", "09:00", area="s1"),
        say("1", "dispatched", "09:00", department="p", area="s2"),
        say("1", "dispatched", "10:00", department="q"),
        say("1", "urged", "10:30", department=None, area=None),
    ]
    assert keyed(rows(messages, by="department"), "reported") == {"q": (1,)}
    assert keyed(rows(messages, end="09:30", as_of="09:30", by="department"), "reported") == {"p": (1,)}
    assert keyed(rows(messages[:1], by="department"), "reported") == {"unassigned": (1,)}
    assert row(messages[:1], department="unassigned")["open"] == 1
    assert row(messages, department="unassigned")["open"] == row(messages, department="p")["open"] == 0
    assert row(messages, area="s2")["open"] == 1
    assert row(messages, area="s1")["open"] == 0
    # Two at one instant: the greater department text is the later word.
    tie = [say("1", "collected", "09:00"), say("1", "dispatched", "09:00", department="z")]
    assert keyed(rows([*tie, say("1", "dispatched", "09:00", department="b")], by="department"), "open") == {"z": (1,)}


def test_a_category_holds_what_is_below_it() -> None:
    texts = {"1": "city", "2": "city/street", "3": "city/street-order", "4": "city/street/stall", "5": "safety"}
    messages = [say(event, "collected", "09:00", category=text) for event, text in texts.items()]
    assert row(messages, category="city")["reported"] == 4
    assert row(messages, category="city/street")["reported"] == 2
    assert row(messages, category="cit")["reported"] == 0
    assert len(rows(messages, by="category")) == 5
    assert keyed(rows(messages, by="category", category="city/street"), "open") == {
        "city/street": (1,),
        "city/street/stall": (1,),
    }


def test_stages_count_open_and_closed_by_where_they_are() -> None:
    messages = [
        *FLOW,
        say("2", "collected", "09:00"),
        say("2", "urged", "09:30"),
        say("3", "collected", "09:00"),
        say("3", "handled", "10:00"),
        say("3", "returned", "10:30"),
        say("4", "accepted", "09:00"),
        say("4", "collected", "09:00"),
        say("5", "handled", "09:00"),
        say("5", "collected", "09:30"),
    ]
    found = keyed(rows(messages, by="stage"), "open", "closed")
    assert tuple(found) == STAGES
    assert {stage: counts for stage, counts in found.items() if any(counts)} == {
        "collected": (1, 1),  # 2 is open; 5 was handled, and then said to be collected.
        "accepted": (1, 0),
        "handled": (1, 0),
        "evaluated": (0, 1),
    }


def test_a_place_without_a_code_is_located() -> None:
    messages = [say("1", "collected", "09:00", area=None) | {"lon": 117.0, "lat": 34.0}]
    messages += [say("2", "collected", "09:00", area=None) | {"lon": 0, "lat": 0}]

    def locate(lon: float, lat: float) -> str | None:
        return "c2" if lon > 100 else None

    found = rows(messages, by="child", locate=locate)
    assert keyed(found, "reported") == {"s1": (1,), "s2": (0,), "unlocated": (1,)}
