import itertools

import pytest

from layouts.text import Text
from layouts.timescale import APART, TimeScale, tick_label


def test_equal_ratios_are_equally_far_apart() -> None:
    scale = TimeScale(60.0, 6000.0)
    assert [scale.share(seconds) for seconds in (60, 600, 6000)] == pytest.approx([0, 0.5, 1])
    assert (scale.share(1), scale.share(1e9)) == (0, 1)


@pytest.mark.parametrize(("low", "high"), [(60.0, 240.0), (60.0, 90_000.0), (100.0, 5e6), (3e6, 9e6)])
def test_marks_are_round_inside_and_apart(low: float, high: float) -> None:
    ticks = list(TimeScale(low, high).ticks())
    assert all(low <= seconds <= high and seconds % 60 == 0 for _, seconds in ticks)
    shares = [share for share, _ in ticks]
    assert all(after - before >= APART for before, after in itertools.pairwise(shares))


@pytest.mark.parametrize(("seconds", "zh", "en"), [(300, "5分", "5m"), (7200, "2时", "2h"), (432_000, "5天", "5d")])
def test_marks_are_written_in_their_largest_whole_unit(seconds: int, zh: str, en: str) -> None:
    assert (tick_label(Text("zh"), seconds), tick_label(Text("en"), seconds)) == (zh, en)
