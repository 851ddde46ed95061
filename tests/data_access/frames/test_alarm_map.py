import pytest

from data_access.frames.alarm import metres
from data_access.frames.alarm_map import CASES, COLUMNS
from data_access.store.store import Store
from tests.data_access.alerts.boards import raise_all
from tests.data_access.alerts.grounds import finding
from tests.data_access.frames.alarms import emergency, raised, spot
from tests.data_access.worlds import IN_G1, accept, areas, said, world


def near(name: str, north: float, **more: object) -> dict[str, object]:
    return said(name, "collected", "22 11:00", lon=IN_G1["lon"], lat=IN_G1["lat"] + north, area="g1", **more)


def test_the_area_those_below_its_neighbours_and_the_case(store: Store) -> None:
    number = emergency(store)
    table = spot(store, number)
    assert tuple(table.columns) == COLUMNS
    # The community, not the grid: that is a few streets wide.
    assert table[["kind", "code"]].dropna().values.tolist() == [
        ["subject", "c1"],
        ["below", "g1"],
        ["below", "g2"],
        ["name", "c2"],
        ["name", "c3"],
    ]
    assert table.loc[0, "geometry"]["type"] == "Polygon"
    (point,) = table[table["kind"] == "point"].to_dict("records")
    assert (point["event_id"], point["lon"], point["lat"], point["overdue"]) == ("1", 117.1, 34.2, False)
    assert table.attrs == {
        "drawn": True,
        "missing": "",
        "state": "raised",
        "severity": "crit",
        "subject": "名c1",
        "radius": 300.0,
        "near": 0,
        "near_overdue": 0,
    }


def test_open_cases_around_the_nearest_first(store: Store) -> None:
    number = emergency(store)
    # 0.001 degrees are 111 m.
    accept(store, [near("far", 0.1), near("b", 0.002), near("a", -0.001, due_at="22 12:00"), near("gone", 0.0)])
    accept(store, [said("gone", "handled", "22 12:00")])
    accept(store, [said("there", "collected", "22 11:00", area="g4", lon=117.5, lat=34.2)])
    table = spot(store, number)
    cases = table[table["kind"] == "case"]
    assert cases[["event_id", "metres", "overdue"]].values.tolist() == [
        ["a", 111, True],
        ["b", 222, False],
        ["far", 11120, False],
    ]
    assert (table.attrs["near"], table.attrs["near_overdue"]) == (2, 1)


def test_not_more_cases_than_can_be_drawn(store: Store) -> None:
    number = emergency(store)
    accept(store, [near(f"{place}", place / 1e5) for place in range(CASES + 5)])
    table = spot(store, number)
    assert (table["kind"] == "case").sum() == CASES
    assert table.attrs["near"] > 0


def test_a_warning_about_everything_shows_the_whole(store: Store) -> None:
    accept(store, [near("late", 0.01, due_at="22 12:00"), near("open", 0.0)])
    number = raise_all(store, finding(area=None, source="hotline"))[0]
    table = spot(store, number)
    assert table[["kind", "code"]].dropna().values.tolist()[:2] == [["whole", "d"], ["below", "s1"]]
    assert table[table["kind"] == "case"]["event_id"].tolist() == ["late", "open"]
    assert table.attrs["near"] is None


def test_a_case_without_a_point_still_has_its_area(store: Store) -> None:
    accept(store, [said("2", "collected", "22 12:00", severity=5, area="g4")])
    table = spot(store, raised(store, "2", area="g4"))
    assert table.loc[0, "code"] == "c3"
    assert "point" not in set(table["kind"])
    assert table.attrs["near"] is None


def test_only_what_the_viewer_may_see_is_named(store: Store) -> None:
    number = emergency(store)
    table = spot(store, number, "s1")
    assert table[table["kind"] == "name"]["code"].tolist() == ["c2"]
    assert len(spot(store, number, "s2")) == 0


def test_a_tree_without_outlines() -> None:
    with world(prepared=False) as store:
        store.replace_areas(areas(drawn=False))
        table = spot(store, raise_all(store, finding())[0])
        assert (len(table), table.attrs["drawn"]) == (0, False)
        assert spot(store, "99").attrs["missing"] == "unknown"


def test_metres_between_points() -> None:
    assert metres((117.0, 34.0), (117.0, 34.0)) == 0
    assert metres((117.0, 34.0), (117.0, 35.0)) == pytest.approx(111_195, rel=1e-4)
    assert metres((117.0, 60.0), (118.0, 60.0)) == pytest.approx(55_597, rel=1e-3)
