import json

from layouts.case_grid import BLOCK, GRID, grid


def test_the_grid_is_plain_and_asks_page_by_page() -> None:
    spec = grid()
    assert json.loads(json.dumps(spec)) == spec
    props = spec["props"]
    assert (props["id"], props["rowModelType"]) == (GRID, "infinite")
    assert props["dashGridOptions"]["cacheBlockSize"] == BLOCK
    # Columns and words are the browser's: they follow the language of the page.
    assert "columnDefs" not in props


def test_its_colours_are_the_pages_own() -> None:
    theme = grid()["props"]["dashGridOptions"]["theme"]["function"]
    assert "var(--canvas)" in theme
    assert "#" not in theme
