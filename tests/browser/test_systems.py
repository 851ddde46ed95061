"""The scenes of the systems: whole on desks and phones, drillable, one map of points, ages of their own figures."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from layouts.scenes import SYSTEMS
from layouts.text import Text
from tests.browser.conftest import OpenPage
from tests.browser.looking import DEFECTS, WAIT, change_to, painted, resize, show
from tests.browser.test_layout import OTHERS, WALLS
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, district

STREET = "990101003000"

HELD = """() => {
  const box = document.getElementById('points-box');
  const map = box.querySelector('.leaflet-container');
  return { slot: box.parentElement.id, same: window.pointsMap === undefined || window.pointsMap === map,
           marks: box.querySelectorAll('.map-point').length, seen: box.checkVisibility(),
           kept: (window.pointsMap = map) && true };
}"""

SHAPE = """() => {
  for (const path of document.querySelectorAll('.points-box path.leaflet-interactive')) {
    const box = path.getBoundingClientRect();
    for (const [x, y] of [[.5, .5], [.4, .6], [.6, .4], [.3, .5], [.5, .3]]) {
      const point = [box.left + x * box.width, box.top + y * box.height];
      if (document.elementFromPoint(...point) === path) return point;
    }
  }
  return null;
}"""

AGES = """() => {
  const slots = [...document.querySelectorAll('.main > .slot')].filter((one) => one.checkVisibility());
  return slots.map((one) => one.dataset.age);
}"""


def enter(page: Page, url: str) -> None:
    """Open an address of a scene that has no charts."""
    page.goto(url)
    painted(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scene_is_laid_out_whole_where_it_scrolls(
    open_page: OpenPage, wall_server: WallServer, language: str
) -> None:
    page = open_page(*OTHERS[-1])
    show(page, f"{wall_server.url}/?{AS_OF}&lang={language}")
    found = {}
    for scene in SYSTEMS:
        change_to(page, f"scene={scene.id}&{AS_OF}&lang={language}")
        for size in OTHERS:
            resize(page, *size)
            found[scene.id, size] = page.evaluate(DEFECTS, {"wall": False, "scrolls": True})
    assert {key: lines for key, lines in found.items() if lines} == {}


def test_below_the_whole_they_are_too(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?{AS_OF}")
    found = {}
    for scene, area in zip(SYSTEMS, ("990101005003", STREET, STREET, STREET, "990101005003002", STREET), strict=True):
        change_to(page, f"scene={scene.id}&area={area}&window=7d&{AS_OF}")
        for size in (WALLS[0], OTHERS[1]):
            resize(page, *size)
            found[scene.id, size] = page.evaluate(DEFECTS, {"wall": size in WALLS, "scrolls": size in OTHERS})
    assert {key: lines for key, lines in found.items() if lines} == {}


def test_one_tab_leads_to_the_systems_and_a_row_of_choices_among_them(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={STREET}")
    text = Text("zh")
    expect(page.locator("#page-systems a")).to_have_count(0)
    page.locator("#page-scenes a", has_text=text("scene.systems")).click()
    for scene in SYSTEMS:
        page.locator("#page-systems a", has_text=text(f"scene.{scene.id}")).click()
        page.wait_for_function(
            "scene => new URLSearchParams(gridscope.painted.view).get('scene') === scene", arg=scene.id, timeout=WAIT
        )
        assert parse_qs(urlsplit(page.url).query)["area"] == [STREET]
        seen = page.locator(".main > .p:visible").evaluate_all("found => found.map((one) => one.id)")
        assert seen
        assert set(seen) <= set(scene.places)
        assert page.locator("#page-systems .on").inner_text() == text(f"scene.{scene.id}")
        assert page.locator("#page-scenes .on").inner_text() == text("scene.systems")
        assert not page.locator("#page-kpis, .filters").first.is_visible()
        listed = [one for one in wall_server.get("/api/v1/panels")["panels"] if one.get("scene") == scene.id]
        for one in listed:
            assert page.locator(f"#{one['id']}-title").inner_text() == one["title"]
        assert page.locator(".fault:visible").count() == 0


def test_a_row_of_an_area_leads_down(page: Page, wall_server: WallServer) -> None:
    enter(page, f"{wall_server.url}/?{AS_OF}&scene=video")
    row = page.locator(".main .mt-rows a.mt-row:visible").first
    code = parse_qs(urlsplit(row.get_attribute("href") or "").query)["area"][0]
    # By its name: its figures lead to what is behind them.
    row.locator("> :first-child").click()
    expect(page).to_have_url(re.compile(f"[?&]area={code}"), timeout=WAIT)
    expect(page.locator("#page-breadcrumb b")).to_have_text(district().by_code[code].name, timeout=WAIT)
    expect(page).to_have_url(re.compile("scene=video"))


def test_one_map_of_points_for_the_life_of_the_page(page: Page, wall_server: WallServer) -> None:
    enter(page, f"{wall_server.url}/?{AS_OF}&scene=services")
    page.wait_for_function("() => document.querySelectorAll('.map-point').length > 250", timeout=WAIT)
    first = page.evaluate(HELD)
    assert first["seen"]
    assert first["slot"].startswith("services-")
    assert page.locator(".map-point").first.get_attribute("title")
    page.mouse.click(*page.evaluate(SHAPE))
    page.wait_for_function("() => gridscope.painted.view.includes('area=')", timeout=WAIT)
    expect(page).to_have_url(re.compile("scene=services"))
    change_to(page, AS_OF)
    assert not page.evaluate(HELD)["seen"]
    change_to(page, f"scene=services&area={STREET}&{AS_OF}")
    page.wait_for_function("() => document.querySelectorAll('.map-point').length < 100", timeout=WAIT)
    again = page.evaluate(HELD)
    assert (again["same"], again["seen"], again["slot"]) == (True, True, first["slot"])
    assert 0 < again["marks"] < first["marks"]


def test_a_panel_shows_the_age_of_its_own_figures(page: Page, wall_server: WallServer) -> None:
    """The figures stopped long ago, whatever else is pushed since."""
    enter(page, f"{wall_server.url}/?scene=video")
    slot = page.locator(".main > .slot:visible").first
    expect(slot.locator(".ag")).to_have_class(re.compile("stopped|^ag$"), timeout=WAIT)
    ages = page.evaluate(AGES)
    assert set(ages) <= {"stopped", ""}
    assert "late" not in ages
