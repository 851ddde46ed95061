from urllib.parse import unquote

import pytest

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.boundaries import BoundariesId, draw, square_metres
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.frames.boundaries import full
from tests.layouts.reading import components, links_of, text_of


def test_a_level_says_how_many_of_each_kind_and_how_large() -> None:
    head, streets, communities, grids = draw(full(), samples.context())[BoundariesId.LEVELS]["children"]
    assert text_of(head) == "□ 缝隙■ 重叠◇ 超出上级"
    assert text_of(streets) == "街道000"
    assert text_of(communities) == "社区013.4 km²23,400.0 km²"
    assert text_of(grids) == "网格12 / 720 有边界———"


def test_what_could_not_be_judged_says_so() -> None:
    grids = draw(full(), samples.context())[BoundariesId.LEVELS]["children"][3]
    assert {one.title for one in components(grids) if text_of(one) == "—"} == {"没有可以核对的边界"}


def test_a_defect_says_its_size_kind_and_whose_it_is_and_leads_to_its_parent() -> None:
    rows = draw(full(), samples.context(language="en"))[BoundariesId.ROWS]["children"]
    assert text_of(rows[0]).startswith("9,000 m²□")
    assert text_of(rows[0]).endswith("gap")
    assert "c1, c2, c3" in rows[0].title
    assert links_of(rows)[0] == "?area=s1&lang=en"


def test_the_map_marks_every_kind_with_a_shape_of_its_own() -> None:
    (image,) = draw(full(3), samples.context())[BoundariesId.MAP]["children"]
    drawn = unquote(image.src)
    hollow, filled = samples.context().theme["canvas"], samples.context().theme["warn"]
    assert drawn.count(f'fill="{hollow}"') == 1
    assert drawn.count(f'fill="{filled}"') == 1
    assert drawn.count("l7 7l-7 7l-7 -7Z") == 1
    assert image.alt


def test_outlines_that_all_meet_are_a_sentence_of_fact() -> None:
    rows = draw(full(0), samples.context())[BoundariesId.ROWS]["children"]
    assert text_of(rows) == "各级边界相互吻合"


def test_without_outlines_there_is_no_map() -> None:
    frame = full(2)
    frame.attrs.update(outlines=[], bounds=None)
    assert draw(frame, samples.context())[BoundariesId.MAP]["children"] == []


@pytest.mark.parametrize(
    ("checked", "said"), [(True, "本区域没有下级"), (False, "边界尚未核查：重新装载区划后自动核查")]
)
def test_nothing_to_show_is_told_apart_from_nothing_checked(checked: bool, said: str) -> None:
    frame = full(0).iloc[:0]
    frame.attrs.update(checked=checked, sliver=1.0, defects=0, outlines=[], bounds=None)
    (words, _) = draw(frame, samples.context())[empty_of(PanelId.BOUNDARIES)]["children"]
    assert text_of(words) == said


def test_the_unit_says_how_many_and_what_is_left_out() -> None:
    unit = draw(full(), samples.context())[unit_of(PanelId.BOUNDARIES)]["children"]
    assert text_of(unit) == "20 处不吻合 · 细于 1 米不计"


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "—"), (3.44, "3.4 m²"), (9999.0, "9,999 m²"), (12_345.0, "1.2 公顷"), (60_947_918.0, "60.9 km²")],
)
def test_sizes_take_few_digits(value: float | None, said: str) -> None:
    assert square_metres(value, Text("zh")) == said
