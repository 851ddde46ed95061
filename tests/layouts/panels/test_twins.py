from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.twins import TwinsId, draw
from tests.layouts import samples
from tests.layouts.frames.twins import full
from tests.layouts.reading import components, text_of


def test_a_row_names_both_cases_their_sources_and_what_lies_between() -> None:
    rows = draw(full(), samples.context())[TwinsId.ROWS]["children"]
    assert text_of(rows[1]) == "路面积水东门 · 鼓楼 · 46 米 · 2 时12345 热线B1← 网格员A1"
    assert rows[1].href == "?focus=event:hotline_12345/B1"


def test_a_matter_of_more_than_two_cases_says_how_many() -> None:
    row = draw(full(), samples.context())[TwinsId.ROWS]["children"][0]
    assert text_of(row).endswith("12345 热线C0← 网格员A0共 3 件")
    assert "A0, B0, C0" in row.title
    assert "水务局, 住建局" in row.title
    assert "sym warn" in [getattr(one, "className", "") for one in components(row)]


def test_the_counts_the_rule_and_what_was_left_out_stand_beside_the_title() -> None:
    frame = full()
    unit = draw(frame, samples.context())[unit_of(PanelId.TWINS)]["children"]
    assert text_of(unit) == "10 事 21 件"
    assert "100 米" in unit[0].title
    frame.attrs.update(days=7, left_out=460)
    unit = draw(frame, samples.context())[unit_of(PanelId.TWINS)]["children"]
    assert text_of(unit) == "10 事 21 件 · 只比较最近 7 天 · 密集处 460 件未比较"


def test_none_is_a_fact_with_its_rule() -> None:
    drawing = draw(full(0), samples.context())
    assert "100 米、24 小时" in text_of(drawing[empty_of(PanelId.TWINS)]["children"])
