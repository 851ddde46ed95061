"""Gaps, overlaps and what lies outside, each made on purpose and found with its codes and its size."""

import math

import pytest
import shapely

from data_access.areas.boundaries import Boundaries, check_boundaries
from data_access.areas.tree import Area, AreaTree
from tests.data_access.areas.land import area, box, street


def found(areas: list[Area], sliver: float = 1.0) -> list[tuple[str, str, tuple[str, ...], int]]:
    checked = check_boundaries(AreaTree(areas), sliver)
    return [(one.kind, one.parent, one.codes, round(one.square_metres)) for one in checked.defects]


def level(areas: list[Area], name: str = "community") -> dict[str, object]:
    checked = check_boundaries(AreaTree(areas))
    (one,) = [one for one in checked.levels if one.level == name]
    return {**one.counts, "parents": one.parents, "covered": one.covered, "drawn": one.drawn, "areas": one.areas}


WHOLE = box(0, 0, 200, 100)


def test_children_that_cover_their_parent_have_no_defects() -> None:
    areas = street(WHOLE, box(0, 0, 100, 100), box(100, 0, 200, 100))

    assert found(areas) == []
    assert level(areas) == {"gap": 0, "overlap": 0, "outside": 0, "parents": 1, "covered": 1, "drawn": 2, "areas": 2}


def test_a_gap_names_who_borders_on_it_the_longest_edge_first() -> None:
    areas = street(WHOLE, box(0, 0, 80, 100), box(90, 0, 200, 40), box(80, 40, 200, 100))

    assert found(areas) == [("gap", "s", ("a", "b", "c"), 400)]


def test_two_gaps_of_one_parent_are_two_defects_the_largest_first() -> None:
    areas = street(WHOLE, box(0, 0, 90, 100), box(94, 0, 193, 100))

    assert found(areas) == [("gap", "s", ("b",), 700), ("gap", "s", ("a", "b"), 400)]


def test_an_overlap_names_both_who_claim_it() -> None:
    areas = street(WHOLE, box(0, 0, 105, 100), box(100, 0, 200, 100))

    assert found(areas) == [("overlap", "s", ("a", "b"), 500)]


def test_what_lies_outside_the_parent_names_the_child() -> None:
    areas = street(WHOLE, box(0, 0, 100, 100), box(100, -10, 200, 100))

    assert found(areas) == [("outside", "s", ("b",), 1000)]


def test_a_piece_thinner_than_a_sliver_is_counted_apart() -> None:
    areas = street(WHOLE, box(0, 0, 99.5, 100), box(100, 0, 200, 100))

    checked = check_boundaries(AreaTree(areas))
    assert checked.defects == ()
    assert checked.levels[0].sliver_metres == pytest.approx(50, abs=0.1)
    assert found(areas, sliver=0.4) == [("gap", "s", ("a", "b"), 50)]


def test_a_sliver_is_judged_by_its_width_not_by_its_size() -> None:
    thin = street(box(0, 0, 20_000, 100), box(0, 0, 20_000, 99.5))
    small = street(box(0, 0, 100, 100), box(0, 0, 100, 100).difference(box(10, 10, 12, 12)))

    assert found(thin) == []
    assert found(small) == [("gap", "s", ("a",), 4)]


def test_gaps_are_not_judged_where_a_child_has_no_outline() -> None:
    areas = street(WHOLE, box(0, 0, 105, 100), box(100, 0, 150, 100), None)

    assert found(areas) == [("overlap", "s", ("a", "b"), 500)]
    assert level(areas) == {"gap": None, "overlap": 1, "outside": 0, "parents": 1, "covered": 0, "drawn": 2, "areas": 3}


def test_under_a_parent_without_an_outline_only_overlaps_are_judged() -> None:
    areas = street(None, box(0, 0, 105, 100), box(100, 0, 150, 100))

    counts = level(areas)
    assert (counts["gap"], counts["overlap"], counts["outside"]) == (None, 1, None)


def test_a_tree_without_outlines_is_unknown_not_faultless() -> None:
    areas = street(None, None, None)

    assert level(areas) == {
        **{"gap": None, "overlap": None, "outside": None},
        **{"parents": 0, "covered": 0, "drawn": 0, "areas": 2},
    }


def test_every_level_is_checked_against_the_one_above_it() -> None:
    areas = [
        area("d", None, WHOLE, "district"),
        area("s1", "d", box(0, 0, 100, 100), "street"),
        area("s2", "d", box(100, 0, 200, 100), "street"),
        area("c1", "s1", box(0, 0, 97, 100)),
        area("c2", "s2", box(97, 0, 200, 100)),
    ]

    assert found(areas) == [("gap", "s1", ("c1",), 300), ("outside", "s2", ("c2",), 300)]
    assert level(areas, "street")["gap"] == 0


def test_sizes_are_square_metres_wherever_on_earth() -> None:
    plane_of_norway = shapely.affinity.translate(box(0, 0, 100, 100), -107, 36)
    smaller = shapely.affinity.translate(box(0, 0, 100, 90), -107, 36)
    checked: Boundaries = check_boundaries(AreaTree(street(plane_of_norway, smaller)))

    # A degree of longitude at 70.3 N is 0.4095 of one at 34.3 N; of latitude it is 1.0056 of it.
    (gap,) = checked.defects
    assert gap.square_metres == pytest.approx(1000 * 0.4095 * 1.0056, rel=2e-3)


@pytest.mark.parametrize("sliver", [-1.0, math.nan, math.inf])
def test_a_sliver_without_sense_is_an_error(sliver: float) -> None:
    with pytest.raises(ValueError, match=r"sliver .*: expected metres, a finite number from 0"):
        check_boundaries(AreaTree(street(WHOLE, WHOLE)), sliver)
