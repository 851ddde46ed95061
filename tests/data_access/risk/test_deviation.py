"""Deviations: the exact tail of a negative binomial as a normal deviate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm

from data_access.risk.deviation import REACH, deviations

USUAL = st.floats(0, 500)
COUNT = st.integers(0, 600)
PERIODS = st.integers(1, 8)


def one(count: int, usual: float, periods: int) -> float:
    return float(deviations([count], [usual], periods)[0])


@given(COUNT, USUAL, PERIODS)
def test_it_is_the_tail_of_the_count_to_come(count: int, usual: float, periods: int) -> None:
    predicted = nbinom(usual * periods + 0.5, periods / (periods + 1))
    tail = predicted.sf(count - 1) if count >= usual else predicted.cdf(count)
    expected = min(max(norm.isf(min(tail, 0.5)), 0), REACH)
    assert one(count, usual, periods) == pytest.approx(expected if count >= usual else -expected, abs=1e-6)


@given(USUAL, PERIODS)
def test_more_cases_deviate_more(usual: float, periods: int) -> None:
    found = deviations(np.arange(200), np.full(200, usual), periods)
    assert (np.diff(found) >= 0).all()
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= REACH


def test_large_numbers_are_those_of_the_normal_distribution() -> None:
    # The spread of a count beside the mean of four: sqrt(u (1 + 1/4)).
    assert one(10_000 + 336, 10_000, 4) == pytest.approx(3, abs=0.05)
    assert one(10_000 - 336, 10_000, 4) == pytest.approx(-3, abs=0.05)


def test_what_never_occurred_is_not_beyond_all_limits_the_first_time() -> None:
    assert one(1, 0.0, 4) < 2
    assert one(0, 0.0, 4) == 0
    assert 3 < one(4, 0.0, 4) < 5


@given(st.lists(st.tuples(COUNT, USUAL), min_size=1, max_size=20), PERIODS)
def test_cells_do_not_know_of_each_other(cells: list[tuple[int, float]], periods: int) -> None:
    together = deviations([count for count, _ in cells], [usual for _, usual in cells], periods)
    assert together.tolist() == [one(count, usual, periods) for count, usual in cells]


@pytest.mark.parametrize(
    ("counts", "usual", "periods", "named"),
    [
        ([-1], [1.0], 4, "counts"),
        ([1], [float("nan")], 4, "usual"),
        ([1, 2], [1.0], 4, "rows"),
        ([1], [1.0], 0, "periods is 0"),
    ],
)
def test_bad_input_is_named(counts: list[int], usual: list[float], periods: int, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        deviations(counts, usual, periods)
