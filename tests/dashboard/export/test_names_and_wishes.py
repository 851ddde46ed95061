"""What files are called, and what may be asked for."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.export.names import disposition, file_name
from dashboard.export.wishes import PANEL_FORMATS, SCENE_FORMATS, Wish, WishError, take_wish
from data_access.clock import parse_instant

MOMENT = parse_instant("2026-11-24T00:15:00Z")
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("title", "area", "name"),
    [
        ("部门响应时效", "全区", "部门响应时效_全区_2026-11-24T0815.png"),
        ("a/b: c?", "..\\x", "a-b-c_x_2026-11-24T0815.png"),
        ("..", "全区", "全区_2026-11-24T0815.png"),
    ],
)
def test_names_are_what_every_file_system_takes(title: str, area: str, name: str) -> None:
    assert file_name(title, area, MOMENT, ZONE, "png") == name


def test_a_long_name_is_cut_to_what_a_file_system_takes() -> None:
    name = file_name("长" * 300, "区" * 300, MOMENT, ZONE, "xlsx")
    assert len(name.encode()) <= 255
    assert name == f"{'长' * 40}_{'区' * 25}_2026-11-24T0815.xlsx", "no character is cut in two"


def test_the_header_is_ascii() -> None:
    told = disposition("部门 1.csv", "departments.csv")
    assert told == "attachment; filename=\"departments.csv\"; filename*=UTF-8''%E9%83%A8%E9%97%A8%201.csv"


def test_the_wish_is_taken_and_the_view_left() -> None:
    given: dict[str, Any] = {"format": "png", "scale": "2", "theme": "brief", "width": "1366", "area": "s1"}
    assert take_wish(given, PANEL_FORMATS) == Wish("png", "brief", 2.0, 1366, 1080)
    assert given == {"area": "s1"}
    assert take_wish({}, PANEL_FORMATS).form == "json"
    assert take_wish({"format": ""}, SCENE_FORMATS).form == "png"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"format": "gif"}, "format 'gif' is not offered; expected one of json, csv, xlsx, png, svg"),
        ({"format": "csv", "scale": "2"}, "scale '2' means nothing to format 'csv'"),
        ({"format": "png", "scale": "5"}, "scale '5' is out of range; expected a number from 1 to 4"),
        ({"format": "png", "scale": "nan"}, "scale 'nan' is out of range"),
        ({"format": "png", "width": "abc"}, "width 'abc' is out of range; expected a number from 320 to 7680"),
        ({"format": "png", "theme": "pink"}, "theme 'pink' is not known; expected one of wall, brief"),
        ({"format": "png", "scale": "4", "width": "7680"}, "is too large"),
    ],
)
def test_what_is_not_offered_is_named(given: dict[str, Any], words: str) -> None:
    with pytest.raises(WishError, match=words):
        take_wish(given, PANEL_FORMATS)
