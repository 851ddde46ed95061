from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from layouts.lanes import bounds, lane, lane_height
from layouts.theme import Theme

THEME = Theme.named("wall")
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def test_a_gap_stays_a_gap_and_a_lone_period_is_a_mark() -> None:
    drawn = unquote(lane(THEME, [1.0, 2.0, None, 3.0, None], 0.0, 4.0, None))
    assert drawn.count(f'fill="{THEME["track"]}"') == 1
    assert "h4" in drawn
    assert "nan" not in drawn.lower()


def test_the_target_is_dotted_where_it_lies_in_the_lane() -> None:
    assert "stroke-dasharray" in unquote(lane(THEME, [1.0, 2.0], 0.0, 4.0, 3.0))
    assert "stroke-dasharray" not in unquote(lane(THEME, [1.0, 2.0], 0.0, 4.0, 9.0))


def test_a_lane_begins_at_nought_unless_all_is_far_from_it() -> None:
    assert bounds([10.0, 30.0], None, False)[0] == 0.0
    assert bounds([1000.0, 1010.0], None, False)[0] == 1000.0
    assert bounds([0.97, 0.99], 0.98, True)[1] <= 1.0
    assert bounds([5.0, 5.0], None, False) == (0.0, 5.0)
    assert bounds([0.0, 0.0], None, False) == (0.0, 1.0)


@given(values=VALUES, target=st.one_of(st.none(), st.floats(-1e6, 1e6)))
def test_everything_lies_in_its_lane(values: list[float], target: float | None) -> None:
    low, high = bounds(values, target, False)
    assert low < high
    for value in values:
        assert low <= value <= high
        assert 0 < lane_height(value, low, high) < 1
