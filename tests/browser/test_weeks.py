"""A wall that nobody looks after for weeks: whatever happens to network, clocks and servers, it comes back."""

from pathlib import Path

from playwright.sync_api import Page, expect

from data_access.clock import DAY, HOUR, to_micros
from data_access.store.store import Store
from tests.browser.conftest import OpenPage
from tests.browser.cut_line import line_to
from tests.browser.faults import Faults
from tests.browser.looking import WAIT, painted, show
from tests.browser.test_outages import AWAY
from tests.browser.walls import WallHere, WallServer, served_here
from tests.browser.world import NOW, collected, copied, grids_of, open_world

GRID = grids_of("990101002001")[0]
DAY_MINUTES = 24 * 60
FIRST = "#ticker-rows > *"
MARKED = "() => window.marked === true"
BUILD = "another-build"


def quietly(page: Page, seconds: int) -> None:
    """Let time pass in steps that are no stall and no sleep."""
    for _ in range(0, seconds, 2):
        page.clock.fast_forward(2_000)


def listed(page: Page, text: str) -> None:
    """Let time pass until an event is the first in the list, and the page has what it needs to answer in between."""
    for _ in range(100):
        page.clock.fast_forward(2_000)
        page.wait_for_timeout(100)
        if text in page.locator(FIRST).first.inner_text():
            return
    expect(page.locator(FIRST).first).to_contain_text(text)


def rebuilt(wall: WallHere) -> None:
    """From now on the server is of another build."""
    hub = wall.program.hub
    hub.fixed = {**hub.fixed, "build": BUILD}
    for state in hub._all():
        state.fixed["build"] = BUILD


def test_waits_are_bounded_and_differ_between_walls_however_often_it_fails(page: Page, wall_server: WallServer) -> None:
    show(page, wall_server.url)
    waits = page.evaluate("[...Array(2000).keys()].map((n) => [0, 0.5, 1].map((one) => gridscope.stream.wait(n, one)))")
    assert all(500 <= wait <= 30_000 for row in waits for wait in row)
    assert all(row[0] < row[1] <= row[2] for row in waits)
    assert waits[0] == [500, 1000, 1500]
    assert waits[199] == [15_000, 30_000, 30_000]


def test_two_hundred_failures_later_it_still_tries(page: Page, wall_server: WallServer, faults: Faults) -> None:
    faults.allow("/live")
    page.clock.install()
    show(page, wall_server.url)
    tried = []

    def refuse(route: object) -> None:
        tried.append(route)
        route.abort()  # type: ignore[attr-defined]  # Playwright's Route

    page.route("**/live?*", refuse)
    page.evaluate("window.tries = 0; gridscope.stream.connect()")
    for _ in range(900):
        page.clock.fast_forward(31_000)
        if len(tried) > 200:
            break
    assert len(tried) > 200
    page.unroute("**/live?*")
    wall_server.push(collected("TWO HUNDRED", GRID))
    page.clock.fast_forward(31_000)
    expect(page.locator(FIRST).first).to_contain_text("TWO HUNDRED", timeout=WAIT)
    expect(page.locator("html.lost")).to_have_count(0)


def test_a_line_cut_without_a_word_is_noticed_by_the_silence(page: Page, own_server: WallServer) -> None:
    with line_to(own_server.port) as line:
        page.clock.install()
        show(page, line.url)
        own_server.push(collected("BEFORE", GRID))
        expect(page.locator(FIRST).first).to_contain_text("BEFORE", timeout=WAIT)
        line.cut()
        own_server.push(collected("AFTER", GRID))
        quietly(page, 12)
        expect(page.locator("html.lost")).to_have_count(0)
        listed(page, "AFTER")
        expect(page.locator("html.lost")).to_have_count(0, timeout=WAIT)


def test_a_wall_that_slept_asks_for_everything_at_once(page: Page, own_server: WallServer) -> None:
    with line_to(own_server.port) as line:
        page.clock.install()
        show(page, line.url)
        line.cut()
        own_server.push(collected("ASLEEP", GRID))
        with page.expect_request("**/live?view=&after="):
            page.clock.fast_forward("05:00:00")
        # The browser may take a connection that it had before, which is as dumb.
        listed(page, "ASLEEP")
        expect(page.locator("#ticker-age")).to_have_class("ag", timeout=WAIT)


def test_a_network_that_is_back_is_used_at_once(page: Page, own_server: WallServer, faults: Faults) -> None:
    faults.allow(AWAY)
    show(page, own_server.url)
    own_server.kill()
    expect(page.locator("html.lost")).to_be_attached(timeout=WAIT)
    own_server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("html.lost")).to_have_count(0, timeout=WAIT)


def test_a_clock_of_the_wall_that_is_set_changes_no_age(page: Page, wall_server: WallServer) -> None:
    page.clock.install()
    wall_server.push(collected("CLOCK", GRID))
    show(page, wall_server.url)
    clock, age = page.locator("#page-clock"), page.locator("#ticker-age")

    def minutes() -> int:
        hours, told, _ = clock.inner_text().split(":")
        return 60 * int(hours) + int(told)

    told = minutes()
    for moved in ("2031-01-01T00:00:00", "2019-01-01T00:00:00"):
        page.clock.set_system_time(moved)
        page.clock.run_for(2_000)
        assert (minutes() - told) % DAY_MINUTES < 10
        expect(age).to_have_class("ag")
        expect(age).to_contain_text("秒前")


