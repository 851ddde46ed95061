from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.ticks import tick_labels, ticks
from tests.layouts.reading import text_of


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]), (1, [0, 1]), (3.5, [0, 1, 2, 3]), (4, [0, 2, 4]), (10, [0, 5, 10]), (66, [0, 20, 40, 60]),
        (99, [0, 50]), (200, [0, 100, 200]), (1234, [0, 500, 1000]), (9_999_999, [0, 5_000_000]),
    ],
)  # fmt: skip
def test_round_numbers_up_to_the_highest(most: float, expected: list[int]) -> None:
    assert ticks(most) == expected


@given(st.floats(0, 1e9))
def test_there_are_two_to_four_in_equal_steps(most: float) -> None:
    found = ticks(most)
    assert 2 <= len(found) <= 4
    assert found[0] == 0
    assert found[-1] <= max(most, 1)
    assert len({other - one for one, other in pairwise(found)}) == 1


def test_labels_stand_at_their_heights() -> None:
    labels = tick_labels([0, 1000], 2000)
    assert [(text_of(one), one.style["bottom"]) for one in labels] == [("0", "0.00%"), ("1,000", "50.00%")]
