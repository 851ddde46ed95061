import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data_access.briefing.comparing import (
    ASSUMED,
    Spread,
    counts_differ,
    median_interval,
    medians_differ,
    shares_differ,
    spread_of,
)

POISSON = Spread(0.0, 0)


def test_counts_that_are_alike_do_not_differ() -> None:
    assert counts_differ(100, 100, POISSON) == pytest.approx(1.0)
    assert counts_differ(0, 0, POISSON) == 1.0
    assert counts_differ(0, 30, POISSON) == pytest.approx(2 * 0.5**30)


def test_two_poisson_counts_are_compared_exactly() -> None:
    assert counts_differ(130, 100, POISSON) == pytest.approx(stats.binomtest(130, 230).pvalue)


@given(st.integers(0, 900), st.integers(0, 900), st.sampled_from([POISSON, Spread(0.01, 0), Spread(0.01, 9)]))
def test_equal_sizes_change_nothing_and_the_order_does_not_matter(now: int, before: int, spread: Spread) -> None:
    found = counts_differ(now, before, spread)
    assert counts_differ(now, before, spread, (7.0, 7.0)) == pytest.approx(found)
    assert counts_differ(before, now, spread, (2.0, 5.0)) == pytest.approx(
        counts_differ(now, before, spread, (5.0, 2.0))
    )


@pytest.mark.parametrize("spread", [POISSON, Spread(0.001, 0)])
def test_counts_of_unequal_areas_are_compared_per_head(spread: Spread) -> None:
    assert counts_differ(300, 100, spread, (30_000, 10_000)) == pytest.approx(1.0)
    assert counts_differ(200, 200, spread, (30_000, 10_000)) < 1e-6


def test_the_more_weeks_vary_the_less_a_difference_says() -> None:
    calm, wild = Spread(0.0005, 50), Spread(0.02, 50)
    assert counts_differ(1200, 1000, calm) < 0.005 < 0.1 < counts_differ(1200, 1000, wild)
    assert counts_differ(1200, 1000, Spread(0.0005, 4)) > counts_differ(1200, 1000, Spread(0.0005, 400))


def test_false_alarms_of_counts_are_as_rare_as_they_say() -> None:
    rng = np.random.default_rng(3)
    alpha, mean = 0.01, 400.0
    shape = 1 / alpha
    weeks = rng.poisson(rng.gamma(shape, mean / shape, size=(1500, 2)))
    found = [counts_differ(int(a), int(b), Spread(alpha, 500)) < 0.05 for a, b in weeks]
    assert 0.03 < np.mean(found) < 0.07


def test_a_spread_is_found_again() -> None:
    rng = np.random.default_rng(5)
    shape = 1 / 0.04
    histories = rng.poisson(rng.gamma(shape, 500 / shape, size=(40, 8))).tolist()
    found = spread_of(histories)
    assert found.alpha == pytest.approx(0.04, rel=0.25)
    assert found.freedom == 40 * 7


def test_poisson_weeks_have_hardly_any_spread_and_short_histories_are_assumed_to() -> None:
    rng = np.random.default_rng(5)
    assert spread_of(rng.poisson(50, size=(40, 8)).tolist()).alpha < 0.003
    assert spread_of([[4, 5, 6]]) == Spread(ASSUMED, 0)
    assert spread_of([]) == Spread(ASSUMED, 0)
    assert spread_of([[0, 0, 0, 0, 0, 0]]) == Spread(ASSUMED, 0)


def test_shares() -> None:
    table = [[90, 10], [70, 30]]
    assert shares_differ((90, 100), (70, 100)) == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert shares_differ((0, 0), (70, 100)) == 1.0
    assert shares_differ((100, 100), (50, 50)) == 1.0
    assert shares_differ((0, 100), (0, 50)) == 1.0


def test_medians() -> None:
    assert medians_differ((10.0, 9.0, 11.0), (10.0, 9.5, 10.5)) == 1.0
    assert medians_differ((10.0, 10.0, 10.0), (10.0, 10.0, 10.0)) == 1.0
    assert medians_differ((10.0, 10.0, 10.0), (12.0, 12.0, 12.0)) == 0.0
    assert medians_differ((10.0, 9.0, 11.0), (14.0, 13.0, 15.0)) < 0.001


def test_the_interval_of_a_median_encloses_it_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(400):
        found = median_interval(rng.exponential(1.0, size=41), np.ones(41, dtype=np.int64))
        assert found is not None
        inside += found[0] <= np.log(2) <= found[1]
    assert 0.93 <= inside / 400 <= 0.99


def test_of_few_values_no_interval() -> None:
    five = median_interval(np.arange(5.0), np.ones(5, dtype=np.int64))
    six = median_interval(np.arange(6.0), np.ones(6, dtype=np.int64))
    assert (five, six) == (None, (0.0, 5.0))
    assert median_interval(np.zeros(0), np.zeros(0, dtype=np.int64)) is None


@given(st.lists(st.integers(0, 50), min_size=6, max_size=40))
def test_weights_are_the_same_as_repeating(values: list[int]) -> None:
    sizes, counts = np.unique(values, return_counts=True)
    alone = median_interval(np.array(values, dtype=np.float64), np.ones(len(values), dtype=np.int64))
    assert median_interval(sizes.astype(np.float64), counts.astype(np.int64)) == alone
