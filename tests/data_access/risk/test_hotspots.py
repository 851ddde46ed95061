"""Hot spots: z and p as esda's, p as by counting every draw, neighbours as libpysal's."""

import math
import warnings
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import Queen, W
from scipy.stats import false_discovery_control
from shapely.geometry.base import BaseGeometry

from data_access.risk.hotspots import GetisOrd, discoveries, getis_ord, neighbours

with warnings.catch_warnings():
    # What it imports warns of its own plans.
    warnings.simplefilter("ignore")
    from esda import G_Local

COUNTS = st.lists(st.integers(0, 40), min_size=36, max_size=36)


def lattice(columns: int, rows: int) -> list[BaseGeometry]:
    return [shapely.box(x, y, x + 1, y + 1) for y in range(rows) for x in range(columns)]


SIX = neighbours(lattice(6, 6))


def by_esda(values: Sequence[float], around: Sequence[Sequence[int]], permutations: int = 0) -> G_Local:
    weights = W({place: list(others) for place, others in enumerate(around)}, silence_warnings=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return G_Local(np.array(values, float), weights, transform="B", star=True, permutations=permutations, seed=1)


def planted(seed: int = 0) -> np.ndarray:
    """Counts of a 20 x 12 lattice with three times as many cases in a block of nine."""
    means = np.full((12, 20), 5.0)
    means[4:7, 8:11] *= 3
    return np.random.default_rng(seed).poisson(means).ravel()


def test_neighbours_are_those_of_libpysal() -> None:
    cells = shapely.voronoi_polygons(shapely.MultiPoint(np.random.default_rng(2).uniform(size=(120, 2))))
    areas = list(shapely.get_parts(cells))
    theirs = Queen.from_iterable(areas, silence_warnings=True).neighbors
    for place, ours in enumerate(neighbours(areas)):
        assert ours == tuple(sorted(theirs[place])) or (set(theirs[place]) < set(ours) and len(ours) == 3)


def test_the_neighbours_of_a_lattice_touch_also_in_corners() -> None:
    around = neighbours(lattice(4, 3))
    assert around[0] == (1, 4, 5)
    assert around[5] == (0, 1, 2, 4, 6, 8, 9, 10)


def test_an_island_has_the_nearest_and_an_area_without_a_shape_none() -> None:
    areas = [*lattice(3, 1), shapely.box(9, 0, 10, 1), None, shapely.Polygon()]
    around = neighbours(areas, least=2)
    assert around == [(1, 2), (0, 2), (0, 1), (1, 2), (), ()]
    assert neighbours(areas, least=0)[3] == ()
    assert neighbours([None, None]) == [(), ()]
    assert neighbours([]) == []
    # There are no more than there are.
    assert neighbours(areas[:2], least=5) == [(1,), (0,)]


def test_a_gap_between_borders_can_be_bridged() -> None:
    areas = [shapely.box(0, 0, 100, 100), shapely.box(104, 0, 200, 100), shapely.box(260, 0, 300, 100)]
    assert neighbours(areas, least=0) == [(), (), ()]
    assert neighbours(areas, least=0, gap=5) == [(1,), (0,), ()]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=20, unique=True))
def test_contiguity_is_symmetric(corners: list[tuple[int, int]]) -> None:
    around = neighbours([shapely.box(x, y, x + 1, y + 1) for x, y in corners], least=0)
    for place, others in enumerate(around):
        assert place not in others
        assert all(place in around[other] for other in others)
        assert set(others) == {
            other
            for other, (x, y) in enumerate(corners)
            if other != place and max(abs(x - corners[place][0]), abs(y - corners[place][1])) == 1
        }


@given(COUNTS.filter(lambda counts: len(set(counts)) > 1))
def test_z_is_that_of_esda(counts: list[int]) -> None:
    assert getis_ord(counts, SIX, permutations=9).z == pytest.approx(by_esda(counts, SIX).Zs, abs=1e-9)


