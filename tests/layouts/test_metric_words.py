from dataclasses import replace

import pytest

from data_access.clock import HOUR
from layouts.metric_words import coverage_words, expected_of, explained, flags_of, remark, shown, target_words
from tests.layouts.metric_frames import NOW, row, share, sheet
from tests.layouts.reading import components, text_of


def test_a_value_with_its_digits_and_a_share_in_percent() -> None:
    held = sheet([row(), share()])
    assert shown(held, row()) == "1,234"
    assert shown(held, row(value=12.5)) == "12.5"
    assert shown(held, row(value=0.0)) == "0"
    assert shown(held, share()) == "96.0"
    assert shown(held, share(value=None)) == "—"
    assert target_words(held, share()) == "目标 98%"
    assert target_words(held, row()) is None


def test_a_small_count_is_never_told() -> None:
    held = sheet([row()])
    held.meanings["camera.total"] = {**held.meanings["camera.total"], "suppress": 5}
    small = row(value=None, flags=["suppressed"])
    assert shown(held, small) == "<5"
    assert "少于 5 的数" in explained(held, small)
    assert flags_of(small) == []


@pytest.mark.parametrize(
    ("changes", "words", "classes"),
    [
        ({"flags": ["late"], "at": NOW - 3 * HOUR}, "滞后 3 时", "rk warn"),
        ({"flags": ["stale"], "at": NOW - 60 * HOUR}, "断报 2.5 天", "rk crit"),
        ({"flags": ["repeated"]}, "疑似重复", "rk warn"),
        ({"flags": ["above"]}, "超出总数", "rk warn"),
        ({"flags": ["partial"], "reported": 71, "expected": 73}, "71/73 社区已报", "rk note"),
        ({"flags": ["missing"], "value": None, "at": None}, "无数据", "rk note"),
        ({"flags": ["unreconciled"], "own": True, "value": 1204.0, "other": 1198.0}, "不符 1,204 / 1,198", "rk warn"),
        ({"flags": ["unreconciled"], "own": False, "value": 1198.0, "other": 1204.0}, "不符 1,204 / 1,198", "rk warn"),
    ],
)
def test_what_is_wrong_in_words_beside_a_mark(changes: dict[str, object], words: str, classes: str) -> None:
    one = row(**changes)
    made = remark(sheet([one]), [one])
    assert made is not None
    assert text_of(made) == words
    assert made.className == classes
    assert any(getattr(part, "className", "").startswith("sym ") for part in components(made))


def test_the_gravest_is_told_first_and_one_can_be_left_out() -> None:
    one = row(flags=["partial", "stale"], reported=1, at=NOW - 10 * HOUR)
    held = sheet([one])
    assert text_of(remark(held, [row(flags=["partial"]), one])) == "断报 10 时"
    assert remark(held, [row(flags=["partial"])], without=("partial",)) is None
    assert remark(held, [row()]) is None


def test_a_missing_figure_beside_known_ones_is_told_by_its_dash() -> None:
    missing = row(value=None, flags=["missing"], at=None)
    assert remark(sheet([row()]), [row(), missing]) is None


def test_coverage_is_told_where_it_is_not_complete() -> None:
    assert coverage_words(sheet([row()]), row()) is None
    assert coverage_words(sheet([row()]), row(reported=0)) == "0/3 社区已报"


def test_a_figure_explains_itself() -> None:
    words = explained(sheet([share()]), share(reported=2))
    for said in (
        "在线率：96.0%",
        "接入平台",
        "分子 96，分母 100",
        "统计期 11-22 13:32 至 11-22 14:32",
        "报于 11-22 14:17",
    ):
        assert said in words
    assert "分子、分母各自汇总后相除；2/3 已报" in words
    assert "目标 98%" in words
    own = explained(sheet([row()]), row(own=True, flags=["unreconciled"], other=1200.0))
    assert "本级所报" in own
    assert "下级合计 1,200" in own


def test_nothing_reported_is_explained_without_a_nought() -> None:
    words = explained(sheet([row()]), row(value=None, at=None, start_at=None, end_at=None, flags=["missing"]))
    assert "摄像机：—" in words
    assert "无数据" in words
    assert "统计期" not in words


def test_a_tooltip_does_not_change_with_time_alone() -> None:
    one = row()
    now, later = sheet([one]), sheet([one])
    later.context = replace(later.context, as_of=NOW + HOUR)
    assert explained(now, one) == explained(later, one)


def test_what_is_awaited_is_what_is_reported() -> None:
    held = sheet([row(), share()])
    assert expected_of(held, "camera.total") == "摄像机：应由社区每 60 分 报送一次（camera.total）"
    assert expected_of(held, "camera.rate").endswith("（camera.online / camera.total）")
