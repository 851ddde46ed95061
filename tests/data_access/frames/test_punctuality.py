from typing import Any

import pandas as pd
import pytest

from data_access.frames.punctuality import frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, only, reading, said


def due(name: str, department: str | None, severity: int | None, closed: str | None, at: str = "22 10:00") -> list[Any]:
    """A case that fell due at 10:00, closed or not."""
    told = [said(name, "collected", "22 08:00", department=department, severity=severity, due_at=at)]
    return told if closed is None else [*told, said(name, "handled", closed)]


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def cells(table: pd.DataFrame, department: str) -> dict[int, tuple[int, int, float | None]]:
    rows = table[table["department"] == department]
    return {row["severity"]: (row["on_time"], row["due"], row["value"]) for row in rows.to_dict("records")}


def test_cells_totals_and_their_order(store: Store) -> None:
    told = []
    for number in range(12):
        told += due(f"c{number}", "chengguan", 3, "22 09:00" if number < 9 else "22 11:00")
    for number in range(6):
        told += due(f"g{number}", "gongan", 5 if number else None, "22 10:00")
    told += due("few", "other", 4, None)
    told += due("nobody", None, 2, None)
    accept(store, told)
    table = shown(store)
    assert list(table["department"].unique()) == ["chengguan", "gongan", "other", "unassigned", "all"]
    assert cells(table, "chengguan") == {
        4: (0, 0, None),
        3: (9, 12, 0.75),
        2: (0, 0, None),
        1: (0, 0, None),
        0: (9, 12, 0.75),
    }
    # 5 counts as 4, none given as 1; closed at the very deadline is on time.
    assert cells(table, "gongan") == {4: (5, 5, 1), 3: (0, 0, None), 2: (0, 0, None), 1: (1, 1, 1), 0: (6, 6, 1)}
    assert cells(table, "all")[0] == (15, 20, 0.75)
    status = table.set_index(["department", "severity"])["status"]
    assert (status["chengguan", 3], status["chengguan", 0], status["all", 0]) == ("crit", "n", "crit")
    assert status["other", 0] == "n"


@pytest.mark.parametrize("view", [{}, {"window": "7d"}, {"as_of": NOW}, {"source": "hotline"}, {"area": "s1"}])
def test_all_together_is_the_on_time_rate(store: Store, view: dict[str, Any]) -> None:
    accept(store, [one for number in range(9) for one in due(str(number), None, number % 6 or None, "22 09:30")])
    accept(store, due("late", "gongan", 1, None) + due("later", "gongan", 1, None, "22 23:00"))
    rate = only(store, **view)["on_time_rate"]
    table = shown(store, **view)
    assert cells(table, "all")[0] == (rate["numerator"], rate["denominator"], rate["value"])
    parts = table[table["severity"].isin([1, 2, 3, 4]) & (table["department"] != "all")]
    assert (parts["on_time"].sum(), parts["due"].sum()) == (rate["numerator"], rate["denominator"])


def test_nothing_due_is_no_row(store: Store) -> None:
    accept(store, due("later", "gongan", 1, None, "23 10:00"))
    assert len(shown(store)) == 0
