import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from data_access.survival import kaplan_meier, median_survival

# Remission of acute leukaemia in weeks, Freireich et al. 1963, as printed in Cox & Oakes 1984; the censored apart.
TREATED_ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
TREATED_LASTING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_published_table() -> None:
    durations = TREATED_ENDED + TREATED_LASTING
    observed = [True] * len(TREATED_ENDED) + [False] * len(TREATED_LASTING)
    times, survival = kaplan_meier(durations, observed)
    assert times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert median_survival(times, survival) == 23
    assert median_survival(*kaplan_meier(PLACEBO, [True] * len(PLACEBO))) == 8


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(1, 9)), min_size=1, max_size=60))
def test_as_scipy_has_it(cases: list[tuple[int, bool, int]]) -> None:
    durations, observed, weights = (list(column) for column in zip(*cases, strict=True))
    times, survival = kaplan_meier(durations, observed, weights)
    lasted, ended = np.repeat(durations, weights).astype(float), np.repeat(observed, weights).astype(bool)
    fitted = ecdf(CensoredData.right_censored(lasted, ~ended)).sf
    assert np.allclose(fitted.evaluate(times), survival, atol=1e-9)
    below = fitted.quantiles[fitted.probabilities <= 0.5]
    found = median_survival(times, survival)
    near_half = np.isclose(survival, 0.5, atol=1e-9).any()
    assert near_half or (found is None if not below.size else found == below[0])


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.integers(1, 6)), min_size=1, max_size=40))
def test_a_weight_is_so_many_cases(cases: list[tuple[int, bool, int]]) -> None:
    durations, observed, weights = (list(column) for column in zip(*cases, strict=True))
    weighted = kaplan_meier(durations, observed, weights)
    repeated = kaplan_meier(np.repeat(durations, weights), np.repeat(observed, weights))
    assert np.array_equal(weighted[0], repeated[0])
    assert np.allclose(weighted[1], repeated[1])


@pytest.mark.parametrize("count", range(2, 60, 2))
def test_exactly_one_half_is_reached(count: int) -> None:
    times, survival = kaplan_meier(range(1, count + 1), [True] * count)
    assert median_survival(times, survival) == count / 2


def test_those_that_wait_slow_the_median_and_may_hide_it() -> None:
    ended = [1.0, 2.0, 3.0]
    alone = median_survival(*kaplan_meier(ended, [True] * 3))
    with_one = median_survival(*kaplan_meier([*ended, 4.0], [True] * 3 + [False]))
    with_many = median_survival(*kaplan_meier([*ended, 4.0, 4.0, 4.0, 4.0], [True] * 3 + [False] * 4))
    assert (alone, with_one, with_many) == (2.0, 2.0, None)
    assert median_survival(*kaplan_meier([], [])) is None
    assert median_survival(*kaplan_meier([5.0], [False])) is None


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"observed has the shape \(1,\); expected that of durations, \(2,\)"):
        kaplan_meier([1, 2], [True])
    with pytest.raises(ValueError, match="weights has the shape"):
        kaplan_meier([1], [True], [1, 2])
    with pytest.raises(ValueError, match="durations hold nan"):
        kaplan_meier([1, float("nan")], [True, True])
    with pytest.raises(ValueError, match=r"weights hold -1\.0; expected 0 or more"):
        kaplan_meier([1], [True], [-1])
