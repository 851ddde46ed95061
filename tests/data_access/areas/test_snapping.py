"""Mending: what it gives to whom, what it leaves, and that nothing moves farther than it may."""

import math

import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data_access.areas.locate import Locator
from data_access.areas.snapping import Snapped, snap_areas
from data_access.areas.tree import Area, AreaTree
from tests.data_access.areas.land import area, box, degrees, farthest, metres, polygon, street, together

WHOLE = box(0, 0, 200, 100)


def outlines(snapped: Snapped) -> dict[str, shapely.Geometry]:
    return {one.code: one.geometry for one in snapped.areas if one.geometry is not None}


def fits(areas: tuple[Area, ...]) -> bool:
    """Whether the children of every drawn parent are a coverage that is the parent."""
    tree = AreaTree(areas)
    for parent in tree:
        below = [child.geometry for child in tree.children(parent.code)]
        if below and not (shapely.coverage_is_valid(below) and together(below).equals(parent.geometry)):
            return False
    return True


def test_a_gap_goes_to_the_neighbour_with_the_longest_edge() -> None:
    snapped = snap_areas(street(WHOLE, box(0, 0, 97, 100), box(100, 0, 200, 50), box(100, 50, 200, 100)))

    sizes = {code: round(metres(outline)) for code, outline in outlines(snapped).items()}
    assert sizes == {"s": 20_000, "a": 10_000, "b": 5_000, "c": 5_000}
    assert fits(snapped.areas)
    assert snapped.after.defects == ()
    (change,) = snapped.changes
    assert (change.code, change.level) == ("a", "community")
    assert change.moved == pytest.approx(3, abs=0.01)
    assert change.square_metres == pytest.approx(300, abs=1)


def test_a_gap_along_the_parents_line_is_divided_among_all_who_border_on_it() -> None:
    snapped = snap_areas(street(WHOLE, box(4, 4, 100, 96), box(100, 4, 196, 96)), 6)

    assert fits(snapped.areas)
    found = outlines(snapped)
    assert metres(found["a"]) == pytest.approx(10_000, abs=30)
    assert farthest(box(4, 4, 100, 96), found["a"]) <= 4 * math.sqrt(2) + 0.3


def test_an_overlap_goes_to_one_of_the_two_whole() -> None:
    snapped = snap_areas(street(WHOLE, box(0, 0, 103, 100), box(100, 0, 200, 100)))

    found = outlines(snapped)
    assert fits(snapped.areas)
    assert [round(metres(found[code])) for code in "ab"] == [10_300, 9_700]


def test_an_overlap_too_wide_for_one_is_divided_in_the_middle() -> None:
    snapped = snap_areas(street(WHOLE, box(0, 0, 104, 100), box(96, 0, 200, 100)))

    found = outlines(snapped)
    assert fits(snapped.areas)
    assert metres(found["a"]) == pytest.approx(10_000, abs=30)
    assert max(change.moved for change in snapped.changes) == pytest.approx(4, abs=0.3)


def test_what_sticks_out_is_cut_off() -> None:
    snapped = snap_areas(street(WHOLE, box(0, 0, 100, 103), box(100, 0, 202, 100)))

    assert fits(snapped.areas)
    assert [round(change.square_metres) for change in snapped.changes] == [300, 200]


@pytest.mark.parametrize(
    ("areas", "kind"),
    [
        (street(WHOLE, box(0, 0, 80, 100), box(100, 0, 200, 100)), "gap"),
        (street(WHOLE, box(0, 0, 120, 100), box(100, 0, 200, 100)), "overlap"),
        (street(WHOLE, box(0, 0, 100, 120), box(100, 0, 200, 100)), "outside"),
    ],
)
def test_a_defect_that_needs_more_than_the_tolerance_is_left_and_named(areas: list[Area], kind: str) -> None:
    snapped = snap_areas(areas)

    assert snapped.changes == ()
    assert [(one.kind, round(one.square_metres)) for one in snapped.after.defects] == [(kind, 2_000)]
    for before, after in zip(areas, snapped.areas, strict=True):
        assert before.geometry is not None
        assert after.geometry is not None
        assert metres(after.geometry.symmetric_difference(before.geometry)) < 1


def test_a_wider_tolerance_mends_what_a_narrow_one_left() -> None:
    areas = street(WHOLE, box(0, 0, 80, 100), box(100, 0, 200, 100))

    assert fits(snap_areas(areas, 25).areas)


def test_of_several_defects_those_within_the_tolerance_are_mended() -> None:
    areas = street(WHOLE, box(0, 0, 97, 100), box(100, 0, 180, 100), box(182, 0, 200, 60))
    snapped = snap_areas(areas)

    assert {round(one.square_metres) for one in snapped.before.defects} == {300, 920}
    left = [(one.kind, one.codes) for one in snapped.after.defects]
    assert left == [("gap", ("b", "c"))]


def test_a_tolerance_wider_than_an_area_does_not_make_it_vanish() -> None:
    areas = street(WHOLE, WHOLE, box(10, 10, 14, 14))
    snapped = snap_areas(areas, 10)

    assert metres(outlines(snapped)["b"]) == pytest.approx(16, abs=0.1)


def test_a_hole_narrower_than_the_tolerance_is_filled() -> None:
    holed = box(0, 0, 200, 100).difference(box(50, 50, 53, 53))
    snapped = snap_areas(street(WHOLE, holed))

    assert fits(snapped.areas)
    assert shapely.get_num_interior_rings(outlines(snapped)["a"]) == 0
    assert snapped.changes[0].moved == pytest.approx(1.5, abs=0.1)


