"""Cases near and past their deadline, and stuck: who is warned of, alone or together."""

from typing import Any

import pytest

from data_access.alerts import cases
from data_access.alerts.finding import Finding
from data_access.clock import HOUR, MINUTE, Micros
from data_access.store.store import Store
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.worlds import NOW, OUTSIDE, accept, moment, said, world


def found(store: Store, at: Micros | None = None, **given: Any) -> list[Finding]:
    one = rule(given.pop("kind", "deadline_passed"), **given)
    with ground(store, at) as here:
        return cases.judge(cases.gather(here, one), one, here.moment)


def case(name: str, *, due: Micros | None = None, department: str | None = "chengguan", **more: Any) -> list[Any]:
    messages = [said(name, "collected", "22 06:00", due_at=due, **more)]
    if department is not None:
        messages.append(said(name, "dispatched", "22 06:30", department=department))
    return messages


def keys(findings: list[Finding], *, raises: bool = True) -> list[str]:
    return sorted(one.key.partition("|")[2] for one in findings if one.raises == raises)


@pytest.mark.parametrize(
    ("kind", "minutes", "due", "is_found"),
    [
        ("deadline_passed", 0, NOW - 1, True),
        ("deadline_passed", 0, NOW, False),
        ("deadline_passed", 60, NOW - HOUR, False),
        ("deadline_passed", 60, NOW - HOUR - 1, True),
        ("deadline_passed", 0, None, False),
        ("deadline_near", 120, NOW, True),
        ("deadline_near", 120, NOW + 2 * HOUR, True),
        ("deadline_near", 120, NOW + 2 * HOUR + 1, False),
        ("deadline_near", 120, NOW - 1, False),
        ("deadline_near", 120, None, False),
    ],
)
def test_which_deadlines_count(kind: str, minutes: int, due: Micros | None, is_found: bool) -> None:
    with world() as store:
        accept(store, case("1", due=due))
        assert bool(found(store, kind=kind, minutes=minutes)) is is_found


def test_a_case_alone_names_itself_and_its_place() -> None:
    with world() as store:
        accept(store, case("1", due=NOW - HOUR, severity=4))
        (one,) = found(store)
    assert (one.subject, one.area, one.department) == ("event:hotline/1", "g1", "chengguan")
    assert (one.source, one.category) == ("hotline", "city/street")
    assert one.evidence == {
        "source": "hotline",
        "event_id": "1",
        "case_severity": 4,
        "stage": "dispatched",
        "due_at": NOW - HOUR,
        "since": NOW - HOUR,
        "limit_minutes": 0,
    }


def test_closed_and_voided_cases_are_none() -> None:
    with world() as store:
        accept(store, [*case("1", due=NOW - HOUR), *case("2", due=NOW - HOUR)])
        accept(store, [said("1", "handled", "22 12:00"), said("2", "voided", "22 12:00")])
        assert found(store) == []
        # Before that they were late.
        assert keys(found(store, moment("22 11:50"))) == ["event:hotline/1", "event:hotline/2"]


def test_only_the_severe_ones() -> None:
    with world() as store:
        accept(store, [*case("1", due=NOW - 1, severity=2), *case("2", due=NOW - 1, severity=3)])
        accept(store, case("3", due=NOW - 1))
        assert keys(found(store, least_severity=3)) == ["event:hotline/2"]
        assert len(found(store, least_severity=1, cap=9)) == 3


@pytest.mark.parametrize(("count", "cap", "alone"), [(3, 3, 3), (4, 3, 0), (1, 0, 0), (0, 0, 0)])
def test_more_than_the_cap_become_one(count: int, cap: int, alone: int) -> None:
    with world() as store:
        accept(store, [one for number in range(count) for one in case(f"{number}", due=NOW - 1 - number)])
        findings = [one for one in found(store, cap=cap, level=1) if one.raises]
    assert len([one for one in findings if not one.many]) == alone
    many = [one for one in findings if one.many]
    assert len(many) == (1 if count > cap else 0)
    for one in many:
        assert one.key == "deadline-passed|department:chengguan|s1"
        assert one.area == "s1"
        assert one.evidence["count"] == count
        assert one.evidence["since"] == NOW - count
        assert len(one.evidence["cases"]) == min(count, cases.NAMED)
        assert one.evidence["cases"][0] == {"source": "hotline", "event_id": f"{count - 1}"}


def test_a_group_is_kept_down_to_half_of_the_cap() -> None:
    """So that a group does not come and go with every case more or less."""
    for count, kept in ((4, True), (3, True), (2, False)):
        with world() as store:
            accept(store, [one for number in range(count) for one in case(f"{number}", due=NOW - 1)])
            findings = found(store, cap=4, level=1)
        assert bool(keys(findings, raises=False)) is kept
        assert {one.group for one in findings if not one.many} == {"deadline-passed|department:chengguan|s1"}


def test_groups_are_by_department_and_area_of_the_level() -> None:
    with world() as store:
        accept(store, [one for number in range(2) for one in case(f"a{number}", due=NOW - 1, area="g1")])
        accept(store, [one for number in range(2) for one in case(f"b{number}", due=NOW - 1, area="g4")])
        accept(store, [one for number in range(2) for one in case(f"c{number}", due=NOW - 1, department=None)])
        accept(store, [one for number in range(2) for one in case(f"e{number}", due=NOW - 1, **OUTSIDE)])
        assert keys(found(store, cap=1, level=1)) == [
            "department:chengguan|d",
            "department:chengguan|s1",
            "department:chengguan|s2",
            "department:unassigned|s1",
        ]
        assert keys(found(store, cap=1, level=0)) == ["department:chengguan|d", "department:unassigned|d"]


@pytest.mark.parametrize(
    ("kind", "due", "severity"),
    [
        ("deadline_passed", NOW - HOUR - 1, "warn"),
        ("deadline_passed", NOW - 2 * HOUR, "crit"),
        ("deadline_near", NOW + 90 * MINUTE, "crit"),
        ("deadline_near", NOW + 119 * MINUTE, "crit"),
        ("deadline_near", NOW + 121 * MINUTE, "warn"),
    ],
)
def test_heavier_limits(kind: str, due: Micros, severity: str) -> None:
    with world() as store:
        accept(store, case("1", due=due))
        (one,) = found(store, kind=kind, minutes=60 if kind == "deadline_passed" else 180, worse_minutes=120)
    assert one.severity == severity


def test_stuck_in_a_stage() -> None:
    with world() as store:
        accept(store, [*case("1"), *case("2", department=None)])
        assert keys(found(store, kind="stuck_case", minutes=300)) == ["event:hotline/1", "event:hotline/2"]
        assert keys(found(store, kind="stuck_case", minutes=300, stages=["collected"])) == ["event:hotline/2"]
        assert found(store, kind="stuck_case", minutes=7 * 60) == []
        (one,) = found(store, kind="stuck_case", minutes=300, stages=["dispatched"])
        assert one.evidence["since"] == moment("22 06:30")
        # A step begins the time anew.
        accept(store, [said("1", "accepted", "22 12:00")])
        assert keys(found(store, kind="stuck_case", minutes=300)) == ["event:hotline/2"]
