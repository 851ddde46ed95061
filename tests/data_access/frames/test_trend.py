from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE, format_instant, from_micros, parse_instant
from data_access.frames.trend import DAYS, frame, local_days
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said


def answered(department: str, at: str, minutes: list[int]) -> list[dict[str, Any]]:
    told = []
    for number, wait in enumerate(minutes):
        name, start = f"{department} {at} {number}", moment(at) + number * MINUTE
        told += [said(name, "collected", start), said(name, "dispatched", start, department=department)]
        told.append(said(name, "accepted", start + wait * MINUTE))
    return told


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


@pytest.fixture
def filled(store: Store) -> Store:
    accept(store, answered("chengguan", "20 00:00", [15] * 9 + [45]))
    accept(store, answered("chengguan", "21 23:55", [60] * 5 + [20] * 4))
    accept(store, answered("chengguan", "22 09:00", [30] * 6))
    accept(store, answered("gongan", "22 09:00", [5] * 9))
    return store


@pytest.mark.parametrize("view", [{}, {"as_of": NOW}, {"source": "hotline"}, {"window": "today"}])
def test_thirty_local_days_of_those_with_a_limit(filled: Store, view: dict[str, Any]) -> None:
    table = shown(filled, **view)
    assert set(table["department"]) == {"chengguan"}
    assert len(table) == DAYS
    assert table.attrs["unlimited"] == 1
    days = table.set_index("day")
    found = days["ratio"].dropna().to_dict()
    # Of the nine about midnight five belong to the 21st, four to the 22nd.
    assert found == pytest.approx(
        {moment("20 00:00"): 18 / 30, moment("21 00:00"): 2.0, moment("22 00:00"): 1.0}, rel=0.02
    )
    assert set(days["n"]) == {0, 5, 10}
    assert set(table["last"]) == {found[moment("22 00:00")]}


def test_a_day_of_few_is_a_gap_and_the_last_known_day_counts(store: Store) -> None:
    accept(store, answered("chengguan", "20 10:00", [60] * 5))
    accept(store, answered("chengguan", "22 10:00", [1] * 4))
    table = shown(store)
    today = table.iloc[-1]
    assert (today["n"], today["ratio"]) == (4, None)
    assert today["last"] == pytest.approx(2, rel=0.02)
    assert today["status"] == "crit"
    past = shown(store, as_of=moment("19 12:00"))
    assert len(past) == 0


def test_days_are_those_of_the_zone() -> None:
    zone = ZoneInfo("America/New_York")
    bounds = local_days(parse_instant("2026-11-22T12:00:00-05:00"), zone, DAYS)
    assert format_instant(bounds[-1]) == "2026-11-22T05:00:00Z"
    assert {from_micros(one).astimezone(zone).hour for one in bounds} == {0}
    # The clocks went back on the first of November.
    assert {(after - before) // HOUR for before, after in pairwise(bounds)} == {24, 25}
    assert bounds[-1] - bounds[0] == (DAYS - 1) * DAY + HOUR


def test_an_answer_that_went_to_somebody_else_leaves_nothing_behind(store: Store) -> None:
    """The hours of the one it left hold it and the taking back of it: together they are no answer."""
    accept(store, answered("chengguan", "20 10:00", [10]))
    accept(store, [said("chengguan 20 10:00 0", "handled", moment("20 12:00"), department="gongan")])
    assert set(shown(store)["department"]) == set()
    assert shown(store).attrs["unlimited"] == 1
