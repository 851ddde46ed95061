from typing import Any

import pandas as pd
import pytest

from data_access.clock import HOUR, MINUTE
from data_access.reader import UNASSIGNED, UNLOCATED
from layouts.text import Text
from layouts.why_words import Why
from tests.layouts import samples
from tests.layouts.frames import why
from tests.layouts.reading import text_of
from tests.layouts.samples import NOW


def told(frame: pd.DataFrame, **view: Any) -> Why:
    return Why(frame, samples.context(**view))


def facts(frame: pd.DataFrame, **view: Any) -> dict[str, str]:
    return {name: text_of(words) for name, words in told(frame, **view).facts()}


@pytest.mark.parametrize(
    ("frame", "figure", "formula"),
    [
        (why.number("open", "count", value=1284), ("1,284", "件"), "逐件计数，共 1,284 件"),
        (why.number("returned", "times", value=7, denominator=5), ("7", "次"), "5 件事件，共 7 次"),
        (
            why.number("response_p90", "duration", value=3120.0, denominator=40),
            ("52", "分"),
            "有响应时长的事件 40 件，取第 90 百分位数",
        ),
        (
            why.number("lifetime_p50", "duration", value=None, denominator=3),
            ("—", ""),
            "近 30 天采集 3 件，取 Kaplan–Meier 中位数 不足 5 件，仅供参考。",
        ),
        (
            why.number("pushed_share", "rate", value=0.5, numerator=2, denominator=4, rows=None),
            ("50.0", "%"),
            "推出 2 次 ÷ 接到 4 次 = 50.0% 不足 5 件，仅供参考。",
        ),
        (
            why.number("source_diversity", "variety", value=3.018, denominator=9),
            ("3.02", ""),
            "时段内上报 9 件，按来源分布计算",
        ),
        (why.number("on_time_rate", "rate", value=None, numerator=0, denominator=0, rows=0), ("—", ""), None),
    ],
)
def test_figures_and_how_they_come_about(frame: pd.DataFrame, figure: tuple[str, str], formula: str | None) -> None:
    found = told(frame)
    assert found.shown == figure
    assert formula is None or found.formula == formula


def test_a_part_is_told_in_points() -> None:
    about = {"weight": 40.0, "points": 36.0, "lost": 4.0, "left_out": "", "rules": "1"}
    part: dict[str, Any] = {"group": "score", "part": "on_time", "about": about, "lists": []}
    frame = why.number("score.on_time", "score", value=0.9, numerator=9, denominator=10, **part)
    found = told(frame)
    assert found.shown == ("36.0", "/ 40")
    assert found.name == "督办考核得分 · 按期处置率"
    assert found.formula == "9 / 10，得 90.0%；权重 40，得 36.00 分，失 4.00 分"
    frame.attrs["about"] = about | {"left_out": "nothing"}
    assert told(frame).shown == ("—", "/ 40")
    assert told(frame).formula.startswith("没有计入")


CUTS = {
    "stage": ("dispatched", None, "流转"),
    "severity": ("4", None, "紧急"),
    "department": (UNASSIGNED, None, "未派部门"),
    "area": (UNLOCATED, None, "归属不明"),
    "window": ("1h", None, "近 1 小时"),
    "due": ("0-7200", None, "2 时内到期"),
    "source": ("hotline", "热线", "热线"),
}


@pytest.mark.parametrize("name", CUTS)
def test_the_row_that_a_number_stands_in(name: str) -> None:
    key, label, words = CUTS[name]
    assert told(why.number("open", "count", value=1, cut=[(name, key, label)])).where == words


def test_another_window_is_told_from_when_until_when() -> None:
    cut = [("window", "2026-11-22T05:00:00Z/PT1H", None)]
    frame = why.number("reported", "count", value=1, cut=cut, start=NOW - HOUR, end=NOW)
    assert told(frame).where == "11-22 13:32–11-22 14:32"
    assert told(why.number("open", "count", value=1, cut=[("due", "900-1800", None)])).where == "15 分后至 30 分内到期"


def test_facts_of_a_number_of_the_events() -> None:
    found = facts(why.full(filters=[("department", UNASSIGNED)], newest_at=NOW - MINUTE))
    assert found["统计时段"] == "2026-11-21 14:32:08 – 2026-11-22 14:32:08"
    assert found["统计时点"] == "2026-11-22 14:32:08 (此刻)"
    assert found["筛选"] == "部门 未派部门"
    assert found["精度"] == "逐件精确"
    assert found["数据最新"] == "2026-11-22 14:31:08"
    assert found["规则版本"] == "派生规则 2"
    assert "时限" not in found
    past = facts(why.full(rounded=True), as_of=NOW)
    assert past["统计时点"] == "2026-11-22 14:32:08"
    assert past["精度"].startswith("整点部分取自对数直方图")


def test_a_percentile_is_held_against_its_limit() -> None:
    frame = why.number("response_p90", "duration", value=3600.0, denominator=9, limit=1800.0)
    assert facts(frame)["时限"] == "30 分，为时限的 2.00 倍"
    assert facts(why.number("stuck", "count", value=3, limit=86_400.0))["时限"] == "24 时"


def test_facts_of_a_metric() -> None:
    about = {"label": "在线率", "note": "", "ratio": ["在线摄像机", "摄像机总数"], "unit": "%", "unit_code": "percent"}
    about |= {"digits": 1, "rollup": "ratio", "fresh": 30 * MINUTE, "start": NOW - HOUR, "end": NOW, "at": NOW}
    about |= {
        "reported": 9,
        "expected": 10,
        "target": 0.95,
        "rules": "abc",
        "weight": None,
        "level": "社区",
        "own": False,
    }
    frame = why.number("metric.x", "metric", group="metric", part="x", value=0.9, about=about, lists=[])
    found = told(frame)
    assert (found.name, found.definition) == ("在线率", "在线摄像机 ÷ 摄像机总数。")
    assert found.shown == ("90.0", "%")
    assert found.formula == "分子、分母各自汇总后相除；9 / 10 处已报"
    told_facts = facts(frame)
    assert told_facts["上报覆盖"] == "9 / 10"
    assert told_facts["目标"] == "95.0%"
    assert told_facts["规则版本"] == "指标目录 abc"
    frame.attrs["about"] = about | {"own": True}
    assert told(frame).formula == "本级直接上报的数"


def test_nothing_is_told_of_a_number_that_is_missing() -> None:
    assert not told(why.full(missing="measure 'x' is not known")).told
    assert not told(pd.DataFrame()).told


def test_every_number_has_a_name_a_definition_and_words_for_its_cases() -> None:
    from data_access.cases.selecting import RULES

    for language in ("zh", "en"):
        text = Text(language)
        for measure, rule in RULES.items():
            keys = [f"why.measure.{measure}", f"why.definition.{measure}"]
            if rule.kind == "rate":
                keys += [f"why.over.{measure}", f"why.under.{measure}"]
            if rule.kind in ("duration", "variety"):
                keys.append(f"why.under.{measure}")
            if rule.told:
                keys.append(f"why.amount.{rule.told}")
            assert [key for key in keys if not text.has(key)] == []
