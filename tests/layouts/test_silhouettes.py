import re
from urllib.parse import unquote

import pytest

from layouts.silhouettes import HIGH, TILE_HIGH, WIDE, course, course_height, ridge
from layouts.theme import Theme

THEME = Theme.named("wall")
SHAPE = [0.0, 1.0, 4.0, 2.0, 0.0]


def paths(picture: str) -> list[list[tuple[float, float]]]:
    """The points of each path of a picture."""
    drawn = re.findall(r'd="M([^"Z]*)Z?"', unquote(picture))
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)] for path in drawn]


def test_the_part_past_the_limit_begins_at_the_limit() -> None:
    _, beyond, _ = paths(ridge(THEME, SHAPE, 0.375, "crit"))
    assert beyond[0] == (0.375 * WIDE, pytest.approx(HIGH - 1 - 2.5 / 4 * (HIGH - 3), abs=0.1))
    assert beyond[-3][0] == WIDE


def test_a_limit_before_or_after_all() -> None:
    assert len(paths(ridge(THEME, SHAPE, 1.0, "n"))) == 2
    body, beyond, _ = paths(ridge(THEME, SHAPE, 0.0, "n"))
    assert body[1:] == beyond[1:]
    assert len(paths(ridge(THEME, SHAPE, None, "n"))) == 2


def test_nothing_is_a_flat_line() -> None:
    for heights in ([], [0.0, 0.0]):
        assert "q3" not in ridge(THEME, heights, 0.5, "n")
        assert unquote(ridge(THEME, heights, 0.5, "n")).count("<path") == 1


def test_a_course_falls_with_its_value_and_stays_in_its_tile() -> None:
    levels = [course_height(ratio) for ratio in (9.0, 2.0, 1.0, 0.5, 0.0)]
    assert levels[0] == levels[1]
    assert levels[1:] == sorted(levels[1:])
    assert 0 <= levels[0] <= levels[-1] <= 1
    points = [point for path in paths(course(THEME, [0.0, 9.0, None, 1.0])) for point in path]
    assert all(0 <= y <= TILE_HIGH for _, y in points)


def test_a_single_day_is_a_point() -> None:
    assert unquote(course(THEME, [None, 1.0, None])).count('stroke-width="2"') == 1
    assert unquote(course(THEME, [None, None])).count("<path") == 2
