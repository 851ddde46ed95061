"""Warnings on the glass: raised and acknowledged within a second, by the keyboard alone, and counted down."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.faults import Faults
from tests.browser.looking import WAIT, show
from tests.browser.walls import WallHere, served_here
from tests.browser.world import NOW, collected, copied, open_world

GRID = "990101003001001"


@pytest.fixture
def wall(world_file: Path, tmp_path: Path) -> Iterator[WallHere]:
    """A wall at NOW, evaluated once; one critical case is past its deadline, another is due in half an hour."""
    store = open_world(copied(world_file, tmp_path))
    with served_here(store) as found:
        when = NOW - timedelta(hours=6)
        given = {"at": when, "severity": 4}
        found.push(
            collected("late", GRID, **given, due_at=(NOW - timedelta(hours=5)).isoformat()),
            collected("near", GRID, **given, due_at=(NOW + timedelta(minutes=25)).isoformat()),
        )
        found.program.watcher.turn()
        yield found
    store.close()


def row(page: Page, name: str) -> Locator:
    """The row of a case by the beginning of its title."""
    return page.locator("#warnings-rows .wn", has_text=f"{name} ")


def test_raised_on_a_wall_that_is_open(page: Page, wall: WallHere) -> None:
    show(page, wall.url)
    late = row(page, "late")
    expect(late).to_have_class(re.compile("crit"))
    before = page.locator("#page-alarms").inner_text()
    wall.push(
        collected("more", GRID, at=NOW - timedelta(hours=7), severity=4, due_at=(NOW - timedelta(hours=6)).isoformat())
    )
    wall.program.watcher.turn()
    expect(row(page, "more")).to_be_visible(timeout=WAIT)
    expect(page.locator("#page-alarms")).not_to_have_text(before, timeout=WAIT)


def test_acknowledged_with_the_keyboard(page: Page, wall: WallHere) -> None:
    show(page, wall.url)
    late = row(page, "late")
    button = late.locator("button")
    button.focus()
    page.keyboard.press("Enter")
    form = page.locator("#warnings-form")
    expect(form).to_be_visible()
    # Escape closes the form and goes nowhere.
    address = page.url
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(button).to_be_focused()
    assert page.url == address
    page.keyboard.press("Enter")
    # A name is required.
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    page.keyboard.type("值班长 <b>")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden(timeout=WAIT)
    expect(late).to_have_class(re.compile(r"\back\b"), timeout=WAIT)
    expect(late).to_contain_text("值班长 <b>")
    expect(late.locator("button")).to_have_count(0)
    (found,) = wall.get("/api/v1/warnings?state=acknowledged")["rows"]
    assert (found["subject"], found["acknowledged_by"]) == ("event:hotline_12345/late", "值班长 <b>")


def test_somebody_else_was_quicker(page: Page, wall: WallHere, faults: Faults) -> None:
    faults.allow("409")
    show(page, wall.url)
    row(page, "late").locator("button").click()
    page.route("**/acknowledge", lambda route: route.fulfill(status=409, json={"error": "acknowledged already"}))
    page.locator("#warnings-form input[name=by]").fill("甲")
    page.locator("#warnings-form .send").click()
    expect(page.locator("#warnings-form .said")).to_have_text("已被确认，或已自行解除")


def test_what_is_due_counts_down(page: Page, wall: WallHere) -> None:
    show(page, wall.url)
    left = row(page, "near").locator("[data-due]")
    expect(left).to_have_text(re.compile(r"^2[45]:\d\d$"), timeout=WAIT)


def test_the_past_offers_nothing_to_acknowledge(page: Page, wall: WallHere) -> None:
    show(page, f"{wall.url}/?as_of=2025-06-24T07:39:00Z")
    expect(page.locator("#warnings-unit")).to_contain_text("按规则回放")
    expect(row(page, "late")).to_be_visible()
    expect(page.locator("#warnings-rows button")).to_have_count(0)
