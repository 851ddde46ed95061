"""Emergencies: one warning each, at once; and what a look at the new transitions finds of them."""

from typing import Any

import pytest

from data_access.alerts import severe_cases
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, accept, moment, reading, said, world


def severe(name: str, at: str = "22 12:00", **more: Any) -> dict[str, Any]:
    return said(name, "collected", at, **{"severity": 5, **more})


def subjects(store: Store, at: int | None = None, **given: Any) -> list[str]:
    one = rule("severe_case", **given)
    with ground(store, at) as here:
        return [found.subject for found in severe_cases.judge(severe_cases.gather(here, one), one)]


def changed(store: Store, after: int, upto: int | None = None) -> severe_cases.Changed | None:
    with reading(store) as reader:
        newest = severe_cases.newest_transition(reader)
        return severe_cases.changed(reader, rule("severe_case"), after, newest if upto is None else upto)


def test_one_finding_each_with_its_evidence() -> None:
    with world() as store:
        accept(store, [severe("1", due_at="22 13:00"), said("1", "dispatched", "22 12:05", department="chengguan")])
        one = rule("severe_case", severity="crit")
        with ground(store) as here:
            (found,) = severe_cases.judge(severe_cases.gather(here, one), one)
    assert (found.key, found.subject) == ("severe-case|event:hotline/1", "event:hotline/1")
    assert (found.area, found.department, found.severity, found.raises) == ("g1", "chengguan", "crit", True)
    assert found.evidence == {
        "source": "hotline",
        "event_id": "1",
        "case_severity": 5,
        "stage": "dispatched",
        "due_at": moment("22 13:00"),
        "since": moment("22 12:00"),
        "least_severity": 5,
    }


def test_only_open_ones_of_the_severity_as_of_t() -> None:
    with world() as store:
        accept(store, [severe("1"), severe("2", severity=4), said("3", "collected", "22 12:00"), severe("4")])
        accept(store, [said("1", "handled", "22 12:20"), said("4", "voided", "22 12:25")])
        assert subjects(store) == []
        assert subjects(store, least_severity=4) == ["event:hotline/2"]
        assert subjects(store, moment("22 12:10")) == ["event:hotline/1", "event:hotline/4"]
        assert subjects(store, moment("22 11:59")) == []


def test_of_too_many_those_that_came_first() -> None:
    with world() as store:
        accept(store, [severe(f"{9 - number}", f"22 12:0{number}") for number in range(4)])
        assert subjects(store, most=2) == ["event:hotline/9", "event:hotline/8"]


def test_a_look_finds_what_new_transitions_tell_of() -> None:
    with world() as store:
        accept(store, [severe("1"), severe("2")])
        with reading(store) as reader:
            before = severe_cases.newest_transition(reader)
        # An open one, a closed one, and one of no severity: the first two are severe.
        accept(store, [severe("3", "22 11:00"), said("2", "handled", "22 12:30"), said("4", "collected", "22 12:31")])
        found = changed(store, before)
        assert found is not None
        assert [case.event_id for case in found.cases] == ["3"]
        assert found.cases[0].collected_at == moment("22 11:00")
        assert found.subjects == {"event:hotline/2", "event:hotline/3"}
        whole = changed(store, 0, before)
        assert whole is not None
        assert whole.subjects == {"event:hotline/1", "event:hotline/2"}


def test_nothing_new_and_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with world() as store:
        with reading(store) as reader:
            assert severe_cases.newest_transition(reader) == 0
        accept(store, [severe("1"), severe("2", due_at=NOW)])
        assert changed(store, 2) == severe_cases.Changed((), frozenset())
        assert changed(store, 0, severe_cases.MANY + 1) is None
