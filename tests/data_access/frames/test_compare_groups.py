"""Departments, kinds and sources of two sides, and the bars of their course."""

from typing import Any

import pandas as pd
import pytest

from data_access.frames import compare_categories, compare_course, compare_departments, compare_sides, compare_sources
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import accept, measures, moment, reading, said


def shown(module: Any, store: Store, scope: str = "", **view: Any) -> pd.DataFrame:
    with reading(store, scope) as reader:
        found: pd.DataFrame = module.frame(reader, View(**view))
    return found


def fill(store: Store) -> None:
    def case(name: str, at: str, area: str, source: str, category: str, department: str) -> list[dict[str, Any]]:
        told = {"source": source}
        return [
            said(name, "collected", at, area=area, category=category, **told, due_at=moment(at) + 3_600_000_000),
            said(name, "dispatched", at, department=department, **told),
            said(name, "accepted", moment(at) + 600_000_000, department=department, **told),
        ]

    accept(store, case("1", "22 09:00", "g1", "hotline", "city/street", "chengguan"))
    accept(store, case("2", "22 09:10", "g1", "hotline", "city/street", "chengguan"))
    accept(store, case("3", "22 09:20", "g2", "worker", "safety", "gongan"))
    accept(store, case("4", "22 09:30", "g4", "worker", "safety", "gongan"))
    accept(store, case("5", "21 09:30", "g1", "hotline", "city/street", "chengguan"))


def test_rows_hold_what_both_sides_counted_the_largest_difference_first(store: Store) -> None:
    fill(store)
    table = shown(compare_sources, store, area="s1", against="area:s2")
    columns = ["source", "reported", "other_reported", "difference", "change"]
    assert table[columns].values.tolist() == [["hotline", 2, 0, 2, None], ["worker", 1, 1, 0, 0.0]]
    assert table["share"].tolist() == [2 / 3, 1 / 3]
    assert table["other_share"].tolist() == [0.0, 1.0]
    kinds = shown(compare_categories, store, window="today", against="previous")
    assert kinds[["category", "reported", "other_reported"]].values.tolist() == [
        ["safety", 2, 0],
        ["city/street", 2, 1],
    ]


def test_departments_carry_their_punctuality_and_response(store: Store) -> None:
    fill(store)
    table = shown(compare_departments, store, window="today").set_index("department")
    assert table.loc["chengguan", ["reported", "other_reported", "n", "other_n"]].tolist() == [2, 1, 2, 1]
    assert table.loc["chengguan", ["p50", "other_p50"]].tolist() == pytest.approx([600.0, 600.0], rel=0.01)
    assert table.loc["gongan", ["on_time_value", "other_on_time_value", "other_p50"]].tolist() == [0.0, None, None]
    assert set(table["on_time_verdict"]) == {"few"}


def test_both_sides_add_up_to_their_measures(store: Store) -> None:
    fill(store)
    for module in (compare_sources, compare_categories, compare_departments):
        table = shown(module, store, area="s1", against="area:s2")
        for column, area in (("reported", "s1"), ("other_reported", "s2")):
            assert table[column].sum() == measures(store, area=area)[0]["reported"]


def test_the_bars_of_the_window_before_lie_on_those_of_this_one(store: Store) -> None:
    fill(store)
    table = shown(compare_course, store, window="today")
    bar = table.set_index("bucket").loc[moment("22 09:00")]
    assert bar[["reported", "other_reported", "open", "other_open"]].tolist() == [4, 1, 5, 1]
    assert bar["other_bucket"] == moment("21 09:00")
    assert table.attrs["own"] == {"reported": 4, "closed": 0, "open": 5}
    # Today is not over; yesterday is known as far as that.
    assert table[table["bucket"] > moment("22 12:30")]["other_open"].tolist() == [None] * 11
    areas = shown(compare_course, store, area="s1", against="area:s2")
    assert areas["bucket"].tolist() == areas["other_bucket"].tolist()
    assert (areas.attrs["own"]["reported"], areas.attrs["other"]["reported"]) == (3, 1)


def test_what_may_be_compared_with_lies_beside_or_above_within_the_scope(store: Store) -> None:
    def choices(scope: str = "", **view: Any) -> list[tuple[str, str, bool]]:
        table = shown(compare_sides, store, scope, **view)
        rows = table[table["part"] == "choice"]
        return list(zip(rows["kind"], rows["code"], rows["chosen"], strict=True))

    before = ("previous", "previous", True)
    assert choices() == [before]
    assert choices(area="c1") == [before, ("sibling", "c2", False), ("above", "s1", False), ("above", "d", False)]
    assert choices("s1", area="c1") == [before, ("sibling", "c2", False), ("above", "s1", False)]
    assert choices("s1") == choices("s1", area="s1") == [before]
    chosen = choices(area="s1", against="area:s3")
    assert [code for _, code, on in chosen if on] == ["s3"]


def test_the_sides_say_what_and_when_they_are(store: Store) -> None:
    fill(store)
    own, other = shown(compare_sides, store, window="today").to_dict("records")[:2]
    assert (own["label"], other["label"], other["kind"]) == ("名d", "名d", "previous")
    assert (own["start_at"], other["start_at"]) == (moment("22 00:00"), moment("21 00:00"))
    table = shown(compare_sides, store, area="s1", against="area:s2", language="en")
    assert table.loc[1, ["kind", "code", "label", "level"]].tolist() == ["area", "s2", "Name s2", "street"]
