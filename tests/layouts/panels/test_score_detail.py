from typing import Any

import pytest

from data_access.clock import parse_instant
from layouts import ids
from layouts.ids import PanelId
from layouts.panels.score_detail import Scale, ScoreDetailId, draw
from tests.layouts import samples
from tests.layouts.frames import score_detail
from tests.layouts.reading import components, links_of, text_of


def _bars(drawing: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    rows = drawing[ScoreDetailId.ROWS]["children"]
    return [one.style for one in components(rows) if str(getattr(one, "className", "")).startswith("bar")]


def test_the_waterfall_comes_down_from_a_hundred_to_the_score() -> None:
    frame = score_detail.full()
    bars = _bars(draw(frame, samples.context()))
    ends = [float(bar["left"].rstrip("%")) for bar in bars]
    widths = [float(bar["--wide"].rstrip("%")) for bar in bars]
    assert ends[0] + widths[0] == pytest.approx(100)
    for above, below, wide in zip(ends, ends[1:-1], widths[1:-1], strict=False):
        assert below + wide == pytest.approx(above, abs=0.02)
    assert widths[-1] == pytest.approx(ends[-2], abs=0.02)


def test_every_part_says_what_it_cost_and_opens_its_cases() -> None:
    rows = draw(score_detail.full(), samples.context(scene="scores"))[ScoreDetailId.ROWS]["children"]
    assert text_of(rows[2]) == "按期处置率20.9 / 30−9.1按期 71 / 102"
    assert links_of(rows) == [
        f"?scene=scores&focus=department:zhujian/{part}" for part in ("volume", "closure", "on_time", "rework")
    ]
    assert [row.className for row in rows].count("explained-row chosen") == 1


def test_whose_score_it_is() -> None:
    drawing = draw(score_detail.full(), samples.context())
    assert text_of(drawing[ids.unit_of(PanelId.SCORE_DETAIL)]["children"]) == "住建局 · 第 10 / 10 名 · 规则 2026-11"
    hero = text_of(drawing[ScoreDetailId.HERO]["children"])
    assert hero.startswith("85.8较前期 −6.1高于合格线 0.8 分")
    assert hero.endswith("等级 B计分案件 132 件")


@pytest.mark.parametrize(
    ("opened", "amounts", "amount", "head", "shown"),
    [
        ("on_time", "late", 5400.0, "按期处置率未按期 31 件，最迟在前", "+1:30"),
        ("acceptance", "late", 60.0, "按时签收未按时签收 31 件，最迟在前", "+0:01"),
        ("rework", "times", 2, "返工率返工 31 件，次数多在前", "2 次"),
        ("satisfaction", "score", 1.5, "满意率不满意 31 件，评分低在前", "1.5 分"),
        (
            "evidence",
            "closed",
            parse_instant("2026-11-21T09:30:00+08:00"),
            "自处理佐证无佐证 31 件，新办结在前",
            "11-21 09:30",
        ),
    ],
)
def test_the_cases_behind_a_loss(opened: str, amounts: str, amount: float, head: str, shown: str) -> None:
    drawing = draw(score_detail.full(opened, amounts, amount), samples.context())
    assert text_of(drawing[ScoreDetailId.HEAD]["children"]) == head
    rows = drawing[ScoreDetailId.CASES]["children"]
    assert len(rows) == 6
    assert text_of(rows[0]) == f"{shown}家属院屋面渗漏新河街道 · 双桥社区SJ0"
    assert rows[0].title == "SJ0 · 家属院屋面渗漏 · 新河街道 · 双桥社区 · 住建局"


def test_a_part_that_lost_nothing_says_so() -> None:
    frame = score_detail.full("closure")
    frame = frame[frame["row"] == "part"]
    frame.attrs["lost_cases"] = 0
    assert text_of(draw(frame, samples.context())[ScoreDetailId.HEAD]["children"]) == "结案率结案率没有失分案件"


def test_bands_and_sources_stand_where_no_case_does() -> None:
    frame = score_detail.full("volume").iloc[:6].copy()
    frame.loc[:, "row"] = [*["part"] * 4, "band", "source"]
    frame.attrs.update(score_detail.full("volume").attrs, lost_cases=None)
    frame.loc[4, ["numerator", "denominator", "points", "value"]] = [101, None, 75.0, 1]
    frame.loc[5, ["amount", "title"]] = [12, "热线"]
    drawing = draw(frame, samples.context())
    assert text_of(drawing[ScoreDetailId.HEAD]["children"]) == "案件量案件量分档"
    assert text_of(drawing[ScoreDetailId.CASES]["children"]) == "75 分101 件及以上本期12 件热线"


def test_nothing_scored_is_a_dash_on_the_scale() -> None:
    frame = score_detail.full()
    frame["value"] = None
    frame.attrs.update(total=None, change=None, rank=None, unranked="nothing", grade=None, gap=100.0, cases=0)
    drawing = draw(frame, samples.context())
    hero = text_of(drawing[ScoreDetailId.HERO]["children"])
    assert hero == "—较前期 —等级 —计分案件 0 件 · 无可计分案件，不排名"
    assert "不排名" in text_of(drawing[ids.unit_of(PanelId.SCORE_DETAIL)]["children"])


@pytest.mark.parametrize(
    ("total", "pass_line", "low"), [(92.8, 85, 80), (30, 85, 25), (0, 85, 0), (None, 85, 80), (None, None, 95)]
)
def test_the_scale_begins_at_a_round_number_below(total: float | None, pass_line: float | None, low: int) -> None:
    scale = Scale(total, pass_line)
    assert scale.low == low
    assert scale.marks[-1] == 100
    assert len(scale.marks) <= 7
    assert (scale.share(low), scale.share(100), scale.share(-5)) == (0, 1, 0)
