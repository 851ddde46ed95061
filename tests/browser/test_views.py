"""One page for every view: down and up by every way there is, the same nodes all along, the API's own figures."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from layouts.scenes import MAIN, OVERVIEW
from layouts.text import Text
from tests.browser.conftest import OpenPage
from tests.browser.looking import KEEP, SAME, WAIT, change_to, expected_figures, figures, painted, show
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, district

STREET, COMMUNITY = "990101003000", "990101003001"
UNCHANGED = {"map": True, "paths": True, "plots": True, "page": True}


def at(page: Page, area: str) -> None:
    """Wait until the page shows an area, and the address says so."""
    expect(page).to_have_url(re.compile(rf"[?&]area={area}(&|$)" if area else r"^[^?]*\?(?!.*area=)"), timeout=WAIT)
    page.wait_for_function(
        "area => new URLSearchParams(gridscope.painted.view).get('area') === (area || null)", arg=area, timeout=WAIT
    )
    name = district().by_code[area].name if area else district().areas[0].name
    expect(page.locator("#page-breadcrumb b")).to_have_text(name)


def click_shape(page: Page, ring: int) -> str:
    """Click on the first shape of a ring (1 the children, 2 theirs) that lies free; the code of the shape."""
    found = page.evaluate(
        """ring => {
          const paths = [...document.querySelectorAll('.leaflet-overlay-pane path.leaflet-interactive')];
          for (const path of paths) {
            const box = path.getBoundingClientRect();
            for (const [x, y] of [[.5, .5], [.4, .6], [.6, .4]]) {
              const point = [box.left + x * box.width, box.top + y * box.height];
              if (document.elementFromPoint(...point) === path) return point;
            }
          }
          return null;
        }""",
        ring,
    )
    assert found is not None
    page.mouse.click(*found)
    return str(found)


def test_the_first_picture_has_everything_and_asks_nobody_else(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}")
    expect(page.locator(".p[data-state='ready']")).to_have_count(len(OVERVIEW.panels))
    assert page.locator(".fault:visible").count() == 0
    # There may be nothing to warn of; everything else has something to show.
    said = page.locator(".empty:visible").evaluate_all("found => found.map((one) => one.id)")
    assert set(said) <= {"warnings-empty"}
    assert figures(page) == expected_figures(wall_server.measures(AS_OF))
    assert page.locator(".map-label:visible").count() >= 8
    expect(page.locator("#page-live")).to_contain_text("截至 2025-06-24 15:40")


def test_down_by_the_map_up_by_the_path_on_the_same_nodes(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&window=7d")
    assert page.evaluate(KEEP) >= 3
    codes = [""]
    for depth in range(3):
        click_shape(page, 2 if depth < 2 else 1)
        page.wait_for_function(
            "area => new URLSearchParams(gridscope.painted.view).get('area') !== (area || null)",
            arg=codes[-1],
            timeout=WAIT,
        )
        codes.append(parse_qs(urlsplit(page.url).query)["area"][0])
        at(page, codes[-1])
        assert district().by_code[codes[-1]].level == ("street", "community", "grid")[depth]
    expect(page.locator("#areas-empty")).to_contain_text("此处已是最末一级")
    page.locator("#page-breadcrumb a").nth(1).click()
    at(page, codes[1])
    page.go_back()
    at(page, codes[3])
    page.go_back()
    at(page, codes[2])
    page.locator("#page-breadcrumb a").first.click()
    at(page, "")
    assert page.evaluate(SAME) == UNCHANGED
    assert figures(page) == expected_figures(wall_server.measures(f"{AS_OF}&window=7d"))


def test_down_by_the_list_and_by_the_keyboard(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(width=1100, height=900)
    show(page, f"{wall_server.url}/?{AS_OF}")
    name = district().by_code[STREET].name
    page.locator("#areas-rows a", has_text=name).click()
    at(page, STREET)
    row = page.locator("#areas-rows a").first
    page.keyboard.press("Tab")
    row.focus()
    assert row.evaluate("row => getComputedStyle(row).outlineColor") == "rgb(107, 185, 248)"
    page.keyboard.press("Enter")
    page.wait_for_function(
        "area => new URLSearchParams(gridscope.painted.view).get('area') !== area", arg=STREET, timeout=WAIT
    )
    below = parse_qs(urlsplit(page.url).query)["area"][0]
    assert district().by_code[below].parent == STREET
    page.keyboard.press("Escape")
    at(page, STREET)
    page.keyboard.press("Alt+ArrowUp")
    at(page, "")
    page.keyboard.press("Escape")
    at(page, "")


def test_escape_closes_an_open_list_before_it_goes_up(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={STREET}")
    page.locator("#filter-source").click()
    expect(page.locator(".dash-dropdown-content")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".dash-dropdown-content")).to_have_count(0)
    at(page, STREET)


def test_tab_goes_in_reading_order_and_never_out_of_sight(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&window=7d")
    seen = []
    for _ in range(250):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
              const one = document.activeElement;
              const box = one.getBoundingClientRect();
              const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              const inside = box.height > 1 && hit !== null && (one.contains(hit) || hit.contains(one));
              const around = one.closest('header, .tools, section');
              return [around ? around.id || around.className : '', inside];
            }"""
        )
        if where[0] in seen and where[0] != seen[-1]:
            break
        seen.append(where[0])
        assert where[1], where
    order = list(dict.fromkeys(name for name in seen if name))
    panels = [str(panel) for panel in OVERVIEW.panels if panel in order]
    assert order[: len(panels) + 4] == ["hd", "sentence", "tools", "kpis", *panels]
    assert {"inflow", "ticker", "departments"} <= set(panels)


