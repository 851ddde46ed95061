"""A warning that takes over the wall: opened from the list, flown to, counted down, acknowledged with one key."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import WAIT, painted, show
from tests.browser.walk import defects, enter, entered
from tests.browser.walls import WallHere, served_here
from tests.browser.world import NOW, collected, copied, open_world

GRID: Final = "990101003001001"
LARGE: Final = "#alarm-action-box .al-large .n"


def emergency(**more: Any) -> dict[str, Any]:
    """An emergency of six minutes ago, due in 24."""
    due = (NOW + timedelta(minutes=24)).isoformat()
    given = {"event_id": "sos", "severity": 5, "due_at": due, **more}
    return collected(given.pop("event_id"), GRID, at=NOW - timedelta(minutes=6), **given)


@pytest.fixture
def wall(world_file: Path, tmp_path: Path) -> Iterator[WallHere]:
    """A wall at NOW that was evaluated once, and then an emergency came in."""
    store = open_world(copied(world_file, tmp_path))
    with served_here(store) as found:
        found.program.watcher.turn()
        found.push(emergency())
        found.program.watcher.glance()
        yield found
    store.close()


def number(wall: WallHere) -> int:
    """The id of the emergency's warning."""
    rows = wall.get("/api/v1/warnings")["rows"]
    return next(int(row["id"]) for row in rows if row["subject"] == "event:hotline_12345/sos")


def taken(page: Page, wall: WallHere, warning: int | str) -> None:
    """Open the takeover by a warning; it has no charts to wait for."""
    page.goto(f"{wall.url}/?scene=takeover&focus=warning:{warning}")
    painted(page)


def test_opened_from_the_list_and_left_by_escape(page: Page, wall: WallHere) -> None:
    show(page, f"{wall.url}/?window=7d")
    page.locator("#warnings-rows .wn", has_text="紧急：sos").locator("a.a").click()
    band = page.locator("#alarm-band-box")
    expect(band).to_contain_text("sos 店外经营占用人行道", timeout=WAIT)
    expect(band).to_contain_text("紧急事件 · 滨江街道 · 银杏社区 · 未确认")
    assert page.url.endswith(f"?scene=takeover&window=7d&focus=warning:{number(wall)}")
    expect(page.locator("#sentence")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#wall")).to_have_class(re.compile("scene-overview"), timeout=WAIT)
    assert page.url.endswith("?window=7d")


def test_the_map_flies_to_the_place(page: Page, wall: WallHere) -> None:
    taken(page, wall, number(wall))
    point = emergency()
    seen = """([lat, lon]) => {
      const map = gridscope.takeover.map();
      return map && map.getZoom() > 14 && map.getBounds().contains([lat, lon]);
    }"""
    page.wait_for_function(seen, arg=[point["lat"], point["lon"]], timeout=WAIT)
    expect(page.locator("#alarm-map-canvas .al-point")).to_be_visible()
    # Once it has landed the ring is drawn to scale: 600 m across by the map's own measure.
    ring = """() => {
      const map = gridscope.takeover.map();
      const box = [...map.getPane('ring').querySelectorAll('path')].pop().getBBox();
      const ends = [box.x, box.x + box.width].map((x) => map.layerPointToLatLng([x, box.y]));
      return Math.abs(map.distance(...ends) - 600) < 30;
    }"""
    page.wait_for_function(ring, timeout=WAIT)


def test_the_countdown_runs_and_goes_on_past_the_deadline(page: Page, wall: WallHere) -> None:
    taken(page, wall, number(wall))
    large = page.locator(LARGE)
    expect(large).to_have_text(re.compile(r"^2[34]:\d\d$"), timeout=WAIT)
    first = large.inner_text()
    expect(large).not_to_have_text(first, timeout=WAIT)
    assert large.inner_text() < first
    due = (NOW - timedelta(seconds=30)).isoformat()
    extended = {"stage": "extended", "at": (NOW - timedelta(minutes=1)).isoformat(), "due_at": due}
    wall.push({"event_id": "sos", "source": "hotline_12345", **extended})
    expect(large).to_have_text(re.compile(r"^\+00:[345]\d$"), timeout=WAIT)
    expect(page.locator("#alarm-action-box .al-large")).to_have_class("al-large over")


def test_acknowledged_with_one_key(page: Page, wall: WallHere) -> None:
    taken(page, wall, number(wall))
    expect(page.locator("#alarm-action button[data-warning]")).to_be_visible(timeout=WAIT)
    page.keyboard.press("F9")
    form = page.locator("#alarm-action-form")
    expect(form).to_be_visible()
    expect(form.locator(".what")).to_have_text("sos 店外经营占用人行道")
    # Escape closes the form first.
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    assert "scene=takeover" in page.url
    page.keyboard.press("F9")
    page.keyboard.type("值班长")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden(timeout=WAIT)
    expect(page.locator("#alarm-band-box")).to_contain_text("值班长 15:40:00 已确认", timeout=WAIT)
    expect(page.locator("#alarm-action button[data-warning]")).to_have_count(0)
    expect(page.locator("#alarm-chain-rows")).to_contain_text("确认：值班长", timeout=WAIT)


def test_an_unknown_one_says_so_and_leads_back(page: Page, wall: WallHere) -> None:
    taken(page, wall, 999)
    expect(page.locator("#alarm-band-box")).to_contain_text("没有编号为 999 的预警", timeout=WAIT)
    page.locator("#alarm-band-box .al-back").click()
    expect(page.locator("#wall")).to_have_class(re.compile("scene-overview"), timeout=WAIT)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 1080), (1080, 1920)], ids="{0[0]}x{0[1]}".format)
def test_it_is_drawn_whole_at_every_size(open_page: OpenPage, wall: WallHere, size: tuple[int, int]) -> None:
    """About a case, with a title of two lines, and about areas and figures."""
    title = "地下通道积水没过车顶，多辆车与人员被困，周边道路已经封闭，排水泵车正在赶来"
    wall.push(emergency(event_id="long", title=title))
    wall.program.watcher.glance()
    rows = wall.get("/api/v1/warnings")["rows"]
    kinds = ("severe_case", "metric", "offline_cluster", "unreconciled")
    known = {row["kind"]: row["id"] for row in rows if row["subject"] != "event:hotline_12345/sos"}
    chosen = {kind: known[kind] for kind in kinds}
    page = open_page(*size)
    page.goto(wall.url)
    entered(page, "overview", "zh")
    found = []
    for kind, warning in chosen.items():
        for language in ("zh", "en"):
            enter(page, "takeover", f"focus=warning:{warning}", language)
            found += [f"{kind} {language}: {line}" for line in defects(page)]
    assert not found, "\n" + "\n".join(found)
