import pandas as pd

from data_access.frames.honours import frame
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import accept, reading, said

WEEK = View(scene="scores", window="7d")


def shown(store: Store) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, WEEK)


def listed(table: pd.DataFrame, name: str, kind: str) -> list[str]:
    chosen = table[(table["list"] == name) & (table["kind"] == kind)]
    return list(chosen["code"])


def test_lists_of_every_kind_and_counts_of_urging(store: Store) -> None:
    accept(store, [step for number in range(6) for step in course(f"a{number}", post="p1")])
    late = {"department": "gongan", "area": "g4", "handled": "13:00"}
    accept(store, [step for number in range(6) for step in course(f"b{number}", **late)])  # type: ignore[arg-type]
    accept(store, [said("b0", "urged", "20 12:30"), said("b0", "supervised", "20 12:40")])
    table = shown(store)
    assert listed(table, "red", "department") == ["chengguan"]
    assert listed(table, "black", "department") == ["gongan"]
    assert (listed(table, "red", "post"), listed(table, "black", "post")) == (["p1"], [])
    (urged,) = table[table["list"] == "urged"].to_dict("records")
    assert (urged["label"], urged["urged"], urged["supervised"]) == ("公安局", 1, 1)
    assert list(table[table["list"] == "hotline"]["left_out"]) == ["not_held", "not_held", "nothing"]
    assert table.attrs["posts"] is True
    assert table.attrs["ranked"] == {"department": 2, "area": 2, "post": 1}
    assert table.attrs["level"] == "street"


def test_nothing_at_all(store: Store) -> None:
    table = shown(store)
    assert table.empty
    assert table.attrs["posts"] is False
