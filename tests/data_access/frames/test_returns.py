"""What areas gave and what came back to them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data_access.frames import returns
from data_access.store.store import Store
from data_access.view import View
from tests.data_access import worlds
from tests.data_access.statistics.ground import CATALOGUE, TOTAL, accept, said, site
from tests.data_access.worlds import moment, reading

RETURNED = """
[metric."form.returned"]
zh = "回流数据"
en = "Records returned"
unit = "device"
level = "community"
period = "PT1H"
returned = true
"""


@pytest.fixture
def store() -> Iterator[Store]:
    with site(CATALOGUE + RETURNED) as found:
        accept(
            found,
            [
                said(TOTAL, "c1", 10),
                said("alone.elderly", "c1", 2),
                said("form.returned", "c1", 5),
                said("camera.online", "c1", 7, "22 01:00"),
                said(TOTAL, "c2", 4),
                said(TOTAL, "c3", 4),
            ],
        )
        yield found


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return returns.frame(reader, View(**view))


def states(table: pd.DataFrame, group: str) -> dict[str, Any]:
    rows = table[table["group"] == group]
    return dict(zip(rows["key"], rows["state"], strict=True))


def test_a_community_sees_what_it_gave_what_is_late_and_what_is_missing(store: Store) -> None:
    table = shown(store, area="c1")

    assert table.attrs["detail"] is True
    assert states(table, "given") == {
        TOTAL: "current",
        "camera.online": "stale",
        "visit.count": "missing",
        "visit.plan": "missing",
        "mood.score": "missing",
        "alone.elderly": "suppressed",
    }
    (row,) = table[table["key"] == TOTAL].to_dict("records")
    assert (row["value"], row["at"], row["unit"]) == (10, moment("22 12:00"), "台")
    assert row["age"] == pytest.approx(34 * 60 + 56)
    (kept_back,) = table[table["key"] == "alone.elderly"].to_dict("records")
    assert kept_back["value"] is None


def test_what_others_report_of_it_came_back(store: Store) -> None:
    table = shown(store, area="c1")

    assert states(table, "returned") == {"form.returned": "current"}
    assert (table.attrs["given"], table.attrs["returned"], table.attrs["rate"]) == (2, 1, 0.5)


def test_what_became_of_its_cases_came_back_too(store: Store) -> None:
    worlds.accept(
        store,
        [
            worlds.said("1", "collected", "22 09:00", due_at="22 10:00"),
            worlds.said("1", "handled", "22 09:30"),
            worlds.said("2", "collected", "22 09:00", due_at="22 10:00"),
        ],
    )
    rows = {row["key"]: row for row in shown(store, area="c1").to_dict("records") if row["group"] == "outcome"}

    assert rows["closed"]["value"] == 1
    assert (rows["on_time_rate"]["value"], rows["on_time_rate"]["denominator"]) == (0.5, 2)
    # Nobody was asked: no share of nothing.
    assert rows["satisfaction"]["value"] is None


def test_above_it_the_areas_below_are_counted(store: Store) -> None:
    table = shown(store, area="s1")

    assert table.attrs["detail"] is False
    counts = ["key", "expected", "given", "returned", "late", "missing", "rate", "status"]
    assert table[counts].to_numpy().tolist() == [
        ["c1", 6, 2, 1, 1, 3, 0.5, "crit"],
        ["c2", 6, 1, 0, 0, 6, 0.0, "warn"],
    ]
    assert (table.attrs["given"], table.attrs["returned"], table.attrs["rate"]) == (3, 1, pytest.approx(1 / 3))


def test_an_area_without_anything_given_has_no_rate(store: Store) -> None:
    (row,) = [row for row in shown(store).to_dict("records") if row["key"] == "s3"]

    assert (row["given"], row["rate"]) == (0, None)


def test_as_of_the_past_nothing_that_came_later_is_known(store: Store) -> None:
    table = shown(store, area="c1", as_of=moment("22 11:30"))

    assert states(table, "given")[TOTAL] == "missing"
