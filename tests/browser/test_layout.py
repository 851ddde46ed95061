"""Whatever the size and the language: nothing scrolls that should not, no text is cut, outside or on other text."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.looking import DEFECTS, change_to, resize, show
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, district

WALLS = ((1920, 1080), (3840, 1080), (3840, 2160), (2560, 1440))
OTHERS = ((1100, 900), (820, 1180), (390, 844))

BREAK = """() => {
  const put = (words, style) => {
    const made = document.createElement('div');
    made.textContent = words;
    made.style.cssText = 'position:absolute;z-index:999;white-space:nowrap;' + style;
    document.querySelector('.wall').append(made);
  };
  put('tiny', 'left:50rem;top:.2rem;font-size:1rem');
  put('lost', 'left:calc(100vw - 2rem);top:10rem;font-size:2rem');
  put('under', 'left:60rem;top:0;font-size:1.5rem');
  put('over', 'left:60rem;top:0;font-size:1.5rem');
  put('chopped', 'left:70rem;top:0;width:2rem;overflow:hidden;font-size:1.5rem');
  const figure = document.querySelector('.kpi .vl');
  figure.style.cssText = 'width:1rem;overflow:hidden;text-overflow:ellipsis';
}"""


def defects(page: Page, size: tuple[int, int]) -> list[str]:
    """What is wrong at a size, a line each."""
    resize(page, *size)
    found: list[str] = page.evaluate(DEFECTS, {"wall": size in WALLS, "scrolls": size in OTHERS})
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_size_is_laid_out_whole(open_page: OpenPage, wall_server: WallServer, language: str) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?{AS_OF}&lang={language}")
    sizes = (*WALLS, *OTHERS)
    assert {size: defects(page, size) for size in sizes} == {size: [] for size in sizes}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_street_a_community_and_a_grid_are_too(open_page: OpenPage, wall_server: WallServer, language: str) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?{AS_OF}&lang={language}")
    found = {}
    for code in ("990101005000", "990101005003", "990101005003002"):
        assert code in district().by_code
        change_to(page, f"area={code}&window=7d&{AS_OF}&lang={language}")
        found[code] = {size: defects(page, size) for size in (WALLS[0], WALLS[1], OTHERS[-1])}
    assert not [line for by_size in found.values() for lines in by_size.values() for line in lines], found


def test_a_day_on_which_little_happened_is_too(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?lang=en")
    assert {size: defects(page, size) for size in (WALLS[0], OTHERS[0])} == {WALLS[0]: [], OTHERS[0]: []}


def test_the_check_sees_what_is_wrong(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?{AS_OF}")
    page.evaluate(BREAK)
    found = defects(page, WALLS[0])
    for line in ("small: 10.0u tiny", "outside: lost", "on each other: under | over", "cut in width: chopped"):
        assert line in found
    assert any(line.startswith("ellipsis: ") for line in found)
