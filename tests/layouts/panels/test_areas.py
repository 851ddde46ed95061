from layouts.ids import AreasId, PanelId, empty_of, unit_of
from layouts.panels.areas import SHOWN, draw
from tests.layouts import samples
from tests.layouts.reading import components, links_of, text_of


def test_each_area_leads_one_level_down() -> None:
    rows = draw(samples.areas(2), samples.context(window="30d"))[AreasId.ROWS]["children"]
    assert links_of(rows) == ["?area=s0&window=30d", "?area=s1&window=30d"]
    assert text_of(rows[1]) == "东门1街道12041197.0"


def test_what_is_unlocated_has_a_place_of_its_own() -> None:
    drawing = draw(samples.areas(40), samples.context())
    assert len(drawing[AreasId.ROWS]["children"]) == SHOWN
    assert text_of(drawing[AreasId.LOST]["children"]).startswith("归属不明")
    assert links_of(drawing[AreasId.LOST]["children"]) == []
    assert text_of(drawing[unit_of(PanelId.AREAS)]["children"]) == f"前 {SHOWN} 个，共 40 个"


def test_the_name_of_the_area_above_is_not_said_twice() -> None:
    drawing = draw(samples.areas(1, lost=False, label="东门街道第3网格"), samples.context(area="s1"))
    assert text_of(drawing[AreasId.ROWS]["children"]).startswith("第3网格")


def test_a_leaf_says_that_it_is_one() -> None:
    drawing = draw(samples.areas(0), samples.context())
    assert drawing[empty_of(PanelId.AREAS)]["children"][0].children == "此处已是最末一级"
    assert drawing[AreasId.LOST]["children"] == []


def test_a_share_of_few_cases_is_grey_and_says_so() -> None:
    few = draw(samples.areas(1, lost=False, on_time_denominator=4), samples.context())[AreasId.ROWS]["children"][0]
    enough = draw(samples.areas(1, lost=False, on_time_denominator=5), samples.context())[AreasId.ROWS]["children"][0]
    rates = [list(components(row))[-1].className for row in (few, enough)]
    assert rates == ["n few", "n"]
    assert "仅 4 件" in few.title
    assert "仅" not in enough.title


def test_a_name_too_long_for_a_line_gets_two() -> None:
    long = draw(samples.areas(1, lost=False, label=samples.LONG_EN), samples.context(language="en"))
    assert "nm long" in [one.className for one in components(long[AreasId.ROWS]["children"])]
    short = draw(samples.areas(1), samples.context())
    assert "nm long" not in [one.className for one in components(short[AreasId.ROWS]["children"])]
