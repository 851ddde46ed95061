"""Land divided among its neighbours: each place to the nearest edge, nothing twice and nothing left."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from data_access.areas.dividing import divide
from tests.data_access.areas.land import PLANE, box, degrees, metres

STRIP = box(0, 0, 10, 100)


def line(*points: tuple[float, float]) -> BaseGeometry:
    return degrees(shapely.LineString(points))


def test_a_strip_between_two_edges_is_halved() -> None:
    shares = divide(STRIP, {"a": line((0, 0), (0, 100)), "b": line((10, 0), (10, 100))}, PLANE, 1.0)

    assert {code: round(metres(share)) for code, share in shares.items()} == {"a": 500, "b": 500}
    assert metres(shares["a"].intersection(box(0, 0, 4.5, 100))) == pytest.approx(450, abs=1)


def test_edges_after_one_another_divide_it_across() -> None:
    shares = divide(STRIP, {"a": line((0, 0), (0, 30)), "b": line((0, 30), (0, 100))}, PLANE, 1.0)

    assert {code: round(metres(share), -1) for code, share in shares.items()} == {"a": 300, "b": 700}


def test_the_only_neighbour_gets_all_and_nobody_nothing() -> None:
    assert divide(STRIP, {"a": line((0, 0), (0, 100)), "b": shapely.LineString()}, PLANE, 1.0) == {"a": STRIP}
    assert divide(STRIP, {}, PLANE, 1.0) == {}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 100), st.integers(5, 60)), min_size=2, max_size=5))
def test_whatever_the_edges_nothing_is_given_twice_and_nothing_is_lost(pieces: list[tuple[int, int, int]]) -> None:
    land = box(0, 0, 40, 100)
    edges = {f"c{number}": line((x, y), (x, y + length)) for number, (x, y, length) in enumerate(pieces)}
    shares = divide(land, edges, PLANE, 1.0)

    assert sum(metres(share) for share in shares.values()) == pytest.approx(metres(land), abs=1)
    assert metres(shapely.union_all(list(shares.values()), grid_size=1e-8)) == pytest.approx(metres(land), abs=1)
