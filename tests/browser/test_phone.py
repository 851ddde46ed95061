"""In the hand: nothing beside the screen, targets as large as a thumb, an app that says when there is no network."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from layouts.scenes import SCENES
from tests.browser.conftest import OpenPage
from tests.browser.looking import WAIT, painted, resize
from tests.browser.walk import enter, entered
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF

SIZES: Final = ((390, 844), (360, 780), (820, 1180), (1024, 768))

TARGETS: Final = (
    "#page-scenes a, #page-windows a, #page-languages a, #page-theme, .filter .dash-dropdown, .wn button.act"
)
"""What the thumb presses on every scene: tabs, windows, choices, acknowledging."""

_HIGH: Final = """selector => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
.map((one) => {
  const box = one.getBoundingClientRect();
  return [(one.id || one.className) + ' ' + one.textContent.slice(0, 20), box.width, box.height];
})"""

_KEPT: Final = """async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((one) => new URL(one.url).pathname);
}"""

_TABS: Final = """() => {
  const bar = document.querySelector('.hd .m').getBoundingClientRect();
  return [innerHeight - bar.bottom, bar.width - innerWidth];
}"""


_ASTRAY: Final = """() => {
  const seen = (cell) => cell.checkVisibility() && cell.getBoundingClientRect().width > 1 && cell.textContent.trim();
  const numbers = (line) => [...line.children].filter((cell) => /(^| )n( |$)/.test(cell.className) && seen(cell));
  const right = (cell) => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getBoundingClientRect().right;
  };
  const found = [];
  // A comparison's heads stand over two columns each.
  for (const head of document.querySelectorAll('.main > .p [class*="-head"]:not(.cf-head, .pairs-head)')) {
    const kind = [...head.classList].find((name) => name.endsWith('-head'));
    const row = head.closest('.p').querySelector('.' + kind.replace('-head', '-row'));
    const heads = head.checkVisibility() ? numbers(head) : [];
    if (!row || !heads.length) continue;
    const below = numbers(row);
    const over = (cell, place) => Math.abs(right(cell) - right(below[place])) <= 6;
    if (heads.length === below.length && heads.every(over)) continue;
    found.push([kind, heads.map((cell) => cell.textContent), below.map((cell) => cell.textContent)]);
  }
  return found;
}"""
"""Tables whose heads do not stand over their columns: what is left out of the head must be left out below it."""


_CORNERS: Final = """tiles => tiles.map((tile) => {
  const box = tile.getBoundingClientRect();
  return [[0.05, 0.15], [0.9, 0.2], [0.9, 0.8], [0.1, 0.85], [0.5, 0.5]].map(([across, down]) => {
    const hit = document.elementFromPoint(box.left + across * box.width, box.top + down * box.height);
    return (hit.closest('a') || hit).className.split(' ')[0];
  });
})"""


def test_no_scene_is_wider_than_the_screen_and_heads_stand_over_their_columns(
    open_page: OpenPage, wall_server: WallServer
) -> None:
    """In English, whose words are the wider ones; each scene is entered once and shown on every screen."""
    page = open_page(*SIZES[0])
    page.goto(f"{wall_server.url}/?{AS_OF}&lang=en")
    entered(page, "overview", "en")
    found = []
    for scene in SCENES:
        if scene.id != "overview":
            enter(page, scene.id, AS_OF, "en")
        for width, height in SIZES:
            resize(page, width, height)
            beside = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{scene.id} {width}: {beside}"] if beside > 0 else []
            found += [f"{scene.id} {width}: {astray}" for astray in page.evaluate(_ASTRAY)]
    assert found == []


def test_what_is_pressed_is_as_large_as_a_thumb(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(390, 844)
    page.goto(f"{wall_server.url}/?{AS_OF}")
    entered(page, "overview", "zh")
    sizes = page.evaluate(_HIGH, TARGETS)
    assert len(sizes) > 12
    assert [one for one in sizes if one[2] < 47.5 or one[1] < 40] == []
    assert page.evaluate(_TABS) == [0, 0]
    # A tile is pressed anywhere, and leads to its figure.
    corners = page.locator(".kpi:visible").evaluate_all(_CORNERS)
    assert len(corners) == 4
    assert {hit for tile in corners for hit in tile} == {"vl"}


def test_what_is_most_urgent_stands_first(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(390, 844)
    page.goto(f"{wall_server.url}/?{AS_OF}")
    entered(page, "overview", "zh")
    tops = [page.locator(name).bounding_box() for name in ("#sentence", "#warnings", "#kpis", "#map", "#departments")]
    heights = [box["y"] for box in tops if box]
    assert len(heights) == 5
    assert heights == sorted(heights)
    assert page.locator(".kpi:visible").count() == 4


@pytest.fixture
def app(open_page: OpenPage, wall_server: WallServer) -> Iterator[Page]:
    """A page on a phone whose worker is at work."""
    page = open_page(390, 844)
    page.goto(f"{wall_server.url}/")
    painted(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    yield page
    page.context.set_offline(False)


def test_it_can_be_installed(app: Page) -> None:
    session = app.context.new_cdp_session(app)
    told: dict[str, Any] = session.send("Page.getAppManifest")
    assert told["errors"] == []
    assert '"short_name": "治理指挥"' in told["data"]
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Every context of the tests is a private one.
    assert [one["errorId"] for one in faults] == ["in-incognito"]


def test_without_a_network_it_says_so_and_shows_nothing_old(app: Page, faults: Any) -> None:
    faults.allow("ERR_INTERNET_DISCONNECTED")
    faults.allow("Failed to fetch")
    app.reload()
    painted(app)
    app.context.set_offline(True)
    app.goto(app.url)
    expect(app.locator("h1").first).to_have_text("没有网络", timeout=WAIT)
    assert app.locator(".wall").count() == 0
    kept = app.evaluate(_KEPT)
    assert [path for path in kept if not path.startswith(("/assets/", "/_dash-component-suites/"))] == ["/offline"]
    app.context.set_offline(False)
    painted(app)
