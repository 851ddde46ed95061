import pandas as pd

from data_access.frames import stuck
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return stuck.frame(reader, View(**view))


def fill(store: Store) -> None:
    accept(
        store,
        [
            # Nobody's for five hours; self-handled as long; with a department as long; nobody's for one hour.
            said("nobody", "collected", "22 07:00", title="无主"),
            said("own", "collected", "22 07:00", self_handled=True),
            said("owned", "collected", "22 07:00", department="gongan"),
            said("young", "collected", "22 11:30"),
            # Dispatched two days ago, grave for four days, closed and never archived for five.
            said("slow", "collected", "20 07:00", department="gongan"),
            said("slow", "dispatched", "20 08:00"),
            said("grave", "collected", "18 07:00", department="gongan", severity=4),
            said("closed", "collected", "17 07:00", department="gongan"),
            said("closed", "handled", "17 08:00"),
        ],
    )


def test_stuck_and_unowned_cases_the_worst_first(store: Store) -> None:
    fill(store)
    table = shown(store)
    assert table[["event_id", "reason", "status"]].to_numpy().tolist() == [
        ["grave", "stage", "crit"],
        ["slow", "stage", "warn"],
        ["nobody", "unowned", "warn"],
        ["closed", "stage", "note"],
    ]
    assert table.attrs == {"stuck": 3, "unowned": 1}
    row = table.iloc[2]
    assert (row["title"], row["area_path"], row["department_label"]) == ("无主", "名s1 · 名c1", None)
    assert row["seconds"] == (NOW - moment("22 07:00")) / 1e6
    assert row["since"] == moment("22 07:00")


def test_a_limit_is_passed_only_after_it(store: Store) -> None:
    fill(store)
    at = moment("22 11:00")
    assert shown(store, as_of=at).attrs["unowned"] == 0
    assert shown(store, as_of=at + 1).attrs["unowned"] == 1
    assert shown(store, as_of=moment("21 08:00")).attrs["stuck"] == 2
    assert shown(store, as_of=moment("21 08:00") + 1).attrs["stuck"] == 3


def test_only_twenty_are_listed_and_all_are_counted(store: Store) -> None:
    accept(store, [said(str(number), "collected", moment("19 07:00") + number) for number in range(30)])
    table = shown(store)
    assert len(table) == 20
    assert table.attrs == {"stuck": 0, "unowned": 30}
    assert table["event_id"].tolist() == [str(number) for number in range(20)]
    assert shown(store, department="gongan").attrs == {"stuck": 0, "unowned": 0}
