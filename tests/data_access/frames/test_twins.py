import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE
from data_access.frames import twins
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import NOW, accept, moment, reading, said

HERE = {"lon": 117.1, "lat": 34.2}
NEAR = {"lon": 117.1, "lat": 34.2005}
FAR = {"lon": 117.1, "lat": 34.2020}


def shown(store: Store, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return twins.frame(reader, View(**view))


def pair(store: Store, name: str = "", first: str | int = "22 09:00", second: str | int = "22 10:00") -> None:
    accept(
        store,
        [
            said(f"a{name}", "collected", first, source="worker", **HERE),
            said(f"b{name}", "collected", second, title="又报", **NEAR),
        ],
    )


def test_the_same_thing_from_two_sources(store: Store) -> None:
    pair(store)
    accept(store, [said("c", "collected", "22 10:30", source="app", **FAR)])
    accept(store, [said("d", "collected", "22 10:30", source="app", category="safety", **HERE)])
    (row,) = shown(store).to_dict("records")
    assert (row["event_id"], row["first_event_id"], row["event_ids"]) == ("b", "a", ["a", "b"])
    assert (row["source_label"], row["first_source_label"], row["sources"]) == ("热线", "网格员", ["网格员", "热线"])
    assert row["metres"] == pytest.approx(55.6, rel=0.01)
    assert (row["apart_seconds"], row["title"], row["open"], row["status"]) == (3600.0, "又报", 2, "note")
    assert shown(store).attrs == {"matters": 1, "cases": 2, "left_out": 0, "days": None}


def test_two_departments_at_work_on_one_matter_are_a_warning(store: Store) -> None:
    pair(store)
    accept(store, [said("a", "dispatched", "22 10:10", source="worker", department="gongan")])
    accept(store, [said("b", "dispatched", "22 10:10", department="chengguan")])
    (row,) = shown(store).to_dict("records")
    assert (row["departments"], row["status"]) == (["公安局", "城管局"], "warn")
    accept(store, [said("a", "handled", "22 11:00", source="worker")])
    assert shown(store)["status"].tolist() == ["note"]


def test_a_matter_is_of_the_window_of_its_newest_case(store: Store) -> None:
    pair(store, first=NOW - 30 * HOUR, second=NOW - 20 * HOUR)
    assert shown(store).attrs["matters"] == 1
    assert shown(store, as_of=NOW - 21 * HOUR).attrs["matters"] == 0
    window = "2026-11-22T09:00:00+08:00/PT1H"
    assert shown(store, window=window).attrs["matters"] == 0


def test_longer_windows_are_compared_over_their_last_week(store: Store) -> None:
    pair(store, "old", first=NOW - 10 * DAY, second=NOW - 10 * DAY + HOUR)
    pair(store, "new")
    table = shown(store, window="30d")
    assert table["event_id"].tolist() == ["bnew"]
    assert table.attrs["days"] == 7
    assert shown(store, window="7d").attrs["days"] is None


def test_filters_choose_matters_by_any_of_their_cases(store: Store) -> None:
    pair(store)
    accept(store, [said("a", "dispatched", "22 10:10", source="worker", department="gongan")])
    for view in ({"source": "worker"}, {"source": "hotline"}, {"department": "gongan"}, {"category": "city"}):
        assert shown(store, **view).attrs["matters"] == 1
    for view in ({"source": "app"}, {"department": "chengguan"}, {"category": "safety"}, {"area": "s2"}):
        assert shown(store, **view).attrs["matters"] == 0


def test_cases_without_a_place_and_placeholders_never_match(store: Store) -> None:
    accept(store, [said("a", "collected", "22 09:00", source="worker"), said("b", "collected", "22 09:10")])
    accept(store, [said("c", "collected", "22 09:00", source="worker", lon=0, lat=0, area="g1")])
    accept(store, [said("d", "collected", "22 09:10", lon=0, lat=0, area="g1")])
    assert len(shown(store)) == 0


def test_everything_at_one_point_is_capped_and_said(store: Store) -> None:
    # One point of a feed of fewer than a hundred located records is no placeholder yet.
    sources = ("worker", "hotline")
    accept(
        store,
        [
            said(str(n), "collected", moment("22 09:00") + n * MINUTE // 4, source=sources[n % 2], **HERE)
            for n in range(90)
        ],
    )
    table = shown(store)
    assert table.attrs["left_out"] == 50
    assert 1 <= table.attrs["matters"] <= 20
    assert table.attrs["cases"] <= 40


def test_what_was_voided_is_no_twin_any_more(store: Store) -> None:
    pair(store)
    accept(store, [said("b", "voided", "22 11:00")])
    assert len(shown(store)) == 0
    assert len(shown(store, as_of=moment("22 10:30"))) == 1
