import pytest

from layouts.ids import MapId, PanelId, title_of, unit_of
from layouts.panels.map import TILES, draw, draw_shapes
from tests.layouts import samples
from tests.layouts.reading import links_of, text_of


def test_each_shape_knows_where_a_click_leads() -> None:
    data = draw(samples.areas_of_map(), samples.context(window="7d"))[MapId.DATA]["data"]
    assert data["cells"]["s1c0"]["href"] == "?area=s1&window=7d"
    assert data["cells"]["s1"]["href"] == "?area=s1&window=7d"
    assert data["fills"] == 2


def test_children_are_labelled_and_grandchildren_only_when_abnormal() -> None:
    labels = draw(samples.areas_of_map(), samples.context())[MapId.DATA]["data"]["labels"]
    assert [label["ring"] for label in labels] == [1, 1, 1, 2, 2, 2]
    assert labels[0]["name"] == "东门2"
    assert {label["status"] for label in labels[3:]} == {"warn"}


def test_colours_change_without_new_shapes() -> None:
    drawing = draw(samples.areas_of_map(), samples.context())
    assert MapId.SHAPES not in drawing
    assert drawing[MapId.DATA] != draw(samples.areas_of_map(fill_class=3), samples.context())[MapId.DATA]
    shapes = {"type": "FeatureCollection", "features": []}
    assert draw_shapes(shapes) == {MapId.SHAPES: {"data": shapes}}


def test_without_geometry_tiles_stand_in() -> None:
    drawing = draw(samples.areas_of_map(geometry=False), samples.context())
    assert drawing[MapId.DATA]["data"]["drawn"] is False
    assert links_of(drawing[MapId.TILES]["children"]) == ["?area=s2", "?area=s1", "?area=s0"]
    assert draw(samples.areas_of_map(), samples.context())[MapId.TILES]["children"] == []


@pytest.mark.parametrize(("children", "size"), [(1, "single"), (8, "large"), (20, "middle"), (73, "dense")])
def test_tiles_get_smaller_where_there_are_more(children: int, size: str) -> None:
    tiles = draw(samples.areas_of_map(children, geometry=False), samples.context())[MapId.TILES]
    assert len(tiles["children"]) == children
    assert tiles["className"] == f"tiles {size}"


def test_a_leaf_is_one_tile_that_leads_nowhere() -> None:
    leaf = samples.areas_of_map(1, 0, geometry=False, ring=0, drill=None)
    tiles = draw(leaf, samples.context())[MapId.TILES]["children"]
    assert len(tiles) == 1
    assert links_of(tiles) == []


def test_areas_without_a_tile_are_counted() -> None:
    drawing = draw(samples.areas_of_map(TILES + 1, 0, geometry=False), samples.context())
    assert f"前 {TILES} 个，共 {TILES + 1} 个" in text_of(drawing[unit_of(PanelId.MAP)]["children"])


def test_the_legend_counts_the_filled_areas_and_names_the_classes() -> None:
    legend = [text_of(part) for part in draw(samples.areas_of_map(), samples.context())[MapId.LEGEND]["children"]]
    assert "≥ 40" in legend
    assert "20–39" in legend
    assert "< 5" in legend


def test_says_what_it_shows_and_what_it_cannot_place() -> None:
    drawing = draw(samples.areas_of_map(), samples.context())
    assert drawing[title_of(PanelId.MAP)]["children"] == "鼓楼区态势"
    assert "归属不明 3 件" in text_of(drawing[unit_of(PanelId.MAP)]["children"])
