from layouts.panels.metric_trend import LANES, content
from tests.layouts.metric_frames import full, periods, row, sheet
from tests.layouts.reading import components, text_of


def test_a_lane_a_metric_with_range_and_ends() -> None:
    made = content(sheet(full(), "trend", "none"))
    words = text_of(made)
    assert "摄像机1,234 台4" in words
    assert words.endswith("11-1711-21")
    ends = [one.style for one in components(made) if getattr(one, "className", "") == "end"]
    assert [one["left"] for one in ends] == ["100.00%", "100.00%"]


def test_fewer_than_two_periods_are_no_course() -> None:
    made = content(sheet([row(), *periods("camera.total", [1.0, None])], "trend", "none"))
    assert "不足两期" in text_of(made)
    assert not [one for one in components(made) if type(one).__name__ == "Img"]


def test_so_many_lanes_as_can_be_read() -> None:
    made = content(sheet([row(metric=f"m{number}") for number in range(LANES + 2)], "trend", "none"))
    assert len([one for one in components(made) if getattr(one, "className", "").startswith("mc-lane ")]) == LANES


def test_hours_are_told_where_the_window_is_short() -> None:
    rows = [row(), *periods("camera.total", [1.0, 2.0])]
    assert text_of(content(sheet(rows, "trend", "none"))).endswith("11-20 14:3211-21 14:32")
