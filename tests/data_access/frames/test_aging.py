from typing import Any

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, SECOND
from data_access.frames.aging import frame
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view)).set_index("department")


def opened(department: str, days: list[int]) -> list[dict[str, Any]]:
    """Open cases of these ages."""
    return [
        said(f"{department} {number}", "collected", NOW - age * DAY, department=department)
        for number, age in enumerate(days)
    ]


def closed(department: str, hours: list[int]) -> list[dict[str, Any]]:
    """Cases closed an hour ago that took so long."""
    told = []
    for number, took in enumerate(hours):
        name, done = f"closed {department} {number}", NOW - HOUR
        told.append(said(name, "collected", done - took * HOUR, department=department))
        told.append(said(name, "handled", done))
    return told


def test_a_department_that_never_finishes_does_not_look_fast(store: Store) -> None:
    store.declare([Term("department", "gongan", "公安局", "Police", {"handling_limit_hours": 24})])
    accept(store, opened("gongan", [5, 6, 7, 8, 9]) + closed("gongan", [1, 2, 3]))
    accept(store, opened("chengguan", [1]) + closed("chengguan", [10] * 9))
    table = shown(store)
    assert list(table.index) == ["gongan", "chengguan"]
    slow, fast = table.loc["gongan"], table.loc["chengguan"]
    assert slow["closed_p50"] < fast["closed_p50"]
    assert (slow["open"], slow["open_age"], slow["cohort"]) == (5, 7 * DAY / SECOND, 8)
    assert slow["survival"] is None
    assert fast["survival"] == pytest.approx(10 * HOUR / SECOND, abs=300)
    assert (slow["status"], fast["status"]) == ("crit", "n")


def test_returns_handovers_and_rework(store: Store) -> None:
    told = [
        said("1", "collected", "22 08:00"),
        said("1", "dispatched", "22 08:10", department="chengguan"),
        said("1", "returned", "22 08:20", department="chengguan"),
        said("1", "dispatched", "22 08:30", department="gongan"),
        said("1", "accepted", "22 08:40"),
        said("1", "handled", "22 09:00"),
        said("1", "reworked", "22 09:30"),
        said("1", "handled", "22 10:00"),
    ]
    accept(store, told)
    moves = ["returned", "handed_on", "taken_over", "reworked", "closed"]
    table = shown(store)
    assert table.loc["chengguan", moves].tolist() == [1, 1, 0, 0, 0]
    assert table.loc["gongan", moves].tolist() == [0, 0, 1, 1, 1]
    assert table.loc["gongan", "rework_value"] == 1
    assert table.loc["chengguan", "rework_value"] is None
    before = shown(store, as_of=moment("22 08:25"))
    assert before.loc["chengguan", moves].tolist() == [1, 0, 0, 0, 0]
    assert "gongan" not in before.index
    assert len(shown(store, area="s2")) == 0


def test_accepted_in_time_is_told_of_those_with_a_limit(store: Store) -> None:
    told = []
    for number, (department, wait) in enumerate(
        [("chengguan", "22 09:10"), ("chengguan", "22 10:00"), ("gongan", "22 09:01")]
    ):
        told.append(said(str(number), "collected", "22 09:00"))
        told.append(said(str(number), "dispatched", "22 09:00", department=department))
        told.append(said(str(number), "accepted", wait))
    accept(store, told)
    table = shown(store)
    assert table.loc["chengguan", ["accepted", "judged", "accepted_value"]].tolist() == [1, 2, 0.5]
    assert table.loc["gongan", ["accepted", "judged", "accepted_value"]].tolist() == [None, None, None]


def test_nobodys_cases_stand_last_while_they_are_open(store: Store) -> None:
    accept(store, [said("1", "collected", "22 08:00"), *opened("gongan", [1])])
    assert list(shown(store).index) == ["gongan", "unassigned"]
    accept(store, [said("1", "handled", "22 09:00")])
    assert list(shown(store).index) == ["gongan"]
    assert len(shown(store, department="nobody")) == 0


@pytest.mark.parametrize("window", ["24h", "7d"])
def test_live_and_as_of_agree(store: Store, window: str) -> None:
    accept(store, opened("gongan", [1, 2, 3]) + closed("gongan", [5, 6]) + opened("chengguan", [4]))
    live, frozen = shown(store, window=window), shown(store, window=window, as_of=NOW)
    exact = ["open", "closed", "cohort", "returned", "handed_on", "reworked", "open_age"]
    assert live[exact].to_dict() == frozen[exact].to_dict()
