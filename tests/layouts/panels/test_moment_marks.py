"""Every panel with an axis of time shows its frame's moments where they lie."""

from typing import Any

import pytest

from data_access.clock import DAY, HOUR
from layouts import ids
from layouts.panels import balance, forecast, inflow, metric_trend, score_trend, surges, trend
from tests.layouts import metric_frames, samples
from tests.layouts.frames import balance as balances
from tests.layouts.frames import forecast as forecasts
from tests.layouts.frames import score_trend as score_trends
from tests.layouts.frames import surges as hours
from tests.layouts.frames import trend as trends
from tests.layouts.reading import components, text_of

HOUR_NOW = samples.NOW // HOUR * HOUR


def told(at: int) -> list[dict[str, Any]]:
    return [{"start_at": at, "end_at": None, "kind": "policy", "label": "新规", "areas": []}]


@pytest.mark.parametrize(
    ("module", "frame", "at", "left"),
    [
        (inflow, samples.inflow(), HOUR_NOW + HOUR - 6 * HOUR, "75.00%"),
        (balance, balances.full(), HOUR_NOW + HOUR - 18 * HOUR, "25.00%"),
        (surges, hours.full(20), HOUR_NOW + HOUR - 10 * HOUR, "50.00%"),
        (forecast, forecasts.full(), HOUR_NOW + 12 * HOUR, "75.00%"),
        (score_trend, score_trends.full(), score_trends.ENDS[0] + 3 * DAY + 12 * HOUR, "5.33%"),
    ],
)
def test_a_line_where_it_lies_and_its_name(module: Any, frame: Any, at: int, left: str) -> None:
    frame.attrs["moments"] = told(at)
    made = module.draw(frame, samples.context())[ids.moments_of(module.PANEL.id)]["children"]
    lines, *labels = components(made)
    assert f"--moment-line) {left} 0" in lines.style["background"]
    assert [text_of(one) for one in labels if "wide" in one.className.split()] == ["新规"]
    nothing = module.draw(frame.iloc[:0], samples.context())[ids.moments_of(module.PANEL.id)]["children"]
    assert nothing == []


def test_small_multiples_have_the_lines_of_their_days_and_one_key() -> None:
    frame = trends.full()
    frame.attrs.update(days=[trends.FIRST + day * DAY for day in range(30)], moments=told(trends.FIRST + DAY * 59 // 2))
    drawing = trend.draw(frame, samples.context())
    assert f"--moment-line) {100.0:.2f}% 0" in drawing[trend.TrendId.TILES]["style"]["--moments"]
    assert text_of(drawing[ids.moments_of("trend")]["children"]) == "11/22 新规"
    frame.attrs["moments"] = []
    bare = trend.draw(frame, samples.context())
    assert bare[trend.TrendId.TILES]["style"] == {"--moments": "none"}
    assert bare[ids.moments_of("trend")]["children"] == []


def test_lanes_of_metrics_have_the_lines_and_the_first_has_the_name() -> None:
    sheet = metric_frames.sheet(metric_frames.full(), "trend", "none")
    starts = [row["start_at"] for row in sheet.points["camera.total"]]
    sheet.attrs["moments"] = told(starts[2] + 1)
    made = metric_trend.content(sheet)
    lines = [one.style["background"] for one in components(made) if getattr(one, "className", "") == "moment-lines"]
    assert len(lines) == len(sheet.metrics) == 2
    assert f"{100 * 2 / (len(starts) - 1):.2f}% 0" in lines[0]
    names = [one for one in components(made) if {"moment-label", "wide"} <= set(getattr(one, "className", "").split())]
    assert [text_of(one) for one in names] == ["新规"]
