"""Why this number: opened by the keyboard, its cases sorted and filtered, one of them opened, and the ways out."""

import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import WAIT, change_to, painted
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF

HEAD = "#why .why-head"


@pytest.fixture
def wall(page: Page, wall_server: WallServer) -> Page:
    """The overview of a past that never changes."""
    page.goto(f"{wall_server.url}/?{AS_OF}")
    painted(page)
    return page


def cell(page: Page, name: str, row: int = 0) -> Locator:
    """A cell of the list, its row counted from the first shown."""
    return page.locator(f"#why-grid-box [row-index='{row}'] .ag-cell[col-id='{name}']")


def listed(wall_server: WallServer, query: str) -> dict[str, Any]:
    found: dict[str, Any] = wall_server.get(f"/api/v1/cases?{query}&{AS_OF}")
    return found


def test_a_number_is_opened_walked_down_to_one_event_and_left_by_the_keyboard(
    wall: Page, wall_server: WallServer
) -> None:
    figure = wall.locator("#kpis a[href*='why:overdue']")
    shown = figure.inner_text()
    figure.focus()
    wall.keyboard.press("Enter")
    expect(wall.locator(f"{HEAD} .why-figure")).to_have_text(f"{shown}件", timeout=WAIT)
    assert "focus=why:overdue" in wall.url
    # The focus goes into the drawer and stays there, whichever way it is moved.
    inside = "() => document.getElementById('drawer').contains(document.activeElement)"
    expect(wall.locator(".dw-shut")).to_be_focused()
    for key in ("Shift+Tab", "Tab", "Tab"):
        wall.keyboard.press(key)
        assert wall.evaluate(inside)
    # As many rows as the number says, the most overdue first once sorted by the deadline.
    expect(wall.locator("#why .why-at")).to_contain_text(f"共 {shown} 件", timeout=WAIT)
    by_deadline = listed(wall_server, "measure=overdue&sort=due_at&order=asc")["rows"]
    for _ in range(2):
        wall.locator("#why-grid-box [role='columnheader'][col-id='due_at']").click()
    expect(cell(wall, "title")).to_have_text(by_deadline[0]["title"], timeout=WAIT)
    expect(cell(wall, "due_at")).to_have_text(re.compile(r"^\d\d-\d\d \d\d:\d\d$"))
    # Filtered by a word of a title.
    word = by_deadline[0]["title"][:2]
    fewer = listed(wall_server, f"measure=overdue&where=title:{quote(word)}")["total"]
    wall.locator("#why-grid-box .ag-floating-filter input").first.fill(word)
    expect(wall.locator("#why .why-at")).to_contain_text(f"共 {fewer} 件", timeout=WAIT)
    # What is exported is what is listed.
    assert "where=title" in (wall.locator("#why .why-csv").get_attribute("href") or "")
    # One event, and back to the list as it was left.
    cell(wall, "status").focus()
    wall.keyboard.press("Enter")
    expect(wall.locator("#event-box .evt-head")).to_contain_text(by_deadline[0]["event_id"], timeout=WAIT)
    wall.locator(".dw-back").click()
    expect(wall.locator(f"{HEAD} .why-name")).to_contain_text("超期", timeout=WAIT)
    expect(wall.locator("#why-grid-box .ag-floating-filter input").first).to_have_value(word)
    expect(wall.locator("#why .why-at")).to_contain_text(f"共 {fewer} 件")
    # Shut, the focus is back at the number.
    wall.keyboard.press("Escape")
    expect(wall.locator("#drawer")).not_to_have_class(re.compile("open"), timeout=WAIT)
    expect(figure).to_be_focused()


def test_numerator_and_denominator_are_lists_of_their_own(wall: Page, wall_server: WallServer) -> None:
    rate = wall_server.measures(AS_OF)["on_time_rate"]
    wall.locator("#kpis a[href*='why:on_time_rate']").click()
    told = wall.locator("#why .why-at")
    expect(told).to_contain_text(f"共 {rate['denominator']} 件", timeout=WAIT)
    wall.locator("#why .why-tab").nth(1).click()
    expect(told).to_contain_text(f"共 {rate['numerator']} 件", timeout=WAIT)
    # An area below leads to the same number there, with the scene behind it.
    wall.locator("#why .why-part.pieces a").first.click()
    expect(wall.locator(f"{HEAD} .why-name")).to_contain_text("街道", timeout=WAIT)
    assert "area=" in wall.url
    assert "focus=why:on_time_rate" in wall.url


def test_an_hour_of_the_week_opens_where_it_is_clicked(wall: Page) -> None:
    starts = wall.locator(".rhythm-marks").get_attribute("data-hours")
    assert starts is not None
    # Tuesday 10 o'clock, before the moment that is shown.
    start = int(starts.split(",")[24 + 10])
    box = wall.locator(".rhythm-cells").bounding_box()
    assert box is not None
    wall.mouse.click(box["x"] + box["width"] * 10.5 / 24, box["y"] + box["height"] * 1.5 / 7)
    expect(wall.locator(f"{HEAD} .why-name")).to_contain_text("10:00–", timeout=WAIT)
    begun = wall.evaluate("start => new Date(1000 * start).toISOString().slice(0, 19)", start)
    assert begun in unquote(wall.url)


def test_what_is_not_there_says_so_and_leads_back(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(390, 844)
    plain = f"window=7d&{AS_OF}"
    page.goto(f"{wall_server.url}/?{plain}&focus=why:nonsense")
    painted(page)
    for focus, box, words in (
        ("why:nonsense", "#why", "没有这个数"),
        ("why:open/area:nowhere", "#why", "area 'nowhere' is not in the area tree"),
        ("event:hotline_12345/gone", "#event-box", "没有这个事件"),
    ):
        change_to(page, f"{plain}&focus={focus}")
        expect(page.locator(box)).to_contain_text(words, timeout=WAIT)
        # There is no list that it was opened from.
        expect(page.locator(".dw-back")).to_be_hidden()
        page.locator(f"{box} :is(.why-go, .evt-go)").click()
        expect(page.locator("#drawer")).not_to_have_class(re.compile("open"), timeout=WAIT)
        assert page.url.endswith(f"?{plain}")