def test_a_clock_of_the_server_that_is_set_back_is_followed(page: Page, world_file: Path, tmp_path: Path) -> None:
    now = [to_micros(NOW) + 2 * DAY]
    store = Store(f"sqlite:///{copied(world_file, tmp_path)}", clock=lambda: now[0])
    with served_here(store) as wall:
        show(page, wall.url)
        expect(page.locator("#page-date")).to_contain_text("26", timeout=WAIT)
        now[0] -= DAY + HOUR
        for one in ("A", "B", "C", "D"):
            wall.push(collected(one, GRID, at=NOW))
            expect(page.locator("#ticker-rows")).to_contain_text(f"{one} 店外", timeout=WAIT)
        expect(page.locator("#page-date")).to_contain_text("25", timeout=WAIT)
    store.close()


def test_another_build_is_loaded_once_the_server_is_ready(
    page: Page, world_file: Path, tmp_path: Path, faults: Faults
) -> None:
    faults.allow("/readyz")
    store = open_world(copied(world_file, tmp_path))
    with served_here(store) as wall:
        page.clock.install()
        show(page, wall.url)
        page.evaluate("window.marked = true")
        page.route("**/readyz", lambda route: route.fulfill(status=503))
        rebuilt(wall)
        with page.expect_response("**/readyz"):
            wall.push(collected("ONE", GRID, at=NOW))
        page.clock.fast_forward(60_000)
        assert page.evaluate(MARKED)
        page.unroute("**/readyz")
        with page.expect_navigation(wait_until="commit"):
            page.clock.fast_forward(6_000)
        painted(page)
        assert not page.evaluate(MARKED)
        expect(page.locator(FIRST).first).to_contain_text("ONE", timeout=WAIT)
        assert page.evaluate("gridscope.live.build()") == BUILD
    store.close()


def test_no_reload_leads_into_an_error_page(page: Page, own_server: WallServer, faults: Faults) -> None:
    faults.allow(AWAY)
    page.clock.install()
    show(page, own_server.url)
    page.evaluate("window.marked = true")
    own_server.kill()
    page.evaluate("gridscope.stream.reload('for the test')")
    for _ in range(4):
        page.clock.fast_forward(6_000)
        assert page.evaluate(MARKED)
    own_server.start()
    with page.expect_navigation(wait_until="commit"):
        page.clock.fast_forward(6_000)
    painted(page)
    expect(page.locator("html.lost")).to_have_count(0)


def test_a_page_that_paints_no_more_is_loaded_anew(page: Page, wall_server: WallServer) -> None:
    page.clock.install()
    show(page, wall_server.url)
    page.evaluate("window.marked = true; window.requestAnimationFrame = () => 0")
    wall_server.push(collected("HANGS", GRID))
    page.wait_for_function("() => gridscope.live.unpainted() > 0", timeout=WAIT)
    with page.expect_navigation(wait_until="commit"):
        quietly(page, 34)
    painted(page)
    assert not page.evaluate(MARKED)


def test_a_database_that_was_reset_is_waited_for(open_page: OpenPage, own_server: WallServer, faults: Faults) -> None:
    faults.allow(AWAY)
    page = open_page()
    page.clock.install()
    show(page, f"{own_server.url}/?area=990101002000")
    own_server.kill()
    kept = own_server.swap_database(None)
    own_server.start()

    def passing() -> bool:
        page.clock.fast_forward(31_000)
        return page.locator("html.instead").count() > 0

    assert any(passing() for _ in range(20))
    expect(page.locator("#page-instead")).to_contain_text("还没有区划数据", timeout=WAIT)
    own_server.kill()
    own_server.swap_database(kept)
    own_server.start()
    page.clock.fast_forward(6_000)
    page.wait_for_function("() => !document.documentElement.classList.contains('instead')", timeout=WAIT)
    own_server.push(collected("RESET", GRID))
    expect(page.locator(FIRST).first).to_contain_text("RESET", timeout=WAIT)


def test_the_frame_drifts_against_burn_in(page: Page, wall_server: WallServer) -> None:
    page.clock.install()
    show(page, wall_server.url)
    page.clock.fast_forward("05:01")
    assert page.evaluate("document.querySelector('.wall').style.inset") == "0.4rem -0.4rem -0.4rem 0.4rem"


def test_what_left_the_map_is_let_go(page: Page, wall_server: WallServer) -> None:
    """A layer group holds a marker that was only taken off the map for as long as the page lives."""
    show(page, wall_server.url)
    wall_server.push(collected("PASSES", GRID))
    expect(page.locator(FIRST).first).to_contain_text("PASSES", timeout=WAIT)
    for query in ("area=990101002000", "", "scene=risk", "scene=services", ""):
        page.evaluate("search => dash_clientside.set_props('url', { search })", f"?{query}")
        page.wait_for_function("query => gridscope.painted.view === query", arg=query, timeout=WAIT)
    probe = page.context.new_cdp_session(page)
    probe.send("HeapProfiler.collectGarbage")
    kind = probe.send("Runtime.evaluate", {"expression": "L.Marker.prototype"})["result"]["objectId"]
    held = probe.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
    count = "function () { return [this.length, this.filter((one) => !one._map).length]; }"
    told = probe.send("Runtime.callFunctionOn", {"functionDeclaration": count, "objectId": held, "returnByValue": True})
    markers, lost = told["result"]["value"]
    assert markers > 0
    assert lost == 0
