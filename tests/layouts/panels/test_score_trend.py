from itertools import pairwise
from typing import Any

import pytest

from layouts import ids
from layouts.ids import PanelId
from layouts.panels.score_trend import APART, ScoreTrendId, apart, draw
from tests.layouts import samples
from tests.layouts.frames import score_trend
from tests.layouts.reading import text_of


def _figure(drawing: dict[str, dict[str, Any]]) -> dict[str, Any]:
    figure: dict[str, Any] = drawing[ScoreTrendId.GRAPH]["figure"]
    return figure


def test_the_best_the_worst_and_the_opened_have_names() -> None:
    names = draw(score_trend.full(), samples.context())[ScoreTrendId.NAMES]["children"]
    assert [text_of(name) for name in names] == ["部门 982.0", "部门 884.0", "中位90.0", "部门 492.0", "部门 0100.0"]
    assert [name.className for name in names] == ["warn", "warn", "median", "n chosen", "n"]
    assert "截至 11-22 14:00 的 7 天" in names[0].title


def test_a_gap_is_a_gap_and_few_points_are_drawn() -> None:
    traces = _figure(draw(score_trend.full(), samples.context()))["data"]
    last = [trace for trace in traces if trace.get("y") and 80.0 in trace["y"]]
    assert [trace["y"][6] for trace in last if len(trace["y"]) == 12] == [None]
    assert sum(len(trace["x"]) for trace in traces) < 400


def test_the_band_covers_the_weeks_that_are_known() -> None:
    (band,) = [trace for trace in _figure(draw(score_trend.full(), samples.context()))["data"] if "fill" in trace]
    assert (min(band["x"]), max(band["x"]), min(band["y"]), max(band["y"])) == (3, 11, 86.0, 94.0)


def test_the_pass_line_is_in_sight_and_named() -> None:
    drawing = draw(score_trend.full(1), samples.context())
    low, high = _figure(drawing)["layout"]["yaxis"]["range"]
    assert low < 85 < high
    assert [text_of(mark) for mark in drawing[ScoreTrendId.LEVELS]["children"]][-1] == "85"


def test_weeks_are_dated_and_the_unit_says_where_they_end() -> None:
    drawing = draw(score_trend.full(), samples.context())
    weeks = drawing[ScoreTrendId.WEEKS]["children"]
    assert [text_of(week) for week in weeks] == ["09-06", "09-27", "10-18", "11-08", "11-22"]
    unit = text_of(drawing[ids.unit_of(PanelId.SCORE_TREND)]["children"])
    assert unit == "部门 · 中位与四分位带 · 每点为 7 天，止于 11-22 14:00"


def test_weeks_without_any_score_are_nothing_to_show() -> None:
    frame = score_trend.full()
    frame["total"] = None
    assert draw(frame, samples.context())[ids.empty_of(PanelId.SCORE_TREND)]["children"] is not None


@pytest.mark.parametrize("places", [[], [0.5], [0.2, 0.21, 0.22], [0.97, 0.98, 0.99, 1.0], [0.0, 0.5, 1.0]])
def test_names_never_touch(places: list[float]) -> None:
    moved = apart(places)
    assert len(moved) == len(places)
    assert all(upper - lower >= APART - 1e-9 for lower, upper in pairwise(moved))
    assert all(place <= 1 for place in moved)
