"""One family mended to its parent's line, before its corners are joined with those of the other levels."""

import pytest

from data_access.areas.mending import mend_family
from tests.data_access.areas.land import box, metres, polygon

WHOLE = box(0, 0, 200, 100)


def test_pieces_within_the_tolerance_change_hands_the_others_are_left_with_their_kind() -> None:
    torn = {"a": box(0, 0, 98, 120), "b": box(100, 0, 200, 102)}
    mended, left = mend_family(WHOLE, torn, True, 5.0)

    assert [(one.kind, one.codes, round(metres(one.geometry))) for one in left] == [("outside", ("a",), 1960)]
    assert {code: round(metres(outline), -1) for code, outline in mended.items()} == {"a": 11_960, "b": 10_000}


def test_a_child_without_an_outline_leaves_the_gaps_alone() -> None:
    mended, left = mend_family(WHOLE, {"a": box(0, 0, 98, 100)}, False, 5.0)

    assert left == []
    assert metres(mended["a"]) == pytest.approx(9_800, abs=1)


def test_an_overlap_goes_to_the_one_whose_own_land_borders_on_more_of_it() -> None:
    # A wedge of b into a: along two sides of it lies land of a alone.
    wedge = polygon((100, 0), (200, 0), (200, 100), (100, 100), (100, 60), (97, 50), (100, 40))
    mended, left = mend_family(WHOLE, {"a": box(0, 0, 100, 100), "b": wedge}, True, 5.0)

    assert left == []
    assert {code: round(metres(outline)) for code, outline in mended.items()} == {"a": 10_000, "b": 10_000}
