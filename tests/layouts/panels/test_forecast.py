from typing import Any

import pytest

from layouts.ids import PanelId, empty_of, unit_of
from layouts.panels.forecast import ForecastId, draw
from tests.layouts import samples
from tests.layouts.frames.forecast import full
from tests.layouts.reading import explained_in, text_of


def score_of(frame: Any, **view: Any) -> str:
    return text_of(draw(frame, samples.context(**view))[ForecastId.SCORE]["children"])


@pytest.mark.parametrize(
    ("winner", "words"),
    [
        ("model", "模型误差 3.1，优于上周同时 4.0"),
        ("naive", "上周同时更准：误差 4.0，模型 3.1"),
        ("even", "模型误差 3.1，与上周同时 4.0 相当"),
    ],
)
def test_who_tells_better_is_said_in_words(winner: str, words: str) -> None:
    assert words in score_of(full(winner))
    assert "区间含 82.5%" in score_of(full(winner))


def test_without_a_past_to_compare_that_is_said() -> None:
    frame = full()
    frame.attrs.update(score=None)
    assert score_of(frame) == "尚无可比的往日预测"


def test_counts_end_now_and_what_is_expected_goes_on() -> None:
    figure = draw(full(), samples.context())[ForecastId.GRAPH]["figure"]
    assert figure["layout"]["xaxis"]["range"] == [0, 48]
    bands = [trace for trace in figure["data"] if trace.get("fill") == "tonexty"]
    assert [(min(band["x"]), max(band["x"])) for band in bands] == [(0, 24), (24, 48)]
    assert {y for band in bands for y in band["y"]} == {40.0}
    counts = next(trace for trace in figure["data"] if 30 in trace["y"])
    assert max(x for x in counts["x"] if x is not None) == 24
    now = figure["data"][-1]
    assert now["x"] == [24, 24]


def test_both_days_are_summed_and_every_hour_explains_itself() -> None:
    children = draw(full(), samples.context())[ForecastId.NAMES]["children"]
    totals = [text_of(one) for one in children if "total" in str(one.className)]
    assert totals == ["过去 24 时 720 件，曾预测 756", "预计 756 件"]
    tips = [str(one.title) for one in children if one.className == "tip"]
    assert len(tips) == 48
    assert tips[0].startswith("昨 14:00：30 件；曾预测 31.5（24–40），上周同时 28")
    # What is still to come has nothing behind it.
    assert len(explained_in(children)) == 24 + 1
    assert explained_in(children)[-1] == "reported/window:2026-11-21T06:00:00Z/2026-11-22T06:00:00Z"
    assert tips[40] == "明 06:00：预计 31.5（24–40），上周同时 28"


def test_a_day_before_of_which_nothing_was_told_is_drawn_bare() -> None:
    frame = full()
    frame.loc[:23, ["expected", "low", "high", "naive"]] = None
    drawing = draw(frame, samples.context())
    assert "曾预测 —" in text_of(drawing[ForecastId.NAMES]["children"])
    bands = [trace for trace in drawing[ForecastId.GRAPH]["figure"]["data"] if trace.get("fill") == "tonexty"]
    assert [len(band["x"]) for band in bands] == [0, 48]


def test_the_unit_names_the_interval_and_too_little_history_is_a_sentence() -> None:
    assert "80% 区间" in text_of(draw(full(), samples.context())[unit_of(PanelId.FORECAST)]["children"])
    nothing = full().iloc[:0]
    nothing.attrs = {}
    assert "历史不足一周" in text_of(draw(nothing, samples.context())[empty_of(PanelId.FORECAST)]["children"])


def test_errors_that_read_the_same_get_another_digit() -> None:
    frame = full()
    frame.attrs["score"] |= {"mae_model": 0.41, "mae_naive": 0.44}
    assert "模型误差 0.41，优于上周同时 0.44" in score_of(frame)
