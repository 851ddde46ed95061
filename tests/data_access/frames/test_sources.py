import pandas as pd
import pytest

from data_access.frames import sources
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import accept, moment, only, reading, said


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return sources.frame(reader, View(**view))


def fill(store: Store) -> None:
    batch = [said(f"a{n}", "collected", "22 01:00", self_handled=n == 0) for n in range(3)]
    batch += [said("b", "collected", "22 12:00", source="worker", area="g4")]
    batch += [said("c", "collected", "21 09:00", source="worker")]
    accept(store, batch)


def test_what_each_source_gave_and_how_old_it_is(store: Store) -> None:
    fill(store)
    table = shown(store).set_index("source")
    assert table.loc["hotline", ["reported", "share", "self_handled", "previous"]].tolist() == [3, 0.75, 1, 0]
    assert table.loc["worker", ["reported", "previous", "share_previous"]].tolist() == [1, 1, 1.0]
    assert table.loc["worker", "last_at"] == moment("22 12:00")
    assert table["silent"].to_dict() == {"hotline": True, "worker": False, "app": False}
    assert table["reported"].sum() == only(store)["reported"]
    assert shown(store).attrs["diversity"] == pytest.approx(only(store)["source_diversity"])
    assert (shown(store).attrs["active"], shown(store).attrs["known"]) == (2, 3)


def test_a_source_that_never_gave_anything_has_no_data_rather_than_none(store: Store) -> None:
    fill(store)
    row = shown(store).set_index("source").loc["app"]
    assert row[["reported", "share", "self_handled", "last_at", "previous"]].tolist() == [None] * 5
    assert shown(store, area="s2").set_index("source").loc["hotline", "reported"] == 0


def test_the_past_is_told_as_it_was(store: Store) -> None:
    fill(store)
    past = shown(store, as_of=moment("22 03:00")).set_index("source")
    assert past["last_at"].to_dict() == {"hotline": moment("22 01:00"), "worker": moment("21 09:00"), "app": None}
    assert past["silent"].to_dict() == {"hotline": False, "worker": False, "app": False}
    assert shown(store, as_of=moment("22 06:01")).set_index("source").loc["hotline", "silent"]
    assert shown(store, as_of=moment("22 00:30")).set_index("source").loc["hotline", "reported"] is None


def test_a_filter_by_source_leaves_that_source(store: Store) -> None:
    fill(store)
    assert shown(store, source="worker")["source"].tolist() == ["worker"]
    assert shown(store, source="worker").attrs["diversity"] == 1
    assert shown(store, as_of=moment("01 00:00")).attrs["diversity"] is None
