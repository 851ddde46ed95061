"""The plane in metres: true to a geodesic well beyond a district, and back again without loss."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.risk.projection import Plane

A, F = 6_378_137.0, 1 / 298.257223563
LATITUDES = st.floats(-70, 70)
METRES = st.floats(-50_000, 50_000)


def geodesic(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two places on the WGS-84 ellipsoid by Vincenty's inverse formula (1975), to a millimetre."""
    b = A * (1 - F)
    u1, u2 = (math.atan((1 - F) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    difference = math.radians((lon2 - lon1 + 180) % 360 - 180)
    turn = difference
    for _ in range(50):
        x = math.cos(u2) * math.sin(turn)
        y = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(turn)
        sine = math.hypot(x, y)
        if sine == 0:
            return 0.0
        cosine = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(turn)
        arc = math.atan2(sine, cosine)
        azimuth = math.cos(u1) * math.cos(u2) * math.sin(turn) / sine
        square = 1 - azimuth**2
        middle = cosine - 2 * math.sin(u1) * math.sin(u2) / square if square else 0.0
        c = F / 16 * square * (4 + F * (4 - 3 * square))
        series = arc + c * sine * (middle + c * cosine * (2 * middle**2 - 1))
        turn = difference + (1 - c) * F * azimuth * series
    u = square * (A**2 - b**2) / b**2
    big = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    small = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    inner = cosine * (2 * middle**2 - 1) - small / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
    return b * big * (arc - small * sine * (middle + small / 4 * inner))


def test_the_geodesic_of_these_tests_gives_the_published_line() -> None:
    # Flinders Peak to Buninyon on GDA (Geoscience Australia): 54,972.271 m on GRS 80, which WGS-84 equals here.
    flinders = 144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600)
    buninyon = 143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600)
    assert geodesic(*flinders, *buninyon) == pytest.approx(54_972.271, abs=0.002)


@given(st.floats(-180, 180), LATITUDES, METRES, METRES, METRES, METRES)
def test_distances_within_fifty_kilometres_are_true_to_a_thousandth(
    lon: float, lat: float, x1: float, y1: float, x2: float, y2: float
) -> None:
    # Both ends lie within 71 km of the origin, so the stated bound (d/R)^2/2 is 0.007 %.
    plane = Plane.at(lon, lat)
    one, other = plane.to_degrees([[x1, y1], [x2, y2]])
    true = geodesic(*one, *other)
    assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(true, rel=7e-5, abs=0.01)


def test_the_stated_error_is_nearly_reached_at_a_hundred_kilometres() -> None:
    plane = Plane.at(117.2, 34.3)
    ends = [[99_500.0, 0.0], [100_500.0, 0.0]]
    short = 1 - 1_000 / geodesic(*plane.to_degrees(ends)[0], *plane.to_degrees(ends)[1])
    assert 1.0e-4 < short < 1.3e-4


@given(st.floats(-180, 180), LATITUDES, st.lists(st.tuples(METRES, METRES), max_size=5))
def test_metres_come_back_from_degrees(lon: float, lat: float, places: list[tuple[float, float]]) -> None:
    plane = Plane.at(lon, lat)
    xy = np.array(places).reshape(-1, 2)
    degrees = plane.to_degrees(xy)
    assert plane.to_metres(degrees[:, 0], degrees[:, 1]) == pytest.approx(xy, abs=1e-5)


def test_east_is_x_and_north_is_y_also_across_the_date_line() -> None:
    plane = Plane.at(180.0, 10.0)
    (x, y), (west, _), (_, north) = plane.to_metres([-179.99, 179.99, 180.0], [10.0, 10.0, 10.01])
    assert x == pytest.approx(1096.5, abs=0.5)
    assert y == pytest.approx(0.0, abs=0.1)
    assert west == pytest.approx(-x)
    assert north == pytest.approx(1106.1, abs=0.5)


def test_a_place_behind_the_horizon_is_outside_every_box() -> None:
    far = Plane.at(117.2, 34.3).to_metres([-62.8, 117.2], [-34.3, 34.3])
    assert (far[0] > 1e8).all()
    assert far[1] == pytest.approx([0, 0], abs=1e-6)


def test_what_is_not_a_place_is_named() -> None:
    plane = Plane.at(117.2, 34.3)
    with pytest.raises(ValueError, match=r"place \(117.2, 134.3\) is not on the earth; expected lon"):
        Plane.at(117.2, 134.3)
    with pytest.raises(ValueError, match=r"not on the earth"):
        Plane.at(math.nan, 0)
    with pytest.raises(ValueError, match=r"lat\[1\] is nan; expected finite numbers"):
        plane.to_metres([117, 118], [34, math.nan])
    with pytest.raises(ValueError, match=r"lon has 2 rows and lat 1"):
        plane.to_metres([117, 118], [34])
    with pytest.raises(ValueError, match=r"xy\[1\] is \[9000000.0, 0.0\]; expected metres within 6378137"):
        plane.to_degrees([[0, 0], [9e6, 0]])
    with pytest.raises(ValueError, match=r"xy\[0\] is \[nan, 0.0\]"):
        plane.to_degrees([[math.nan, 0]])
    with pytest.raises(ValueError, match=r"xy has the shape \(2,\); expected \(n, 2\)"):
        plane.to_degrees([1, 2])
