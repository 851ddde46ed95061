import pytest
from shapely import box

from data_access.areas.tree import Area, AreaTree
from data_access.risk.ground import exposure_of, ground, grounds, hectares, population
from tests.data_access.risk.lattice import CELLS, areas, code
from tests.data_access.worlds import areas as small

TREE = AreaTree(areas())


def test_the_levels_below_the_deepest_first() -> None:
    assert [len(level) for level in grounds(TREE, "d", 1000)] == [100, 4]
    assert [len(level) for level in grounds(TREE, "d", 20)] == [4]
    assert [len(level) for level in grounds(TREE, "sw", 1000)] == [25]
    assert grounds(TREE, code(0, 0), 1000) == ()
    assert grounds(AreaTree(areas(drawn=False)), "d", 1000) == ()


def test_a_leaf_higher_up_stands_among_the_deepest() -> None:
    assert grounds(AreaTree(small()), "d", 1000)[0] == ("g1", "g2", "g3", "g4", "s3")


def test_neighbours_and_metres() -> None:
    (cells, _) = grounds(TREE, "d", 1000)
    found = ground(TREE, cells)
    corner, middle = cells.index(code(0, 0)), cells.index(code(2, 2))
    assert {cells[one] for one in found.neighbours[corner]} == {code(1, 0), code(0, 1), code(1, 1)}
    assert len(found.neighbours[middle]) == 8
    assert found.polygons[corner].area == pytest.approx(1_024_000, rel=0.01)
    assert found.residents is not None
    assert found.residents.sum() == 1000 * len(CELLS)
    assert ground(TREE, cells) is found


def test_residents_of_all_or_of_none() -> None:
    one_unknown = [
        Area(one.code, one.name, one.level, one.parent, population=None, geometry=one.geometry)
        if one.code == code(0, 0)
        else one
        for one in areas()
    ]
    tree = AreaTree(one_unknown)
    assert ground(tree, grounds(tree, "d", 1000)[0]).residents is None
    assert population(tree, "d") is None
    assert population(tree, "sw") is None
    assert population(tree, "ne") == 25_000


def test_the_population_given_goes_before_that_of_the_children() -> None:
    tree = AreaTree([Area("a", "a", "x", None, population=5), Area("b", "b", "y", "a", population=9)])
    assert population(tree, "a") == 5
    assert exposure_of(tree, "a", "resident") == 0.005
    assert exposure_of(tree, "a", "hectare") is None


def test_hectares_and_nobody() -> None:
    square = box(117.0, 34.0, 117.01, 34.01)
    tree = AreaTree([Area("a", "a", "x", None, population=0, geometry=square)])
    assert hectares(tree, "a") == pytest.approx(102.4, rel=0.01)
    assert exposure_of(tree, "a", "hectare") == hectares(tree, "a")
    assert exposure_of(tree, "a", "resident") is None
