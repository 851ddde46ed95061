from typing import Any

import pandas as pd
import pytest

from data_access.clock import DAY, HOUR
from data_access.frames.hotspots import COLUMNS, frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import burst, code, fill, lattice, ordinary
from tests.data_access.worlds import NOW, reading, world

BLOCK = tuple((column, row) for row in (1, 2, 3) for column in (4, 5, 6))
"""On both sides of the border between two streets."""


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def test_a_spot_in_words_and_numbers() -> None:
    with lattice() as store:
        fill(store, ordinary(), burst(BLOCK, 9, category="city", department="chengguan"))
        table = shown(store, window="7d")
        english = shown(store, window="7d", language="en")
    (row,) = table.to_dict("records")
    assert list(table.columns) == list(COLUMNS)
    assert (row["number"], row["kind"], row["status"], row["seconds"]) == (1, "new", "crit", 86_400)
    assert {row["label"], row["others"]} == {"sw街道", "se街道"}
    assert (row["category_label"], row["department_label"]) == ("城市管理", "城管局")
    assert row["cases"][-1] == row["count"]
    assert row["usual"] == pytest.approx(row["areas"], rel=0.2)
    assert row["area"] in ("sw", "se")
    assert english["category_label"].tolist() == ["City"]
    attrs = table.attrs
    assert (attrs["judged"], attrs["level"], attrs["rated"], attrs["missing"]) == (100, "grid", True, "")
    assert attrs["seconds"] == [86_400]
    assert (attrs["q"], attrs["weeks"]) == (0.05, 4)


def test_what_is_not_judged_says_why() -> None:
    with lattice(drawn=False) as store:
        assert shown(store).attrs["missing"] == "geometry"
    with lattice() as store:
        assert shown(store, area=code(0, 0)).attrs["missing"] == "leaf"
        assert shown(store).attrs["missing"] == ""
        assert shown(store).attrs["seconds"] == [4 * 3600, 86_400]
    with world() as store:
        assert shown(store).attrs["missing"] == "few"


def test_nothing_and_the_past_have_no_rows() -> None:
    with lattice() as store:
        for told in ([], ordinary(2)):
            fill(store, told)
            for view in ({}, {"as_of": 0}, {"window": "30d"}, {"area": "sw"}, {"source": "nobody"}):
                assert shown(store, **view).empty
        fill(store, burst(BLOCK, 9))
        assert shown(store, as_of=NOW - DAY - HOUR).empty
