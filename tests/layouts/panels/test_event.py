from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from data_access.clock import HOUR
from layouts.panels.event import PANEL, EventId
from tests.layouts.frames import event as sample
from tests.layouts.reading import components, drawn_text
from tests.layouts.samples import NOW, context


def drawn(frame: Any, **view: Any) -> list[Any]:
    return list(components(PANEL.draw(frame, context(**view))[EventId.BOX]["children"]))


def classed(found: list[Any], name: str) -> list[Any]:
    return [one for one in found if name in str(getattr(one, "className", "")).split()]


def words(found: Any) -> str:
    return drawn_text({"x": {"children": found}})


def test_an_overdue_case_runs_past_its_deadline_and_stands_still_in_the_past() -> None:
    live = drawn(sample.full())
    (figure,) = classed(live, "evt-large")
    assert words(figure) == "+1:00"
    assert figure.className == "evt-large over"
    assert getattr(figure.children[0], "data-until") == str(NOW - HOUR)
    (then,) = classed(drawn(sample.full(), as_of=NOW), "evt-large")
    assert not hasattr(then.children[0], "data-until")


@pytest.mark.parametrize(
    ("state", "figure", "label"),
    [
        ({"due_at": NOW + HOUR}, "1:00", "距处置时限"),
        ({"due_at": None}, "48:00", "未设处置时限"),
        ({"closed_at": NOW - 2 * HOUR}, "46:00", "办结，用时"),
        ({"closed_at": NOW - HOUR // 2}, "47:30", "超限"),
        ({"ended_at": NOW - 47 * HOUR, "due_at": None}, "1:00", "终止"),
    ],
)
def test_what_the_large_figure_tells(state: dict[str, Any], figure: str, label: str) -> None:
    found = drawn(sample.full(sample.told(**state)))
    assert words(classed(found, "evt-large")[0]) == figure
    label = label.replace("超限", "办结，超时限 30 分，用时")
    assert label in words(classed(found, "evt-label")[0])


def test_a_stage_beyond_its_limit_is_told_by_shape_and_words() -> None:
    within, beyond = classed(drawn(sample.full()), "evt-stay")
    assert "over" not in within.className.split()
    assert {"over", "lasting"} <= set(beyond.className.split())
    assert classed(list(components([beyond])), "sym")
    assert "超限 23 时 · 时限 24 时 · 进行中" in words([beyond])


def test_every_step_says_what_it_changed_in_order() -> None:
    shown = [words([one]) for one in classed(drawn(sample.full()), "evt-step")]
    assert [one[:2] for one in shown] == ["采集", "流转", "退回", "催办"]
    assert "晚到" in shown[1]
    assert "备注：不属 <b>&" in shown[2]
    assert "处置时限：2026-11-22 11:32:08 → 2026-11-22 13:32:08" in shown[2]
    assert shown[2].count("二中队") == 1


def test_cases_around_it_open_in_the_same_view() -> None:
    found = drawn(sample.full(), window="7d")
    links = [one.href for one in classed(found, "evt-line") if hasattr(one, "href")]
    assert len(links) == 1 + 5
    assert "另有 7 件未列出" in words(found)
    asked = parse_qs(urlsplit(links[0]).query)
    assert asked == {"window": ["7d"], "focus": ["event:worker/W%201"]}


def test_the_record_is_exported_as_of_what_is_shown() -> None:
    past = classed(drawn(sample.full(), as_of=NOW, language="en"), "evt-save")
    pdf, json = (urlsplit(one.href) for one in past)
    assert unquote(pdf.path) == "/api/v1/events/hotline/SJ/1 甲"
    assert parse_qs(pdf.query) == {"lang": ["en"], "format": ["pdf"], "as_of": ["2026-11-22T06:32:08Z"]}
    assert parse_qs(json.query)["format"] == ["json"]
    assert "as_of" not in parse_qs(urlsplit(classed(drawn(sample.full()), "evt-save")[0].href).query)


def test_a_missing_event_leads_back() -> None:
    unknown = drawn(sample.missing("unknown"), focus="event:hotline/SJ/1%20<甲>", window="7d")
    assert "没有这个事件" in words(unknown)
    assert "来源为 hotline、编号为 SJ/1 <甲> 的事件" in words(unknown)
    assert [one.href for one in classed(unknown, "evt-go")] == ["?window=7d"]
    later = drawn(sample.missing("not_yet", NOW - HOUR), as_of=NOW - 2 * HOUR)
    assert "首条记录为 2026-11-22 13:32:08" in words(later)
    assert [one.href for one in classed(later, "evt-go")] == [
        "?as_of=2026-11-22T05:32:08Z",
        "?as_of=2026-11-22T04:32:08Z",
    ]


def test_a_case_without_a_place_has_no_map_and_says_so() -> None:
    bare = replace(sample.told(lon=None, lat=None, area=None), ground=None, path=(), near=(), same=())
    found = drawn(sample.full(bare))
    assert not classed(found, "evt-map")
    assert "没有坐标，无法查找周边事件" in words(found)
    assert "归属不明" in words(classed(found, "evt-head"))


def test_the_areas_it_lies_in_lead_there_with_the_event_open() -> None:
    links = classed(drawn(sample.full(), focus="event:hotline/a", window="7d"), "evt-area")
    assert [one.href for one in links] == [
        "?area=s1&window=7d&focus=event:hotline/a",
        "?area=g1&window=7d&focus=event:hotline/a",
    ]


def test_names_on_the_map_lie_apart_and_whole() -> None:
    (drawn_map,) = classed(drawn(sample.full()), "evt-map")
    assert [words([one]) for one in classed(list(components([drawn_map])), "nm")] == ["一网格"]
