"""Every number of every sentence, recomputed from the operands of its finding."""

import re

import pytest
from hypothesis import given, settings

from dashboard.briefing.wording import (
    Words,
    change_words,
    crossing_sentence,
    sentence,
    spot_sentence,
    warnings_sentence,
)
from data_access.briefing.figures import Figures, Median, Share
from data_access.briefing.findings import Change, Finding, Operand, crossings, findings
from layouts import format as written
from tests.dashboard.briefing.worded import NAMES, NUMBER_FREE, words_of
from tests.data_access.briefing.made import PARTIAL, RANDOM, SAME, SPOT, figures, median, row, scored

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
UP = {"zh": ("增加", "上升", "延长", "增至"), "en": ("up ", "longer", "rose")}
DOWN = {"zh": ("减少", "下降", "缩短", "减至"), "en": ("down ", "shorter", "fell")}


def _numbers(words: Words, told: str) -> list[float]:
    """The numbers of a sentence, without those in names of areas and weeks."""
    for name in (*NAMES.values(), *NUMBER_FREE.values(), words.week("same"), words.week("last")):
        told = told.replace(name, " ") if name else told
    return [float(one.replace(",", "")) for one in NUMBER.findall(told)]


def _amount(words: Words, seconds: float) -> float:
    return float(written.duration_parts(words.text, seconds)[0].replace(",", ""))


def _of(words: Words, now: Operand) -> list[float]:
    """What a sentence must say of an operand, rounded as it is shown."""
    if isinstance(now, Share):
        value = 100 * now.numerator / now.denominator
        return [value, now.numerator, now.denominator]
    if isinstance(now, Median):
        return [_amount(words, now.p50 or 0.0), now.n]
    return [now]


def _expected(words: Words, finding: Finding) -> list[float]:
    """The numbers in order, recomputed by other arithmetic than that of the wording."""
    numbers = _of(words, finding.now)
    if words.text.language == "en" and isinstance(finding.now, Share):
        numbers = [numbers[0], numbers[1], numbers[2]]
    elif isinstance(finding.now, Share):
        numbers = [numbers[0], numbers[2], numbers[1]]
    for change in finding.changes:
        numbers += _expected_change(words, finding, change)
    if finding.leader is not None:
        before, now = finding.leader.changes[0].before, finding.leader.now
        assert isinstance(before, int)
        assert isinstance(now, int)
        numbers += [before, now]
    return numbers


def _expected_change(words: Words, finding: Finding, change: Change) -> list[float]:
    now, before, chinese = finding.now, change.before, words.text.language == "zh"
    if isinstance(now, Share) and isinstance(before, Share):
        first, second = (100 * one.numerator / one.denominator for one in (now, before))
        return [second, abs(first - second)] if chinese else [abs(first - second), second]
    if isinstance(now, Median) and isinstance(before, Median):
        shown = _amount(words, before.p50 or 0.0)
        if not before.p50:
            return [shown]
        percent = abs((now.p50 or 0.0) / before.p50 - 1) * 100
        return [shown, percent] if chinese else [percent, shown]
    assert isinstance(now, int)
    assert isinstance(before, int)
    return [abs(now - before), abs(now / before - 1) * 100 if before else 0]


def _close(shown: float, exact: float, tolerance: float) -> bool:
    return abs(shown - exact) <= tolerance + 1e-9 * abs(exact)


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(max_examples=25)
@given(found=RANDOM)
def test_every_number_of_every_sentence_is_the_operands_own(found: Figures, language: str) -> None:
    words = words_of(found, language)
    for one in (one for topic in findings(found).values() for one in topic):
        told = sentence(words, one)
        shown, exact = _numbers(words, told), _expected(words, one)
        assert len(shown) == len(exact), told
        # Rates and percentages have one decimal; the points between two shown rates are exact in what is shown.
        for mine, theirs in zip(shown, exact, strict=True):
            assert _close(mine, theirs, 0.1501 if isinstance(one.now, Share) else 0.0501), (told, mine, theirs)


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(max_examples=25)
@given(found=RANDOM)
def test_up_and_down_are_said_of_what_went_up_and_down(found: Figures, language: str) -> None:
    words = words_of(found, language)
    for one in (one for topic in findings(found).values() for one in topic):
        for change in one.changes:
            told = change_words(words, one, change)
            rose = _size(one.now) > _size(change.before)
            said, unsaid = (UP, DOWN) if rose else (DOWN, UP)
            assert any(word in told for word in said[language]), told
            assert not any(word in told for word in unsaid[language]), told


@settings(max_examples=25)
@given(found=RANDOM)
def test_points_are_the_difference_of_the_rates_as_they_are_shown(found: Figures) -> None:
    words = words_of(found)
    for one in (one for topic in findings(found).values() for one in topic if one.kind == "share"):
        shown = _numbers(words, sentence(words, one))
        for place, _ in enumerate(one.changes):
            before, points = shown[3 + 2 * place : 5 + 2 * place]
            assert round(abs(shown[0] - before), 1) == points


def _size(one: Operand) -> float:
    if isinstance(one, Share):
        return one.numerator / one.denominator
    return one.p50 or 0.0 if isinstance(one, Median) else one


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
    assert told == "城管局响应时长中位数 25 分（400 件），较上周（20 分）延长 25.0%。"


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
