import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon

from data_access.areas.datum import gcj02_to_bd09, to_wgs84, transform_geometry, wgs84_to_gcj02

METRES_PER_DEGREE = 111_320.0

# Published by eviltransform (test data of all its languages): WGS-84 to GCJ-02.
GCJ02 = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    # Published by coordtransform (test/app.js).
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), GCJ02)
def test_published_gcj02_positions_in_both_directions(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert to_wgs84(*gcj02, "gcj02") == pytest.approx(wgs84, abs=1e-9)


def test_published_bd09_position_in_both_directions() -> None:
    bd09 = gcj02_to_bd09(116.404, 39.915)
    assert bd09 == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-12)
    assert wgs84_to_gcj02(*to_wgs84(*bd09, "bd09")) == pytest.approx((116.404, 39.915), abs=1e-9)


@given(st.lists(st.tuples(st.floats(73.0, 137.0), st.floats(2.0, 55.0)), min_size=1, max_size=50))
def test_there_and_back_is_within_a_tenth_of_a_metre(points: list[tuple[float, float]]) -> None:
    lon, lat = np.array(points).T
    gcj02 = wgs84_to_gcj02(lon, lat)
    for back in (to_wgs84(*gcj02, "gcj02"), to_wgs84(*gcj02_to_bd09(*gcj02), "bd09")):
        assert np.hypot(back[0] - lon, back[1] - lat).max() * METRES_PER_DEGREE < 0.1


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_outside_china_and_not_finite_stay_as_they_are(datum: str) -> None:
    lon = np.array([-74.0, 0.0, 151.2, np.nan, np.inf])
    lat = np.array([40.7, 0.0, -33.9, 34.0, 34.0])
    east, north = to_wgs84(lon, lat, datum)
    np.testing.assert_array_equal(east, lon)
    np.testing.assert_array_equal(north, lat)


def test_the_input_is_not_changed() -> None:
    lon, lat = np.array([117.2]), np.array([34.3])
    to_wgs84(lon, lat, "gcj02")
    wgs84_to_gcj02(lon, lat)
    to_wgs84(lon, lat, "wgs84")[0][0] = 0.0
    assert (lon[0], lat[0]) == (117.2, 34.3)


def test_a_geometry_moves_with_all_its_rings() -> None:
    square = Polygon([(117, 34), (118, 34), (118, 35), (117, 35)], [[(117.4, 34.4), (117.6, 34.4), (117.5, 34.6)]])
    shape = MultiPolygon([square, Point(116, 33).buffer(0.1)])
    moved = shapely.transform(shape, lambda xy: np.column_stack(wgs84_to_gcj02(xy[:, 0], xy[:, 1])))
    back = transform_geometry(moved, "gcj02")
    assert back.equals_exact(shape, 1e-9)
    assert not moved.equals_exact(shape, 1e-4)
    assert transform_geometry(shape, "wgs84") is shape


def test_an_unknown_datum_is_named_with_the_choices() -> None:
    for refused in (lambda: to_wgs84(1.0, 2.0, "WGS"), lambda: transform_geometry(Point(1, 2), "WGS")):
        with pytest.raises(ValueError, match="datum 'WGS': expected one of wgs84, gcj02, bd09"):
            refused()
