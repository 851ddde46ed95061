from urllib.parse import unquote

from layouts.defect_map import MOST, picture
from layouts.theme import Theme

THEME = Theme.named("wall")
RING = [[117.0, 34.0], [117.1, 34.0], [117.1, 34.2], [117.0, 34.0]]
OUTLINES = [{"code": "d", "whole": True, "rings": [RING]}]
BOUNDS = [117.0, 34.0, 117.1, 34.2]


def marked(lon: float | None, lat: float | None, kind: str = "gap") -> dict[str, object]:
    return {"kind": kind, "lon": lon, "lat": lat}


def test_north_is_up_and_a_degree_of_longitude_is_narrower() -> None:
    drawn = unquote(picture(THEME, OUTLINES, BOUNDS, []) or "")
    # 0.2 degrees high fill the picture; 0.1 degrees wide are half of that times cos 34.1.
    assert 'viewBox="0 0 182 400"' in drawn
    assert "M14.0 386.0L168.0 386.0L168.0 14.0" in drawn


def test_no_more_marks_than_can_be_told_apart_and_none_without_a_place() -> None:
    many = [marked(117.05, 34.1)] * (MOST + 30)
    assert unquote(picture(THEME, OUTLINES, BOUNDS, many) or "").count("h10v10") == MOST
    assert "h10v10" not in unquote(picture(THEME, OUTLINES, BOUNDS, [marked(None, None)]) or "")


def test_nothing_is_drawn_without_bounds() -> None:
    assert picture(THEME, [], None, []) is None