def test_a_spike_is_taken_away_rather_than_cut_into_the_neighbour() -> None:
    spike = polygon((100, 0), (200, 0), (200, 100), (100, 100), (100, 52), (40, 50), (100, 48))
    snapped = snap_areas(street(WHOLE, box(0, 0, 100, 100), spike))

    found = outlines(snapped)
    assert fits(snapped.areas)
    assert metres(found["a"]) == pytest.approx(10_000, abs=1)


def test_areas_without_an_outline_stay_without_one() -> None:
    snapped = snap_areas(street(WHOLE, box(0, 0, 103, 100), box(100, 0, 150, 100), None))

    assert snapped.areas[3].geometry is None
    assert metres(outlines(snapped)["a"].intersection(outlines(snapped)["b"])) < 0.01
    assert snap_areas(street(None, None)).changes == ()


def test_children_of_a_parent_without_an_outline_are_separated_only() -> None:
    snapped = snap_areas(street(None, box(0, 0, 103, 100), box(100, 0, 200, 100)))

    assert shapely.coverage_is_valid([outlines(snapped)[code] for code in "ab"])
    assert snapped.areas[0].geometry is None


def test_a_lower_level_follows_the_line_to_which_the_upper_one_was_mended() -> None:
    areas = [
        area("d", None, WHOLE, "district"),
        area("s1", "d", box(0, 0, 102, 100), "street"),
        area("s2", "d", box(100, 0, 200, 100), "street"),
        area("c1", "s1", box(0, 0, 102, 50)),
        area("c2", "s1", box(0, 50, 99, 100)),
        area("c3", "s2", box(101, 0, 200, 100)),
    ]
    snapped = snap_areas(areas)

    assert fits(snapped.areas)
    assert [one.code for one in snapped.areas] == ["d", "s1", "s2", "c1", "c2", "c3"]


def test_a_point_deep_inside_stays_where_it_was() -> None:
    areas = street(WHOLE, box(0, 0, 97, 104), box(95, 0, 200, 100))
    points = shapely.get_coordinates(degrees(shapely.MultiPoint([(50, 50), (150, 50), (20, 90), (96, 50)])))
    before = Locator(AreaTree(areas)).locate(points[:, 0], points[:, 1])
    after = Locator(AreaTree(snap_areas(areas).areas)).locate(points[:, 0], points[:, 1])

    assert before[:3] == after[:3] == ["a", "b", "a"]
    # In the overlap a point was the lower code's; now it is in one area only.
    assert after[3] in ("a", "b")


@pytest.mark.parametrize("tolerance", [0.0, -1.0, math.nan])
def test_a_tolerance_without_sense_is_an_error(tolerance: float) -> None:
    with pytest.raises(ValueError, match=r"tolerance .*: expected metres, a finite number above 0"):
        snap_areas(street(WHOLE, WHOLE), tolerance)


FEW = settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
"""Each try mends a whole tree, and a smaller one would tell no more."""

OFF = st.integers(-250, 250).map(lambda centimetres: centimetres / 100)
CORNERS = st.lists(st.tuples(OFF, OFF), min_size=4, max_size=4)
SIDE = 120.0


def drawn(column: float, row: float, width: float, off: list[tuple[float, float]]) -> shapely.Geometry:
    """A square whose corners were each drawn a little off."""
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    places = zip(corners, off, strict=True)
    return polygon(*(((column + x) * width + dx, (row + y) * width + dy) for (x, y), (dx, dy) in places))


@FEW
@given(st.lists(CORNERS, min_size=4, max_size=4), st.lists(CORNERS, min_size=16, max_size=16))
def test_whatever_was_drawn_off_a_little_fits_after_mending(
    streets: list[list[tuple[float, float]]], communities: list[list[tuple[float, float]]]
) -> None:
    """Four streets of four communities each, every corner drawn by each of its owners for himself."""
    areas = [area("d", None, box(0, 0, 4 * SIDE, 4 * SIDE), "district")]
    for number, off in enumerate(streets):
        column, row = divmod(number, 2)
        areas.append(area(f"s{number}", "d", drawn(column, row, 2 * SIDE, off), "street"))
        for place in range(4):
            x, y = divmod(place, 2)
            outline = drawn(2 * column + x, 2 * row + y, SIDE, communities[4 * number + place])
            areas.append(area(f"s{number}c{place}", f"s{number}", outline))
    snapped = snap_areas(areas, 15.0)

    assert fits(snapped.areas)
    assert snapped.after.defects == ()
    for before, after in zip(areas, snapped.areas, strict=True):
        assert before.geometry is not None
        assert after.geometry is not None
        assert after.geometry.is_valid
        assert farthest(before.geometry, after.geometry) <= 15.0
    changes = {change.code: change for change in snapped.changes}
    for before, after in zip(areas[1:], snapped.areas[1:], strict=True):
        moved = changes[before.code].moved if before.code in changes else 0.0
        # Between its corners a line is measured about every half metre.
        assert farthest(before.geometry, after.geometry) <= moved + 0.3


@FEW
@given(st.lists(CORNERS, min_size=4, max_size=4), st.floats(0.5, 4.0))
def test_no_line_moves_farther_than_the_tolerance_whatever_is_left(
    communities: list[list[tuple[float, float]]], tolerance: float
) -> None:
    areas = [area("s", None, box(0, 0, 2 * SIDE, 2 * SIDE), "street")]
    for place, off in enumerate(communities):
        areas.append(area(f"c{place}", "s", drawn(*divmod(place, 2), SIDE, off)))
    snapped = snap_areas(areas, tolerance)

    for before, after in zip(areas, snapped.areas, strict=True):
        assert before.geometry is not None
        assert after.geometry is not None
        assert farthest(before.geometry, after.geometry) <= tolerance
