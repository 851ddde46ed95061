"""Real areas nobody here wrote; the folder lies beside the repository on some machines only."""

from pathlib import Path

import pytest
from shapely.geometry import Point

from data_access.areas.files import read_area_files, read_areas
from data_access.areas.locate import Locator
from data_access.areas.mapping import AreaMapping
from data_access.areas.tree import AreaError, AreaTree

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder with real data is not here")

BOROUGHS = {"code": "BoroCode", "name": "BoroName", "level_constant": "borough"}
# The source gives seven parks the code 0; their numbers, as in the events, are in their names.
BOARDS = {
    "code": "GEOCODE",
    "name": "GEONAME",
    "level_constant": "community_district",
    "parent_prefix": 1,
    "codes": {
        "Manhattan (CD64)": "164",
        "Bronx (CD28)": "228",
        "Brooklyn (CD55)": "355",
        "Brooklyn (CD56)": "356",
        "Queens (CD82)": "482",
        "Queens (CD83)": "483",
        "Staten Island (CD95)": "595",
    },
}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("tree_320302.csv", {"district": 1, "street": 8, "community": 73}),
        ("tree_500116.csv", {"district": 1, "street": 30, "community": 301}),
    ],
)
def test_real_districts_without_a_mapping(name: str, counts: dict[str, int]) -> None:
    tree = AreaTree(read_areas(DATA / "areas" / name))
    assert tree.levels == ("district", "street", "community")
    assert {level: sum(area.level == level for area in tree) for level in tree.levels} == counts


def test_new_york_from_two_files() -> None:
    files = [
        (DATA / "nyc311" / "nyc_borough.geojson", AreaMapping.from_table(BOROUGHS)),
        (DATA / "nyc311" / "nyc_CD.geojson", AreaMapping.from_table(BOARDS)),
    ]
    tree = AreaTree(read_area_files(files, root=("nyc", "New York City")))
    assert len(tree) == 1 + 5 + 71
    assert [len(tree.children(area.code)) for area in tree.children("nyc")] == [13, 15, 20, 19, 4]
    midtown, central_park, atlantic = (-73.9857, 40.7580), (-73.9665, 40.7812), (-73.0, 40.0)
    lon, lat = zip(midtown, central_park, atlantic, strict=True)
    assert Locator(tree).locate(lon, lat) == ["105", "164", None]


def test_new_yorks_parks_share_a_code_that_must_be_settled() -> None:
    table = {key: value for key, value in BOARDS.items() if key not in ("codes", "parent_prefix")}
    with pytest.raises(AreaError) as caught:
        read_areas(DATA / "nyc311" / "nyc_CD.geojson", mapping=AreaMapping.from_table(table))
    assert {(problem.code, problem.field) for problem in caught.value.problems} == {("0", "code")}
    assert len(caught.value.problems) == 6


def test_a_real_outline_crosses_itself_and_moves_half_a_kilometre() -> None:
    path, mapping = DATA / "areas" / "outline_320302_gcj02.geojson", AreaMapping(parent_constant="")
    with pytest.raises(AreaError, match=r"area '320302' geometry 'Self-intersection\[117\.165694 34\.323307\]'"):
        read_areas(path, datum="gcj02", mapping=mapping)
    (drawn,) = read_areas(path, mapping=mapping, mend=True)
    (mended,) = read_areas(path, datum="gcj02", mapping=mapping, mend=True)
    assert drawn.geometry is not None
    assert mended.geometry is not None
    east = (drawn.geometry.centroid.x - mended.geometry.centroid.x) * 91_900
    north = (drawn.geometry.centroid.y - mended.geometry.centroid.y) * 110_900
    assert 300 < Point(east, north).distance(Point(0, 0)) < 900
    assert mended.geometry.area == pytest.approx(drawn.geometry.area, rel=1e-3)
