"""The menus of panels and of the scene: what they say, how they are walked, and the files that come of them."""

import csv
import io
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from layouts import format as written
from layouts.columns import kind_of, title_of
from layouts.panels.kpis import DURATIONS, RATES
from layouts.text import Text
from tests.browser.conftest import OpenPage
from tests.browser.faults import Faults
from tests.browser.looking import WAIT, figures, painted, show
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
    expect(wall.locator("#stuck a.od").first).to_be_visible(timeout=WAIT)
    shown = wall.locator("#stuck").inner_text()
    saved = chosen(wall, "stuck", "表格 CSV")
    assert saved.suggested_filename == "滞留与无主_泓川区_2025-06-24T1540.csv"
    saved.save_as(tmp_path / "stuck.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "stuck.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0]["标题"] in shown
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


def test_the_scene_is_saved_and_what_fails_is_said(wall: Page, faults: Faults) -> None:
    faults.allow("501")
    wall.route("**/api/v1/scenes/flow?**", lambda route: route.fulfill(status=501, json={"error": "没有浏览器"}))
    wall.locator("#page-export").click()
    entries = ["图片 PNG", "图片 PNG 2 倍", "文档 PDF"]
    expect(wall.get_by_role("menuitem").first).to_be_visible()
    assert wall.locator(".exports .entry:visible").all_inner_texts()[:3] == entries
    wall.get_by_role("menuitem", name="文档 PDF").click()
    expect(wall.locator("#page-export-said")).to_have_text("未能导出：没有浏览器")


def test_walls_have_no_buttons(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    page.goto(f"{wall_server.url}/wall/main")
    # Whatever it shows by now: a warning that takes it over has no charts.
    painted(page)
    assert page.locator(".pm:visible, #page-export:visible").count() == 0


ZH: Final = Text("zh")
FROZEN: Final = f"{AS_OF}&window=7d"
HOW: Final[dict[str, Callable[[Any], str]]] = {
    "number": written.number,
    "rate": written.rate,
    "duration": lambda seconds: written.duration(ZH, seconds),
}
SHOWN: Final = {
    "sources": (".sources-row", {".reported": ("reported", "number"), ".share": ("share", "rate")}),
    "handling": (".handling-row", {".reported": ("reported", "number"), ".share": ("share", "rate")}),
    "dwell": (
        ".dwell-row",
        {".inside": ("inside", "number"), ".p90": ("p90", "duration"), ".stuck": ("stuck", "number")},
    ),
}
"""Panels of different kinds: where their rows are on the page, which cells, what columns they are and how written."""
READ: Final = "(rows, cells) => rows.map((row) => cells.map((cell) => row.querySelector(cell).innerText.trim()))"


def fetched(server: WallServer, panel: str, form: str) -> bytes:
    with urllib.request.urlopen(f"{server.url}/api/v1/panels/{panel}?{FROZEN}&format={form}") as answer:
        return bytes(answer.read())


def exported(server: WallServer, panel: str, names: list[str]) -> Iterator[tuple[str, list[list[Any]]]]:
    """(format, rows) of some columns of a panel, numbers as numbers, by all three formats."""
    titles = [title_of(ZH, panel, name, kind_of(panel, name)) for name in names]
    told = json.loads(fetched(server, panel, "json"))["rows"]
    yield "json", [[row[name] for name in names] for row in told]
    text = fetched(server, panel, "csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    yield "csv", [[float(row[title]) if row[title] else None for title in titles] for row in lines]
    head, *rows = openpyxl.load_workbook(io.BytesIO(fetched(server, panel, "xlsx")))["数据"].iter_rows(values_only=True)
    yield "xlsx", [[row[head.index(title)] for title in titles] for row in rows]


def test_the_numbers_are_those_of_the_screen(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page()
    show(page, f"{wall_server.url}/?scene=flow&{FROZEN}")
    for panel, (row, cells) in SHOWN.items():
        seen = page.locator(f"#{panel} {row}").evaluate_all(READ, list(cells))
        assert len(seen) >= 5, panel
        for form, rows in exported(wall_server, panel, [name for name, _ in cells.values()]):
            said = [[HOW[how](value) for value, (_, how) in zip(one, cells.values(), strict=True)] for one in rows]
            # Tables are in the order of the frame; of handling the first row is the area as a whole, shown apart.
            assert sorted(said[panel == "handling" :]) == sorted(seen), (panel, form)
    on_tape = figures(page)
    measures = [one["measure"] for one in json.loads(fetched(wall_server, "kpis", "json"))["rows"]]
    for form, rows in exported(wall_server, "kpis", ["value"]):
        for measure, (value,) in zip(measures, rows, strict=True):
            shown = written.rate(value) if measure in RATES else written.number(value)
            shown = written.duration_parts(ZH, value)[0] if measure in DURATIONS else shown
            assert on_tape[measure] == shown, (form, measure)


def test_what_the_drawer_holds_is_exported_too(open_page: OpenPage, wall_server: WallServer, tmp_path: Path) -> None:
    page = open_page(accept_downloads=True)
    show(page, f"{wall_server.url}/?scene=flow&{FROZEN}&focus=why:open")
    saved = chosen(page, "why", "表格 Excel")
    saved.save_as(tmp_path / "why.xlsx")
    about = openpyxl.load_workbook(tmp_path / "why.xlsx")["说明"]
    assert ("下钻", "why:open") in list(about.iter_rows(values_only=True))


def test_a_server_that_is_gone_is_said(open_page: OpenPage, own_server: WallServer, faults: Faults) -> None:
    page = open_page()
    show(page, f"{own_server.url}/?lang=en&{AS_OF}")
    faults.allow("ERR_CONNECTION_REFUSED|Failed to fetch|/live|/healthz|/readyz")
    own_server.kill()
    page.locator("#departments").hover()
    page.locator(".pm[data-panel='departments']").click()
    offered = ["Picture PNG", "Picture PNG 2x", "Picture PNG 4x", "Vector SVG", "Table CSV", "Table Excel", "Data JSON"]
    assert page.locator(".exports .entry:visible").all_inner_texts()[: len(offered)] == offered
    page.get_by_role("menuitem", name="Table CSV").click()
    expect(page.locator("#page-export-said")).to_have_text("Not exported: the server does not answer")
