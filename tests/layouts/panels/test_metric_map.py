from typing import Any

from layouts.ids import PointsId
from layouts.metric_sheet import Sheet
from layouts.panels.metric_map import NAMED, TOLD, common_ending, content, draw_points, points
from tests.layouts import samples
from tests.layouts.metric_frames import frame, row
from tests.layouts.reading import components, ids_of, text_of

GROUND: dict[str, Any] = {
    "drawn": True,
    "points": {
        "hall": {"lon": 117.1, "lat": 34.2, "kind": "hall"},
        "st-1": {"lon": 117.2, "lat": 34.3, "kind": "station"},
    },
    "areas": {"s1": {"ring": 1, "drill": "s1"}, "c1": {"ring": 2, "drill": "s1"}},
    "labels": [{"name": "东门街道", "lon": 117.1, "lat": 34.2}],
}


def point(code: str, **changes: Any) -> dict[str, Any]:
    return row("row", key=code, name={"hall": "政务大厅"}.get(code, code), **changes)


def held(*rows: dict[str, Any], **ground: Any) -> Sheet:
    table = frame([row(), *rows], "map", "point", **{**GROUND, **ground})
    return Sheet(table, samples.context(scene="services"))


def test_points_by_status_with_their_figures() -> None:
    shown = held(point("hall", value=12.0), point("st-1", status="crit"), point("nowhere"))
    data = draw_points("services-1", shown)[PointsId.DATA]["data"]
    assert data["slot"] == "services-1"
    assert [(one["code"], one["kind"], one["status"], one["name"], one["value"]) for one in data["points"]] == [
        ("hall", "hall", "n", "政务大厅", "12 台"),
        ("st-1", "station", "crit", "st-1", "1,234 台"),
    ]
    assert "政务大厅 · 摄像机：12 台" in data["points"][0]["title"]
    assert data["cells"]["c1"]["href"] == "?scene=services&area=s1"
    assert [label["name"] for label in data["labels"]] == ["东门"]


def test_a_point_that_reports_nothing_has_a_mark_of_its_own() -> None:
    shown = held(point("hall", value=None, at=None, flags=["missing"]))
    assert draw_points("services-1", shown)[PointsId.DATA]["data"]["points"][0]["status"] == "none"


def test_the_table_beside_it_has_the_worst_first_then_the_largest() -> None:
    shown = held(point("st-1"), point("hall"), point("st-2", status="warn"))
    lines = [one for one in components(content(shown)) if getattr(one, "className", "").startswith("mt-row n")]
    assert [text_of(one).split("1,")[0] for one in lines] == ["政务大厅", "st-1"]
    assert "大厅 1" in text_of(content(shown))


def test_where_nothing_is_drawn_the_table_stands_alone() -> None:
    shown = held(point("hall"), drawn=False)
    assert draw_points("services-1", shown) == {}
    assert not [one for one in components(content(shown)) if getattr(one, "className", "") == "mm"]


def test_the_map_is_mounted_once() -> None:
    assert sorted(ids_of(points())) == sorted(str(one) for one in PointsId)


def test_names_of_a_kind_lose_what_they_all_end_in() -> None:
    assert common_ending(["北关便民服务站", "红星便民服务站", "书院便民服务站"]) == "便民服务站"
    assert common_ending(["Bei Service Station", "Hei Service Station", "Li Service Station"]) == " Service Station"
    assert common_ending(["aab", "bab", "cab"]) == ""
    assert common_ending(["城北便民服务中心", "锦绣便民服务分中心", "南门便民服务分中心"]) == ""
    assert common_ending(["站", "北站", "南站"]) == ""
    assert common_ending(["北站", "南站"]) == ""
    assert common_ending([]) == ""


def test_the_more_points_there_are_the_fewer_are_told_of() -> None:
    told = {}
    for count in (NAMED, TOLD, TOLD + 1):
        codes = ["hall", *(f"st-{number}" for number in range(1, count))]
        places = {code: {**GROUND["points"]["st-1"], "kind": "hall" if code == "hall" else "station"} for code in codes}
        shown = held(*(point(code, value=3.0) for code in codes), points=places)
        marks = draw_points("services-1", shown)[PointsId.DATA]["data"]["points"]
        told[count] = [(one["name"], one["value"]) for one in (marks[0], marks[-1])]
    assert told == {
        NAMED: [("政务大厅", "3 台"), ("st-1", "3 台")],
        TOLD: [("政务大厅", "3 台"), ("", "3 台")],
        TOLD + 1: [("政务大厅", "3 台"), ("", "")],
    }
