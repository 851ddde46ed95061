"""The way down and back: what the pointer rests on is asked for ahead, and nothing on the way is mounted anew."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.looking import KEEP, SAME, WAIT, painted, show
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF

STREET, COMMUNITY = "990101007000", "990101007002"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The addresses whose scenes the page has asked for."""
    found: list[str] = []

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path == "/live/scene":
            found.append(parse_qs(parts.query, keep_blank_values=True)["search"][0])

    page.on("request", note)
    return found


def link_to(page: Page, part: str) -> Any:
    return page.locator(f'.main > .p a[href*="{part}"]:visible').first


def test_what_the_pointer_rests_on_is_asked_for_once_and_before_the_click(
    page: Page, wall_server: WallServer, asked: list[str], wait: Callable[..., Any]
) -> None:
    show(page, f"{wall_server.url}/?scene=scores&{AS_OF}")
    page.evaluate(KEEP)
    row = page.locator(f'#area-scores a[href$="area={STREET}&{AS_OF}"]').first
    address = str(row.get_attribute("href"))
    row.hover()
    wait(lambda: address in asked, "the scene is asked for")
    assert page.evaluate("location.search") != address
    row.click()
    painted(page, address.removeprefix("?"))
    page.go_back()
    painted(page, f"scene=scores&{AS_OF}")
    assert asked.count(address) == 1
    assert all(page.evaluate(SAME).values())


def test_an_event_is_asked_for_by_a_click_alone(page: Page, wall_server: WallServer, asked: list[str]) -> None:
    """Whoever opens one is written down: nobody may be for having moved the pointer."""
    show(page, f"{wall_server.url}/?{AS_OF}&area={COMMUNITY}")
    row = link_to(page, "focus=event:")
    row.hover()
    # What comes to rest afterwards is asked for: by then the event would have been.
    after = page.locator("#page-windows a").first
    after.hover()
    page.wait_for_function("() => performance.getEntriesByType('resource').some((one) => /window/.test(one.name))")
    assert not [one for one in asked if "event" in one]
    row.click()
    expect(page.locator(".drawer.open")).to_be_visible(timeout=WAIT)
    assert len([one for one in asked if "event" in one]) == 1


def test_the_keyboard_alone_goes_down_and_up_again(page: Page, wall_server: WallServer, asked: list[str]) -> None:
    show(page, f"{wall_server.url}/?scene=scores&{AS_OF}")
    row = page.locator(f'#area-scores a[href$="area={STREET}&{AS_OF}"]').first
    row.focus()
    page.keyboard.press("Enter")
    painted(page, f"scene=scores&area={STREET}&{AS_OF}")
    page.keyboard.press("Escape")
    painted(page, f"scene=scores&{AS_OF}")
    page.go_back()
    painted(page, f"scene=scores&area={STREET}&{AS_OF}")
    page.go_forward()
    painted(page, f"scene=scores&{AS_OF}")


def test_a_script_that_sets_the_address_is_followed(page: Page, wall_server: WallServer, asked: list[str]) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}")
    page.evaluate("search => dash_clientside.set_props('url', { search })", f"?area={STREET}&{AS_OF}")
    painted(page, f"area={STREET}&{AS_OF}")
    assert page.evaluate("location.search") == f"?area={STREET}&{AS_OF}"
    assert asked.count(f"?area={STREET}&{AS_OF}") == 1
    page.go_back()
    painted(page, AS_OF)


def test_a_choice_in_a_select_sets_its_part_of_the_address(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={STREET}&window=7d&{AS_OF}&lang=en")
    for chosen, address in (("Water Affairs", "&department=shuiwu"), ("All", "")):
        page.locator("#filter-department").click()
        page.locator(".dash-dropdown-content").get_by_text(chosen, exact=True).click()
        painted(page, f"area={STREET}&window=7d{address}&{AS_OF}&lang=en")


def test_scenes_without_areas_on_them_lead_down_by_the_path(page: Page, wall_server: WallServer) -> None:
    page.goto(f"{wall_server.url}/?scene=response&{AS_OF}")
    painted(page, f"scene=response&{AS_OF}")
    opened, listed = page.locator("#page-breadcrumb .into summary"), page.locator("#page-breadcrumb .into .list")
    opened.focus()
    page.keyboard.press("Enter")
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")
    expect(listed).not_to_be_visible()
    expect(opened).to_be_focused()
    opened.click()
    listed.locator(f'a[href*="area={STREET}"]').click()
    painted(page, f"scene=response&area={STREET}&{AS_OF}")
    expect(listed).not_to_be_visible()
    opened.click()
    expect(listed.locator(f'a[href*="area={COMMUNITY}"]')).to_be_visible()
