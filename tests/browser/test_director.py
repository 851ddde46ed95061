"""Walls that run themselves: scenes that follow each other with nothing blank between, orders, takeovers, restarts."""

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from data_access.clock import MINUTE, SECOND, Micros, to_micros
from data_access.walls.book import load_walls
from tests.browser.faults import Faults
from tests.browser.looking import KEEP, SAME, WAIT, painted, show
from tests.browser.test_outages import AWAY
from tests.browser.walls import Address, WallHere, WallServer, served_here
from tests.browser.world import NOW, collected, copied, open_world

GRID: Final = "990101003001001"
WALLS: Final = """
[[playlist]]
id = "day"
[[playlist.entry]]
scene = "overview"
seconds = 3600
[[playlist.entry]]
scene = "flow"
seconds = 3600

[[wall]]
id = "main"
zh = "主屏"
en = "Main wall"
playlist = "day"
takeover = {hold_seconds = 1, kinds = ["severe_case"]}

[[wall]]
id = "calm"
zh = "静屏"
en = "Calm wall"
playlist = "day"
takeover = {enabled = false}
"""

TOLD: Final = "() => window.gridscope?.painted && gridscope.director?.told()"

# Looks in every frame whether any panel on the glass has nothing in it.
WATCH: Final = """() => {
  window.bare = [];
  window.looks = 0;
  const empty = (panel) => {
    if (!panel.checkVisibility()) return false;
    const body = panel.querySelector('.pb');
    return !body || !(body.innerText.trim() || body.querySelector('svg, canvas'));
  };
  const look = () => {
    window.looks += 1;
    window.bare.push(...[...document.querySelectorAll('.main > .p')].filter(empty).map((panel) => panel.id));
    if (!document.querySelector('.main > .p')) window.bare.push('page');
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


class Running:
    """A clock that runs from NOW, and that a test puts on."""

    def __init__(self) -> None:
        self.ahead: Micros = 0
        self._began = time.monotonic_ns()

    def __call__(self) -> Micros:
        return to_micros(NOW) + self.ahead + (time.monotonic_ns() - self._began) // 1000


@pytest.fixture(scope="module")
def clock() -> Running:
    return Running()


@pytest.fixture(scope="module")
def site(world_file: Path, tmp_path_factory: pytest.TempPathFactory, clock: Running) -> Iterator[WallHere]:
    """Two walls, of a site that was evaluated once; both scenes have been looked at before."""
    folder = tmp_path_factory.mktemp("director")
    file = folder / "walls.toml"
    file.write_text(WALLS, "utf-8")
    store = open_world(copied(world_file, folder))
    store.clock, store.walls = clock, load_walls(file)
    with served_here(store) as found:
        found.program.watcher.turn()
        found.program.director.start()
        for search in ("", "%3Fscene%3Dflow"):
            found.get(f"/live/scene?search={search}&patience=10")
        yield found
        found.program.director.stop()
    store.close()


@pytest.fixture
def wall(site: WallHere) -> WallHere:
    """The site with its main wall at the first entry, whatever was ordered before."""
    order(site, "release")
    order(site, "play", entry=1)
    return site


def send(at: Address, path: str, said: dict[str, Any]) -> dict[str, Any]:
    """Post JSON as our own page does; the answer."""
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(f"{at.url}{path}", json.dumps(said).encode(), headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    return told


def order(at: Address, name: str, wall: str = "main", **given: Any) -> dict[str, Any]:
    """Order a wall as the desk does; what it shows then."""
    return send(at, f"/api/v1/walls/{wall}/orders", {"by": "值班长", "order": name, **given})


def stand(page: Page, at: Address, name: str = "main") -> None:
    """Open a wall and wait until it follows its director."""
    show(page, f"{at.url}/wall/{name}")
    page.wait_for_function(TOLD, timeout=WAIT)


def shows(page: Page, query: str) -> None:
    """Wait until the wall has gone to a view, and it is whole."""
    search = f"?{query}" if query else ""
    page.wait_for_function("search => location.search === search", arg=search, timeout=WAIT)
    painted(page, query)
    page.wait_for_function("search => gridscope.switched?.search === search", arg=search, timeout=WAIT)


def heard(page: Page, revision: int) -> None:
    """Wait until the wall knows of an order, by the number that it has."""
    page.wait_for_function("number => gridscope.director.told().revision >= number", arg=revision, timeout=WAIT)


def test_scenes_follow_each_other_and_nothing_is_ever_blank(page: Page, wall: WallHere, clock: Running) -> None:
    stand(page, wall)
    page.evaluate(KEEP)
    page.evaluate(WATCH)
    order(wall, "next")
    shows(page, "scene=flow")
    expect(page.locator("#wall")).to_have_class(re.compile("scene-flow"))
    assert page.evaluate("() => document.documentElement.classList.contains('turning')")
    # The turn comes by the clock of the server too.
    clock.ahead += 3600 * SECOND
    shows(page, "")
    order(wall, "previous")
    shows(page, "scene=flow")
    assert page.evaluate("() => window.looks") > 10
    assert page.evaluate("() => [...new Set(window.bare)]") == []
    assert all(page.evaluate(SAME).values()), "one map, the same graphs, one page"
    assert page.url == f"{wall.url}/wall/main?scene=flow"


def test_the_desk_is_obeyed(page: Page, wall: WallHere, clock: Running) -> None:
    stand(page, wall)
    order(wall, "pause")
    clock.ahead += 3 * 3600 * SECOND + MINUTE
    heard(page, order(wall, "sound_off")["revision"])
    assert page.evaluate("() => gridscope.director.told().mode") == "paused"
    assert page.url == f"{wall.url}/wall/main"
    order(wall, "show", view="scene=flow&window=7d")
    shows(page, "scene=flow&window=7d")
    order(wall, "test")
    pattern = page.locator(".pattern")
    expect(pattern).to_be_visible(timeout=WAIT)
    expect(pattern).to_contain_text("main")
    expect(pattern).to_contain_text("1920 × 1080")
    order(wall, "release")
    expect(pattern).to_have_count(0, timeout=WAIT)
    place = wall.get("/api/v1/walls/main")["query"]
    shows(page, place)


def test_a_warning_takes_the_wall_over_until_it_is_acknowledged(page: Page, wall: WallHere, clock: Running) -> None:
    stand(page, wall)
    clock.ahead += SECOND
    late = (NOW - timedelta(minutes=5)).isoformat()
    wall.push(collected("sos", GRID, at=NOW - timedelta(hours=6), severity=5, due_at=late))
    wall.program.watcher.turn()
    page.wait_for_function("() => gridscope.director.told().mode === 'takeover'", timeout=WAIT)
    told = wall.get("/api/v1/walls/main")
    shows(page, told["query"])
    expect(page.locator("#wall")).to_have_class(re.compile("scene-takeover"))
    # A wall whose rule takes nothing over has not moved.
    assert wall.get("/api/v1/walls/calm")["mode"] == "rotating"
    found = [row for row in wall.get("/api/v1/warnings")["rows"] if row["subject"] == "event:hotline_12345/sos"]
    assert told["taken"]["warning"] in [row["id"] for row in found]
    for row in found:
        if row["severity"] == "crit":
            send(wall, f"/api/v1/warnings/{row['id']}/acknowledge", {"by": "甲"})
    shows(page, "")
    assert page.evaluate("() => gridscope.director.told().mode") == "rotating"


def test_a_wall_that_no_file_names_stands(page: Page, wall: WallHere, faults: Faults) -> None:
    faults.allow("404|/api/v1/walls/lobby")
    show(page, f"{wall.url}/wall/lobby?scene=flow")
    assert page.evaluate("() => gridscope.director.told()") is None
    assert page.url.endswith("/wall/lobby?scene=flow")


def test_the_desk_orders_with_a_click_and_asks_for_the_name_first(
    page: Page, wall: WallHere, wait: Callable[..., Any], faults: Faults
) -> None:
    faults.allow("422")
    page.goto(f"{wall.url}/desk")
    painted(page)
    card = page.locator(".wl-card", has_text="主屏")
    expect(card).to_contain_text("轮播", timeout=WAIT)
    before = wall.get("/api/v1/walls/main")["revision"]
    card.locator("button.next").click()
    expect(page.locator("#walls-form .said")).to_have_text("请先填写操作人")
    expect(page.locator("#walls-form input[name=by]")).to_be_focused()
    assert wall.get("/api/v1/walls/main")["revision"] == before
    page.keyboard.type("值班长 <b>")
    card.locator("button.next").click()
    expect(page.locator("#walls-form .said")).to_have_text("已执行", timeout=WAIT)
    told = wall.get("/api/v1/walls/main")
    assert (told["query"], told["revision"]) == ("scene=flow", before + 1)
    expect(card).to_contain_text("值班长 <b>", timeout=WAIT)
    expect(page.locator("#wall-log-rows .lg-row").first).to_contain_text("下一个", timeout=WAIT)
    # An entry of the playlist, and a link as it was copied.
    page.locator(".pl-row button.play").first.click()
    wait(lambda: wall.get("/api/v1/walls/main")["query"] == "", "the first entry is played")
    page.locator("#walls-form input[name=link]").fill(f"{wall.url}/wall/main?scene=flow&window=7d#x")
    card.locator("button.show").click()
    wait(lambda: wall.get("/api/v1/walls/main")["query"] == "scene=flow&window=7d", "the link is pinned")
    # What is wrong with an order is said.
    page.locator("#walls-form input[name=link]").fill("?scene=moon")
    card.locator("button.show").click()
    expect(page.locator("#walls-form .said")).to_contain_text("scene 'moon' is not known", timeout=WAIT)


def test_a_server_that_was_killed_goes_on_where_it_would_be(
    page: Page, own_server: WallServer, faults: Faults, wait: Callable[..., Any]
) -> None:
    faults.allow(AWAY)
    stand(page, own_server)
    page.evaluate(KEEP)
    before = order(own_server, "play", entry=2)
    shows(page, "scene=flow")
    own_server.kill()
    wait(lambda: page.evaluate("() => document.documentElement.classList.contains('lost')"), "it is cut off")
    own_server.start()
    after = own_server.get("/api/v1/walls/main")
    assert (after["place"], after["since"], after["revision"]) >= (before["place"], before["since"], 1)
    order(own_server, "play", entry=1)
    shows(page, "")
    assert all(page.evaluate(SAME).values())
