"""Rates of small areas: Marshall's estimator as esda has it, and the posterior that it is the mean of."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from data_access.risk.shrinkage import empirical_bayes, interval

with warnings.catch_warnings():
    # What it imports warns of its own plans.
    warnings.simplefilter("ignore")
    from esda.smoothing import Empirical_Bayes

AREAS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10_000)), min_size=1, max_size=30).filter(
    lambda areas: any(base for _, base in areas)
)
# Four areas of 1,000 people with 2, 4, 6 and 28 cases: the rate of all is 0.01, of which chance explains 0.00001;
# the rates vary by (64 + 36 + 16 + 324) / 4 / 1000^2 = 0.00011, so areas differ by 0.0001 and w = 10 / 11.
EVENTS, PEOPLE = [2, 4, 6, 28], [1000] * 4


def test_four_areas_computed_by_hand() -> None:
    own = np.array(EVENTS) / 1000
    assert empirical_bayes(EVENTS, PEOPLE) == pytest.approx(10 / 11 * own + 1 / 11 * 0.01)


def test_rates_are_those_of_esda() -> None:
    rng = np.random.default_rng(6)
    people = rng.integers(50, 5_000, 200)
    events = rng.poisson(people * rng.gamma(3.0, 0.003, 200))
    theirs = Empirical_Bayes(events, people).r.ravel()
    assert empirical_bayes(events, people) == pytest.approx(theirs, rel=1e-12)


def test_an_area_without_people_takes_the_rate_of_all() -> None:
    rates = empirical_bayes([*EVENTS, 7], [*PEOPLE, 0])
    assert rates[-1] == pytest.approx(0.01)
    assert rates[:-1] == pytest.approx(empirical_bayes(EVENTS, PEOPLE))


def test_areas_that_differ_by_chance_alone_are_all_alike() -> None:
    assert empirical_bayes([10, 11, 9, 10], PEOPLE) == pytest.approx([0.01] * 4)
    low, high = interval([10, 11, 9, 10], PEOPLE)
    assert low == pytest.approx([0.01] * 4)
    assert high == pytest.approx([0.01] * 4)


def test_the_interval_is_that_of_the_posterior() -> None:
    low, high = interval(EVENTS, PEOPLE, level=0.8)
    # Prior: mean 0.01, variance 0.0001, so shape 1 and rate 100.
    posterior = gamma(1 + np.array(EVENTS), scale=1 / 1100)
    assert empirical_bayes(EVENTS, PEOPLE) == pytest.approx(posterior.mean())
    assert low == pytest.approx(posterior.ppf(0.1))
    assert high == pytest.approx(posterior.ppf(0.9))


@given(AREAS, st.floats(0.1, 50))
def test_rates_lie_between_their_own_and_that_of_all(areas: list[tuple[int, int]], times: float) -> None:
    events, people = np.array(areas, float).T
    rates = empirical_bayes(events, people)
    assert np.isfinite(rates).all()
    total = events[people > 0].sum() / people.sum()
    own = np.divide(events, people, out=np.full(len(areas), total), where=people > 0)
    assert (rates >= np.minimum(own, total) - 1e-9).all()
    assert (rates <= np.maximum(own, total) + 1e-9).all()
    order = np.random.default_rng(len(areas)).permutation(len(areas))
    assert empirical_bayes(events[order], people[order]) == pytest.approx(rates[order])
    assert empirical_bayes(events, people * times) * times == pytest.approx(rates, rel=1e-6, abs=1e-9)


@given(AREAS)
def test_the_interval_is_of_numbers_around_something(areas: list[tuple[int, int]]) -> None:
    events, people = np.array(areas, float).T
    low, high = interval(events, people)
    assert np.isfinite(low).all()
    assert np.isfinite(high).all()
    assert ((low >= 0) & (low <= high)).all()
    narrow = interval(events, people, level=0.5)
    assert (narrow[0] >= low - 1e-12).all()
    assert (narrow[1] <= high + 1e-12).all()


def test_nothing_and_bad_input() -> None:
    assert empirical_bayes([], []).tolist() == []
    assert [one.tolist() for one in interval([], [])] == [[], []]
    assert empirical_bayes([0, 0], [5, 9]).tolist() == [0, 0]
    assert empirical_bayes([3], [10]) == pytest.approx([0.3])
    for function in (empirical_bayes, interval):
        with pytest.raises(ValueError, match="exposure is 0 in every area"):
            function([1, 2], [0, 0])
        with pytest.raises(ValueError, match=r"events\[0\] is -1; expected finite numbers >= 0"):
            function([-1], [1])
        with pytest.raises(ValueError, match=r"exposure\[1\] is nan"):
            function([1, 1], [1, math.nan])
        with pytest.raises(ValueError, match="events has 1 rows and exposure 2"):
            function([1], [1, 2])
    with pytest.raises(ValueError, match="level is 1; expected a number between 0 and 1"):
        interval([1], [1], level=1)
