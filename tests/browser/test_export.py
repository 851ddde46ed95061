"""The menus of panels and of the scene: what they say, how they are walked, and the files that come of them."""

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Download, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import show
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF


@pytest.fixture
def wall(open_page: OpenPage, wall_server: WallServer) -> Page:
    """The flow scene of the past, in Chinese; it may write to the clipboard."""
    page = open_page(accept_downloads=True, permissions=["clipboard-read", "clipboard-write"])
    show(page, f"{wall_server.url}/?scene=flow&{AS_OF}")
    return page


def chosen(page: Page, panel: str, entry: str) -> Download:
    page.locator(f"#{panel}").hover()
    page.locator(f".pm[data-panel='{panel}']").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=entry, exact=True).click()
    return waiting.value


def test_a_panel_is_saved_as_it_is_seen(wall: Page, tmp_path: Path) -> None:
    first = wall.locator("#stuck .b").first.inner_text()
    saved = chosen(wall, "stuck", "表格 CSV")
    assert saved.suggested_filename == "滞留事件_泓川区_2025-06-24T1540.csv"
    saved.save_as(tmp_path / "stuck.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "stuck.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0]["标题"] in first
    expect(wall.locator("#page-export-said")).to_have_text("已导出 CSV")
    asked = parse_qs(urlsplit(wall.evaluate("gridscope.exports.address('stuck', 'png', 2)")).query)
    assert asked["theme"] == ["wall"]
    assert (asked["width"], asked["height"], asked["scale"]) == (["1920"], ["1080"], ["2"])


def test_the_menu_is_walked_by_keys(wall: Page) -> None:
    button = wall.locator(".pm[data-panel='dwell']")
    button.focus()
    expect(button).to_have_accessible_name("导出 各环节停留")
    wall.keyboard.press("ArrowDown")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(wall.locator(":focus")).to_have_text("图片 PNG")
    wall.keyboard.press("ArrowUp")
    expect(wall.locator(":focus")).to_have_text("复制链接")
    wall.keyboard.press("Enter")
    expect(wall.locator("#page-export-said")).to_have_text("链接已复制")
    copied = wall.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {"scene": ["flow"], "as_of": ["2025-06-24T07:40:00Z"]}
    address = wall.url
    wall.keyboard.press("ArrowDown")
    wall.keyboard.press("Escape")
    expect(wall.locator("#page-exports")).to_be_hidden()
    expect(button).to_be_focused()
    assert wall.url == address, "Escape closed the menu and went no level up"


def test_the_scene_is_saved_and_what_fails_is_said(wall: Page) -> None:
    wall.route("**/api/v1/scenes/flow?**", lambda route: route.fulfill(status=501, json={"error": "没有浏览器"}))
    wall.locator("#page-export").click()
    expect(wall.locator(".exports .entry:visible")).to_have_count(4)
    wall.get_by_role("menuitem", name="文档 PDF").click()
    expect(wall.locator("#page-export-said")).to_have_text("未能导出：没有浏览器")


def test_walls_have_no_buttons(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/wall/main")
    assert page.locator(".pm:visible, #page-export:visible").count() == 0
