import pandas as pd
import pytest

from data_access.frames import handling
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import OUTSIDE, accept, only, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return handling.frame(reader, View(**view))


def fill(store: Store) -> None:
    """Forty in s1, thirty of them self-handled, four in s2, one nowhere; the day before ten in s1."""
    batch = [said(f"a{n}", "collected", "22 09:00", area="g1", self_handled=n < 30) for n in range(40)]
    batch += [said(f"b{n}", "collected", "22 09:00", area="g4") for n in range(4)]
    batch += [said("c", "collected", "22 09:00", **OUTSIDE)]
    batch += [said(f"d{n}", "collected", "21 09:00", area="g1", self_handled=n < 5) for n in range(10)]
    accept(store, batch)


def test_the_area_comes_first_and_its_children_add_up(store: Store) -> None:
    fill(store)
    table = shown(store)
    whole, below = table.iloc[0], table.iloc[1:]
    assert (whole["code"], whole["reported"], whole["self_handled"], whole["forwarded"]) == ("d", 45, 30, 15)
    assert (whole["self_value"], whole["self_previous_value"]) == (pytest.approx(30 / 45), 0.5)
    assert below["code"].tolist() == ["s1", "s2", "s3", "unlocated"]
    for name in ("reported", "self_handled", "forwarded"):
        assert below[name].sum() == whole[name]
    assert below["share"].sum() == pytest.approx(1)
    assert only(store)["self_handled_share"]["numerator"] == whole["self_handled"]


def test_an_area_that_files_most_is_marked(store: Store) -> None:
    fill(store)
    table = shown(store).set_index("code")
    assert table["status"].to_dict() == {"d": "n", "s1": "crit", "s2": "n", "s3": "n", "unlocated": "n"}
    assert table.loc["s3", ["reported", "self_value", "share"]].tolist() == [0, None, 0.0]


def test_an_only_child_does_not_dominate(store: Store) -> None:
    fill(store)
    table = shown(store, area="s2")
    assert table[["code", "status"]].to_numpy().tolist() == [["s2", "n"], ["c3", "n"]]
    leaf = shown(store, area="g1")
    assert leaf["code"].tolist() == ["g1"]
    assert leaf["reported"].tolist() == [40]


def test_nothing_reported_and_before_history(store: Store) -> None:
    assert len(shown(store)) == 0
    fill(store)
    assert len(shown(store, source="app")) == 0
    assert shown(store, window="7d").iloc[0]["reported_previous"] is None
