import json
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

from layouts import ids
from layouts.ids import PanelId
from layouts.panels.why import PIECES, WhyId, draw
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.frames import why
from tests.layouts.reading import components, explained_in, links_of, text_of

FOCUS = "why:on_time_rate"


def said(frame: pd.DataFrame, **view: Any) -> Any:
    return draw(frame, samples.context(**{"focus": FOCUS, **view}))[WhyId.SAID]["children"]


def listed(frame: pd.DataFrame, **view: Any) -> dict[str, Any]:
    return draw(frame, samples.context(**{"focus": FOCUS, **view}))[WhyId.LIST]


def query(frame: pd.DataFrame, **view: Any) -> dict[str, list[str]]:
    return parse_qs(listed(frame, **view)["data-query"])


def section(sections: Any, name: str) -> Any:
    (found,) = [one for one in sections if getattr(one, "className", "") == f"why-part {name}"]
    return found


def test_the_number_its_definition_and_how_it_comes_about() -> None:
    sections = said(why.full())
    assert text_of(sections[0]) == "72.5%按期办结率 · 鼓楼区"
    assert "办结时间不晚于时限" in text_of(section(sections, "definition"))
    assert text_of(section(sections, "formula")) == "算式按期办结 29 ÷ 时段内到期 40 = 72.5%"


def test_the_areas_below_lead_to_the_same_number_there_and_what_is_nowhere_to_its_own() -> None:
    pieces = section(said(why.full()), "pieces")
    assert text_of(pieces) == ("构成下级区域分子 / 分母数值东门街道19 / 2479.2%西岭街道9 / 1560.0%归属不明1 / 1100%")
    addresses = [one.href for one in components(pieces) if getattr(one, "href", None)]
    assert addresses[:2] == [f"?area={code}&focus=why:on_time_rate" for code in ("s0", "s1")]
    assert explained_in(pieces)[-1] == "on_time_rate/area:unlocated"


def test_pieces_of_a_number_that_is_cut_keep_the_cut() -> None:
    cut = [("department", "shuiwu", "水务局")]
    pieces = section(said(why.full(cut=cut), focus="why:on_time_rate/department:shuiwu"), "pieces")
    assert explained_in(pieces)[0] == "on_time_rate/area:s0+department:shuiwu"


def test_a_count_is_the_sum_of_its_pieces() -> None:
    frame = why.full(measure="open", group="open", kind="count", value=40, numerator=None, denominator=None)
    frame.loc[frame["row"] == "piece", ["value", "numerator", "denominator"]] = pd.DataFrame(
        {"value": [24, 15, 1], "numerator": [None] * 3, "denominator": [None] * 3}, dtype=object
    ).to_numpy()
    sections = said(frame, focus="why:open")
    assert text_of(section(sections, "formula")) == "算式各下级与归属不明之和 40 = 40"
    rows = [one for one in components(section(sections, "pieces")) if type(one).__name__ == "Tr"][1:]
    assert [text_of(row) for row in rows] == ["东门街道24", "西岭街道15", "归属不明1"]
    assert [row.style for row in rows] == [{"--share": share} for share in ("100.00%", "62.50%", "4.17%")]


def test_what_counts_in_spite_of_a_flaw_is_told_apart_from_what_does_not() -> None:
    told = section(said(why.full()), "without")
    lines = [one for one in components(told) if type(one).__name__ == "Li"]
    assert [text_of(line)[:5] for line in lines] == ["2作废、撤", "0在办而没", "1归属不明", "—其中坐标"]
    assert [line.className for line in lines] == ["out", "out", "", ""]


def test_more_pieces_than_there_is_room_for_are_counted() -> None:
    frame = why.full()
    many = pd.concat([frame.iloc[:1]] * (PIECES + 3), ignore_index=True)
    many.attrs = dict(frame.attrs)
    assert text_of(section(said(many), "pieces")).endswith("另有 3 项，合计见列表")


def test_the_browser_is_told_what_to_ask_for_and_its_words() -> None:
    held = listed(why.full(), area="s0", window="7d")
    assert parse_qs(held["data-query"]) == {"measure": ["on_time_rate"], "area": ["s0"], "window": ["7d"]}
    assert held["data-total"] == "40"
    words = json.loads(held["data-words"])
    assert words["lists"] == ["denominator", "numerator"]
    assert "amount" not in words["columns"]
    tabs = [text_of(one) for one in components(held["children"]) if getattr(one, "className", "") == "why-tab"]
    assert tabs == ["时段内到期", "按期办结"]


def test_a_list_has_the_cut_of_its_own_number_and_what_each_case_adds() -> None:
    frame = why.number(
        "response_p90", "duration", value=600.0, denominator=11, list_cut="department:a+b", amount="response"
    )
    assert query(frame)["cut"] == ["department:a+b"]
    assert json.loads(listed(frame)["data-words"])["columns"]["amount"] == "响应时长"


def test_a_score_opens_into_its_parts_and_one_that_is_left_out_says_why() -> None:
    sections = said(why.parts(), focus="why:score/area:s0")
    assert text_of(sections[0]) == "90.0督办考核得分 · 东门街道"
    assert text_of(section(sections, "formula")) == "算式1 项得分之和 = 90.0"
    parts = section(sections, "parts")
    assert explained_in(parts) == ["score.on_time/area:s0", "score.satisfaction/area:s0"]
    assert "0/0" in text_of(parts)
    assert listed(why.parts())["data-query"] == ""


def test_without_a_list_it_is_said_that_there_is_none() -> None:
    held = listed(why.number("metric.x", "metric", group="metric", part="x", lists=[]))
    assert "没有对应的事件列表" in text_of(held["children"])
    assert held["data-query"] == ""


def test_a_number_that_does_not_exist_says_so_and_leads_back() -> None:
    frame = why.full().iloc[:0].copy()
    frame.attrs = {"missing": "measure 'x' is not known; expected one of a, b"}
    drawn = draw(frame, samples.context(window="7d", focus="why:x"))
    told = drawn[WhyId.SAID]["children"]
    assert text_of(told).startswith("没有这个数")
    assert "measure 'x' is not known" in text_of(told)
    assert links_of(told) == ["?window=7d"]
    assert drawn[WhyId.LIST]["data-query"] == ""
    assert drawn[ids.empty_of(PanelId.WHY)]["children"] is None


def test_the_grid_is_mounted_by_the_browser_from_plain_words() -> None:
    from layouts.panels.why import body

    (box,) = [one for one in components(body(Text("zh"))) if getattr(one, "id", None) == WhyId.GRID]
    assert json.loads(getattr(box, "data-grid"))["namespace"] == "dash_ag_grid"
