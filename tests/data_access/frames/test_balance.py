import pandas as pd

from data_access.frames import balance
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, only, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return balance.frame(reader, View(**view))


def fill(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "21 09:00"),
            said("1", "handled", "22 10:30"),
            said("2", "collected", "22 10:10", due_at="22 11:00"),
            said("3", "collected", "22 10:20"),
            said("3", "handled", "22 12:10"),
        ],
    )


def test_bars_add_up_and_the_line_is_the_level_at_their_ends(store: Store) -> None:
    fill(store)
    table = shown(store)
    assert (table["reported"].sum(), table["closed"].sum()) == (2, 2)
    at = table.set_index("bucket")
    assert at.loc[moment("22 10:00"), ["reported", "closed", "open", "overdue"]].tolist() == [2, 1, 2, 0]
    assert at.loc[moment("22 11:00"), ["reported", "closed", "open", "overdue"]].tolist() == [0, 0, 2, 1]
    assert at.loc[moment("22 12:00"), ["reported", "closed", "open", "overdue"]].tolist() == [0, 1, 1, 1]
    counts = {"reported": 2, "closed": 2, "open": 1, "open_before": 1}
    assert table.attrs == {"start": moment("21 12:34:56"), **counts, "moments": []}


def test_it_agrees_with_the_measures_for_any_t(store: Store) -> None:
    fill(store)
    for at in (NOW, moment("22 11:30"), moment("22 10:15"), moment("22 10:00"), moment("21 09:00")):
        for window in ("today", "24h", "7d"):
            table, row = shown(store, as_of=at, window=window), only(store, as_of=at, window=window)
            facts = table.attrs
            assert (facts["reported"], facts["closed"]) == (row["reported"], row["closed"])
            assert (table["reported"].sum(), table["closed"].sum()) == (row["reported"], row["closed"])
            if facts["open"] is not None:
                assert facts["open"] == row["open"]


def test_what_is_to_come_and_what_lies_before_history_is_unknown(store: Store) -> None:
    fill(store)
    table = shown(store, window="today")
    assert table[table["bucket"] > NOW]["open"].tolist() == [None] * 11
    assert shown(store, as_of=moment("12 09:00"))["reported"].tolist() == [None] * 24
    assert shown(store, as_of=moment("12 09:00")).attrs["open_before"] is None
    assert shown(store, window="7d").attrs["open_before"] is None
