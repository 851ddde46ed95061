from typing import Any

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.alarm_map import PANEL, AlarmMapId, draw
from layouts.text import Text
from tests.layouts.frames.alarm_map import SQUARE, full
from tests.layouts.reading import ids_of, text_of
from tests.layouts.samples import context


def drawing(**view: Any) -> Any:
    return draw(full(), context(scene="takeover", **view))


def test_the_area_in_question_those_below_and_the_names_around() -> None:
    shape = drawing()[AlarmMapId.SHAPE]["data"]
    assert (shape["drawn"], shape["key"]) == (True, "c1")
    assert shape["shapes"][0] == {"kind": "subject", "shape": SQUARE}
    assert [one["kind"] for one in shape["shapes"]] == ["subject", "below", "below"]
    # What lies inside leaves out whose it is.
    assert [one["name"] for one in shape["names"]] == ["第1网格", "第2网格", "东门里"]


def test_the_case_its_ring_and_what_is_open_around_it() -> None:
    data = drawing(area="s1")[AlarmMapId.DATA]["data"]
    assert data["point"] == {"lon": 117.05, "lat": 34.05, "late": False}
    assert [one["late"] for one in data["cases"]] == [False, True]
    assert (data["radius"], data["open"], data["severity"], data["area"]) == (300.0, True, "crit", "s1")


def test_the_unit_counts_what_is_near() -> None:
    words = text_of(drawing()[unit_of(PanelId.ALARM_MAP)]["children"])
    assert words == "江畔社区 · 300 m 内在办 2 件，超期 1 件 · 点为在办，菱形为超期"


def test_without_outlines_or_a_warning_it_says_so() -> None:
    nothing = full().iloc[:0]
    nothing.attrs = {"missing": "", "drawn": False}
    drawn = draw(nothing, context())
    assert text_of(drawn[empty_of(PanelId.ALARM_MAP)]["children"]) == "没有区划边界，无法绘制现场"
    assert drawn[AlarmMapId.SHAPE]["data"] == {"drawn": False, "key": "", "shapes": [], "names": []}
    nothing.attrs = {"missing": "unknown"}
    assert text_of(draw(nothing, context())[empty_of(PanelId.ALARM_MAP)]["children"]) == "没有可显示的预警"


def test_its_map_is_mounted_once_with_its_own_script() -> None:
    held = ids_of(PANEL.body(Text("zh")))
    assert {str(one) for one in AlarmMapId} <= set(held)
