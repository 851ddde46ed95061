"""The forecast: two days of rows, told only by what had been seen, scored against the week before."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE, Micros, hour_of
from data_access.frames.forecast import COLUMNS, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, Clock, accept, moment, reading, said, world

_numbers = iter(range(10**9))


def cases(count: int, at: Micros, area: str = "g1") -> list[dict[str, Any]]:
    return [said(f"f{next(_numbers)}", "collected", at + number, area=area) for number in range(count)]


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


@pytest.fixture(scope="module")
def steady() -> Iterator[Store]:
    """Five weeks with 3 cases from 8 to 20 and 1 at night; nothing but one case in s2."""
    with world() as store:
        hours = range(hour_of(NOW) - 35 * DAY, hour_of(NOW), HOUR)
        told = [cases(3 if 8 <= (hour // HOUR + 8) % 24 < 20 else 1, hour + MINUTE) for hour in hours]
        accept(store, [one for some in told for one in some])
        accept(store, cases(1, NOW - DAY, "g4"))
        yield store


def test_a_day_back_and_a_day_ahead(steady: Store) -> None:
    table = shown(steady)
    assert list(table.columns) == list(COLUMNS)
    assert table["start"].tolist() == list(range(hour_of(NOW) - DAY, hour_of(NOW) + DAY, HOUR))
    assert table["ahead"].tolist() == [False] * 24 + [True] * 24
    past, ahead = table.iloc[:24], table.iloc[24:]
    assert past["count"].sum() == 12 * 3 + 12 + 1
    assert set(ahead["count"]) == {None}
    night = [(hour // HOUR + 8) % 24 < 8 or (hour // HOUR + 8) % 24 >= 20 for hour in ahead["start"]]
    assert ahead["expected"].tolist() == pytest.approx([1 if one else 3 for one in night], rel=0.1)
    assert ahead["naive"].tolist() == [1 if one else 3 for one in night]
    for row in table.to_dict("records"):
        assert row["low"] <= row["expected"] <= row["high"]
        assert row["high"] == int(row["high"])


def test_what_repeats_week_by_week_is_told_by_both(steady: Store) -> None:
    table = shown(steady)
    score = table.attrs["score"]
    assert score["mae_naive"] == pytest.approx(0, abs=0.01)
    assert score["mae_model"] < 0.2
    assert (score["n"], score["coverage"]) == (14 * 24, pytest.approx(1, abs=0.02))
    assert table.attrs["within"] == 0.8


def test_what_came_later_is_not_known_then(steady: Store) -> None:
    with world() as store:
        hours = range(hour_of(NOW) - 35 * DAY, hour_of(NOW), HOUR)
        accept(store, [one for hour in hours for one in cases(2, hour + MINUTE)])
        quiet = shown(store)
        accept(store, cases(200, NOW - 3 * HOUR))
        # The day before was told of without the surge in it.
        with world() as other:
            accept(other, [one for hour in hours for one in cases(2, hour + MINUTE)])
            accept(other, cases(200, NOW - 3 * HOUR))
            loud = shown(other)
    assert loud["expected"].tolist()[:24] == quiet["expected"].tolist()[:24]
    assert sum(loud["expected"][24:]) > sum(quiet["expected"][24:])
    assert loud["count"].sum() == quiet["count"].sum() + 200


def test_as_of_then_is_what_was_told_then(steady: Store) -> None:
    then = shown(steady, as_of=NOW - DAY)
    now = shown(steady)
    told, beside = then.iloc[24:], now.iloc[:24]
    assert told["start"].tolist() == beside["start"].tolist()
    assert told["expected"].tolist() == beside["expected"].tolist()
    assert told["high"].tolist() == beside["high"].tolist()


def test_the_window_does_not_matter(steady: Store) -> None:
    assert shown(steady, window="30d").to_csv() == shown(steady, language="en").to_csv() == shown(steady).to_csv()


@pytest.mark.parametrize("days", [0, 3, 6])
def test_less_than_a_week_is_no_history(store: Store, days: int) -> None:
    hours = range(hour_of(NOW) - days * DAY, hour_of(NOW), HOUR)
    accept(store, [one for hour in hours for one in cases(2, hour)])
    table = shown(store)
    assert table.empty
    assert table.attrs["score"] is None


def test_a_week_suffices_and_says_that_nothing_is_compared_yet(store: Store) -> None:
    accept(
        store, [one for hour in range(hour_of(NOW) - 7 * DAY - 2 * HOUR, hour_of(NOW), HOUR) for one in cases(2, hour)]
    )
    table = shown(store)
    assert len(table) == 48
    assert set(table["expected"].iloc[:24]) == {None}
    assert table.attrs["score"] is None


def test_an_area_where_nothing_ever_was_has_none(steady: Store) -> None:
    assert shown(steady, area="s3").empty
    assert len(shown(steady, area="s2")) == 48


def test_it_is_told_anew_with_the_hour() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        hours = range(hour_of(NOW) - 9 * DAY, hour_of(NOW), HOUR)
        accept(store, [one for hour in hours for one in cases(2, hour)])
        first = shown(store)
        clock.now = moment("22 13:00")
        assert shown(store)["start"].iloc[0] == first["start"].iloc[0] + HOUR
