import json
from pathlib import Path
from typing import Any

import pytest

from data_access.areas.files import read_area_files, read_areas
from data_access.areas.mapping import AreaMapping
from data_access.areas.tree import Area, AreaError, AreaTree

BOWTIE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}


def table(folder: Path, text: str, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def collection(folder: Path, name: str, *features: tuple[dict[str, Any], Any]) -> Path:
    path = folder / name
    made = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path, "代码,名称,级别,上级\n1,甲区,district,\n11,乙街道,street,1\n", encoding=encoding)
    assert read_areas(path) == [Area("1", "甲区", "district", None), Area("11", "乙街道", "street", "1")]


def test_several_files_under_one_made_up_root(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    boroughs = collection(tmp_path, "b.geojson", ({"B": 1, "N": "M"}, square), ({"B": 2, "N": "X"}, None))
    boards = collection(tmp_path, "c.json", ({"code": 101, "name": "CD1"}, square))
    areas = read_area_files(
        [
            (boroughs, AreaMapping(code="B", name="N", level_constant="borough")),
            (boards, AreaMapping(level_constant="board", parent_prefix=1)),
        ],
        root=("nyc", "New York"),
    )
    tree = AreaTree(areas)
    assert areas[0] == Area("nyc", "New York", "city", None)
    assert [area.code for area in tree.path("101")] == ["nyc", "1", "101"]
    assert tree.levels == ("city", "borough", "board")


def test_a_named_root_that_is_in_the_file_takes_the_parentless(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,level,parent\n1,a,street,\nr,r,district,\n")
    assert [(a.code, a.parent) for a in read_areas(path, root=("r", "unused"))] == [("1", "r"), ("r", None)]


def test_several_tops_of_one_level_get_a_root_above_it(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,level,parent\n1,a,street,\n2,b,street,\n")
    assert read_areas(path, root_name="合计")[0] == Area("all", "合计", "district", None)


def test_a_parent_left_out_below_the_top_is_not_hidden_by_a_root(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,level,parent\n1,a,district,\n2,b,street,1\n3,c,street,\n")
    with pytest.raises(AreaError, match=r"t\.csv line 4: area '3' parent None: expected exactly one area"):
        read_areas(path)


def test_levels_left_out_follow_from_the_parent(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,parent\n1111,g,111\n111,c,11\n11,s,1\n1,d,\n")
    assert [area.level for area in read_areas(path)] == ["grid", "community", "street", "district"]
    path = table(tmp_path, "code,name,parent\n1,a,\n2,b,\n21,c,2\n")
    assert [area.level for area in read_areas(path)] == ["city", "district", "district", "street"]


def test_below_the_last_usual_level_the_file_must_say(tmp_path: Path) -> None:
    path = table(tmp_path, "code,name,level,parent\n1,g,grid,\n2,b,,1\n3,h,house,2\n")
    with pytest.raises(AreaError, match=r"^t\.csv line 3: area '2' level '': expected text"):
        read_areas(path)


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    rows = table(tmp_path, "code,name,level,parent\n1,a,district,\n2,b,street\n3,,street,1\n4,d,street,9\n")
    shapes = collection(
        tmp_path,
        "f.geojson",
        ({"code": "5", "name": "e", "level": "street", "parent": "1"}, BOWTIE),
        ({"name": "x"}, None),
        ({"code": "4", "name": "f", "level": "street", "parent": "5"}, None),
    )
    with pytest.raises(AreaError) as caught:
        read_area_files([(rows, None), (shapes, None), (tmp_path / "x.shp", None)])
    assert [str(problem).partition(": expected")[0] for problem in caught.value.problems] == [
        "t.csv line 3: row '2,b,street'",
        "f.geojson features[0]: area '5' geometry 'Self-intersection[1 1]'",
        "f.geojson features[1]: code ''",
        "file 'x.shp'",
        "t.csv line 4: area '3' name ''",
        "f.geojson features[2]: area '4' code '4'",
        "t.csv line 5: area '4' parent '9'",
    ]


def test_a_self_crossing_outline_can_be_mended_when_asked(tmp_path: Path) -> None:
    path = collection(tmp_path, "f.json", ({"code": "5", "name": "e"}, BOWTIE))
    (area,) = read_areas(path, mend=True)
    assert area.geometry is not None
    assert area.geometry.area == pytest.approx(2.0)
    assert area.level == "district"


def test_a_file_has_its_own_datum_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    ring = [[117.0, 34.0], [117.1, 34.0], [117.1, 34.1], [117.0, 34.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    path = collection(tmp_path, "f.json", ({"code": "1", "name": "n"}, shape))
    plain, moved = read_areas(path), read_areas(path, mapping=AreaMapping(datum="gcj02"))
    assert moved == read_areas(path, datum="gcj02")
    assert plain[0].geometry is not None
    assert moved[0].geometry is not None
    shift = plain[0].geometry.centroid.distance(moved[0].geometry.centroid)
    assert 0.001 < shift < 0.01
    with pytest.raises(ValueError, match="datum 'x': expected one of"):
        read_areas(path, datum="x")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(AreaError, match="areas 0: expected at least one area"):
        read_areas(collection(tmp_path, "f.json"))
    with pytest.raises(FileNotFoundError):
        read_areas(tmp_path / "absent.csv")
