"""Kinds by area: counts that add up, the usual of the weeks before, and what stands out."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE, Micros, format_instant
from data_access.frames.matrix import COLUMNS, frame
from data_access.risk.deviation import deviations
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, OUTSIDE, Clock, accept, moment, only, reading, said, world

_numbers = iter(range(10**9))


def cases(count: int, at: Micros, area: str = "g1", category: str = "city/street", **more: Any) -> list[dict[str, Any]]:
    place = {"area": area} if area else OUTSIDE
    return [
        said(f"m{next(_numbers)}", "collected", at + number, category=category, **place, **more)
        for number in range(count)
    ]


def shown(store: Store, scope: str = "", **view: Any) -> pd.DataFrame:
    with reading(store, scope) as reader:
        return frame(reader, View(**view))


def cells(table: pd.DataFrame, name: str) -> dict[tuple[str, str], Any]:
    return {(row["category"], row["child"]): row[name] for row in table.to_dict("records")}


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """Now 12 street cases in s1, 2 in s2, 3 of fire in s2 and one nowhere; for four weeks before, the same day of the
    week: 4 street cases in s1, 4 in s2; each week before those one case long ago."""
    with world() as store:
        accept(store, cases(1, NOW - 60 * DAY))
        for week in range(1, 5):
            at = NOW - week * 7 * DAY - 2 * HOUR
            accept(store, [*cases(4, at), *cases(4, at, "g4")])
        accept(store, cases(12, NOW - 2 * HOUR))
        accept(
            store, [*cases(2, NOW - HOUR, "g4"), *cases(3, NOW - HOUR, "g4", "safety/fire"), *cases(1, NOW - HOUR, "")]
        )
        yield store


def test_every_kind_and_child_once_the_most_first(filled: Store) -> None:
    table = shown(filled)
    assert list(table.columns) == list(COLUMNS)
    assert cells(table, "count") == {
        ("city", "s1"): 12, ("city", "s2"): 2, ("city", "s3"): 0, ("city", "unlocated"): 1,
        ("safety", "s1"): 0, ("safety", "s2"): 3, ("safety", "s3"): 0, ("safety", "unlocated"): 0,
    }  # fmt: skip
    assert table["category"].tolist() == ["city"] * 4 + ["safety"] * 4
    assert table["drill"].tolist() == [True, True, True, False] * 2
    assert (table.attrs["reported"], table.attrs["periods"], table.attrs["level"]) == (18, 4, "street")


def test_usual_is_the_mean_of_the_same_window_in_four_weeks(filled: Store) -> None:
    found = cells(shown(filled), "usual")
    assert found["city", "s1"] == pytest.approx(4)
    assert found["city", "s2"] == pytest.approx(4)
    assert (found["safety", "s2"], found["city", "s3"]) == (0, 0)


def test_what_stands_out_is_marked_and_what_is_few_is_not(filled: Store) -> None:
    table = shown(filled)
    z, status = cells(table, "z"), cells(table, "status")
    assert z["city", "s1"] == pytest.approx(float(deviations([12], [4.0], 4)[0]), abs=1e-3)
    assert z["city", "s1"] >= 2.5
    assert z["city", "s2"] < 0
    assert z["safety", "s2"] > 2
    assert set(status.values()) == {"n"}
    accept_more = cases(4, NOW - HOUR)
    with world() as store:
        accept(
            store,
            [
                *cases(1, NOW - 60 * DAY),
                *(one for week in range(1, 5) for one in cases(4, NOW - week * 7 * DAY - HOUR)),
            ],
        )
        accept(store, [*cases(13, NOW - 2 * HOUR), *accept_more])
        assert cells(shown(store), "status")["city", "s1"] == "warn"


def test_kinds_with_a_filter_are_those_below_it(filled: Store) -> None:
    table = shown(filled, category="city")
    assert set(table["category"]) == {"city/street"}
    assert table["count"].sum() == only(filled, category="city")["reported"] == 15
    assert set(shown(filled, category="city/street")["category"]) == {"city/street"}


@pytest.mark.parametrize(
    "view",
    [
        {}, {"window": "7d"}, {"window": "30d"}, {"window": "today"}, {"area": "s1"}, {"area": "c1"}, {"area": "g1"},
        {"area": "s3"}, {"source": "worker"}, {"department": "unassigned"}, {"as_of": NOW - 8 * DAY},
        {"as_of": NOW - 90 * MINUTE},
        {"window": f"{format_instant(NOW - 30 * HOUR)}/PT29H"},
    ],
    ids=str,
)  # fmt: skip
def test_the_cells_add_up_to_what_was_reported(filled: Store, view: dict[str, Any]) -> None:
    assert shown(filled, **view)["count"].sum() == only(filled, **view)["reported"]


def test_a_leaf_is_its_own_only_column(filled: Store) -> None:
    table = shown(filled, area="g1")
    assert set(table["child"]) == {"g1"}
    assert cells(table, "count") == {("city", "g1"): 12}
    assert cells(table, "usual") == {("city", "g1"): pytest.approx(4)}
    assert not table["drill"].any()
    assert table.attrs["level"] is None


def test_the_usual_needs_history_of_the_whole_window() -> None:
    with world() as store:
        accept(store, [*cases(3, NOW - 8 * DAY), *cases(6, NOW - HOUR)])
        table = shown(store)
        assert (table.attrs["periods"], cells(table, "usual")["city", "s1"]) == (1, pytest.approx(3))
        month = shown(store, window="30d")
        assert (month.attrs["periods"], set(month["usual"]), set(month["z"])) == (0, {None}, {None})
        assert set(month["status"]) == {"n"}


def test_windows_of_weeks_are_compared_with_windows_apart_from_them() -> None:
    with world() as store:
        accept(store, cases(1, NOW - 200 * DAY))
        accept(store, [*cases(7, NOW - 36 * DAY), *cases(5, NOW - 29 * DAY)])
        table = shown(store, window="30d")
        # Five weeks back: what lies in the window itself is no part of its usual.
        assert (cells(table, "count")["city", "s1"], cells(table, "usual")["city", "s1"]) == (5, pytest.approx(7))


def test_a_child_with_few_cases_takes_the_mix_of_all() -> None:
    with world() as store:
        accept(store, cases(1, NOW - 60 * DAY))
        for week in range(1, 5):
            at = NOW - week * 7 * DAY - HOUR
            accept(store, [*cases(20, at), *cases(20, at, category="safety/fire"), *cases(1, at, "g4")])
        accept(store, cases(1, NOW - HOUR))
        usual = cells(shown(store), "usual")
        assert usual["city", "s1"] == pytest.approx(20, rel=0.1)
        assert 0 < usual["safety", "s2"] < 0.5 < usual["city", "s2"] < 1
        assert usual["city", "s2"] + usual["safety", "s2"] == pytest.approx(1)


def test_nothing_and_before_history() -> None:
    with world() as store:
        assert shown(store).empty
        accept(store, cases(1, moment("22 09:00")))
        assert shown(store, as_of=moment("01 00:00")).empty
        assert shown(store, window=f"{format_instant(NOW + DAY)}/PT6H").empty


def test_the_usual_of_before_is_kept_while_counts_go_on() -> None:
    clock = Clock()
    with world(clock=clock) as store:
        accept(store, cases(2, NOW - HOUR))
        assert shown(store)["count"].sum() == 2
        accept(store, cases(1, NOW - HOUR))
        assert shown(store)["count"].sum() == 3
