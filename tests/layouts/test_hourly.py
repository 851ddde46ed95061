import pytest

from data_access.clock import DAY, parse_instant
from layouts.hourly import HEADROOM, count_line, heights, moment
from tests.layouts import samples


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [(0, "09:30", "09:30"),
     (-1, "昨 09:30", "Yest. 09:30"), (1, "明 09:30", "Tom. 09:30"), (-3, "11/19 09:30", "11/19 09:30")],
)  # fmt: skip
def test_times_are_said_from_today(days: int, zh: str, en: str) -> None:
    at = parse_instant("2026-11-22T09:30:00+08:00") + days * DAY
    assert moment(at, samples.context()) == zh
    assert moment(at, samples.context(language="en")) == en
    assert "11/" in moment(at, samples.context(), dated=True)


def test_the_axis_leaves_room_above_and_bears_with_nothing() -> None:
    top, values = heights([3.0, None, 80.0])
    assert (top, values[0]) == (pytest.approx(80 * HEADROOM), 0)
    assert heights([None, 0])[0] == pytest.approx(HEADROOM)


def test_unknown_counts_are_gaps() -> None:
    line = count_line([2, None, 0], "#fff", 1, start=4)
    assert (line["x"], line["y"]) == ([4, 5, None, 6, 7], [2, 2, None, 0, 0])
