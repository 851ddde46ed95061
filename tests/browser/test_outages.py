"""The wall is never silently old: it says what is missing, and comes back by itself."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.live import stream
from data_access.clock import to_micros
from data_access.store.store import Store
from layouts.scenes import OVERVIEW
from tests.browser.conftest import OpenPage
from tests.browser.faults import Faults
from tests.browser.looking import KEEP, SAME, WAIT, expect_figure, painted, show
from tests.browser.walls import WallServer, served_here
from tests.browser.world import AS_OF, NOW, bare_areas, collected, copied, declare, grids_of, open_world

GRID = grids_of("990101002001")[0]

AWAY = "/live|/healthz|/readyz|ERR_CONNECTION_REFUSED|Failed to fetch|_dash-update-component|Callback failed"
"""What a page says of a server that is away."""


def test_a_server_that_comes_back_finds_the_page_waiting(page: Page, own_server: WallServer, faults: Faults) -> None:
    faults.allow(AWAY)
    page.clock.install()
    show(page, own_server.url)
    page.evaluate(KEEP)
    own_server.push(collected("BEFORE", GRID))
    expect(page.locator("#ticker-rows > *").first).to_contain_text("BEFORE", timeout=WAIT)
    own_server.kill()
    expect(page.locator("html.lost")).to_be_attached(timeout=WAIT)
    expect(page.locator("#page-notice")).to_be_hidden()
    page.clock.fast_forward(32_000)
    expect(page.locator("#page-notice")).to_contain_text("数据中断", timeout=WAIT)
    expect(page.locator("#ticker-rows > *").first).to_contain_text("BEFORE")
    own_server.start()
    own_server.push(collected("AFTER", GRID))
    page.clock.fast_forward(60_000)
    expect(page.locator("#ticker-rows > *").first).to_contain_text("AFTER", timeout=WAIT)
    expect(page.locator("#page-notice")).to_be_hidden()
    expect(page.locator("html.lost")).to_have_count(0)
    assert all(page.evaluate(SAME).values())


def test_a_view_asked_for_while_the_server_was_away_is_shown_later(
    page: Page, own_server: WallServer, faults: Faults
) -> None:
    faults.allow(AWAY)
    page.clock.install()
    show(page, f"{own_server.url}/?{AS_OF}")
    own_server.kill()
    expect(page.locator("html.lost")).to_be_attached(timeout=WAIT)
    page.locator("#page-windows a", has_text="7 天").click()
    own_server.start()
    for _ in range(3):
        page.clock.fast_forward(20_000)
    page.wait_for_function("() => gridscope.painted.view.includes('window=7d')", timeout=WAIT)


def test_ages_turn_amber_then_stop(page: Page, own_server: WallServer, faults: Faults) -> None:
    faults.allow(AWAY)
    page.clock.install()
    own_server.push(collected("AGES", GRID))
    show(page, own_server.url)
    age, unit = page.locator("#ticker-age"), page.locator("#ticker-unit")
    expect(age).to_have_class("ag")
    told = unit.inner_text()
    own_server.kill()
    page.clock.fast_forward("11:00")
    expect(age).to_have_class("ag late", timeout=WAIT)
    expect(age).to_contain_text("滞后")
    expect(unit).to_have_attribute("data-as-of", re.compile(r"^截至 \d\d:\d\d$"))
    assert page.evaluate("getComputedStyle(document.querySelector('#ticker-unit > *')).display") == "none"
    page.clock.fast_forward("16:00")
    expect(age).to_have_class("ag stopped", timeout=WAIT)
    expect(age).to_contain_text("已停更")
    expect(page.locator("#page-lag")).to_contain_text("27 分")
    own_server.start()
    own_server.push(collected("AGES2", GRID))
    page.clock.fast_forward("01:00")
    # The clock of the page is half an hour ahead by now; the server's is what counts.
    expect(age).to_have_class("ag", timeout=WAIT)
    expect(unit).not_to_have_attribute("data-as-of", re.compile("."))
    assert unit.inner_text() == told


def test_a_panel_that_fails_says_so_while_the_others_go_on(page: Page, world_file: Path, tmp_path: Path) -> None:
    store = open_world(copied(world_file, tmp_path))
    broken = {"flow": False}
    with served_here(store) as wall:
        sound = wall.panels["flow"]

        def frame(*given: Any) -> Any:
            if broken["flow"]:
                raise RuntimeError("the well is dry")
            return sound.frame(*given)

        wall.panels["flow"] = replace(sound, frame=frame)
        show(page, wall.url)
        flow, stages = page.locator("#flow"), page.locator("#flow-figures")
        expect(flow).to_have_attribute("data-state", "ready")
        drawn = stages.inner_text()
        broken["flow"] = True
        wall.push(collected("ONE", GRID, at=NOW))
        expect(flow).to_have_attribute("data-state", "failed", timeout=WAIT)
        expect(page.locator("#flow-fault")).to_contain_text("此面板暂时无法更新")
        assert stages.inner_text() == drawn
        expect(page.locator("#ticker-rows > *").first).to_contain_text("ONE", timeout=WAIT)
        expect(page.locator(".p[data-state='ready']")).to_have_count(len(OVERVIEW.panels) - 1)
        broken["flow"] = False
        wall.push(collected("TWO", GRID, at=NOW))
        expect(flow).to_have_attribute("data-state", "ready", timeout=WAIT)
        expect(page.locator("#flow-fault")).to_be_hidden()
    store.close()


def test_a_panel_that_fails_from_the_start_leaves_the_others(page: Page, world_file: Path, tmp_path: Path) -> None:
    def frame(*_given: Any) -> Any:
        raise RuntimeError("the well is dry")

    store = open_world(copied(world_file, tmp_path))
    with served_here(store) as wall:
        wall.panels["map"] = replace(wall.panels["map"], frame=frame)
        show(page, wall.url)
        expect(page.locator("#map")).to_have_attribute("data-state", "failed")
        expect(page.locator("#map-fault")).to_be_visible()
        expect(page.locator(".p[data-state='ready']")).to_have_count(len(OVERVIEW.panels) - 1)
    store.close()


def test_a_page_too_many_waits_for_a_place(
    open_page: OpenPage, world_file: Path, tmp_path: Path, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page that left is noticed at the next heartbeat.
    monkeypatch.setattr(stream, "HEARTBEAT", 0.2)
    faults.allow("503")
    store = open_world(copied(world_file, tmp_path))
    with served_here(store, streams=1) as wall:
        first, second = open_page(), open_page()
        second.clock.install()
        show(first, wall.url)
        first.wait_for_function("() => !document.documentElement.classList.contains('lost')")
        show(second, wall.url)
        expect(second.locator("html.lost")).to_be_attached(timeout=WAIT)
        expect(second.locator(".kpi")).to_have_count(7)
        first.close()
        wall.push(collected("ONE", GRID, at=NOW))

        def connected() -> bool:
            second.clock.fast_forward(45_000)
            return second.locator("html.lost").count() == 0

        for _ in range(20):
            if connected():
                break
        expect(second.locator("#ticker-rows > *").first).to_contain_text("ONE", timeout=WAIT)
    store.close()


def test_an_empty_store_says_what_to_do_and_the_page_comes_by_itself(
    page: Page, tmp_path: Path, faults: Faults
) -> None:
    faults.allow("/readyz")
    store = Store(f"sqlite:///{tmp_path}/empty.db", clock=lambda: to_micros(NOW))
    store.migrate()
    with served_here(store) as wall:
        page.clock.install()
        page.goto(wall.url)
        instead = page.locator("#page-instead")
        expect(instead).to_contain_text("还没有区划数据", timeout=WAIT)
        expect(instead).to_contain_text("No areas are loaded yet")
        expect(instead).to_contain_text("gridscope load areas FILE")
        expect(page.locator(".kpis")).to_be_hidden()
        declare(store)
        store.replace_areas(bare_areas())
        page.clock.fast_forward(6_000)
        painted(page)
        expect(instead).to_be_hidden()
        expect(page.locator(".tile")).to_have_count(8)
    store.close()


@pytest.mark.parametrize("count", [1, 8, 73])
def test_tiles_stand_in_for_a_map_without_geometry(page: Page, tmp_path: Path, count: int) -> None:
    store = Store(f"sqlite:///{tmp_path}/tiles.db", clock=lambda: to_micros(NOW))
    store.migrate()
    declare(store)
    areas = bare_areas(count)
    store.replace_areas(areas)
    with served_here(store) as wall:
        show(page, wall.url)
        tiles = page.locator(".tile")
        expect(tiles).to_have_count(count)
        boxes = [box for one in tiles.all() if (box := one.bounding_box())]
        frame = page.locator("#map .map-box").bounding_box()
        assert frame is not None
        assert len(boxes) == count
        assert all(box["y"] + box["height"] <= frame["y"] + frame["height"] + 1 for box in boxes)
        wall.push(collected("ONE", areas[1].code, at=NOW, lon=None, lat=None))
        first = page.locator(".tile", has_text=areas[1].name.removesuffix("社区"))
        expect(first.locator("b").first).to_have_text("1", timeout=WAIT)
        first.first.click()
        page.wait_for_function("() => gridscope.painted.view.includes('area=')", timeout=WAIT)
        expect(tiles).to_have_count(1)
        expect_figure(page, "open", "1")
    store.close()
