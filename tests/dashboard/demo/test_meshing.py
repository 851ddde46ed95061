import pytest
import shapely

from dashboard.demo.meshing import mesh


def test_a_corner_on_a_neighbours_side_becomes_a_corner_of_both() -> None:
    wide = shapely.box(0.0, 0.0, 0.02, 0.01)
    left, right = shapely.box(0.0, 0.01, 0.007, 0.02), shapely.box(0.007, 0.01, 0.02, 0.02)
    assert not shapely.coverage_is_valid([wide, left, right])
    meshed = mesh([wide, left, right])
    assert shapely.coverage_is_valid(meshed)
    assert (0.007, 0.01) in meshed[0].exterior.coords


def test_nearly_equal_corners_become_one() -> None:
    one = shapely.box(0.0, 0.0, 0.01, 0.01)
    two = shapely.Polygon([(0.010004, 0.0), (0.02, 0.0), (0.02, 0.01), (0.009997, 0.010003)])
    assert shapely.coverage_is_valid(mesh([one, two]))


def test_overlapping_plots_are_refused() -> None:
    with pytest.raises(ValueError, match="2 meshed plots overlap or do not meet"):
        mesh([shapely.box(0.0, 0.0, 0.01, 0.01), shapely.box(0.005, 0.0, 0.02, 0.01)])


def test_a_plot_too_small_for_the_lattice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a plot with 4 corners .* expected 3 or more"):
        mesh([shapely.box(0.0, 0.0, 1e-5, 1e-5)])
