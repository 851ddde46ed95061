from urllib.parse import unquote

from layouts.spark import sparkline
from layouts.theme import Theme

WALL = Theme.named("wall")


def test_a_gap_is_a_gap() -> None:
    picture = unquote(sparkline(WALL, [1, 2, None, 3, 4], [], None, "n"))
    assert picture.count("M2.0") + picture.count("M60") >= 1
    assert picture.count('stroke-linejoin="round"') == 1
    assert picture.split('d="')[1].split('"')[0].count("M") == 2


def test_the_target_and_the_status_show() -> None:
    picture = unquote(sparkline(WALL, [0.9, 0.95], [0.9, 0.9], 0.97, "warn"))
    assert "stroke-dasharray" in picture
    assert WALL["warn"] in picture


def test_nothing_known_is_an_empty_picture() -> None:
    assert "path" not in sparkline(WALL, [None], [], None, "n")


def test_a_flat_line_stays_in_its_box() -> None:
    assert "nan" not in sparkline(WALL, [5, 5], [5, 5], None, "n")