def test_a_link_opened_elsewhere_shows_the_same(open_page: OpenPage, wall_server: WallServer) -> None:
    first = open_page(width=1100, height=900)
    show(first, f"{wall_server.url}/?{AS_OF}&window=7d")
    first.locator("#areas-rows .nm").nth(2).click()
    first.wait_for_function("() => gridscope.painted.view.includes('area=')", timeout=WAIT)
    second = open_page(width=1100, height=900)
    show(second, first.url)
    assert figures(second) == figures(first)
    assert second.locator("#areas-rows").inner_text() == first.locator("#areas-rows").inner_text()


def test_another_scene_is_another_view_on_the_same_nodes(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&window=7d&area={STREET}")
    page.evaluate(KEEP)
    for scene in (*MAIN[1:], OVERVIEW):
        page.locator("#page-scenes a", has_text=Text("zh")(f"scene.{scene.id}")).click()
        page.wait_for_function(
            "scene => (new URLSearchParams(gridscope.painted.view).get('scene') || 'overview') === scene",
            arg=scene.id,
            timeout=WAIT,
        )
        at(page, STREET)
        seen = page.locator(".main > .p:visible").evaluate_all("found => found.map((one) => one.id)")
        assert seen
        assert set(seen) <= {str(panel) for panel in scene.panels}
        assert page.locator(".kpis").is_visible() == scene.tape
        assert page.locator("#page-scenes .on").inner_text() == Text("zh")(f"scene.{scene.id}")
    assert page.evaluate(SAME) == UNCHANGED
    assert figures(page) == expected_figures(wall_server.measures(f"{AS_OF}&window=7d&area={STREET}"))


QUERIES = (
    "window=today",
    "window=7d",
    "source=grid_worker",
    "department=chengguan&window=7d",
    f"area={STREET}&window=30d&category=city",
    "window=2025-06-23T00:00:00Z/PT12H",
)


def test_the_figures_are_those_of_the_api(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}")
    shown = {}
    for query in QUERIES:
        change_to(page, f"{query}&{AS_OF}")
        shown[query] = figures(page)
    assert shown == {query: expected_figures(wall_server.measures(f"{query}&{AS_OF}")) for query in QUERIES}
    assert len({tuple(one.items()) for one in shown.values()}) == len(QUERIES)


def test_filters_and_windows_change_the_figures(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}")
    before = figures(page)
    page.locator("#page-windows a", has_text="7 天").click()
    expect(page).to_have_url(re.compile("window=7d"), timeout=WAIT)
    page.wait_for_function("() => gridscope.painted.view.includes('window=7d')", timeout=WAIT)
    assert figures(page) == expected_figures(wall_server.measures(f"{AS_OF}&window=7d")) != before
    page.locator("#filter-source").click()
    page.locator(".dash-dropdown-content").get_by_text("网格员", exact=True).click()
    page.wait_for_function("() => gridscope.painted.view.includes('source=grid_worker')", timeout=WAIT)
    chosen = f"{AS_OF}&window=7d&source=grid_worker"
    assert figures(page) == expected_figures(wall_server.measures(chosen))
    assert page.locator("#filter-source-label.on").count() == 1
    page.locator("#departments-rows a").first.click()
    page.wait_for_function("() => gridscope.painted.view.includes('department=')", timeout=WAIT)
    department = parse_qs(urlsplit(page.url).query)["department"][0]
    assert figures(page) == expected_figures(wall_server.measures(f"{chosen}&department={department}"))


def test_the_other_language_keeps_the_view(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={STREET}")
    shown = figures(page)
    page.locator("#page-languages a", has_text="EN").click()
    page.wait_for_function("() => gridscope.painted.view.includes('lang=en')", timeout=WAIT)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert figures(page) == shown
    expect(page.locator("#page-breadcrumb b")).to_have_text(district().by_code[STREET].name_en)
    expect(page.locator("#flow-title")).to_have_text("Case flow")
    page.locator("#page-languages a", has_text="中文").click()
    expect(page.locator("#flow-title")).to_have_text("事件流转", timeout=WAIT)


def test_an_unknown_area_says_why_and_leads_back(page: Page, wall_server: WallServer) -> None:
    page.goto(f"{wall_server.url}/?area=77&lang=en")
    expect(page.locator("#page-instead")).to_contain_text("This view cannot be shown", timeout=WAIT)
    expect(page.locator("#page-instead")).to_contain_text("area '77' is not in the area tree")
    page.locator("#page-instead a").click()
    painted(page, "lang=en")
    expect(page.locator("#page-instead")).to_be_hidden()
    expect(page.locator(".kpi")).to_have_count(7)
