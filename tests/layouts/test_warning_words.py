"""Every kind of warning in words, in both languages, whatever is unknown."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from layouts.text import Text
from layouts.warning_words import grounds, headline, matter
from tests.layouts.frames.warnings import EVIDENCE, row

ZONE = ZoneInfo("Asia/Shanghai")
ZH, EN = Text("zh"), Text("en")


@pytest.mark.parametrize(
    ("kind", "what", "figures"),
    [
        ("surge", "东门街道激增，近 1 小时 41 件", "常态 9 件 · 4.6 倍 · 多为占道经营 30 件"),
        ("deadline_near", "临期：占道经营 SJ1", "东门街道 · 城管局 · 时限 11-22 14:56"),
        ("deadline_passed", "城管局 12 件超期", "东门街道 · 最早时限 11-22 09:32"),
        ("severe_case", "紧急：占道经营 SJ3", "东门街道 · 城管局 · 时限 11-22 14:52"),
        ("stuck_case", "滞留：占道经营 SJ2", "东门街道 · 城管局 · 流转 · 停留自 11-20 12:32"),
        ("hot_spot", "东门街道新兴热点", "20 件 · 常态 4 件 · 5 倍 · 占道经营"),
        ("silent_source", "12345 热线来源中断", "最近一件 11-22 05:32 · 约定每 60 分钟"),
        ("department_backlog", "城管局积压 214 件", "超期 37.4% · 约 12.3 天工作量"),
        ("unreconciled", "东门街道上报合计不符", "汇总 8,510，逐件 8,183，下级合计 8,183"),
        ("offline_cluster", "东门街道 12 台设备离线", "共 20 台，离线 60.0% · 自 11-22 13:32"),
        ("metric", "东门街道完好率 91.2%", "低于 95.0% · 连续 2 期"),
        ("silent_metric", "报表填报等 3 项停止上报", "最近上报 11-22 05:32 · 约定每 60 分钟"),
    ],
)
def test_in_chinese(kind: str, what: str, figures: str) -> None:
    assert headline(row(kind=kind), ZH) == what
    assert grounds(row(kind=kind), ZH, ZONE) == figures


@pytest.mark.parametrize("kind", list(EVIDENCE))
@pytest.mark.parametrize("text", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("evidence", [None, {}, "full"])
def test_whatever_is_unknown(kind: str, text: Text, evidence: Any) -> None:
    blank = dict.fromkeys(("title", "area_path", "department_label", "source_label", "category_label"))
    given = row(kind=kind, **blank, evidence=EVIDENCE[kind] if evidence == "full" else evidence)
    for words in (headline(given, text), grounds(given, text, ZONE)):
        assert "None" not in words
        assert "nan" not in words
    assert headline(given, text)


def test_a_case_is_named_by_its_title_else_by_what_it_is_about() -> None:
    assert headline(row(kind="deadline_near", title="下穿通道积水"), ZH) == "临期：下穿通道积水"
    assert headline(row(kind="deadline_near", category_label=None), ZH) == "临期：SJ1"
    assert headline(row(kind="stuck_case", evidence={"count": 3}, department_label=None), ZH) == "未定部门 3 件滞留"


def test_the_matter_of_a_case_leaves_out_what_kind_it_is() -> None:
    assert matter(row(kind="severe_case", title="下穿通道积水"), ZH) == "下穿通道积水"
    assert matter(row(kind="deadline_passed"), ZH) == "城管局 12 件超期"
    assert matter(row(), ZH) == headline(row(), ZH)


def test_what_concerns_everything_says_so() -> None:
    assert headline(row(area_path=None), ZH).startswith("全域激增")


def test_a_source_that_never_sent() -> None:
    assert grounds(row(kind="silent_source", evidence={"cadence_minutes": 30}), ZH, ZONE).startswith("至今没有来件")


@pytest.mark.parametrize("grade", ["new", "intensifying", "persistent", "diminishing", "sporadic", "unheard-of"])
def test_every_class_of_spot(grade: str) -> None:
    words = headline(row(kind="hot_spot", evidence={"grade": grade}), ZH)
    assert words.startswith("东门街道")
    assert "热点" in words
