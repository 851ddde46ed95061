from typing import Any

from data_access.frames.alarm_duty import COLUMNS
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.frames.alarms import duty, emergency
from tests.data_access.worlds import IN_G1, accept, said


def rows(store: Store, number: int | str, scope: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = duty(store, number, scope).to_dict("records")
    return found


def test_department_post_and_the_areas_down_to_the_place(store: Store) -> None:
    number = emergency(store)
    accept(store, [said("2", "collected", "22 09:00", due_at="22 10:00", area="g3")])
    accept(store, [said("2", "dispatched", "22 09:30", department="chengguan")])
    accept(store, [said("3", "collected", "22 09:00", due_at="22 11:00"), said("3", "handled", "22 10:00")])
    found = rows(store, number)
    assert tuple(found[0]) == COLUMNS
    department, post, street, community, grid, matter, near = found
    assert (department["kind"], department["label"], department["open"], department["overdue"]) == (
        "department",
        "城管局",
        2,
        1,
    )
    assert (department["on_time_numerator"], department["on_time_denominator"]) == (0, 1)
    assert (post["kind"], post["label"]) == ("post", "二科")
    assert [(one["label"], one["open"], one["overdue"]) for one in (street, community, grid)] == [
        ("名s1", 2, 1),
        ("名c1", 1, 0),
        ("名g1", 1, 0),
    ]
    assert (street["on_time_value"], grid["on_time_value"]) == (0.5, 1.0)
    assert (matter["kind"], matter["cases"], matter["sources"]) == ("matter", 0, [])
    assert (near["kind"], near["open"], near["overdue"]) == ("near", 0, 0)


def test_the_same_matter_told_by_others(store: Store) -> None:
    number = emergency(store)

    def told(name: str, source: str, north: float = 0.0, **more: Any) -> dict[str, Any]:
        place = {"lon": IN_G1["lon"], "lat": IN_G1["lat"] + north, "area": "g1"}
        return said(name, "collected", "22 12:10", **{"source": source, **place, **more})

    accept(store, [told("a", "worker"), told("b", "worker", 0.0005), told("c", "worker", 0.1)])
    accept(
        store,
        [
            told("d", "hotline"),
            told("e", "worker", category="other"),
            said("a", "handled", "22 12:20", source="worker"),
        ],
    )
    matter, near = rows(store, number)[-2:]
    # Those of its own source, of another category or far away are another matter; one that is closed is not.
    assert (matter["cases"], matter["sources"]) == (2, ["网格员"])
    assert near["open"] == 3


def test_without_a_case_the_areas_below(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", area="g3"), said("2", "collected", "22 09:00", area="g2")])
    accept(store, [said("3", "collected", "22 09:00", area="g3", due_at="22 10:00")])
    number = raise_all(store, finding(area="s1", department="gongan"))[0]
    found = rows(store, number)
    assert [(one["kind"], one["code"], one["open"]) for one in found] == [
        ("department", "gongan", 0),
        ("area", "s1", 3),
        ("below", "c2", 2),
        ("below", "c1", 1),
    ]
    assert found[2]["overdue"] == 1
    whole = rows(store, raise_all(store, finding("whole", area=None))[0])
    assert [one["code"] for one in whole] == ["s1", "s2", "s3"]


def test_nothing_without_a_warning(store: Store) -> None:
    assert rows(store, "99") == []
