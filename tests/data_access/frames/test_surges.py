"""Surges: the rows of a window, what is expected of them, their limits and what is marked."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE, Micros, format_instant, from_micros, parse_instant
from data_access.frames.surges import COLUMNS, frame
from data_access.risk.baseline import DayTypes
from data_access.risk.surges import LAMBDA, poisson_ewma
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said, world

_numbers = iter(range(10**9))
BEGIN = NOW - 63 * DAY


def cases(count: int, at: Micros, area: str = "g1") -> list[dict[str, Any]]:
    return [said(f"s{next(_numbers)}", "collected", at + number, area=area) for number in range(count)]


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


@pytest.fixture(scope="module")
def busy() -> Iterator[Store]:
    """Nine weeks of two cases an hour in s1, a burst of 20 at 05:00 today; one case a week in s2, 4 of them today."""
    with world() as store:
        hours = range(BEGIN - BEGIN % HOUR, NOW - HOUR, HOUR)
        accept(store, [one for hour in hours for one in cases(2, hour + MINUTE)])
        accept(store, cases(18, moment("22 05:10")))
        accept(store, [one for week in range(1, 9) for one in cases(1, NOW - week * 7 * DAY, "g4")])
        accept(store, cases(4, NOW - 5 * HOUR, "g4"))
        yield store


def test_a_day_is_24_hours_and_what_has_come_of_the_next(busy: Store) -> None:
    table = shown(busy, area="s1")
    assert list(table.columns) == list(COLUMNS)
    assert (table["start"].iloc[0], table["start"].iloc[-1]) == (moment("21 12:00"), moment("22 12:00"))
    assert set(table["seconds"]) == {3600}
    assert table["share"].tolist()[:-1] == [1.0] * 24
    assert table["share"].iloc[-1] == pytest.approx((34 * 60 + 56) / 3600)
    assert table["count"].sum() == 24 * 2 + 18 - 2 + 2
    assert table["expected"].tolist()[:-1] == pytest.approx([2.0] * 24)
    assert (table.attrs["method"], table.attrs["known"]) == ("ewma", 25)


def test_the_limits_are_those_of_the_ewma_in_two_ways(busy: Store) -> None:
    table = shown(busy, area="s1").iloc[:-1]
    counts = [2] * 24 + [int(one) for one in table["count"]]
    ewma = poisson_ewma(counts, [2.0] * 48)
    assert table["smooth"].tolist() == pytest.approx(ewma.z[24:].tolist())
    assert table["upper"].tolist() == pytest.approx(ewma.upper[24:].tolist())
    # A count at the ceiling would bring the average to its limit.
    before = [float(one) for one in ewma.z[23:-1]]
    for row, carried in zip(table.to_dict("records"), before, strict=True):
        assert LAMBDA * row["ceiling"] + (1 - LAMBDA) * carried >= row["upper"] - 1e-9
        assert (row["smooth"] > row["upper"]) == (row["count"] > row["ceiling"]) or row["ceiling"] == 0


def test_the_burst_is_marked_and_its_echo_is_not(busy: Store) -> None:
    table = shown(busy, area="s1")
    over = table[table["over"]]
    assert over["start"].tolist() == [moment("22 05:00")]
    assert table.attrs["over"] == 1
    echo = table[table["start"] == moment("22 06:00")].iloc[0]
    # The average is still above its limit, but the hour brought no more than usual.
    assert echo["smooth"] > echo["upper"]
    assert not echo["over"]


def test_a_longer_window_is_seven_days_by_three_local_hours(busy: Store) -> None:
    for window in ("7d", "30d"):
        table = shown(busy, area="s1", window=window)
        assert len(table) == 57
        assert set(table["seconds"]) == {3 * 3600}
        assert table["start"].iloc[-1] == moment("22 12:00")
        assert table["expected"].tolist() == pytest.approx([6.0] * 57)
        assert table["share"].iloc[-1] == pytest.approx((34 * 60 + 56) / 10_800)
        assert table[table["over"]]["start"].tolist() == [moment("22 03:00")]


def test_few_a_day_are_judged_by_the_exact_tail_of_the_day(busy: Store) -> None:
    table = shown(busy, area="s2")
    assert table.attrs["method"] == "exact"
    assert (len(table), set(table["seconds"])) == (14, {86_400})
    assert table["count"].tolist()[-1] == 4
    today = table.iloc[-1]
    assert today["p"] == pytest.approx(0.0, abs=1e-3)
    assert today["over"]
    assert today["count"] > today["ceiling"]
    assert table.attrs["over"] == 1
    week_ago = table.iloc[-8]
    assert (week_ago["count"], week_ago["over"]) == (1, False)


def test_the_window_s_end_is_the_end(busy: Store) -> None:
    table = shown(busy, area="s1", window=f"{format_instant(moment('22 00:00'))}/{format_instant(moment('22 06:00'))}")
    assert table["start"].iloc[-1] == moment("22 05:00")
    assert (len(table), table["share"].iloc[-1]) == (24, 1.0)


def test_as_of_then_is_what_was_shown_then(busy: Store) -> None:
    past = shown(busy, area="s1", as_of=moment("22 05:30"))
    assert past["count"].iloc[-1] == 20
    assert past["over"].iloc[-1]
    assert past["share"].iloc[-1] == 0.5
    earlier = shown(busy, area="s1", as_of=moment("22 05:05"))
    assert not earlier["over"].any()


def test_under_a_week_of_history_nothing_is_judged(store: Store) -> None:
    accept(store, [one for hour in range(NOW - 5 * DAY, NOW, HOUR) for one in cases(3, hour)])
    accept(store, cases(50, NOW - 2 * HOUR))
    table = shown(store)
    assert len(table) == 25
    assert table["count"].sum() >= 50
    assert (set(table["expected"]), set(table["ceiling"]), table.attrs["known"]) == ({None}, {None}, 0)
    assert not table["over"].any()


def test_nothing_at_all(store: Store) -> None:
    assert shown(store).empty
    accept(store, cases(1, NOW - HOUR))
    assert shown(store, as_of=moment("01 00:00")).empty
    assert shown(store, window=f"{format_instant(NOW + DAY)}/PT6H").empty
    assert shown(store)["count"].sum() == 1


def test_a_holiday_is_expected_to_be_like_a_sunday() -> None:
    # 1 October 2026, a Thursday, is a holiday; so is 25 September, a Friday, for which Sunday the 20th is worked.
    holiday = parse_instant("2026-10-01T00:00:00+08:00")
    days = DayTypes(ZoneInfo("Asia/Shanghai"))
    with world() as store:
        for day in range(1, 57):
            midnight = holiday - day * DAY
            local = from_micros(midnight).astimezone(days.zone).date()
            per_hour = 1 if days.weekday(local) == 6 else 3
            accept(store, [one for hour in range(24) for one in cases(per_hour, midnight + hour * HOUR)])
        table = shown(store, as_of=holiday + DAY)
        assert table["start"].tolist() == list(range(holiday, holiday + DAY, HOUR))
        assert table["expected"].tolist() == pytest.approx([1.0] * 24)
