"""The density surface: the Gaussian's closed form, the mass of its points, and bands that hold what they say."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gaussian_kde

from data_access.risk.density import HECTARE, Surface, contours, per_population, spread_people, surface

BOX = (-1500.0, -1000.0, 1500.0, 1000.0)
H = 200.0
PLACES = st.tuples(st.floats(-400, 400), st.floats(-100, 100))


def of(points: object, weights: object = None, cell: float = 40.0) -> Surface:
    return surface(points, weights, BOX, bandwidth=H, cell=cell)


def peak(bandwidth: float) -> float:
    return HECTARE / (2 * math.pi * bandwidth**2)


def test_one_point_is_the_gaussian() -> None:
    shown = of([[0.0, 20.0]])  # the centre of a cell
    x, y = np.meshgrid(*shown.centres())
    away = np.hypot(x, y - 20)
    known = np.where(away < 3 * H, peak(H) * np.exp(-0.5 * (away / H) ** 2), np.nan)
    within = ~np.isnan(known)
    # Cut off at four standard deviations, 0.01 % of the mass is spread over the rest.
    assert shown.values[within] == pytest.approx(known[within], rel=2e-4)
    assert shown.values.shape == (50, 75)
    assert shown.values[25, 37] == shown.values.max()


def test_a_point_between_cells_loses_at_most_what_is_stated() -> None:
    shown = of([[0.0, 0.0]])  # the corner of four cells, the worst place
    x, y = np.meshgrid(*shown.centres())
    direct = peak(H) * np.exp(-0.5 * (np.hypot(x, y) / H) ** 2)
    assert shown.values.max() < direct.max()
    assert shown.values.max() == pytest.approx(direct.max(), rel=(40 / H) ** 2 / 4)


def test_nothing_of_a_point_lies_beyond_four_standard_deviations() -> None:
    shown = of([[0.0, 20.0]])
    x, y = np.meshgrid(*shown.centres())
    assert shown.values[np.abs(x) > 4 * H].max() == 0
    assert shown.values[(np.abs(x) < 3.9 * H) & (np.abs(y - 20) < 3.9 * H)].min() > 0


def test_it_is_the_direct_sum_of_scipy() -> None:
    points = np.random.default_rng(3).normal(size=(400, 2)) * (5.0, 0.4)
    # Points of unit covariance: then scipy's bandwidth, a multiple of their spread, is the same in all directions.
    centred = points - points.mean(axis=0)
    points = centred @ np.linalg.inv(np.linalg.cholesky(np.cov(centred.T))).T
    shown = surface(points, None, (-3, -3, 3, 3), bandwidth=0.4, cell=0.04)
    x, y = np.meshgrid(*shown.centres())
    direct = gaussian_kde(points.T, bw_method=0.4)(np.vstack([x.ravel(), y.ravel()])) * len(points) * HECTARE
    assert shown.values.ravel() == pytest.approx(direct, rel=0.02, abs=0.005 * direct.max())


@given(st.lists(PLACES, max_size=20), st.data())
def test_the_mass_is_that_of_the_points(places: list[tuple[float, float]], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.floats(0, 9), min_size=len(places), max_size=len(places)))
    shown = of(places, weights)
    assert np.isfinite(shown.values).all()
    assert shown.values.min() >= 0
    assert shown.values.sum() * 40 * 40 / HECTARE == pytest.approx(sum(weights), abs=1e-9)


@given(st.lists(PLACES, min_size=1, max_size=12), st.floats(0, 5), st.permutations(range(12)))
def test_it_is_linear_and_knows_no_order(places: list[tuple[float, float]], times: float, order: list[int]) -> None:
    whole = of(places).values
    parts = sum(of([place]).values for place in places)
    assert whole == pytest.approx(parts, abs=1e-12)
    assert of(places, [times] * len(places)).values == pytest.approx(times * whole, abs=1e-9)
    mixed = [places[place] for place in order if place < len(places)]
    assert of(mixed).values == pytest.approx(whole, abs=1e-12)


def test_a_point_outside_counts_as_far_as_it_reaches_in() -> None:
    near, wide = of([[1700.0, 20.0]]), surface([[1700.0, 20.0]], None, (-1500, -1000, 2500, 1000), bandwidth=H, cell=40)
    assert near.values == pytest.approx(wide.values[:, :75], abs=1e-12)
    assert near.values.max() > 0
    assert of([[1500 + 4 * H + 41, 0.0], [1e9, 1e9], [0.0, -1e9]]).values.max() == 0


def test_no_point_at_all_is_a_surface_of_zero() -> None:
    assert of([]).values.max() == 0
    assert of(np.empty((0, 2)), []).values.shape == (50, 75)


def test_all_points_in_one_place_are_a_higher_gaussian() -> None:
    assert of([[20.0, 20.0]] * 1000).values == pytest.approx(1000 * of([[20.0, 20.0]]).values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": [[0.0, math.nan]]}, r"points\[1\] is nan; expected finite numbers"),
        ({"weights": [-1.0]}, r"weights\[0\] is -1; expected finite numbers >= 0"),
        ({"weights": [1.0, 1.0]}, r"points has 1 rows and weights 2"),
        ({"box": (0, 0, 0, 9)}, r"box is \(0.0, 0.0, 0.0, 9.0\); expected x0 < x1"),
        ({"box": (0, 0, math.inf, 9)}, r"box\[2\] is inf"),
        ({"bandwidth": 0.0}, r"bandwidth is 0.0; expected a finite number above 0"),
        ({"cell": -1.0}, r"cell is -1.0; expected a finite number above 0"),
        ({"cell": 300.0}, r"cell is 300.0 m; expected at most the bandwidth, 200.0 m"),
        ({"cell": 0.1}, r"which makes 600000000 cells; expected at most 4000000"),
    ],
)
def test_bad_input_is_named(change: dict[str, object], said: str) -> None:
    given_all = {"points": [[0.0, 0.0]], "weights": None, "box": BOX, "bandwidth": H, "cell": 40.0} | change
    with pytest.raises(ValueError, match=said):
        surface(**given_all)


def test_per_population_is_known_where_people_live() -> None:
    cases = Surface(np.array([[2.0, 1.0], [0.0, 4.0]]), 0, 0, 40)
    people = Surface(np.array([[100.0, 0.2], [50.0, 0.0]]), 0, 0, 40)
    assert per_population(cases, people).values.tolist() == [[20.0, None], [0.0, None]]
    with pytest.raises(ValueError, match="another grid"):
        per_population(cases, Surface(people.values, 0, 0, 50))


def test_people_are_spread_over_their_areas_and_none_is_lost() -> None:
    areas = [shapely.box(0, 0, 400, 200), None, shapely.box(400, 0, 401, 1), shapely.box(0, 200, 9, 300)]
    points, weights = spread_people(areas, [800.0, 7.0, 5.0, None], spacing=20)
    assert weights.sum() == pytest.approx(805)
    assert shapely.contains_xy(areas[0], points[weights < 5]).all()
    assert (weights[:-1] == 4.0).all()  # 200 places for 800 people
    assert points[-1] == pytest.approx([400.5, 0.5])
    with pytest.raises(ValueError, match=r"people\[0\] is -1"):
        spread_people(areas[:1], [-1.0], spacing=20)


def test_bands_hold_the_values_they_say() -> None:
    shown = of(np.random.default_rng(5).normal(0, 300, (300, 2)))
    levels = [1.0, 2.0, 3.0]
    bands = contours(shown, levels)
    assert [band[0] for band in bands] == levels[: len(bands)]
    assert [band[1] for band in bands] == [*levels[1 : len(bands)], pytest.approx(shown.values.max())]
    assert len(bands) == 3
    x, y = np.meshgrid(*shown.centres())
    for low, high, area in bands:
        assert area.is_valid
        held = shapely.contains_xy(area, x, y)
        assert held.any()
        assert shown.values[held].min() >= low
        assert shown.values[held].max() <= high
        touched = shapely.contains_xy(area.buffer(1e-6), x, y)
        assert touched[(shown.values > low) & (shown.values < high)].all()
    together = shapely.union_all([area for *_, area in bands])
    assert sum(area.area for *_, area in bands) == pytest.approx(together.area)


def test_the_band_of_one_point_is_a_ring() -> None:
    shown = of([[5.0, 5.0]], cell=10)
    radii = (1.5 * H, 0.5 * H)
    low, high = (peak(H) * math.exp(-0.5 * (radius / H) ** 2) for radius in radii)
    (_, _, ring), (_, most, disc) = contours(shown, [low, high])
    # A level above the largest value bounds its band as it stands.
    assert contours(shown, [low, high, 99.0])[1][1] == 99.0
    assert ring.area == pytest.approx(math.pi * (radii[0] ** 2 - radii[1] ** 2), rel=0.01)
    assert len(ring.geoms[0].interiors) == 1
    assert disc.area == pytest.approx(math.pi * radii[1] ** 2, rel=0.01)
    assert math.isfinite(most)


def test_bands_of_nothing_and_of_unknown_places() -> None:
    assert contours(of([]), [1.0, 2.0]) == []
    assert contours(of([[0.0, 0.0]]), []) == []
    values = np.ma.masked_array(np.full((3, 4), 5.0), [[False] * 2 + [True] * 2] * 3)
    ((low, high, area),) = contours(Surface(values, 0, 0, 10), [1.0])
    assert (low, high) == (1.0, 5.0)
    assert area.bounds == (5, 5, 15, 25)
    hidden = np.ma.masked_array(np.ones((3, 3)), True)
    assert contours(Surface(hidden, 0, 0, 10), [0.5]) == []
    with pytest.raises(ValueError, match=r"levels are \[2.0, 1.0\]; expected each above"):
        contours(of([]), [2.0, 1.0])
