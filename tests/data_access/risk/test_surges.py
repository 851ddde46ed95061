"""Control limits: a series computed by hand, tails summed by hand, and what must hold for any series."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.risk.surges import ALPHA, exact_tail, judge, poisson_ewma

HOURS = st.lists(st.tuples(st.integers(0, 300), st.floats(0, 200)), max_size=40)
COUNTS, EXPECTED = [4, 6, 10, 3, 16, 5], [4, 4, 5, 5, 6, 6]


def test_six_hours_computed_by_hand() -> None:
    found = poisson_ewma(COUNTS, EXPECTED)
    assert found.z == pytest.approx([4, 4.4, 5.52, 5.016, 7.2128, 6.77024])
    assert found.centre == pytest.approx([4, 4, 4.2, 4.36, 4.688, 4.9504])
    # 2.7 times the roots of 0.16, 0.2624, 0.367936, 0.43547904, 0.5187065856 and 0.571972214784.
    width = [1.08, 1.383074, 1.637759, 1.781752, 1.944574, 2.041979]
    assert found.upper - found.centre == pytest.approx(width, abs=1e-6)
    assert found.centre - found.lower == pytest.approx(width, abs=1e-6)
    assert found.over.tolist() == [False, False, False, False, True, False]


def test_lambda_of_one_is_a_limit_for_each_hour_alone() -> None:
    found = poisson_ewma([10, 30], [16, 9], lam=1.0, L=3.0)
    assert found.z.tolist() == [10, 30]
    assert found.upper.tolist() == [28, 18]
    assert found.lower.tolist() == [4, 0]
    assert found.over.tolist() == [False, True]


@given(HOURS)
def test_limits_are_numbers_around_their_centre(hours: list[tuple[int, float]]) -> None:
    counts, expected = [count for count, _ in hours], [mean for _, mean in hours]
    found = poisson_ewma(counts, expected)
    for part in (found.z, found.centre, found.upper, found.lower):
        assert len(part) == len(hours)
        assert np.isfinite(part).all()
        assert (part >= 0).all()
    assert ((found.lower <= found.centre) & (found.centre <= found.upper)).all()
    assert (found.over == (found.z > found.upper)).all()
    # What was expected is never a surge.
    assert not poisson_ewma(expected, expected).over.any()


@given(HOURS.filter(len), st.integers(0, 39), st.integers(1, 100))
def test_more_cases_never_lower_the_series(hours: list[tuple[int, float]], place: int, more: int) -> None:
    counts, expected = [count for count, _ in hours], [mean for _, mean in hours]
    place %= len(hours)
    before = poisson_ewma(counts, expected)
    counts[place] += more
    after = poisson_ewma(counts, expected)
    assert (after.z >= before.z).all()
    assert after.z[:place].tolist() == before.z[:place].tolist()
    assert after.upper.tolist() == before.upper.tolist()


def test_the_tail_is_the_sum_of_its_terms() -> None:
    for expected in (0.3, 2.0, 4.9):
        below = 0.0
        for count in range(12):
            assert exact_tail(count, expected)[0] == pytest.approx(1 - below, abs=1e-12)
            below += math.exp(-expected) * expected**count / math.factorial(count)


@given(st.integers(0, 10_000), st.floats(0, 10_000), st.integers(1, 50))
def test_the_tail_is_a_probability_that_falls_with_the_count(count: int, expected: float, more: int) -> None:
    (p,), (rarer,) = exact_tail(count, expected), exact_tail(count + more, expected)
    assert 0 <= rarer <= p <= 1
    assert exact_tail(count, expected + more)[0] >= p


def test_the_tail_of_nothing() -> None:
    assert exact_tail([0, 1, 0], [0, 0, 9]).tolist() == [1, 0, 1]
    assert exact_tail([], []).tolist() == []


def test_days_of_few_cases_are_judged_by_their_tail() -> None:
    found = judge([3, 6, 0, 4, 9, 60], [1.0, 1.0, 1.0, 4.9, 1.0, 40.0])
    assert found.exact.tolist() == [True] * 5 + [False]
    # P(X >= 3 | 1) = 0.080, P(X >= 6 | 1) = 0.00059.
    assert found.p[:2] == pytest.approx([0.0803, 0.000594], rel=1e-3)
    assert found.over.tolist() == [False, True, False, False, True, True]
    assert judge(5, 1.0).over.tolist() == [False]
    assert judge(5, 1.0).p[0] > ALPHA > judge(6, 1.0).p[0]


def test_a_day_alone_has_the_limit_of_its_own_deviation() -> None:
    # 100 + 2.7 x 10
    assert judge(127, 100).over.tolist() == [False]
    assert judge(128, 100).over.tolist() == [True]


@pytest.mark.parametrize("function", [poisson_ewma, exact_tail, judge])
def test_bad_input_is_named(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match=r"counts\[1\] is -1; expected finite numbers >= 0"):
        function([1, -1], [1, 1])
    with pytest.raises(ValueError, match=r"expected\[0\] is nan; expected finite numbers >= 0"):
        function([1], [math.nan])
    with pytest.raises(ValueError, match=r"expected\[0\] is nan"):
        function([1], [None])
    with pytest.raises(ValueError, match="counts has 2 rows and expected 1"):
        function([1, 1], [1])


def test_the_smoothing_is_within_its_bounds() -> None:
    for lam in (0.0, 1.1, math.nan):
        with pytest.raises(ValueError, match=f"lam is {lam}; expected a number above 0, at most 1"):
            poisson_ewma([1], [1], lam=lam)
    with pytest.raises(ValueError, match="L is 0; expected a finite number above 0"):
        poisson_ewma([1], [1], L=0)
