import pandas as pd
import pytest

from data_access.clock import DAY, HOUR
from data_access.frames.metric_panel import COURSE, SPARK, frame
from data_access.frames.metric_rows import COLUMNS
from data_access.statistics.entries import SLOTS
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from data_access.view import View
from tests.data_access.frames.declared import PANELS
from tests.data_access.statistics.ground import CATALOGUE, accept, said, site
from tests.data_access.worlds import NOW, moment, reading


def asked(store: Store, place: int, **view: object) -> pd.DataFrame:
    with reading(store) as reader:
        return frame(reader, View(scene="video", **view), "video", place)  # type: ignore[arg-type]


def rows(table: pd.DataFrame, part: str, metric: str = "camera.total") -> pd.DataFrame:
    return table[(table["part"] == part) & (table["metric"] == metric)]


def test_the_whole_and_a_row_an_area_below_also_of_those_that_are_silent() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 10), said("camera.total", "c2", 5), said("camera.online", "c1", 9)])
        table = asked(store, 1)
    assert list(table.columns) == list(COLUMNS)
    (whole,) = rows(table, "total").to_dict("records")
    assert (whole["value"], whole["reported"], whole["expected"], whole["name"]) == (15.0, 2, 3, "名d")
    below = rows(table, "row").set_index("key")
    assert below["value"].to_dict() == {"s1": 15.0, "s2": None, "s3": None}
    assert below["drill"].to_dict() == {"s1": "s1", "s2": "s2", "s3": "s3"}
    assert "missing" in below.loc["s2", "flags"]
    (rate,) = rows(table, "total", "camera.rate").to_dict("records")
    assert (rate["numerator"], rate["target"]) == (9.0, 0.98)
    assert rate["status"] == "crit"


def test_what_the_panel_and_its_metrics_are() -> None:
    with site(CATALOGUE + PANELS) as store:
        attrs = asked(store, 1, language="en").attrs
    assert (attrs["panel"], attrs["title"], attrs["kind"], attrs["by"]) == ("by-child", "Cameras", "table", "child")
    meaning = attrs["metrics"]["camera.rate"]
    assert (meaning["label"], meaning["unit"], meaning["percent"], meaning["digits"]) == ("Online rate", "%", True, 1)
    assert (meaning["rollup"], meaning["level"], meaning["fresh"]) == ("ratio", "community", HOUR)


def test_without_any_report_every_figure_is_unknown_and_none_is_nought() -> None:
    with site(CATALOGUE + PANELS) as store:
        for place in range(1, 8):
            table = asked(store, place)
            assert table["value"].isna().all()
            assert table.attrs["data_time"] is None
            assert table.attrs["cadence"] is None


def test_a_row_a_value_of_a_dimension_in_the_view_s_language() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 10), said("camera.total", "c1", 4, dimensions={"sector": "road"})])
        chinese, english = asked(store, 2), asked(store, 2, language="en")
    below = rows(chinese, "row")
    assert list(zip(below["key"], below["name"], below["value"], strict=True)) == [
        ("road", "道路交通", 4.0),
        ("school", "校园周边", None),
    ]
    assert list(rows(english, "row")["name"]) == ["Roads", "Schools"]
    assert (chinese.attrs["by_name"], english.attrs["by_name"]) == ("行业", "Sector")


def test_the_last_periods_behind_a_figure() -> None:
    start = moment("22 11:00")
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 100 - number, start - number * HOUR) for number in range(3)])
        table = asked(store, 3)
    points = rows(table, "point")
    assert list(points["value"]) == [98.0, 99.0, 100.0]
    assert points["start_at"].is_monotonic_increasing
    assert len(points) <= SPARK


def test_a_trend_is_of_the_window_or_of_the_last_periods_where_that_is_short() -> None:
    start = moment("22 11:00")
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("visit.count", "c1", 1, start - number * HOUR) for number in range(40)])
        day, hour = asked(store, 4), asked(store, 4, window="2026-11-22T11:00:00+08:00/PT1H")
    assert COURSE < len(rows(day, "point", "visit.count")) <= 24
    assert len(rows(hour, "point", "visit.count")) == COURSE


def test_a_target_that_is_another_metric_is_a_number() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("visit.count", "c1", 30), said("visit.plan", "c1", 40)])
        table = asked(store, 7)
    (whole,) = rows(table, "total", "visit.count").to_dict("records")
    assert (whole["value"], whole["target"], whole["status"]) == (30.0, 40.0, "warn")


def test_the_age_is_of_the_report_that_is_latest_by_its_own_measure() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 10, at="22 12:10"), said("camera.online", "c1", 9, at="22 11:50")])
        table = asked(store, 1)
    assert table.attrs["data_time"] == moment("22 11:50")
    assert table.attrs["cadence"] == HOUR // 1_000_000


def test_service_points_stand_on_the_first_map_of_a_scene() -> None:
    spot = Term("point", "p1", "一号站", "Station 1", {"area": "c1", "lon": 117.1, "lat": 34.2, "kind": "centre"})
    with site(CATALOGUE + PANELS) as store:
        store.declare((spot,))
        accept(store, [said("camera.total", "c1", 3, dimensions={"point": "p1"})])
        first, second, below = asked(store, 5), asked(store, 6), asked(store, 5, area="s2")
    assert first.attrs["drawn"]
    assert not second.attrs["drawn"]
    assert first.attrs["points"] == {"p1": {"lon": 117.1, "lat": 34.2, "kind": "centre"}}
    assert first.attrs["areas"]["s1"] == {"ring": 1, "drill": "s1"}
    assert first.attrs["areas"]["c1"] == {"ring": 2, "drill": "s1"}
    assert {label["name"] for label in first.attrs["labels"]} == {"名s1", "名s2", "名s3"}
    named = rows(first, "row").set_index("key")
    assert (named.loc["p1", "name"], named.loc["p1", "value"]) == ("一号站", 3.0)
    assert "p1" not in set(rows(below, "row")["key"])


def test_a_slot_without_a_panel_is_empty() -> None:
    with site(CATALOGUE + PANELS) as store:
        table = asked(store, 9)
    assert table.empty
    assert table.attrs == {"panel": None, "data_time": None}


def test_as_of_the_past_only_what_was_reported_then_counts() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 10, at="22 12:00"), said("camera.total", "c1", 99, at="22 12:20")])
        assert list(rows(asked(store, 3), "total")["value"]) == [99.0]
        assert list(rows(asked(store, 3, as_of=moment("22 12:10")), "total")["value"]) == [10.0]
        assert list(rows(asked(store, 3, as_of=NOW - DAY), "total")["value"]) == [None]


def test_a_viewer_sees_the_figures_of_his_area_alone() -> None:
    with site(CATALOGUE + PANELS) as store:
        accept(store, [said("camera.total", "c1", 10), said("camera.total", "c3", 7)])
        with reading(store, "s2") as reader:
            table = frame(reader, View(scene="video"), "video", 1)
    assert list(rows(table, "total")["value"]) == [7.0]
    assert set(rows(table, "row")["key"]) == {"c3"}


@pytest.mark.parametrize("scene", ["gathering", "video", "services", "democracy", "campaigns", "operations"])
def test_every_shipped_panel_answers_without_any_report(store: Store, scene: str) -> None:
    with reading(store) as reader:
        tables = [frame(reader, View(scene=scene), scene, place) for place in range(1, SLOTS + 1)]
    assert any(table.attrs["panel"] for table in tables)
    assert all(table["value"].isna().all() for table in tables)
