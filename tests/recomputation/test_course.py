"""The course of cases: the recomputation against cases worked out by hand. All times are of one day in Shanghai."""

from typing import Any

import pandas as pd
import pytest

from tests.recomputation.cases import cases_at, instant, transitions
from tests.recomputation.course import acceptance, ages, handovers, marks_at, marks_of, stays, still_open, unowned
from tests.recomputation.oracle import counts_of
from tests.recomputation.test_oracle import FLOW, say, text

NOON = instant(text("12:00"))
DAY = {"start": instant(text("00:00")), "end": NOON}


def at(clock: str) -> int:
    return instant(text(clock))


def cases(*messages: dict[str, Any], as_of: str = "12:00") -> pd.DataFrame:
    return cases_at(transitions(messages), at(as_of))


def counts(*messages: dict[str, Any], as_of: str = "12:00", **window: str) -> dict[str, int]:
    span = {name: at(clock) for name, clock in window.items()}
    return counts_of(cases(*messages, as_of=as_of), **{**DAY, "end": at(as_of), **span}, as_of=at(as_of))


PUSHED = [
    say("1", "collected", "09:00"),
    say("1", "dispatched", "09:10", department="p"),
    say("1", "urged", "09:20"),
    say("1", "returned", "09:30", department="p"),
    say("1", "dispatched", "09:40", department="q"),
    say("1", "extended", "09:50", department="p"),
    say("1", "dispatched", "10:00", department="q"),
    say("2", "collected", "09:00", department="q"),
    say("2", "reworked", "09:05"),
    say("2", "supervised", "09:45", department="p"),
]


def test_marks_and_handovers_in_order() -> None:
    found = marks_at(transitions(PUSHED), NOON)
    told = [(row.event_id, row.at, row.kind, row.previous, row.department) for row in found.itertuples()]
    assert told == [
        ("2", at("09:05"), "reworked", "q", "q"),
        ("1", at("09:20"), "urged", "p", "p"),
        ("1", at("09:30"), "returned", "p", "p"),
        ("1", at("09:40"), "handover", "p", "q"),
        ("2", at("09:45"), "handover", "q", "p"),
        ("2", at("09:45"), "supervised", "p", "p"),
        ("1", at("09:50"), "handover", "q", "p"),
        ("1", at("09:50"), "extended", "p", "p"),
        ("1", at("10:00"), "handover", "p", "q"),
    ]
    assert handovers(found) == {("p", "q"): 2, ("q", "p"): 2}


def test_marks_up_to_t_and_within_a_window() -> None:
    happened = transitions(PUSHED)
    early = marks_at(happened, at("09:40"))
    assert list(early["kind"]) == ["reworked", "urged", "returned", "handover"]
    within = marks_of(marks_at(happened, NOON), cases_at(happened, NOON), start=at("09:20"), end=at("09:45"))
    assert list(within["kind"]) == ["urged", "returned", "handover"]
    only_two = cases_at(happened, NOON).query("event_id == '2'")
    found = marks_of(marks_at(happened, NOON), only_two, **DAY)
    assert set(found["event_id"]) == {"2"}
    assert handovers(found) == {("q", "p"): 1}


def test_a_mark_before_any_department_has_none() -> None:
    found = marks_at(transitions([say("1", "collected", "09:00"), say("1", "urged", "09:10")]), NOON)
    assert found[["kind", "previous", "department"]].values.tolist() == [["urged", None, None]]


def test_nothing_has_no_marks_no_stays_and_no_value() -> None:
    nothing = cases()
    assert marks_at(transitions([]), NOON).empty
    assert stays(nothing).empty
    assert unowned(nothing).empty
    assert ages(nothing, NOON).empty
    limit = acceptance(nothing, **DAY, as_of=NOON, limit=60)
    assert limit == {"value": None, "numerator": 0, "denominator": 0}
    assert set(counts().values()) == {0}


def test_stays_end_where_the_next_stage_of_the_wall_begins() -> None:
    found = stays(cases(*FLOW, say("1", "archived", "11:30")))
    assert {row.stay: row.seconds / 60 for row in found.itertuples()} == {
        "collected": 10,
        "dispatched": 40,  # To 09:50; accepted at 09:40 counts into it.
        "verified": 40,
        "handled": 30,
        "evaluated": 30,
    }
    assert list(found["left"]) == [at(clock) for clock in ("09:10", "09:50", "10:30", "11:00", "11:30")]


STAYS: dict[str, tuple[list[tuple[str, str]], dict[str, float]]] = {
    "one that lasts is none": ([], {}),
    "a stage is passed over": ([("handled", "10:00")], {"collected": 60}),
    "accepted alone is no entry": ([("accepted", "09:30"), ("handled", "10:00")], {"collected": 60}),
    "marks end no stay": ([("urged", "09:10"), ("returned", "09:20"), ("dispatched", "09:30")], {"collected": 30}),
    "the first dispatch enters": (
        [("dispatched", "09:30"), ("dispatched", "10:00"), ("verified", "10:30")],
        {"collected": 30, "dispatched": 60},
    ),
    "the first handling enters, though it was undone": (
        [("handled", "09:30"), ("reworked", "10:00"), ("handled", "10:30"), ("evaluated", "11:00")],
        {"collected": 30, "handled": 90},
    ),
    "the last evaluation enters": (
        [("handled", "09:30"), ("evaluated", "10:00"), ("evaluated", "10:30"), ("archived", "11:00")],
        {"collected": 30, "handled": 60, "evaluated": 30},
    ),
    "at once is a stay of no length": ([("dispatched", "09:00")], {"collected": 0}),
    "against the order is none": (
        [("handled", "09:30"), ("verified", "10:00"), ("evaluated", "11:00")],
        {"collected": 60, "handled": 90},
    ),
}


