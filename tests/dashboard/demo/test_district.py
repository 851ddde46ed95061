import json

import numpy as np
import pytest
import shapely

from dashboard.demo.district import LEVEL_CODES, District, build_district


def test_has_the_levels_of_a_one_eight_seventy_three_district(district: District) -> None:
    counts = [len(district.at_level(level)) for level in LEVEL_CODES]
    assert counts[:3] == [1, 8, 73]
    assert 560 <= counts[3] <= 640
    assert len(district.by_code) == len(district.areas) == sum(counts)


@pytest.mark.parametrize("level", LEVEL_CODES)
def test_areas_of_a_level_share_their_edges_exactly(district: District, level: str) -> None:
    assert shapely.coverage_is_valid([area.geometry for area in district.at_level(level)])


def test_children_make_up_their_parent_exactly(district: District) -> None:
    for parent in district.areas:
        children = [area for area in district.areas if area.parent == parent.code]
        if not children:
            assert parent.level == "grid"
            continue
        union = shapely.coverage_union_all([child.geometry for child in children])
        assert union.normalize().equals(parent.geometry.normalize())
        assert np.isclose(union.symmetric_difference(parent.geometry).area, 0.0, atol=0.0)
        assert parent.population == sum(child.population for child in children)


def test_every_area_is_one_sound_polygon(district: District) -> None:
    for area in district.areas:
        assert area.geometry.geom_type == "Polygon"
        assert area.geometry.is_valid
        assert not area.geometry.interiors
        assert area.geometry.exterior.is_ccw


def test_streets_and_communities_are_compact(district: District) -> None:
    for level in ("street", "community"):
        for area in district.at_level(level):
            assert 4 * np.pi * area.geometry.area / area.geometry.length**2 > 0.3, area.name


def test_codes_name_their_parents(district: District) -> None:
    for area in district.areas:
        assert area.code.startswith("9901")
        assert len(area.code) == (15 if area.level == "grid" else 12)
        if area.level == "grid":
            assert area.code[:12] == area.parent
        if area.level == "community":
            assert f"{area.code[:9]}000" == area.parent
    assert "990101003012" in district.by_code


def test_names_are_unique_in_both_languages(district: District) -> None:
    assert len({area.name for area in district.areas}) == len(district.areas)
    assert len({area.name_en for area in district.areas}) == len(district.areas)


def test_communities_are_small_downtown_and_large_outside(district: District) -> None:
    centre = shapely.Point(117.2, 34.295)
    by_distance = sorted(district.at_level("community"), key=lambda area: area.geometry.distance(centre))
    near = np.mean([area.geometry.area for area in by_distance[:15]])
    far = np.mean([area.geometry.area for area in by_distance[-15:]])
    assert far > 1.6 * near


def test_the_same_seed_gives_the_same_district(district: District) -> None:
    assert build_district(7) == district
    assert build_district(7).geojson() == district.geojson()
    other = build_district(8)
    assert other.areas[0].geometry.area == pytest.approx(district.areas[0].geometry.area, rel=1e-3)
    assert other.geojson("grid") != district.geojson("grid")


def test_geojson_carries_every_field_but_the_geometry(district: District) -> None:
    streets = json.loads(json.dumps(district.geojson("street")))
    assert streets["type"] == "FeatureCollection"
    assert len(streets["features"]) == 8
    assert set(streets["features"][0]["properties"]) == {
        "code", "name", "name_en", "level", "parent", "population",
    }  # fmt: skip
    assert len(district.geojson()["features"]) == len(district.areas)


def test_water_lies_along_and_inside_the_district(district: District) -> None:
    waters = {
        feature["properties"]["kind"]: shapely.geometry.shape(feature["geometry"])
        for feature in district.water["features"]
    }
    ground = district.areas[0].geometry
    assert set(waters) == {"river", "lake", "creek"}
    assert all(shape.is_valid for shape in waters.values())
    assert ground.contains(waters["lake"])
    assert waters["river"].intersection(ground).area < 0.001 * ground.area
    assert waters["river"].intersects(ground)


def test_an_unknown_level_is_named(district: District) -> None:
    with pytest.raises(ValueError, match=r"level 'town' is unknown, expected one of district"):
        district.geojson("town")
