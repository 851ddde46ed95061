from urllib.parse import unquote

from layouts.ids import unit_of
from layouts.panels.trend import PANEL, TrendId, draw
from tests.layouts import samples
from tests.layouts.frames.trend import full
from tests.layouts.reading import components, links_of, text_of


def test_a_tile_has_a_name_its_last_value_and_a_point_where_it_is() -> None:
    tiles = draw(full(2), samples.context())[TrendId.TILES]["children"]
    assert [text_of(tile) for tile in tiles] == ["部门 01.69", "部门 10.89"]
    assert links_of(tiles) == ["?department=department-0", "?department=department-1"]
    tops = [float(one.style["top"][:-1]) for tile in tiles for one in components(tile) if getattr(one, "style", None)]
    assert 0 < tops[0] < tops[1] < 100
    assert "crit" in tiles[0].className


def test_gaps_stay_gaps() -> None:
    (tile,) = draw(full(1), samples.context())[TrendId.TILES]["children"]
    picture = next(unquote(one.src) for one in components(tile) if hasattr(one, "src"))
    # Thirty days with a gap on the 4th, 11th, 18th and 25th make five runs.
    assert picture.count('stroke-width="1.8"') == 5


def test_a_department_that_never_had_enough_shows_no_value() -> None:
    (tile,) = draw(full(1, ratio=None, last=None, status="n"), samples.context())[TrendId.TILES]["children"]
    assert text_of(tile) == "部门 0—"
    assert "few" in tile.className
    assert not any(getattr(one, "className", "") == "end" for one in components(tile))


def test_who_has_no_limit_is_counted() -> None:
    unit = draw(full(1), samples.context())[unit_of(PANEL.id)]["children"]
    assert "1 个部门无时限" in text_of(unit)
    assert "1 departments" in text_of(draw(full(1), samples.context(language="en"))[unit_of(PANEL.id)]["children"])