@pytest.mark.parametrize("name", STAYS)
def test_stays(name: str) -> None:
    steps, expected = STAYS[name]
    found = stays(cases(say("1", "collected", "09:00"), *(say("1", stage, clock) for stage, clock in steps)))
    assert {row.stay: row.seconds / 60 for row in found.itertuples()} == expected


def test_a_stay_carries_its_case() -> None:
    found = stays(cases(*FLOW)).iloc[1]
    assert (found["stay"], found["source"], found["department"], found["area"]) == ("dispatched", "a", "p", "g1")


ACCEPTANCE = {
    "in time": ([("dispatched", "09:00"), ("accepted", "09:29")], 1, 1),
    "just in time": ([("dispatched", "09:00"), ("accepted", "09:30")], 1, 1),
    "late": ([("dispatched", "09:00"), ("accepted", "09:30:00.000001")], 0, 1),
    "verified is an answer": ([("dispatched", "09:00"), ("verified", "09:10")], 1, 1),
    "not answered": ([("dispatched", "11:29:59.999999")], 0, 1),
    "there is still time": ([("dispatched", "11:30")], 0, 0),
    "answered though there was still time": ([("dispatched", "11:50"), ("handled", "11:55")], 1, 1),
    "never dispatched": ([("accepted", "09:30")], 0, 0),
    "dispatched before the window": ([("dispatched", "07:59"), ("accepted", "08:00")], 0, 0),
}


@pytest.mark.parametrize("name", ACCEPTANCE)
def test_acceptance_within_half_an_hour(name: str) -> None:
    steps, numerator, denominator = ACCEPTANCE[name]
    told = cases(say("1", "collected", "07:00"), *(say("1", stage, clock) for stage, clock in steps))
    found = acceptance(told, start=at("08:00"), end=NOON, as_of=NOON, limit=1800)
    assert (found["numerator"], found["denominator"]) == (numerator, denominator)


def test_unowned_are_open_without_a_department_and_not_self_handled() -> None:
    told = cases(
        say("open", "collected", "09:00"),
        say("own", "collected", "09:00", self_handled=True),
        say("no longer own", "collected", "09:00", self_handled=True),
        say("no longer own", "urged", "09:10", self_handled=False),
        say("given", "collected", "09:00", department="p"),
        say("closed", "collected", "09:00"),
        say("closed", "handled", "09:30"),
    )
    assert set(unowned(told)["event_id"]) == {"open", "no longer own"}
    assert set(still_open(told)["event_id"]) == {"open", "own", "no longer own", "given"}


def test_ages_are_those_of_the_open() -> None:
    told = [say("1", "collected", "09:00"), say("2", "collected", "10:00"), say("2", "handled", "11:00")]
    assert list(ages(cases(*told), NOON)) == [3 * 3600]
    assert sorted(ages(cases(*told, as_of="10:30"), at("10:30"))) == [1800, 5400]


PROOFS: dict[str, tuple[list[tuple[str, str, str | None]], tuple[int, int]]] = {
    "bare": ([("handled", "10:00", None)], (1, 1)),
    "blank": ([("handled", "10:00", " \n")], (1, 1)),
    "noted": ([("handled", "10:00", "done")], (1, 0)),
    "verified": ([("verified", "09:30", None), ("handled", "10:00", None)], (1, 0)),
    "verified afterwards": ([("handled", "10:00", None), ("verified", "10:30", None)], (1, 0)),
    "the note of another step": ([("accepted", "09:30", "on the way"), ("handled", "10:00", None)], (1, 1)),
    "the last handling counts": ([("handled", "10:00", "done"), ("handled", "11:00", None)], (1, 1)),
    "not closed": ([("handled", "10:00", None), ("returned", "11:00", None)], (0, 0)),
}


@pytest.mark.parametrize("name", PROOFS)
def test_self_closed_without_proof(name: str) -> None:
    steps, expected = PROOFS[name]
    told = [say("1", "collected", "09:00", self_handled=True)]
    told += [say("1", stage, clock, note=note) for stage, clock, note in steps]
    found = counts(*told)
    assert (found["self_closed"], found["unproven"]) == expected
    forwarded = counts(*(one | {"self_handled": False} for one in told))
    assert (forwarded["self_closed"], forwarded["unproven"]) == (0, 0)


def test_due_closed_and_severity() -> None:
    told = [
        say("1", "collected", "09:00", due_at="10:00", severity=4),
        say("1", "handled", "11:00"),
        say("2", "collected", "09:00", due_at="10:00"),
        say("3", "collected", "09:30", severity=2),
        say("3", "urged", "09:40", severity=5),
    ]
    found = counts(*told)
    assert (found["due"], found["on_time"], found["due_closed"], found["severity"]) == (2, 0, 1, 4 + 1 + 5)
    before = counts(*told, as_of="10:30")
    assert (before["due"], before["due_closed"]) == (2, 0)
    assert counts(*told, start="09:30")["severity"] == 5
