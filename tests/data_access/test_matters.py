from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.clock import DAY, HOUR
from data_access.matters import EARTH, Reports, distances, matters, near_pairs

METRES, WITHIN = 100.0, 24 * HOUR
DEGREE = EARTH * np.pi / 180
"""Metres in a degree of latitude."""


def reports(*rows: tuple[int, float, float, int, int]) -> Reports:
    """Rows of (microseconds, metres east, metres north of 117 E 34 N, source, category)."""
    at, east, north, source, category = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 5
    lat = 34 + np.array(north, dtype=np.float64) / DEGREE
    lon = 117 + np.array(east, dtype=np.float64) / DEGREE / cos(radians(34))
    return Reports(
        *(np.array(at, dtype=np.int64), lon, lat), *(np.array(x, dtype=np.int64) for x in (source, category))
    )


def found(told: Reports, **more: float) -> set[tuple[int, int]]:
    pairs = near_pairs(told, **{"metres": METRES, "within": WITHIN, **more})
    return set(zip(pairs.earlier.tolist(), pairs.later.tolist(), strict=True))


def apart(told: Reports, one: int, other: int) -> float:
    """The haversine distance, written out again."""
    lat, lon = np.radians(told.lat), np.radians(told.lon)
    a = sin((lat[other] - lat[one]) / 2) ** 2
    b = cos(lat[one]) * cos(lat[other]) * sin((lon[other] - lon[one]) / 2) ** 2
    return 2 * EARTH * asin(sqrt(a + b))


def every_pair(told: Reports, across: bool) -> set[tuple[int, int]]:
    """All pairs, each with each."""
    chosen = set()
    for one, other in combinations(range(len(told.at)), 2):
        early, late = sorted((one, other), key=lambda place: (told.at[place], place))
        near = apart(told, one, other) <= METRES and told.at[late] - told.at[early] <= WITHIN
        if (
            near
            and told.category[one] == told.category[other]
            and not (across and told.source[one] == told.source[other])
        ):
            chosen.add((early, late))
    return chosen


ROW = st.tuples(
    st.integers(0, 3 * DAY), st.floats(-250, 250), st.floats(-250, 250), st.integers(0, 2), st.integers(0, 1)
)


@given(st.lists(ROW, max_size=40), st.booleans())
def test_the_grid_finds_what_comparing_each_with_each_finds(
    rows: list[tuple[int, float, float, int, int]], across: bool
) -> None:
    told = reports(*rows)
    assert found(told, across_sources=across) == every_pair(told, across)


@pytest.mark.parametrize(
    ("other", "is_pair"),
    [
        ((HOUR, 60, 79, 1, 0), True),
        ((HOUR, 60, 81, 1, 0), False),
        ((HOUR, -99.9, 0, 1, 0), True),
        ((24 * HOUR, 0, 0, 1, 0), True),
        ((24 * HOUR + 1, 0, 0, 1, 0), False),
        ((HOUR, 0, 0, 0, 0), False),
        ((HOUR, 0, 0, 1, 1), False),
    ],
)
def test_the_limits_are_met_exactly(other: tuple[int, float, float, int, int], is_pair: bool) -> None:
    assert (found(reports((0, 0, 0, 0, 0), other)) == {(0, 1)}) is is_pair


def test_near_the_poles_and_at_sea_level_a_hundred_metres_are_a_hundred_metres() -> None:
    for lat in (-89.0, -60.0, 0.0, 60.0, 89.0):
        lon = 10 + np.array([0.0, 99.0, -99.0, 101.0]) / DEGREE / cos(radians(lat))
        told = Reports(
            np.zeros(4, dtype=np.int64), lon, np.full(4, lat), np.arange(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
        )
        assert found(told) == {(0, 1), (0, 2), (1, 3)}
        assert distances(told, np.array([0]), np.array([3]))[0] == pytest.approx(101, rel=1e-6)


def test_of_one_instant_the_first_given_is_the_earlier() -> None:
    assert found(reports((5, 0, 0, 0, 0), (5, 0, 0, 1, 0), (4, 0, 0, 2, 0))) == {(2, 0), (2, 1), (0, 1)}


def test_a_matter_keeps_to_the_limits_of_its_first_report() -> None:
    in_a_line = reports(*((place * HOUR, 60.0 * place, 0.0, place % 2, 0) for place in range(5)))
    pairs = near_pairs(in_a_line, metres=METRES, within=WITHIN)
    assert matters(pairs) == {0: [1], 2: [3]}


def test_a_report_counts_once_with_the_earliest() -> None:
    told = reports((0, 0, 0, 0, 0), (HOUR, 0, 0, 1, 0), (2 * HOUR, 0, 0, 0, 0), (3 * HOUR, 0, 0, 2, 0))
    pairs = near_pairs(told, metres=METRES, within=WITHIN)
    # The third came from the first one's source: it is told again by none before it, and the fourth is taken.
    assert matters(pairs) == {0: [1, 3]}
    assert sorted(zip(pairs.earlier.tolist(), pairs.later.tolist(), strict=True)) == [
        (0, 1),
        (0, 3),
        (1, 2),
        (1, 3),
        (2, 3),
    ]


def test_of_a_crowd_only_the_newest_are_compared_and_the_rest_is_counted() -> None:
    crowd = reports(*((place, 0.0, 0.0, place % 2, 0) for place in range(500)))
    pairs = near_pairs(crowd, metres=METRES, within=WITHIN, most=10)
    assert pairs.left_out == 490
    assert set(pairs.earlier.tolist()) | set(pairs.later.tolist()) == set(range(490, 500))
    assert len(pairs.earlier) == 25


def test_a_hundred_thousand_at_one_point_make_no_more_pairs_than_the_cap_allows() -> None:
    n = 100_000
    zeros = np.zeros(n, dtype=np.int64)
    told = Reports(np.arange(n, dtype=np.int64), np.full(n, 117.0), np.full(n, 34.0), np.arange(n) % 8, zeros)
    pairs = near_pairs(told, metres=METRES, within=WITHIN, most=40)
    assert pairs.left_out == n - 40
    assert len(pairs.earlier) <= 40 * 39 // 2


def test_none_and_one_make_no_pairs() -> None:
    for told in (reports(), reports((0, 0, 0, 0, 0))):
        pairs = near_pairs(told, metres=METRES, within=WITHIN)
        assert (len(pairs.earlier), pairs.left_out) == (0, 0)
        assert matters(pairs) == {}


def test_what_is_wrong_is_named() -> None:
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="lon or lat"):
        Reports(one, np.array([np.nan]), np.zeros(1), one, one)
    with pytest.raises(ValueError, match="lengths"):
        Reports(one, np.zeros(2), np.zeros(2), one, one)
    with pytest.raises(ValueError, match="metres 0"):
        near_pairs(reports(), metres=0, within=WITHIN)
