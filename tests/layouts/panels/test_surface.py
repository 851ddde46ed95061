from typing import Any

import pytest

from layouts.ids import PanelId, empty_of, title_of, unit_of
from layouts.panels.surface import PANEL, SurfaceId, draw
from tests.layouts import samples
from tests.layouts.frames import surface as sample
from tests.layouts.reading import links_of, text_of


def data(mode: str = "density", **view: str) -> dict[str, Any]:
    found: dict[str, Any] = draw(sample.full(mode), samples.context(**view))[SurfaceId.DATA]["data"]
    return found


def test_bands_climb_the_ramp_of_density() -> None:
    drawn = data()
    assert [band["fill"] for band in drawn["bands"]] == [f"k{place}" for place in range(2, 10)]
    assert [band["opacity"] for band in drawn["bands"]] == sorted(band["opacity"] for band in drawn["bands"])
    assert drawn["bands"][0]["shape"] == sample.SQUARE
    assert drawn["outlined"]


def test_a_growth_diverges() -> None:
    assert [band["fill"] for band in data("growth")["bands"]] == ["v1", "v4", "v6", "v9"]


def test_the_risk_colours_areas_by_class() -> None:
    drawn = data("risk", focus="surface:risk")
    assert not drawn["outlined"]
    assert [drawn["cells"][f"s{place}"]["level"] for place in range(3)] == [1, 2, 3]
    assert drawn["cells"]["s0c0"] == {"level": None, "status": "n", "href": "?area=s0&focus=surface:risk"}
    assert [(label["ring"], label["value"]) for label in drawn["labels"]] == [
        (1, "70"),
        (1, "50"),
        (1, "30"),
        (2, "85"),
        (2, "85"),
    ]


def test_a_density_names_the_areas_only() -> None:
    assert {(label["ring"], label["value"]) for label in data()["labels"]} == {(1, "")}


def test_rings_carry_the_numbers_of_the_list() -> None:
    assert [(ring["number"], ring["radius"]) for ring in data()["rings"]] == [("1", 400.0), ("2", 400.0)]


def test_an_opened_area_is_outlined() -> None:
    cells = data("risk", focus="index:s1")["cells"]
    assert [code for code, cell in cells.items() if cell.get("on")] == ["s1"]


def test_the_modes_stand_in_the_line_of_the_unit() -> None:
    drawing = draw(sample.full("growth"), samples.context(focus="surface:growth", window="7d"))
    unit = drawing[unit_of(PanelId.SURFACE)]["children"]
    assert links_of(unit) == ["?window=7d", "?window=7d&focus=surface:risk", "?window=7d&focus=surface:growth"]
    assert "近 7 天减去前一等长时段" in text_of(unit)
    assert drawing[title_of(PanelId.SURFACE)]["children"] == "密度增量"


def test_the_unit_states_the_method_and_what_is_left_out() -> None:
    said = text_of(draw(sample.full(), samples.context())[unit_of(PanelId.SURFACE)]["children"])
    assert "带宽 250 m，单元 50 m" in said
    assert "12 件无坐标，未计" in said


def test_the_legend_tells_where_every_second_band_begins() -> None:
    legend = draw(sample.full(), samples.context())[SurfaceId.LEGEND]["children"]
    told = [text_of(one) for one in legend if "from" in one.className and "gap" not in one.className]
    assert told == ["0.420", "0.225", "0.090", "0.015"]
    assert text_of(legend[0]) == "件 / 公顷"
    growth = draw(sample.full("growth"), samples.context())[SurfaceId.LEGEND]["children"]
    assert next(text_of(one) for one in growth if one.className == "from") == "+0.150"


def test_the_legend_counts_areas_and_those_unknown() -> None:
    legend = [text_of(one) for one in draw(sample.full("risk"), samples.context())[SurfaceId.LEGEND]["children"]]
    assert legend[:4] == ["风险指数 · 区域数", "", "重要", "2"]
    assert legend[legend.index("数据不足") + 1] == "4"


def test_no_cases_leave_the_map_and_say_so() -> None:
    frame = sample.full()
    frame = frame[frame["kind"] == "area"]
    frame.attrs.update(levels=[], mode="density", drawn=True, per="hectare")
    drawing = draw(frame, samples.context())
    assert "没有事件" in text_of(drawing[SurfaceId.LEGEND]["children"])
    assert drawing[empty_of(PanelId.SURFACE)]["children"] is None


@pytest.mark.parametrize("missing", ["history", "population"])
def test_what_cannot_be_drawn_says_why(missing: str) -> None:
    frame = sample.full("growth")
    frame.attrs["missing"] = missing
    assert text_of(draw(frame, samples.context())[empty_of(PanelId.SURFACE)]["children"])


def test_tiles_stand_in_without_boundaries() -> None:
    tiles = draw(sample.full("risk", drawn=False), samples.context())[SurfaceId.TILES]
    assert links_of(tiles["children"]) == ["?area=s2", "?area=s1", "?area=s0"]
    assert tiles["className"] == "tiles large"
    assert draw(sample.full(), samples.context())[SurfaceId.TILES]["children"] == []


def test_it_is_drawn_seldom() -> None:
    assert PANEL.hertz <= 0.1
