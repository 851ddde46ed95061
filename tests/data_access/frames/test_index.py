from typing import Any

import pandas as pd
import pytest

from data_access.clock import HOUR, MINUTE, hour_of
from data_access.frames.index import COLUMNS, frame
from data_access.risk.index_rules import PARTS
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.risk.lattice import burst, case, code, fill, lattice, ordinary
from tests.data_access.worlds import NOW, reading, said


def shown(store: Store, **view: Any) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(**view))


def test_the_highest_first_and_the_parts_make_the_index() -> None:
    with lattice() as store:
        fill(store, ordinary(), burst([(7, 7)], 40))
        table = shown(store)
    assert list(table.columns) == list(COLUMNS)
    ranked = table.drop_duplicates("code")
    assert ranked["code"].iloc[0] == "ne"
    assert ranked["index"].tolist() == sorted(ranked["index"], reverse=True)
    for _, rows in table.groupby("code"):
        assert rows["part"].tolist() == list(PARTS)
        assert rows["points"].sum() == pytest.approx(rows["index"].iloc[0])
        assert rows["weight"].sum() == 100
    attrs = table.attrs
    assert (attrs["opened"], attrs["chosen"], attrs["ranked"]) == ("ne", False, 4)
    assert attrs["end"] == hour_of(NOW)
    assert attrs["of_whole"] < ranked["index"].iloc[0]


def test_an_area_is_opened_by_the_focus_also_two_levels_down() -> None:
    with lattice() as store:
        fill(store, ordinary(3))
        assert shown(store, focus="index:sw").attrs["opened"] == "sw"
        below = shown(store, focus=f"index:{code(7, 7)}")
        assert shown(store, focus="index:nowhere").attrs["opened"] in ("sw", "se", "nw", "ne")
    assert below.attrs["opened"] == code(7, 7)
    assert below.attrs["chosen"]
    assert below["code"].iloc[-1] == code(7, 7)
    assert below["code"].nunique() == 5


def test_the_cases_that_weigh_most_are_listed() -> None:
    told = [
        case("mild", NOW - 5 * HOUR, 0, 0, severity=1, due_at=NOW - 4 * HOUR, title="轻"),
        case("late", NOW - 5 * HOUR, 0, 1, severity=4, due_at=NOW - HOUR, title="重且超期"),
        case("soon", NOW - 5 * HOUR, 0, 1, severity=4, due_at=NOW + HOUR),
        case("open", NOW - 5 * HOUR, 1, 1, severity=4),
        case("done", NOW - 5 * HOUR, 1, 1, severity=5),
        said("done", "handled", NOW - 4 * HOUR),
        case("else", NOW - 5 * HOUR, 9, 9, severity=5),
    ]
    with lattice() as store:
        cases = shown(fill(store, told), focus="index:sw").attrs["cases"]
        before = shown(store, focus="index:sw", as_of=NOW - 4 * HOUR - MINUTE).attrs["cases"]
    assert [one["event_id"] for one in cases] == ["late", "soon", "open", "mild"]
    assert (cases[0]["title"], cases[0]["over_seconds"]) == ("重且超期", 3600)
    assert (cases[1]["over_seconds"], cases[2]["over_seconds"]) == (-3600, None)
    assert cases[2]["age_seconds"] == 5 * 3600
    assert before[0]["event_id"] == "done"


def test_nothing_known_stands_last_and_is_no_zero() -> None:
    with lattice() as store:
        empty = shown(store)
        fill(store, ordinary(3), [case("1", NOW - HOUR, 0, 0)])
        leaf = shown(store, area=code(0, 0))
        past = shown(store, as_of=0)
    for table in (empty, past):
        assert table["index"].isna().all()
        assert table["points"].isna().all()
        assert table.attrs["cases"] == []
    assert leaf["code"].unique().tolist() == [code(0, 0)]
    assert not leaf["drill"].any()
    assert leaf.attrs["ranked"] == 0
    assert leaf[leaf["part"] == "hot_spot"]["missing"].tolist() == ["leaf"]