def test_z_and_p_are_those_of_esda_on_uneven_areas() -> None:
    cells = shapely.voronoi_polygons(shapely.MultiPoint(np.random.default_rng(4).uniform(size=(150, 2))))
    around = neighbours(list(shapely.get_parts(cells)), least=1)
    values = np.random.default_rng(5).gamma(2.0, 3.0, 150)
    ours, theirs = getis_ord(values, around), by_esda(values, around, permutations=9_999)
    assert ours.z == pytest.approx(theirs.Zs, abs=1e-9)
    # esda takes the smaller of both tails, and this one's is that of z: they part where p is about a half.
    clear = np.abs(ours.z) > 1
    assert clear.sum() > 40
    spread = np.sqrt(ours.p * (1 - ours.p) * (1 / 9_999 + 1 / 49_999))
    assert (np.abs(ours.p - theirs.p_sim)[clear] < 5 * spread[clear] + 3e-4).all()


@pytest.mark.parametrize("upper", [True, False])
def test_p_is_the_share_of_all_possible_draws(upper: bool) -> None:
    values = np.array([9, 7, 8, 1, 2, 2, 0, 3, 1, 4] if upper else [0, 1, 1, 8, 7, 9, 9, 6, 8, 5], float)
    around = [(1, 2), (0, 2), (0, 1), (4,), (3,), (6, 7, 8), (5,), (5,), (5,), (8,)]
    found = getis_ord(values, around)
    assert bool(found.z[0] > 0) is upper
    for place, others in enumerate(around):
        rest = np.delete(values, place)
        sums = [sum(draw) for draw in combinations(rest.tolist(), len(others))]
        own = values[list(others)].sum()
        share = np.mean([one >= own if found.z[place] > 0 else one <= own for one in sums])
        assert found.p[place] == pytest.approx(share, abs=5 * math.sqrt(share * (1 - share) / 30_000) + 4e-5)


def test_equal_sums_in_another_order_are_equal() -> None:
    # 0.1 + 0.2 + 0.3 differs in its last digit from 0.3 + 0.2 + 0.1: every draw of all three is the observation.
    values = [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.6]
    around = [(1, 2, 3)] * 1 + [(0, 2, 3), (0, 1, 3), (0, 1, 2)] + [(7, 8, 9), (6, 7, 8), (3, 4, 5)] + [(0, 1, 2)] * 3
    found = getis_ord(values, around, permutations=20_000)
    for place in (6, 7, 8, 9):
        rest = np.delete(np.round(np.array(values) * 10), place)
        own = sum(round(values[other] * 10) for other in around[place])
        sums = [sum(draw) for draw in combinations(rest.tolist(), 3)]
        share = np.mean([one >= own if found.z[place] > 0 else one <= own for one in sums])
        assert found.p[place] == pytest.approx(share, abs=0.03)


def test_many_neighbours_are_judged_by_the_normal_distribution() -> None:
    values = np.random.default_rng(8).poisson(6, 400).astype(float)
    around = [tuple(other for other in range(31) if other != place)[:30] for place in range(400)]
    found = getis_ord(values, around)
    rng = np.random.default_rng(9)
    for place in (0, 100, 399):
        rest = np.delete(values, place)
        sums = np.array([rng.choice(rest, 30, replace=False).sum() for _ in range(4_000)])
        own = values[list(around[place])].sum()
        share = np.mean(sums >= own if found.z[place] > 0 else sums <= own)
        # Whole numbers lie beside their half: the continuous distribution is off by half a step.
        assert found.p[place] == pytest.approx(share, abs=0.05)


def test_a_planted_cluster_is_found_and_nothing_far_from_it() -> None:
    found = getis_ord(planted(), neighbours(lattice(20, 12)))
    hot = found.hot.reshape(12, 20)
    # Its core is found whole; a corner of the block has more neighbours outside than within.
    assert hot[5, 8:11].all()
    assert hot[4:7, 9].all()
    far = np.ones((12, 20), bool)
    far[2:9, 6:13] = False
    assert hot[far].sum() == 0
    assert found.cold.sum() == 0
    # The default number of permutations lets one area alone be found; 999 could not tell p below q / 2n.
    assert found.p.min() < 0.05 / (2 * 240)


