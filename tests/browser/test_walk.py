"""Every scene at every size in both languages: nothing scrolls, is cut, lies on something else or is hard to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data_access.view import LANGUAGES
from layouts.scenes import MAIN, OVERVIEW, RESPONSE, SCENES, VIDEO, Scene
from tests.browser.conftest import OpenPage
from tests.browser.looking import resize
from tests.browser.walk import STAGES, defects, enter, entered, lay, overgrown, vast
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, copied

WEEK = f"{AS_OF}&window=7d"
# A figure that fades in has no contrast yet.
STILL = {"reduced_motion": "reduce"}
# Nothing at all, and hardly anything.
NIGHTS = ("window=2025-06-01T00:00:00Z/PT1H", "window=2025-06-24T06:40:00Z/PT1M")
NARROW = ((1366, 768), (1920, 1080), (1080, 1920))

Sizes = tuple[tuple[int, int], ...]


def walked(
    page: Page, url: str, sizes: Sizes, languages: tuple[str, ...] = LANGUAGES, scenes: tuple[Scene, ...] = SCENES
) -> list[str]:
    """What is wrong with any of these scenes at any of these sizes, a line each."""
    page.goto(f"{url}/?{WEEK}")
    entered(page, OVERVIEW.id, "zh")
    found = []
    for language in languages:
        for scene in scenes:
            enter(page, scene.id, WEEK, language)
            for size in sizes:
                resize(page, *size)
                entered(page, scene.id, language)
                found += [f"{scene.id} {language} {size[0]}x{size[1]}: {line}" for line in defects(page)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stages", STAGES)
def test_every_scene_is_drawn_whole(open_page: OpenPage, wall_server: WallServer, stages: int, language: str) -> None:
    sizes = STAGES[stages]
    found = walked(open_page(*sizes[0], **STILL), wall_server.url, sizes, (language,))
    assert not found, "\n" + "\n".join(found)


def test_every_scene_is_drawn_whole_in_the_light(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(**STILL)
    page.add_init_script("localStorage.setItem('gridscope-theme', 'brief')")
    found = walked(page, wall_server.url, NARROW[1:2], ("zh",))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not found, "\n" + "\n".join(found)


@pytest.fixture(scope="module")
def long_names(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WallServer]:
    """A server of the world in which every name is as long as names get."""
    path = copied(world_file, tmp_path_factory.mktemp("long"))
    overgrown(path)
    server = WallServer(path)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def test_long_names_push_nothing_aside(open_page: OpenPage, long_names: WallServer) -> None:
    found = walked(open_page(*NARROW[0], **STILL), long_names.url, NARROW, scenes=MAIN)
    assert not found, "\n" + "\n".join(found)


def test_nothing_one_and_a_million_have_room(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(*NARROW[0], **STILL)
    page.goto(f"{wall_server.url}/?{WEEK}")
    entered(page, OVERVIEW.id, "zh")
    found = []
    for query in NIGHTS:
        for scene in (OVERVIEW, RESPONSE):
            enter(page, scene.id, f"{AS_OF}&{query}", "zh")
            for size in NARROW:
                resize(page, *size)
                entered(page, scene.id, "zh")
                found += [f"{query} {scene.id} {size}: {line}" for line in defects(page)]
    for language in LANGUAGES:
        enter(page, OVERVIEW.id, WEEK, language)
        for size in NARROW:
            resize(page, *size)
            vast(page)
            found += [f"million {language} {size}: {line}" for line in defects(page)]
    assert not found, "\n" + "\n".join(found)


def test_the_walk_sees_what_is_wrong(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    page.goto(f"{wall_server.url}/?{WEEK}")
    entered(page, OVERVIEW.id, "zh")
    assert defects(page) == []
    lay(page, "pale", "left:60rem;top:.2rem;font-size:1.5rem;color:#626a71")
    lay(page, "veiled", "left:70rem;top:.2rem;font-size:1.5rem;color:#8d959c;opacity:.5")
    bar = "linear-gradient(var(--q5),var(--q5)) no-repeat 0 0/50% 100%"
    lay(page, "barred", f"left:80rem;top:.2rem;width:20rem;font-size:1.5rem;color:var(--t1);background:{bar}")
    page.evaluate(
        """() => {
          const cut = document.querySelector('#map-title');
          cut.style.cssText = 'width:3rem;overflow:hidden;text-overflow:ellipsis';
          document.querySelector('#flow').style.height = '6rem';
          document.querySelector('#departments').style.bottom = '0';
          delete document.querySelector('#ticker').dataset.state;
        }"""
    )
    found = "\n".join(defects(page))
    for line in (
        "contrast 3.4",
        "contrast 2.4",
        "contrast 2.3",
        "title cut: ",
        "no room: flow",
        "state undefined: ticker",
    ):
        assert line in found, found
    assert "panels on each other: area-scores | departments" in found
    assert all(f": {words} (" in found for words in ("pale", "veiled", "barred")), found


def test_a_screen_of_another_shape_shows_another_choice(open_page: OpenPage, wall_server: WallServer) -> None:
    """What stands beside a scene comes with the room for it, and goes with it; the address says nothing of it."""
    page = open_page(1920, 1080)
    page.goto(f"{wall_server.url}/?{WEEK}&scene=response")
    entered(page, RESPONSE.id, "zh")
    address = page.url

    def seen() -> set[str]:
        return set(page.locator(".main > .p:visible").evaluate_all("found => found.map((one) => one.id)"))

    alone = seen()
    assert alone == set(RESPONSE.panels)
    page.set_viewport_size({"width": 3840, "height": 1080})
    page.wait_for_function("() => gridscope.painted.view.includes('beside=overview')")
    entered(page, RESPONSE.id, "zh")
    assert seen() > alone | {"map", "flow", "warnings"}
    assert page.url == address
    assert not page.locator("a[href*=beside]").count()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function("() => !gridscope.painted.view.includes('beside')")
    entered(page, RESPONSE.id, "zh")
    assert seen() == alone


def test_a_person_may_have_all_panels_and_light(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(1366, 768)
    page.goto(f"{wall_server.url}/?{WEEK}")
    entered(page, OVERVIEW.id, "zh")
    assert not page.locator("#areas").is_visible()
    page.locator("#page-extent").click()
    page.locator("#areas").wait_for()
    entered(page, OVERVIEW.id, "zh")
    assert defects(page, wall=False) == []
    picture = page.locator(".kpi .sp").first.get_attribute("src")
    page.locator("#page-theme").click()
    page.reload()
    entered(page, OVERVIEW.id, "zh")
    assert page.locator("#areas").is_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "brief"
    assert page.locator(".kpi .sp").first.get_attribute("src") != picture
    page.locator("#page-theme").click()
    assert page.locator(".kpi .sp").first.get_attribute("src") == picture
    page.locator("#page-extent").click()
    page.locator("#areas").wait_for(state="hidden")


def test_a_director_dresses_a_wall(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    page.goto(f"{wall_server.url}/?{WEEK}")
    entered(page, OVERVIEW.id, "zh")
    page.evaluate("gridscope.screen.dress({ theme: 'brief', preset: 'far', k: 1.02 })")
    entered(page, OVERVIEW.id, "zh")
    assert page.evaluate("document.documentElement.dataset.screen") == "wall far"
    assert defects(page) == []
    enter(page, VIDEO.id, WEEK, "zh")
    page.evaluate("gridscope.screen.dress({ theme: 'wall', preset: '', k: 1 })")
    entered(page, VIDEO.id, "zh")
    assert page.evaluate("document.documentElement.dataset.screen") == "wall"
    assert defects(page) == []
