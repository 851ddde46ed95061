"""Every sentence, read back from its words and worked out anew from the figures (parsing.py), and samples in full."""

import re

import pytest
from hypothesis import Phase, given, settings

from dashboard.briefing.wording import (
    STATED,
    crossing_sentence,
    sentence,
    spot_sentence,
    statement,
    warnings_sentence,
)
from data_access.briefing.figures import Figures, Share
from data_access.briefing.findings import crossings, findings
from tests.dashboard.briefing.parsing import N, check, check_crossing, claim_of, number, shown_well
from tests.dashboard.briefing.worded import NAMES, NUMBER_FREE, words_of
from tests.data_access.briefing.made import PARTIAL, RANDOM, SAME, SPOT, figures, median, row, scored

READ = settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
"""Figures are large: to shrink those of which something wrong was said takes minutes, and the sentence shows it."""
LABELS = {**{key: key for key in ("unlocated", "unassigned")}, **NAMES, **NUMBER_FREE}


@pytest.mark.parametrize("language", ["zh", "en"])
@READ
@given(found=RANDOM)
def test_every_sentence_is_borne_out_by_the_figures(found: Figures, language: str) -> None:
    words = words_of(found, language)
    for topic, told in findings(found).items():
        for one in told:
            claim = claim_of(language, sentence(words, one))
            assert claim.topic in ("", topic)
            assert (claim.measure, len(claim.changes)) == (one.measure, len(one.changes))
            assert (claim.leader is None) == (one.leader is None)
            check(found, claim, LABELS)


@pytest.mark.parametrize("language", ["zh", "en"])
@READ
@given(found=RANDOM)
def test_what_the_week_came_to_is_said_of_what_no_finding_tells(found: Figures, language: str) -> None:
    words, told = words_of(found, language), findings(found)["total"]
    said = statement(words, told)
    expected = []
    for measure in STATED:
        value = getattr(found.total.now, measure)
        if measure in {one.measure for one in told} or (isinstance(value, Share) and not value.denominator):
            continue
        expected.append(value)
    shown = re.findall(rf"(?<!\w){N}", said or "")
    assert len(shown) == len(expected)
    for mine, value in zip(shown, expected, strict=True):
        if isinstance(value, Share):
            shown_well(mine, 100 * value.numerator / value.denominator, percent=True)
        else:
            assert number(mine) == value


@pytest.mark.parametrize("language", ["zh", "en"])
@READ
@given(found=RANDOM)
def test_scores_are_told_on_the_side_of_the_line_they_are_on(found: Figures, language: str) -> None:
    words = words_of(found, language)
    for one in crossings(found):
        check_crossing(found, language, crossing_sentence(words, one), LABELS)


def test_in_plain_chinese() -> None:
    most = row("s1", {"reported": 700}, {"reported": 500})
    total = row("", {"reported": 1300, "on_time": Share(2963, 3210)}, {"on_time": Share(3030, 3210)})
    found = figures(total, child=[most])
    told = [sentence(words_of(found), one) for one in findings(found)["total"]]
    assert told == [
        "本周某区上报事件 1,300 件，较上周增加 300 件，上升 30.0%，其中甲街道增加最多，由 500 件增至 700 件。",
        "某区按期办结率 92.3%（应办 3,210 件，按期 2,963 件），较上周（94.4%）下降 2.1 个百分点。",
    ]


def test_in_english() -> None:
    found = figures(row("", {"reported": 1300}, {}, {"reported": 1800}), same=SAME)
    (told,) = [sentence(words_of(found, "en"), one) for one in findings(found)["total"]]
    assert told == (
        "District: 1,300 cases reported this week; up 300 on last week, by 30.0%; "
        "down 500 on the same week of last year (2025-W46), by 27.8%."
    )


def test_from_nothing_there_is_no_percentage() -> None:
    found = figures(source=[row("worker", {"reported": 60}, {"reported": 0})])
    (told,) = [sentence(words_of(found), one) for one in findings(found)["source"]]
    assert told == "来自网格员的事件 60 件，较上周增加 60 件（上周为 0 件）。"


def test_one_case_is_not_several() -> None:
    found = figures(source=[row("worker", {"reported": 1}, {"reported": 40})])
    (told,) = [sentence(words_of(found, "en"), one) for one in findings(found)["source"]]
    assert told.startswith("From 网格员: 1 case;")


def test_a_median_in_its_own_unit() -> None:
    found = figures(department=[row("chengguan", {"response": median(400, 1500.0)}, {})])
    (told,) = [sentence(words_of(found), one) for one in findings(found)["department"]]
    assert told == "城管局响应时长中位数 25 分钟（400 件），较上周（20 分钟）延长 5 分钟。"
    days = {"response": median(400, 190_000.0)}, {"response": median(400, 172_800.0)}
    found = figures(department=[row("chengguan", *days)])
    (told,) = [sentence(words_of(found), one) for one in findings(found)["department"]]
    assert told == "城管局响应时长中位数 52.8 小时（400 件），较上周（48 小时）延长 4.8 小时。", (
        "2.2 days and 2 are too near"
    )


def test_part_of_a_week_is_compared_with_as_much_of_the_last() -> None:
    found = figures(row("", {"reported": 1300}, {}), period=PARTIAL)
    (told,) = [sentence(words_of(found), one) for one in findings(found)["total"]]
    assert "较上周同期增加 300 件" in told


def test_names_are_taken_as_they_are() -> None:
    found = figures(child=[row("s2", {"reported": 700}, {"reported": 500})])
    (told,) = [sentence(words_of(found), one) for one in findings(found)["child"]]
    assert told == "=1+1 *乙*|街道 <b>上报 700 件，较上周增加 200 件，上升 40.0%。"


def test_scores_warnings_and_spots() -> None:
    scores = {"area": (scored("s1", 58.94, 86.0),), "department": ()}
    found = figures(scores=scores, warnings={"crit": 2, "warn": 1, "note": 0}, spots=(SPOT,))
    words = words_of(found)
    (crossed,) = crossings(found)
    fell = "区域督办考核：甲街道得 58.9 分，较上周（86.0 分）下降 27.1 分，低于警戒线（60 分）。"
    assert crossing_sentence(words, crossed) == fell
    assert warnings_sentence(words) == "截至 T，有效预警 3 条：紧急 2 条、重要 1 条。"
    spot = "甲街道、丙社区：新现热点，近 24 小时 14 件，常态 4.2 件，占道经营为多。"
    assert spot_sentence(words, SPOT) == spot
    assert warnings_sentence(words_of(figures())) is None
