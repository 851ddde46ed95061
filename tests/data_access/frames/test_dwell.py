import pandas as pd

from data_access.frames import dwell
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import accept, moment, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return dwell.frame(reader, View(**view)).set_index("stage")


def fill(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "21 09:00"),
            said("1", "dispatched", "21 10:00"),
            said("1", "accepted", "22 10:00"),
            said("2", "collected", "22 08:00"),
            said("2", "dispatched", "22 10:00"),
            said("3", "collected", "22 12:00"),
        ],
    )


def test_stays_that_ended_beside_those_that_last(store: Store) -> None:
    fill(store)
    table = shown(store, source="hotline")
    assert table.loc["collected", ["inside", "n", "p50", "stuck"]].tolist() == [1, 1, 7200.0, 0]
    row = table.loc["dispatched"]
    assert (row["inside"], row["n"], row["p50"], row["stuck"], row["status"]) == (2, 0, None, 1, "warn")
    assert row["age_p50"] == (moment("22 12:34:56") - moment("21 22:00")) / 1e6
    assert table["inside"].sum() == 3


def test_nothing_is_stuck_before_its_limit(store: Store) -> None:
    fill(store)
    assert shown(store, as_of=moment("22 10:00"))["stuck"].sum() == 0
    assert shown(store, as_of=moment("22 10:00") + 1).loc["dispatched", "stuck"] == 1


def test_before_the_history_nobody_knows(store: Store) -> None:
    assert len(shown(store)) == 0


def test_an_empty_stage_has_no_ages(store: Store) -> None:
    accept(store, [said("1", "collected", "22 12:00")])
    row = shown(store).loc["handled"]
    assert row.tolist()[:6] == [0, 0, None, None, None, None]
    assert row["limit"] == 72 * 3600
