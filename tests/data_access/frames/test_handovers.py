import pandas as pd

from data_access.frames import handovers
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import accept, moment, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return handovers.frame(reader, View(**view))


def of(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    return table[table["kind"] == kind].reset_index(drop=True)


def fill(store: Store) -> None:
    """One case goes there and back, one is returned and stays, one is taken, one moved on before it was dispatched."""
    accept(
        store,
        [
            said("1", "collected", "22 09:00", title="推来推去"),
            said("1", "dispatched", "22 09:10", department="chengguan"),
            said("1", "returned", "22 09:20", department="chengguan"),
            said("1", "dispatched", "22 09:30", department="gongan"),
            said("1", "returned", "22 09:40", department="gongan"),
            said("1", "dispatched", "22 09:50", department="chengguan"),
            said("1", "accepted", "22 10:00"),
            said("2", "collected", "22 09:00"),
            said("2", "dispatched", "22 09:10", department="gongan"),
            said("2", "returned", "22 11:00", department="gongan"),
            said("3", "collected", "22 09:00"),
            said("3", "dispatched", "22 09:10", department="chengguan"),
            said("3", "accepted", "22 09:15"),
            said("4", "collected", "22 09:00", department="gongan"),
            said("4", "dispatched", "22 09:10", department="chengguan"),
        ],
    )


def test_departments_by_what_they_took_and_pushed(store: Store) -> None:
    fill(store)
    table = shown(store)
    rows = of(table, "department").set_index("department")
    columns = ["received", "returned", "handed_on", "pushed"]
    assert rows.loc["gongan", columns].tolist() == [2, 2, 1, 2]
    assert rows.loc["chengguan", columns].tolist() == [4, 1, 1, 1]
    assert rows.loc["chengguan", "share"] == 0.25
    assert rows.loc["chengguan", ["n", "limit"]].tolist() == [2, 1800.0]
    assert list(rows.index) == ["gongan", "chengguan"]
    assert {name: table.attrs[name] for name in ("handovers", "returns", "long")} == {
        "handovers": 2,
        "returns": 3,
        "long": 1,
    }


def test_pairs_and_chains(store: Store) -> None:
    fill(store)
    table = shown(store, language="en")
    assert of(table, "pair")[["department", "to", "count"]].to_numpy().tolist() == [
        ["chengguan", "gongan", 1],
        ["gongan", "chengguan", 1],
    ]
    (chain,) = of(table, "chain").to_dict("records")
    assert chain["path"] == ["chengguan", "gongan", "chengguan"]
    assert chain["path_labels"] == ["Urban management", "Police", "Urban management"]
    assert (chain["event_id"], chain["title"], chain["count"], chain["open"]) == ("1", "推来推去", 2, True)
    assert chain["at"] == moment("22 09:50")


def test_everything_is_as_of_t(store: Store) -> None:
    fill(store)
    at = moment("22 09:45")
    table = shown(store, as_of=at)
    rows = of(table, "department").set_index("department")
    assert rows.loc["gongan", ["received", "pushed"]].tolist() == [2, 1]
    assert rows.loc["chengguan", ["received", "pushed"]].tolist() == [3, 1]
    assert len(of(table, "chain")) == 0
    assert len(of(table, "pair")) == 1


def test_a_filter_by_department_chooses_rows_not_cases(store: Store) -> None:
    fill(store)
    table = shown(store, department="gongan")
    whole = of(shown(store), "department").set_index("department").loc["gongan", ["received", "pushed", "share"]]
    (row,) = of(table, "department").to_dict("records")
    assert [row["received"], row["pushed"], row["share"]] == whole.tolist()
    assert len(of(table, "pair")) == 2
    assert len(of(table, "chain")) == 1
    assert len(of(shown(store, department="other"), "chain")) == 0


def test_cases_dispatched_before_the_window_show_in_chains_only(store: Store) -> None:
    fill(store)
    window = "2026-11-22T09:45:00+08:00/2026-11-22T12:00:00+08:00"
    table = shown(store, window=window)
    assert len(of(table, "department")) == 0
    assert of(table, "chain")["event_id"].tolist() == ["1"]


def test_a_closed_case_is_no_warning_and_later_changes_do_not_count(store: Store) -> None:
    fill(store)
    accept(store, [said("1", "handled", "22 11:00"), said("1", "archived", "22 12:00", department="gongan")])
    table = shown(store)
    (chain,) = of(table, "chain").to_dict("records")
    assert (chain["count"], chain["open"], chain["status"]) == (2, False, "n")
    rows = of(table, "department").set_index("department")
    assert rows["received"].to_dict() == {"gongan": 2, "chengguan": 4}
