from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.arrangement import GAIN, Grid, Standing, desk, draw_places, far, portrait, wall

PANELS = st.lists(st.tuples(st.sampled_from(GAIN), st.sampled_from((1, 1, 1, 2))), max_size=13).map(
    lambda found: [Standing(f"p{place}", kind, columns) for place, (kind, columns) in enumerate(found)]
)


def cells(grid: Grid) -> list[tuple[int, int]]:
    """Every cell that a panel covers, as often as it is covered."""
    return [(row, column) for row, first, columns in grid.areas.values() for column in range(first, first + columns)]


@pytest.mark.parametrize("arrange", [wall, portrait, desk])
@given(panels=PANELS)
def test_every_panel_has_a_place_and_no_place_is_free(arrange: object, panels: list[Standing]) -> None:
    assert callable(arrange)
    grid = arrange(panels)
    assert list(sorted(grid.areas)) == sorted(one.panel for one in panels)
    everywhere = product(range(1, grid.rows + 1), range(1, grid.columns + 1))
    assert sorted(cells(grid)) == sorted(everywhere)


@given(panels=PANELS)
def test_a_wall_has_at_most_three_rows_of_four_as_long_as_there_are_twelve_panels(panels: list[Standing]) -> None:
    grid = wall(panels[:12])
    assert grid.columns <= 4
    assert grid.rows <= 4


@given(panels=PANELS)
def test_far_readers_see_the_first_panels_in_two_rows_of_three_without_holes(panels: list[Standing]) -> None:
    grid = far(panels)
    assert set(grid.areas) == {one.panel for one in panels[: len(grid.areas)]}
    assert len(grid.areas) == min(len(panels), 6) or sum(one.columns for one in panels[: len(grid.areas)]) >= 6
    everywhere = product(range(1, grid.rows + 1), range(1, grid.columns + 1))
    assert sorted(cells(grid)) == sorted(everywhere)
    assert grid.columns <= 3
    assert grid.rows <= 2


def test_far_readers_see_six_narrow_panels_and_the_shape_of_fewer() -> None:
    sizes = {count: (far(numbers(count)).rows, far(numbers(count)).columns) for count in (1, 3, 4, 5, 6, 9)}
    assert sizes == {1: (1, 1), 3: (1, 3), 4: (2, 2), 5: (2, 3), 6: (2, 3), 9: (2, 3)}
    assert sorted(far(numbers(9)).areas) == ["p0", "p1", "p2", "p3", "p4", "p5"]


def test_a_panel_without_a_place_for_far_readers_is_not_shown_to_them() -> None:
    drawing = draw_places(numbers(7), "main")
    assert drawing["p5"]["style"]["--far-display"] == "flex"
    assert drawing["p6"]["style"]["--far-display"] == "none"
    assert drawing["p6"]["style"]["--far"] == "auto"


def test_a_portrait_wall_has_at_most_six_rows_of_two() -> None:
    assert portrait(numbers(9, (0, 1, 2, 3, 8))).rows <= 7
    assert (portrait(numbers(8)).rows, portrait(numbers(8)).columns) == (4, 2)


def numbers(count: int, wide: tuple[int, ...] = ()) -> list[Standing]:
    return [Standing(f"p{place}", "number", 2 if place in wide else 1) for place in range(count)]


def test_six_to_nine_panels_fill_two_or_three_rows() -> None:
    sizes = {count: (wall(numbers(count)).rows, wall(numbers(count)).columns) for count in range(6, 10)}
    assert sizes == {6: (2, 3), 7: (2, 4), 8: (2, 4), 9: (3, 3)}
    assert wall(numbers(6, (0, 3))).areas == {
        "p0": (1, 1, 2),
        "p1": (1, 3, 1),
        "p2": (1, 4, 1),
        "p3": (2, 1, 2),
        "p4": (2, 3, 1),
        "p5": (2, 4, 1),
    }


def test_the_panel_that_gains_most_is_widened() -> None:
    kinds = ("number", "number", "number", "number", "gauge", "trend", "bars")
    grid = wall([Standing(f"p{place}", kind) for place, kind in enumerate(kinds)])
    assert [name for name, (_, _, columns) in grid.areas.items() if columns == 2] == ["p5"]


def test_wide_panels_are_narrowed_before_a_fourth_row_is_made() -> None:
    grid = wall(numbers(9, (0, 1, 2, 3, 8)))
    assert (grid.rows, grid.columns) == (3, 4)
    assert grid.areas["p0"][2] == 2


def test_places_are_custom_properties_of_the_sections() -> None:
    drawing = draw_places(numbers(3), "main")
    assert drawing["main"]["style"]["--wall-rows"] == "2"
    assert drawing["main"]["style"]["--desk-columns"] == "2"
    assert drawing["p0"]["style"].keys() == {"--wall", "--far", "--portrait", "--desk", "--far-display"}
    assert drawing["p0"]["style"]["--desk"] == "1 / 1 / 2 / 2"


def test_nothing_to_place() -> None:
    assert draw_places([], "main").keys() == {"main"}
