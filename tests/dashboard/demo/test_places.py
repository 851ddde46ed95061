from random import Random

import pytest
import shapely

from dashboard.demo.district import District
from dashboard.demo.places import Places


@pytest.fixture(scope="module")
def places(district: District) -> Places:
    return Places(district, 7)


def test_a_point_given_with_a_grid_lies_inside_it(district: District, places: Places) -> None:
    rng = Random(1)
    spots = [places.anywhere("grid_worker", rng) for _ in range(3000)]
    for spot in spots:
        if spot.area is not None:
            assert shapely.contains_xy(district.by_code[spot.area].geometry, spot.lon, spot.lat)
    assert len({(spot.lon, spot.lat) for spot in spots}) > 2990


def test_some_addresses_are_poor_and_a_few_are_wrong(district: District, places: Places) -> None:
    rng = Random(1)
    spots = [places.anywhere("hotline_12345", rng) for _ in range(4000)]
    ground = district.areas[0].geometry
    bare = [spot for spot in spots if spot.area is None]
    assert all(spot.area is not None or spot.lon is not None for spot in spots)
    assert all((spot.lon is None) == (spot.lat is None) for spot in spots)
    assert {district.by_code[spot.area].level for spot in spots if spot.area} == {"grid", "community"}
    assert 10 <= sum((spot.lon, spot.lat) == (0.0, 0.0) for spot in bare) <= 100
    outside = [spot for spot in bare if spot.lon and not shapely.contains_xy(ground, spot.lon, spot.lat)]
    assert 20 <= len(outside) <= 150


def test_a_place_within_an_area_stays_there(district: District, places: Places) -> None:
    rng = Random(1)
    for code in ("990101003000", "990101003012"):
        prefix = code.removesuffix("000")
        spots = [places.within(code, "grid_worker", rng) for _ in range(200)]
        assert all(spot.area is None or spot.area.startswith(prefix) for spot in spots)
    with pytest.raises(KeyError):
        places.within("990101099000", "grid_worker", rng)
