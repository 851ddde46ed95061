"""What the wall says of its own data: each feed's health, samples, panels without a picture, totals that differ."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data_access.alerts.evaluation import RAISED, Change
from data_access.alerts.finding import Finding
from data_access.alerts.keeping import apply
from data_access.alerts.rules import load_rules
from data_access.alerts.watching import note_evaluation, take_lease
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from layouts.scenes import OVERVIEW
from tests.browser.conftest import OpenPage
from tests.browser.looking import WAIT, painted, show
from tests.browser.walls import WallServer, served_here
from tests.browser.world import NOW, collected, copied, grids_of, open_world

GRID = grids_of("990101002001")[0]


def raise_difference(store: Store, area: str) -> None:
    """A standing warning that the totals of an area do not add up."""
    now = store.clock()
    evidence = {"measure": "reported", "start": now - 9, "end": now, "rolled": 71, "counted": 70, "children": 69}
    found = Finding("u", "u", "unreconciled", f"area:{area}", area, "crit", {**evidence, "differs": {}})
    rules = load_rules()
    with store.writing() as connection:
        assert take_lease(connection, "tests", now, now)
        apply(connection, [Change(RAISED, now, None, found)], rules)
        note_evaluation(connection, rules, now)


def test_each_feed_is_told_the_worst_first_and_its_age_runs(page: Page, wall_server: WallServer) -> None:
    page.clock.install()
    wall_server.push(collected("FEEDS", GRID))
    show(page, wall_server.url)
    hotline = page.locator("#page-feeds .feed", has_text="12345热线")
    expect(hotline).to_have_class("feed n", timeout=WAIT)
    expect(hotline).to_contain_text("秒前")
    told = wall_server.get("/api/v1/feeds")
    by_source = {one["label"]: one["status"] for one in told["sources"]}
    assert by_source["12345热线"] == "live"
    names = page.locator(".feeds-list .feed .nm").all_inner_texts()
    assert names == [one["label"] for one in told["sources"]]
    # The district's other sources have said nothing since the past ended.
    first = page.locator(".feeds-list .feed").first
    expect(first).to_have_class("feed stopped")
    expect(first.locator(".ago")).to_contain_text("已停更")
    assert first.locator(".sym.gone").count() == 1
    page.clock.fast_forward(2_500)
    before = hotline.locator(".ago").inner_text()
    page.clock.fast_forward(2_500)
    assert hotline.locator(".ago").inner_text() != before


def test_entries_without_room_are_left_out_whole(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(width=1920, height=1080)
    show(page, f"{wall_server.url}/?lang=en")
    page.wait_for_function("() => document.querySelectorAll('.feeds-list .feed').length === 8")
    cut = page.evaluate("""() => {
      const list = document.querySelector('.feeds-list').getBoundingClientRect();
      const boxes = [...document.querySelectorAll('.feeds-list .feed')].map((one) => one.getBoundingClientRect());
      const seen = boxes.filter((box) => box.top < list.bottom - 2);
      return [seen.length, seen.filter((box) => box.right > list.right + 1).length];
    }""")
    assert cut[0] >= 3
    assert cut[1] == 0


def test_samples_are_said_until_the_sources_are_declared_real(page: Page, world_file: Path, tmp_path: Path) -> None:
    store = open_world(copied(world_file, tmp_path))
    with served_here(store) as wall:
        show(page, wall.url)
        chip = page.locator("#page-sample")
        expect(chip).to_be_visible(timeout=WAIT)
        expect(chip).to_have_attribute(
            "title",
            "所示数字含样例数据，并非真实事件。来源：网格员、12345热线、领导信箱、"
            "社情民意、上级交办、可视化巡查、综合执法、随手拍。",
        )
        expect(page.locator(".feed .smp")).to_have_count(8)
        assert wall.get("/api/v1/measures")["sample"] is True
        with store.reading() as connection:
            known = store.site(connection).vocabulary.of("source")
        store.declare(Term("source", one.code, one.zh, one.en, {**one.attributes, "sample": False}) for one in known)
        expect(chip).to_be_hidden(timeout=WAIT)
        expect(page.locator(".feed .smp")).to_have_count(0, timeout=WAIT)
        assert wall.get("/api/v1/measures")["sample"] is False
    store.close()


def test_a_panel_whose_table_is_gone_says_so_and_comes_back(page: Page, own_server: WallServer) -> None:
    show(page, own_server.url)
    panel, fault, age = (page.locator(f"#warnings{part}") for part in ("", "-fault", "-age"))
    expect(panel).to_have_attribute("data-state", "ready", timeout=WAIT)
    with sqlite3.connect(own_server.database, timeout=30) as database:
        database.execute("ALTER TABLE delivery RENAME TO delivery_away")
    own_server.push(collected("GONE", GRID))
    expect(panel).to_have_attribute("data-state", "failed", timeout=WAIT)
    expect(fault).to_contain_text("此面板暂时无法更新")
    expect(fault).to_contain_text("画面停在")
    expect(age).to_have_class("ag broken", timeout=WAIT)
    expect(age).to_contain_text("断开")
    assert page.evaluate("getComputedStyle(document.querySelector('#warnings-body > *')).opacity") == "0.18"
    expect(page.locator("#ticker-rows > *").first).to_contain_text("GONE", timeout=WAIT)
    expect(page.locator(".p.in-overview[data-state='ready']")).to_have_count(len(OVERVIEW.panels) - 1)
    with sqlite3.connect(own_server.database, timeout=30) as database:
        database.execute("ALTER TABLE delivery_away RENAME TO delivery")
    expect(panel).to_have_attribute("data-state", "ready", timeout=WAIT)
    expect(fault).to_be_hidden()
    expect(age).not_to_have_class("ag broken", timeout=WAIT)


def test_a_first_picture_that_does_not_come_is_said_after_a_while(
    page: Page, world_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_world(copied(world_file, tmp_path))
    gate = threading.Event()
    with served_here(store) as wall:
        sound = wall.program.hub.renderer.render

        def held(*given: Any) -> Any:
            gate.wait(120)
            return sound(*given)

        monkeypatch.setattr(wall.program.hub.renderer, "render", held)
        page.clock.install()
        page.goto(wall.url)
        fault = page.locator("#ticker-fault")
        expect(page.locator("#ticker-age")).to_have_text("加载中", timeout=WAIT)
        expect(fault).to_be_hidden()
        # The first tick after the panels are mounted begins to count.
        page.clock.run_for(2_000)
        page.clock.fast_forward(9_000)
        expect(fault).to_contain_text("超过 8 秒", timeout=WAIT)
        gate.set()
        painted(page)
        expect(fault).to_be_hidden()
        expect(page.locator("#ticker")).to_have_attribute("data-state", "ready")
    store.close()


def test_totals_that_differ_are_marked(page: Page, world_file: Path, tmp_path: Path) -> None:
    store = open_world(copied(world_file, tmp_path))
    street = "990101002000"
    raise_difference(store, street)
    with served_here(store) as wall:
        show(page, f"{wall.url}/?area={street}")
        marks = page.locator(".kpi .differs")
        expect(marks).to_have_count(1)
        expect(marks).to_have_text("合计不符")
        title = marks.get_attribute("title") or ""
        assert all(figure in title for figure in ("71", "70", "69"))
        expect(page.locator("#areas-unit .differs")).to_contain_text("69")
        wall.push(collected("DIFFERS", GRID, at=NOW))
        show(page, wall.url)
        expect(page.locator(".kpi .differs")).to_have_count(0)
    store.close()
