import pytest

from data_access.clock import DAY, HOUR
from layouts.timeline import time_marks
from tests.layouts import samples
from tests.layouts.reading import text_of


def words(start: int, end: int, wide: float = 20.0, **view: object) -> list[str]:
    return [text_of(mark) for mark in time_marks(start, end, samples.context(**view), wide)]


def test_a_day_is_marked_by_hours_and_ends_now() -> None:
    shown = words(samples.NOW - DAY, samples.NOW + HOUR // 2)
    assert shown[0] == "昨14时"
    assert shown[-1] == "现在"
    assert {"18时", "0时"} & set(shown)


def test_weeks_are_marked_by_days() -> None:
    assert words(samples.NOW - 7 * DAY, samples.NOW)[:2] == ["11/15", "11/18"]


def test_an_axis_that_reaches_past_now_does_not_end_now() -> None:
    assert words(samples.NOW - 14 * HOUR, samples.NOW + 10 * HOUR)[-1] == "0时"
    assert words(samples.NOW - DAY, samples.NOW, as_of=samples.NOW)[-1] == "14时"


@pytest.mark.parametrize("wide", [5.0, 9.0, 19.0])
def test_fewer_labels_where_it_is_narrow(wide: float) -> None:
    assert len(words(samples.NOW - DAY, samples.NOW, wide)) <= 2 + wide / 2.5
