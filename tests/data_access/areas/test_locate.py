import threading

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from data_access.areas.locate import Locator
from data_access.areas.tree import Area, AreaTree


def board(size: int, holes: frozenset[int] = frozenset()) -> AreaTree:
    """A square district of size x size unit grids in streets of one row; grids in `holes` lack geometry."""
    areas = [Area("d", "d", "district", None, geometry=box(0, 0, size, size))]
    for row in range(size):
        street = f"s{row:02}"
        areas.append(Area(street, street, "street", "d", geometry=box(0, row, size, row + 1)))
        for column in range(size):
            number = row * size + column
            shape = None if number in holes else box(column, row, column + 1, row + 1)
            areas.append(Area(f"{street}-{column:02}", "g", "grid", street, geometry=shape))
    return AreaTree(areas)


def naive(tree: AreaTree, lon: float, lat: float) -> str | None:
    point = shapely.Point(lon, lat)
    hits = [area for area in tree if area.geometry is not None and area.geometry.intersects(point)]
    return min(hits, key=lambda area: (-tree.depth(area.code), area.code)).code if hits else None


quarters = st.integers(-4, 20).map(lambda number: number / 4)


@given(st.frozensets(st.integers(0, 15)), st.lists(st.tuples(quarters, quarters), max_size=30))
def test_every_point_borders_and_all_is_where_a_naive_search_puts_it(
    holes: frozenset[int], points: list[tuple[float, float]]
) -> None:
    tree = board(4, holes)
    lon, lat = [x for x, _ in points], [y for _, y in points]
    assert Locator(tree).locate(lon, lat) == [naive(tree, x, y) for x, y in points]


def test_overlapping_and_ragged_boundaries_choose_as_a_naive_search_does() -> None:
    random = np.random.default_rng(3)
    areas = [Area("root", "r", "district", None)]
    for number in range(60):
        centre, angles = random.uniform(0, 10, 2), np.sort(random.uniform(0, 2 * np.pi, 12))
        star = Polygon(centre + random.uniform(0.2, 2.0, (12, 1)) * np.c_[np.cos(angles), np.sin(angles)])
        parent = "root" if number < 20 else f"a{random.integers(20):02}"
        areas.append(Area(f"a{number:02}", "n", "x", parent, geometry=shapely.make_valid(star)))
    tree = AreaTree(areas)
    lon, lat = random.uniform(-1, 11, (2, 400))
    assert Locator(tree).locate(lon, lat) == [naive(tree, x, y) for x, y in zip(lon, lat, strict=True)]


def test_a_shared_corner_belongs_to_the_lowest_code() -> None:
    assert Locator(board(4)).locate([2.0, 2.0, 0.0], [2.0, 1.5, 0.0]) == ["s01-01", "s01-01", "s00-00"]


def test_a_grid_without_geometry_falls_back_to_what_is_above_it() -> None:
    assert Locator(board(3, frozenset({4}))).locate([1.5, 0.5], [1.5, 1.5]) == ["s01", "s01-00"]


def test_outside_and_not_finite_are_nowhere() -> None:
    locator = Locator(board(2))
    assert locator.locate([-1.0, np.nan, np.inf, 1.0], [0.5, 0.5, 0.5, -np.inf]) == [None] * 4
    assert locator.locate([], []) == []


def test_a_tree_without_geometry_places_nothing() -> None:
    empty: BaseGeometry = Polygon()
    tree = AreaTree([Area("d", "d", "district", None), Area("e", "e", "street", "d", geometry=empty)])
    assert Locator(tree).locate([0.0], [0.0]) == [None]


def test_the_trees_geometries_are_left_unprepared() -> None:
    tree = board(2)
    Locator(tree).locate([0.5], [0.5])
    assert not any(shapely.is_prepared(area.geometry) for area in tree)


@pytest.mark.parametrize(("lon", "lat"), [([1.0], [1.0, 2.0]), (1.0, 1.0), ([[1.0]], [[1.0]])])
def test_shapes_that_do_not_match_are_refused(lon: object, lat: object) -> None:
    with pytest.raises(ValueError, match=r"lon, lat of shapes .*: expected one shape \(n,\)"):
        Locator(board(2)).locate(lon, lat)  # type: ignore[arg-type]  # wrong on purpose


def test_threads_asking_at_once_get_the_same_answers() -> None:
    locator = Locator(board(8))
    lon, lat = np.random.default_rng(1).uniform(0, 8, (2, 5_000))
    expected = locator.locate(lon, lat)
    answers: list[list[str | None]] = []
    threads = [threading.Thread(target=lambda: answers.append(locator.locate(lon, lat))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 4
