import json
import logging
from typing import Any

import pytest
import shapely

from data_access.areas.datum import wgs84_to_gcj02
from data_access.areas.features import read_features
from data_access.areas.mapping import AreaMapping, Draft
from data_access.areas.tree import AreaProblem

SQUARE: list[list[float]] = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
BOWTIE = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def read(
    *geometries: Any, datum: str = "wgs84", mend: bool = False, **top: Any
) -> tuple[list[Draft], list[AreaProblem]]:
    features = [
        {"type": "Feature", "properties": {"code": f"a{number}", "name": "n"}, "geometry": geometry}
        for number, geometry in enumerate(geometries)
    ]
    document = {"type": "FeatureCollection", "features": features} | top
    return read_features(json.dumps(document), "f.json", AreaMapping(), datum, mend)


def test_polygons_multipolygons_and_none_are_read() -> None:
    hole: list[list[float]] = [[0.5, 0.5], [0.5, 1], [1, 1], [0.5, 0.5]]
    multi = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 5, y] for x, y in SQUARE]]]}
    drafts, problems = read(polygon(SQUARE, hole), multi, None)
    assert problems == []
    assert [draft.where for draft in drafts] == [f"f.json features[{number}]" for number in range(3)]
    assert drafts[0].geometry == shapely.Polygon(SQUARE, [hole])
    assert drafts[1].geometry is not None
    assert drafts[1].geometry.area == 8
    assert drafts[2].geometry is None


def test_heights_are_dropped() -> None:
    drafts, problems = read(polygon([[x, y, 31.5] for x, y in SQUARE]))
    assert problems == []
    assert drafts[0].geometry == shapely.Polygon(SQUARE)


def test_the_datum_is_undone() -> None:
    ring = [[117, 34], [118, 34], [118, 35], [117, 34]]
    moved = [[float(value) for value in wgs84_to_gcj02(x, y)] for x, y in ring]
    drafts, _ = read(polygon(moved), datum="gcj02")
    assert shapely.equals_exact(drafts[0].geometry, shapely.Polygon(ring), 1e-9)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (polygon(BOWTIE), "geometry 'Self-intersection[1 1]': expected rings that do not cross"),
        (
            {"type": "Point", "coordinates": [1, 2]},
            "geometry 'Point': expected Polygon, MultiPolygon or null",
        ),
        ("POLYGON", "geometry 'POLYGON': expected Polygon"),
        (polygon(), "geometry []: expected a list of rings"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "expected a ring of at least four positions"),
        ({"type": "MultiPolygon", "coordinates": []}, "expected a list of rings"),
        ({"type": "Polygon"}, "geometry None: expected a list of rings"),
        (
            polygon(SQUARE[:-1]),
            "geometry [(0.0, 0.0), (0.0, 2.0)]: expected a ring that ends where it begins",
        ),
        (polygon(SQUARE[:3]), "expected a ring of at least four positions"),
        (polygon([[1, 1]] * 4), "expected rings that do not cross"),
        (polygon([[0, 0], [float("nan"), 0], *SQUARE[2:]]), "geometry [nan, 0]: expected finite coordinates"),
        (polygon([[0, 0], [0, float("inf")], *SQUARE[2:]]), "geometry [0, inf]: expected finite coordinates"),
        (
            polygon([[0, 0], [34.3, 117.2], *SQUARE[2:]]),
            "geometry [34.3, 117.2]: expected longitude -180..180",
        ),
        (polygon([[0, 0], [39512345, 10**400], *SQUARE[2:]]), "expected longitude -180..180"),
        (polygon([[0, 0], ["2", "0"], *SQUARE[2:]]), "expected a position [longitude, latitude] of numbers"),
        (polygon([[0, 0], [2], *SQUARE[2:]]), "geometry [2]: expected a position"),
        (polygon([[0, 0], None, *SQUARE[2:]]), "expected a position"),
    ],
)
def test_a_geometry_that_does_not_fit_is_named_by_feature_and_code(geometry: Any, message: str) -> None:
    drafts, problems = read(None, geometry)
    assert [draft.code for draft in drafts] == ["a0", "a1"]
    assert drafts[1].geometry is None
    assert len(problems) == 1
    assert str(problems[0]).startswith("f.json features[1]: area 'a1' geometry ")
    assert message in str(problems[0])


def test_mending_is_asked_for_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        drafts, problems = read(polygon([[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]]), mend=True)
    assert problems == []
    assert drafts[0].geometry is not None
    assert drafts[0].geometry.is_valid
    assert "f.json features[0] area 'a0' geometry mended: Self-intersection" in caplog.text


def test_what_encloses_nothing_cannot_be_mended() -> None:
    _, problems = read(polygon([[1, 1]] * 4), mend=True)
    assert "expected rings that enclose an area" in str(problems[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"type": "FeatureCollection",\n "features": [',
            "f.json line 2 column 15: json '': expected JSON (",
        ),
        ("[]", "f.json: type []: expected a GeoJSON FeatureCollection"),
        ('{"type": "Topology"}', "f.json: type 'Topology': expected a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection"}', "f.json: features None: expected a list of features"),
        ('{"type": "FeatureCollection", "features": [3]}', "f.json features[0]: type 3: expected a Feature"),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": [1]}]}',
            "f.json features[0]: properties [1]: expected an object",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null}]}',
            "f.json features[0]: code '': expected a value",
        ),
    ],
)
def test_documents_that_do_not_fit(text: str, message: str) -> None:
    drafts, problems = read_features(text, "f.json", AreaMapping(), "wgs84", False)
    assert drafts == []
    assert [str(problem)[: len(message)] for problem in problems] == [message]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"])
def test_systems_in_degrees_are_taken(name: str) -> None:
    assert read(None, crs={"type": "name", "properties": {"name": name}})[1] == []


def test_a_projected_system_is_refused() -> None:
    _, problems = read(None, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}})
    assert "expected longitude and latitude in degrees" in str(problems[0])
