"""Pages of the weekly briefing by a real browser: on paper, on screens, incomplete; and the way to the downloads."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.briefing.making import make
from dashboard.briefing.order import Order
from dashboard.briefing.pictures import GLYPHS, PAPER, SCREEN
from dashboard.briefing.studio import Studio, lacking
from dashboard.printing.press import Press
from data_access.briefing.gathering import briefing_view
from data_access.briefing.weeks import Week, period_of
from data_access.clock import to_micros
from data_access.store.store import Store
from tests.browser.looking import show
from tests.browser.walls import WallHere, served_here
from tests.browser.world import AS_OF, NOW, copied, open_world

WEEK = Week(2025, 26)


@pytest.fixture(scope="module")
def store(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = open_world(copied(world_file, tmp_path_factory.mktemp("briefing")))
    yield found
    found.close()


@pytest.fixture(scope="module")
def out(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One briefing to be had."""
    found: Path = tmp_path_factory.mktemp("out")
    make(store, Order(WEEK, forms=frozenset({"md", "docx"})), found)
    return found


@pytest.fixture(scope="module")
def wall(store: Store, out: Path) -> Iterator[WallHere]:
    with served_here(store, briefing_out=out) as found:
        yield found


@pytest.fixture(scope="module")
def studio(wall: WallHere) -> Iterator[Studio]:
    with Press(wall.url) as press:
        found = Studio(press)
        yield found
        found.close()


def _query(store: Store, scene: str, language: str = "zh") -> str:
    view = briefing_view("", period_of(WEEK, store.zone, to_micros(NOW)))
    return view.replaced(scene=scene, language=language).to_query()


def test_a_scene_on_paper_is_a4_and_has_nothing_to_click(studio: Studio, store: Store) -> None:
    query = _query(store, "gathering")
    studio.expect([query])
    picture, missing, page = studio.sheet(query, PAPER)
    assert missing == ()
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.size == (3840, 2716)
        assert opened.convert("RGB").getpixel((3, 3)) == (255, 255, 255), "the light theme"
    (sheet,) = pypdf.PdfReader(io.BytesIO(page)).pages
    assert [float(side) for side in sheet.mediabox[2:]] == pytest.approx([842, 595], abs=1.5)
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=page, capture_output=True, check=True).stdout.decode()
    words = re.sub(r"\s", "", told)
    assert "社会治理态势简报·2025年第26周" in words
    assert "数据截至2025-06-2415:40" in words
    for left_out in ("下载CSV", "视频与会商", "导出"):
        assert left_out not in words


def test_the_same_pixels_again_on_paper_and_on_a_screen(studio: Studio, store: Store) -> None:
    query = _query(store, "overview", "en")
    paper, _, _ = studio.sheet(query, PAPER)
    screen, missing = studio.shot(query, SCREEN)
    assert missing == ()
    with Image.open(io.BytesIO(screen)) as opened:
        assert opened.size == (3840, 2160)
    assert studio.sheet(query, PAPER)[0] == paper
    assert studio.shot(query, SCREEN)[0] == screen


def test_a_panel_that_fails_is_missing_and_the_others_are_there(studio: Studio, wall: WallHere, store: Store) -> None:
    def frame(*_: Any) -> Any:
        raise RuntimeError("the well is dry")

    sound = wall.panels["sankey"]
    wall.panels["sankey"] = replace(sound, frame=frame)
    try:
        picture, missing = studio.shot(_query(store, "flow"), SCREEN)
    finally:
        wall.panels["sankey"] = sound
    assert [panel for panel, _ in missing] == ["sankey"]
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.size == (3840, 2160)


def test_the_characters_of_a_picture_are_looked_at_for_glyphs(studio: Studio, store: Store) -> None:
    shot = studio.press.scene(_query(store, "flow"), SCREEN, theme="brief")
    assert set("泓川区推诿滞留·") <= set(shot.letters)
    assert lacking(shot) == ()
    assert lacking(replace(shot, letters=shot.letters + "\U000e0fff")) == ((GLYPHS, "\U000e0fff"),)


def test_the_menu_of_the_scene_leads_to_the_briefings_and_they_back(page: Page, wall: WallHere) -> None:
    show(page, f"{wall.url}/?{AS_OF}")
    page.locator("#page-export").click()
    page.get_by_role("menuitem", name="每周简报…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("每周简报")
    expect(page.get_by_text("2025 年第 26 周")).to_be_visible()
    expect(page.get_by_text("本周泓川区上报事件")).to_be_visible()
    page.get_by_role("link", name="EN").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weekly briefings")
    page.get_by_role("link", name="Back to the wall").click()
    expect(page.locator("#page-title")).to_be_visible()


def test_the_briefings_fit_a_phone(page: Page, wall: WallHere) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{wall.url}/briefings")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    least = page.evaluate("Math.min(...[...document.querySelectorAll('li a')].map(a => a.closest('li').offsetHeight))")
    assert least >= 36
