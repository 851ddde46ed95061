from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dashboard.demo.subdivide import Crowd, subdivide

SQUARE = shapely.box(0.0, 0.0, 4.0, 3.0)


def _crowd(slope: float = 0.0) -> Crowd:
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(0.05, 4, 0.1), np.arange(0.05, 3, 0.1)))
    return Crowd(x, y, 1.0 + slope * x)


@given(parts=st.integers(1, 12), seed=st.integers(0, 1000))
def test_pieces_are_whole_and_fill_the_plot(parts: int, seed: int) -> None:
    pieces = subdivide(SQUARE, _crowd(), parts, Random(seed), bend=0.05)
    assert len(pieces) == parts
    assert sum(piece.area for piece in pieces) == pytest.approx(SQUARE.area)
    assert all(piece.is_valid and piece.geom_type == "Polygon" for piece in pieces)


def test_pieces_hold_about_equal_shares_of_the_crowd() -> None:
    crowd = _crowd(slope=2.0)
    pieces = subdivide(SQUARE, crowd, 8, Random(1))
    shares = [crowd.inside(piece).mass / crowd.mass for piece in pieces]
    assert min(shares) > 0.10
    assert max(shares) < 0.15


def test_empty_ground_is_cut_by_area() -> None:
    nobody = Crowd(np.array([]), np.array([]), np.array([]))
    areas = [piece.area for piece in subdivide(SQUARE, nobody, 4, Random(1))]
    assert max(areas) < 1.5 * min(areas)