def test_the_same_question_has_the_same_answer() -> None:
    one, other = (getis_ord(planted(), neighbours(lattice(20, 12)), seed=3) for _ in range(2))
    assert (one.p == other.p).all()


def quiet(found: GetisOrd) -> bool:
    return not found.z.any() and (found.p == 1).all() and not (found.hot | found.cold).any()


def test_where_nothing_can_be_said_nothing_is() -> None:
    assert quiet(getis_ord([5] * 36, SIX))
    assert quiet(getis_ord([0] * 36, SIX))
    assert quiet(getis_ord([0.1 + 0.2] * 18 + [0.3] * 18, SIX))
    assert quiet(getis_ord([1, 90, 2, 4, 5, 6, 7], [(1,), (0,)] + [()] * 5))
    assert quiet(getis_ord([], []))
    assert quiet(getis_ord([3], [()]))
    assert quiet(getis_ord(range(10), [()] * 10))
    whole = [tuple(other for other in range(9) if other != place) for place in range(9)]
    assert quiet(getis_ord(range(9), whole))


@given(COUNTS, st.floats(0.01, 1000), st.permutations(range(36)))
def test_no_order_and_no_unit_matter(counts: list[int], times: float, order: list[int]) -> None:
    found = getis_ord(counts, SIX, permutations=2_000)
    assert np.isfinite(found.z).all()
    assert ((found.p > 0) & (found.p <= 1)).all()
    assert not (found.hot & found.cold).any()
    assert getis_ord(np.array(counts) * times, SIX, permutations=99).z == pytest.approx(found.z, abs=1e-6)
    back = np.argsort(order)
    around = [[int(back[one]) for one in SIX[place]] for place in order]
    moved = getis_ord(np.array(counts)[order], around, permutations=2_000)
    assert moved.z == pytest.approx(found.z[order], abs=1e-9)
    assert moved.p == pytest.approx(found.p[order], abs=0.07)


def test_bad_input_is_named() -> None:
    values = list(range(9))
    none: list[tuple[int, ...]] = [()] * 9
    with pytest.raises(ValueError, match=r"values\[1\] is nan; expected finite numbers >= 0"):
        getis_ord([1, math.nan], [(), ()])
    with pytest.raises(ValueError, match=r"values\[0\] is -1"):
        getis_ord([-1.0], [()])
    with pytest.raises(ValueError, match="neighbours has 1 rows and values 9"):
        getis_ord(values, [()])
    with pytest.raises(ValueError, match=r"neighbours\[2\] names 9; expected other areas, 0..8"):
        getis_ord(values, [(), (), (9,), *none[3:]])
    with pytest.raises(ValueError, match=r"neighbours\[0\] names 0"):
        getis_ord(values, [(0,), *none[1:]])
    with pytest.raises(ValueError, match="twice in a row"):
        getis_ord(values, [(1, 1), *none[1:]])
    with pytest.raises(ValueError, match="permutations is 0"):
        getis_ord(values, none, permutations=0)
    with pytest.raises(ValueError, match="q is 1; expected a number between 0 and 1"):
        getis_ord(values, none, q=1)


def test_discoveries_of_a_worked_example() -> None:
    # Benjamini and Hochberg (1995), section 4: of these fifteen the first four at q = 0.05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    assert discoveries([*p, 0.7590, 1.0], 0.05).tolist() == [True] * 4 + [False] * 11
    # A p above its own bound is carried by a later one within its bound.
    assert discoveries([0.04, 0.03, 0.9], 0.06).tolist() == [True, True, False]
    assert discoveries([], 0.05).tolist() == []


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=60), st.floats(0.01, 0.5))
def test_discoveries_are_those_of_scipy(p: list[float], q: float) -> None:
    adjusted = false_discovery_control(p)
    sure = np.abs(adjusted - q) > 1e-9
    assert (discoveries(p, q) == (adjusted <= q))[sure].all()
