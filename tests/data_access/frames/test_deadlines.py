from typing import Any

import pandas as pd
import pytest

from data_access.clock import HOUR, MINUTE
from data_access.frames import overdue
from data_access.frames.deadlines import frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said


def due(name: str, minutes: int, **more: Any) -> list[dict[str, Any]]:
    """An open case that falls due so many minutes after NOW."""
    return [said(name, "collected", "22 06:00", due_at=NOW + minutes * MINUTE, **more)]


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def test_bars_begin_at_t_and_reconcile_with_the_list(store: Store) -> None:
    told = due("late", -1) + due("now", 0) + due("edge", 15) + due("within", 119) + due("two", 120) + due("far", 240)
    accept(store, told)
    accept(store, [*due("closed", 30), said("closed", "handled", "22 07:00")])
    table = shown(store, as_of=NOW)
    assert len(table) == 16
    assert table["start"].tolist() == [NOW + bar * 15 * MINUTE for bar in range(16)]
    assert {bar: count for bar, count in enumerate(table["count"]) if count} == {0: 1, 1: 1, 7: 1, 8: 1}
    assert table["soon"].tolist() == [True] * 8 + [False] * 8
    with reading(store) as reader:
        listed = overdue.frame(reader, View(as_of=NOW)).attrs["soon"]
    assert table.attrs["due_soon"] == listed == 3
    assert table.attrs["total"] == 4


def test_who_has_not_been_accepted(store: Store) -> None:
    accept(store, due("own", 10, self_handled=True) + due("nobody", 10))
    accept(store, [*due("sent", 10), said("sent", "dispatched", "22 07:00", department="chengguan")])
    accept(
        store,
        [
            *due("taken", 10),
            said("taken", "dispatched", "22 07:00", department="chengguan"),
            said("taken", "accepted", "22 08:00"),
        ],
    )
    bar = shown(store, as_of=NOW).iloc[0]
    assert (bar["count"], bar["unaccepted"]) == (4, 2)
    before = shown(store, as_of=moment("22 07:30"), focus="measure:response/24h")
    assert (before.attrs["total"], before.attrs["total_unaccepted"]) == (4, 3)


@pytest.mark.parametrize("focus", ["measure:response/24h", "measure:handling/24h"])
def test_a_day_by_the_hour(store: Store, focus: str) -> None:
    accept(store, due("a", 61) + due("b", 23 * 60) + due("c", 24 * 60))
    table = shown(store, as_of=NOW, focus=focus)
    assert (len(table), table.attrs["horizon"]) == (24, "24h")
    assert {bar: count for bar, count in enumerate(table["count"]) if count} == {1: 1, 23: 1}
    assert table["seconds"][0] * 1_000_000 == HOUR
    assert table["soon"].tolist() == [True] * 2 + [False] * 22


def test_before_the_history_nobody_knows(store: Store) -> None:
    table = shown(store)
    assert (len(table), table.attrs["due_soon"], table.attrs["total"]) == (0, None, None)


def test_nothing_falls_due(store: Store) -> None:
    accept(store, [*due("closed", 30), said("closed", "handled", "22 07:00")])
    table = shown(store)
    assert table["count"].sum() == 0
    assert table.attrs["due_soon"] == 0
