"""Trends as the published test has them, and a class for every course that a spot can take."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from data_access.risk.emerging import classify, mann_kendall

CLASSES = {"new", "intensifying", "persistent", "diminishing", "sporadic", "none"}
UP, FLAT, DOWN = list(range(10)), [3, 4] * 5, list(range(10, 0, -1))


def test_a_trend_computed_by_hand() -> None:
    # 1 3 2 4 5: nine pairs rise and one falls, S = 8, var S = 5 x 4 x 15 / 18, z = 7 / sqrt(16.67) = 1.7146.
    tau, p = mann_kendall([1, 3, 2, 4, 5])
    assert tau == pytest.approx(0.8)
    assert p == pytest.approx(0.08641, abs=5e-6)


def test_ties_lessen_the_variance() -> None:
    # 1 2 2 3 3 3: S = 11; var S = (6 x 5 x 17 - 2 x 1 x 9 - 3 x 2 x 11) / 18 = 426 / 18, z = 10 / 4.8648 = 2.0556.
    tau, p = mann_kendall([1, 2, 2, 3, 3, 3])
    assert tau == pytest.approx(11 / 15)
    assert p == pytest.approx(0.03982, abs=5e-6)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=25, unique=True))
def test_tau_is_that_of_scipy_where_there_are_no_ties(series: list[int]) -> None:
    assert mann_kendall(series)[0] == pytest.approx(kendalltau(range(len(series)), series).statistic)


@given(st.lists(st.integers(-9, 9), max_size=25))
def test_a_series_backwards_has_the_opposite_trend(series: list[int]) -> None:
    tau, p = mann_kendall(series)
    back = mann_kendall(series[::-1])
    assert back == pytest.approx((-tau, p))
    assert -1 <= tau <= 1
    assert 0 < p <= 1
    assert mann_kendall([7 + 3 * one for one in series]) == pytest.approx((tau, p))


def test_nothing_trends_in_too_little() -> None:
    for series in ([], [4], [1, 9], [5, 5, 5, 5]):
        assert mann_kendall(series) == (0.0, 1.0)
    with pytest.raises(ValueError, match=r"series\[1\] is nan"):
        mann_kendall([1, math.nan, 2])


@pytest.mark.parametrize(
    ("expected", "z", "hot"),
    [
        ("new", FLAT, "0000000001"),
        ("new", UP, "0000000001"),
        ("intensifying", UP, "1111111111"),
        ("intensifying", UP, "0111111111"),
        ("persistent", FLAT, "1111111111"),
        ("persistent", FLAT, "1101111111"),
        ("diminishing", DOWN, "1111111111"),
        ("diminishing", FLAT, "1111111110"),
        ("diminishing", UP, "1111111110"),
        ("sporadic", UP, "0011111111"),
        ("sporadic", FLAT, "1000000001"),
        ("none", FLAT, "1111111100"),
        ("none", UP, "0000000010"),
        ("none", DOWN, "0000000000"),
    ],
)
def test_the_class_of_a_course(expected: str, z: list[int], hot: str) -> None:
    flags = np.array([[one == "1"] for one in hot])
    assert classify(np.array(z)[:, None], flags) == [expected]
    # Beside others it stays what it is.
    beside = classify(np.column_stack([DOWN, z, UP]), np.column_stack([~flags[:, 0], flags[:, 0], flags[:, 0]]))
    assert beside[1] == expected


def test_four_slices_can_trend_and_three_cannot() -> None:
    hot = np.ones((4, 1), bool)
    assert classify([[1], [2], [3], [4]], hot) == ["intensifying"]
    assert classify([[1], [2], [3]], hot[1:]) == ["persistent"]
    assert classify([[1]], hot[:1]) == ["new"]


def test_nothing_is_classified_of_nothing() -> None:
    assert classify(np.empty((0, 3)), np.empty((0, 3))) == ["none"] * 3
    assert classify(np.empty((5, 0)), np.empty((5, 0))) == []
    with pytest.raises(ValueError, match=r"z has the shape \(2, 1\) and hot \(1, 2\)"):
        classify([[1], [2]], [[True, False]])
    with pytest.raises(ValueError, match=r"z\[1\] is inf"):
        classify([[1], [math.inf]], [[True], [True]])


@given(st.data(), st.integers(1, 12), st.integers(1, 6))
def test_every_course_has_one_class(data: st.DataObject, slices: int, areas: int) -> None:
    cell = st.tuples(st.floats(-5, 5), st.booleans())
    table = data.draw(st.lists(st.lists(cell, min_size=areas, max_size=areas), min_size=slices, max_size=slices))
    z = np.array([[score for score, _ in row] for row in table])
    hot = np.array([[flag for _, flag in row] for row in table])
    found = classify(z, hot)
    assert set(found) <= CLASSES
    for area, name in enumerate(found):
        assert name != "none" or not hot[-1, area]
        assert name == "none" or hot[:, area].any()
        assert classify(z[:, [area]], hot[:, [area]]) == [name]
