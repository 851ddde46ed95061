"""The faces of all lines together: neighbours share each corner, on every level."""

import shapely

from data_access.areas.faces import Faces
from data_access.areas.mending import Left
from data_access.areas.tree import AreaTree
from tests.data_access.areas.land import area, box, metres, street

WHOLE = box(0, 0, 200, 100)


def test_a_corner_of_one_level_is_a_corner_of_the_one_above() -> None:
    areas = street(WHOLE, box(0, 0, 90, 100), box(90, 0, 200, 100))
    outlines = {one.code: one.geometry for one in areas if one.geometry is not None}
    found = Faces(outlines.values()).outlines(AreaTree(areas), outlines, {})

    assert len(shapely.get_coordinates(WHOLE)) == 5
    assert len(shapely.get_coordinates(found["s"])) == 7
    assert shapely.coverage_is_valid([found["a"], found["b"]])


def test_land_of_no_parent_is_nobodys_unless_it_was_left() -> None:
    areas = street(WHOLE, box(0, 0, 90, 120), box(90, 0, 200, 100))
    outlines = {one.code: one.geometry for one in areas if one.geometry is not None}
    left = {"s": [Left("outside", ("a",), box(0, 100, 90, 120))]}

    assert round(metres(Faces(outlines.values()).outlines(AreaTree(areas), outlines, {})["a"])) == 9_000
    assert round(metres(Faces(outlines.values()).outlines(AreaTree(areas), outlines, left)["a"])) == 10_800


def test_a_gap_that_was_left_is_nobodys_and_an_overlap_that_was_left_is_of_both() -> None:
    gap, both = box(90, 0, 110, 100), box(90, 0, 110, 100)
    apart = street(WHOLE, box(0, 0, 90, 100), box(110, 0, 200, 100))
    crossed = street(WHOLE, box(0, 0, 110, 100), box(90, 0, 200, 100))
    sizes = []
    for areas, left in ((apart, Left("gap", (), gap)), (crossed, Left("overlap", ("a", "b"), both))):
        outlines = {one.code: one.geometry for one in areas if one.geometry is not None}
        found = Faces(outlines.values()).outlines(AreaTree(areas), outlines, {"s": [left]})
        sizes.append((round(metres(found["a"])), round(metres(found["b"]))))

    assert sizes == [(9_000, 9_000), (11_000, 11_000)]


def test_an_area_without_an_outline_gets_none() -> None:
    areas = [area("s", None, None, "street"), area("a", "s", box(0, 0, 90, 100))]
    outlines = {"a": areas[1].geometry}

    assert set(Faces([areas[1].geometry]).outlines(AreaTree(areas), outlines, {})) == {"a"}
