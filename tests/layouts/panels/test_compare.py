import pandas as pd
import pytest

from data_access.frames.comparable import REASONS, RULES
from layouts.ids import PanelId, empty_of, title_of
from layouts.panels.compare import SLOTS, CompareId, draw
from layouts.panels.slots import SLOTS as PLACES
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.frames import compare
from tests.layouts.reading import components, links_of, text_of

VIEW = {"scene": "flow", "area": "s1", "focus": "compare:departments", "against": "previous"}


def test_every_panel_can_be_compared_or_says_why_not() -> None:
    assert {*RULES, *REASONS} == {str(panel) for panel in PanelId}
    assert not set(RULES) & set(REASONS)
    assert set(SLOTS) == {slot.id for slot in PLACES}
    for language in ("zh", "en"):
        assert {Text(language)(f"panel.compare.cannot.{one}") for one in (*REASONS.values(), "unknown", "areas")}


def test_each_figure_has_a_table_of_its_rows() -> None:
    drawn = draw(compare.full(), samples.context(**VIEW))
    tables = drawn[CompareId.TABLES]["children"]
    assert [text_of(one) for one in tables] == [
        "件数差值变化城管局4050−10−20%公安分局2——",
        "P90差值变化城管局90 分20 分+70 分+350%公安分局5 分——",
        "按期率差值变化城管局80.0%95.0%−15.0 点公安分局100%——",
    ]
    assert drawn[title_of(PanelId.COMPARE)]["children"] == "对比：部门响应时效"


def test_the_other_side_is_chosen_by_links_that_keep_the_panel_open() -> None:
    choices = draw(compare.full(), samples.context(**VIEW))[CompareId.CHOICES]["children"]
    view = "?scene=flow&area=s1&focus=compare:departments&against="
    assert links_of(choices) == [
        f"{view}previous",
        f"{view}area:s2",
        f"{view}area:d",
        "?scene=compare&area=s1&against=previous",
    ]
    assert [one.className for one in components(choices)].count("cmp-choice on") == 1


@pytest.mark.parametrize(("cannot", "words"), [("areas", "下级"), ("cases", "清单"), (None, "没有数据")])
def test_what_cannot_be_compared_says_so(cannot: str | None, words: str) -> None:
    frame = compare.full(cannot=cannot).iloc[:0]
    drawn = draw(frame, samples.context(**VIEW))
    assert words in text_of(drawn[empty_of(PanelId.COMPARE)]["children"])
    assert links_of(drawn[CompareId.CHOICES]["children"])


def test_long_tables_name_the_rest() -> None:
    frame = pd.concat([compare.full()] * 25, ignore_index=True)
    frame.attrs = compare.full().attrs
    table = draw(frame, samples.context(**VIEW))[CompareId.TABLES]["children"][0]
    assert text_of(table).endswith("其余 10 行见导出的表格。")
