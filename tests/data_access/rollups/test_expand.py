"""From additions to rows: up the tree, along the dimensions, down to where rollups are kept."""

from typing import Any

import pytest

from data_access.areas.tree import Area, AreaTree
from data_access.clock import HOUR
from data_access.rollups.contributions import COUNTS, HISTOGRAMS, Item
from data_access.rollups.expand import Depths, rollup_rows
from data_access.rollups.histogram import decode
from tests.data_access.worlds import areas

TREE = AreaTree(areas())


def item(**changes: Any) -> Item:
    given = {"area": "g1", "source": "hotline", "department": "a", "category": "city/street", "stage": None}
    return Item(**{**given, "hour": 5 * HOUR, "field": "reported", "bin": 0, **changes})


def rows(additions: dict[Item, int]) -> dict[tuple[str, str, str], dict[str, Any]]:
    names = (*COUNTS, *HISTOGRAMS)
    return {row[:3]: dict(zip(names, row[4:], strict=True)) for row in rollup_rows(additions, TREE)}


def test_an_event_counts_in_its_area_and_everything_above_down_to_the_kept_depth() -> None:
    found = rows({item(): 2})
    dimensions = [("", ""), ("source", "hotline"), ("department", "a"), ("category", "city/street")]
    expected = {(code, *dimension) for code in ("d", "s1") for dimension in dimensions} | {("c1", "", "")}
    assert set(found) == expected
    assert {row["reported"] for row in found.values()} == {2}


def test_what_is_in_no_area_or_an_unknown_one_counts_in_the_root() -> None:
    for area in (None, "gone"):
        assert {key[0] for key in rows({item(area=area): 1})} == {"d"}


def test_no_department_and_no_category_are_the_empty_key() -> None:
    found = rows({item(area="d", department=None, category=None): 1})
    assert set(found) == {("d", "", ""), ("d", "source", "hotline"), ("d", "department", ""), ("d", "category", "")}


def test_additions_by_stage_are_kept_by_stage_alone() -> None:
    found = rows({item(stage="handled", field="entered"): 1})
    assert set(found) == {("d", "stage", "handled"), ("s1", "stage", "handled")}


def test_what_cancels_out_leaves_no_row() -> None:
    assert rows({item(): 0}) == {}
    assert rows({item(department="a"): 1, item(department="b"): -1}).keys() == {
        (code, "department", name) for code in ("d", "s1") for name in ("a", "b")
    }


def test_durations_are_written_as_histograms() -> None:
    found = rows({item(field="response", bin=7): 3, item(field="response", bin=9, source="app"): -1})
    bins, counts = decode([found["d", "", ""]["response"]])
    assert dict(zip(bins.tolist(), counts.tolist(), strict=True)) == {7: 3, 9: -1}
    assert found["d", "", ""]["handling"] == ""
    assert found["d", "", ""]["reported"] == 0


@pytest.mark.parametrize(
    ("levels", "total", "breakdown"), [(1, 2, 1), (2, 2, 1), (3, 2, 1), (4, 2, 1), (5, 3, 2), (7, 5, 4)]
)
def test_depths_are_all_but_the_deepest_at_least_three(levels: int, total: int, breakdown: int) -> None:
    chain = [Area(f"a{number}", "n", "l", f"a{number - 1}" if number else None) for number in range(levels)]
    assert Depths.of(AreaTree(chain)) == Depths(total, breakdown)
