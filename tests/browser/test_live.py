"""What happens is on the wall at once: no reload, no new nodes, only what changed."""

import re
import uuid

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looking import KEEP, SAME, WAIT, change_to, expect_figure, expected_figures, figures, show
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, collected, grids_of

COMMUNITY, STREET = "990101007002", "990101007000"
GRID = grids_of(COMMUNITY)[0]


def fresh() -> str:
    """An event id that no test has used."""
    return f"T{uuid.uuid4().hex[:8]}"


def test_an_event_is_listed_and_counted_without_a_reload(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={STREET}")
    page.evaluate(KEEP)
    before = wall_server.measures(f"area={STREET}")
    expect_figure(page, "open", f"{before['open']:,}")
    name = fresh()
    wall_server.push(collected(name, GRID))
    expect(page.locator("#ticker-rows > *").first).to_contain_text(name, timeout=WAIT)
    expect_figure(page, "reported", str(before["reported"] + 1))
    expect_figure(page, "open", f"{before['open'] + 1:,}")
    wall_server.push(collected(name, GRID, stage="handled", due_at=None))
    expect_figure(page, "open", f"{before['open']:,}")
    expect_figure(page, "closed", str(before["closed"] + 1))
    expect(page.locator("#ticker-rows > *").first).to_contain_text("处置")
    assert all(page.evaluate(SAME).values())
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_the_map_changes_colour_in_place(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={COMMUNITY}")
    point = page.evaluate(
        """name => {
          const label = [...document.querySelectorAll('.map-label')].find((one) => one.textContent.startsWith(name));
          const box = label.getBoundingClientRect();
          // The label's figure is a link of its own above the shape.
          window.shape = document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            .find((one) => one.tagName === 'path');
          window.fill = shape.getAttribute('fill');
          return shape.tagName;
        }""",
        "第1",
    )
    assert point == "path"
    wall_server.push(*(collected(fresh(), GRID) for _ in range(30)))
    page.wait_for_function("() => shape.getAttribute('fill') !== window.fill", timeout=WAIT)
    assert page.evaluate("shape.isConnected")


def test_a_label_tells_another_figure_without_being_made_anew(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={COMMUNITY}")
    page.evaluate(
        """name => {
          window.label = [...document.querySelectorAll('.map-label')].find((one) => one.textContent.startsWith(name));
          window.told = label.textContent;
        }""",
        "第1",
    )
    wall_server.push(*(collected(fresh(), GRID) for _ in range(3)))
    page.wait_for_function("() => label.textContent !== told", timeout=WAIT)
    assert page.evaluate("label.isConnected")


def test_a_pulse_is_over_when_the_map_comes_back(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={COMMUNITY}")
    wall_server.push(collected(fresh(), GRID))
    expect(page.locator(".map-event.pulse").first).to_be_attached(timeout=WAIT)
    change_to(page, f"scene=flow&area={COMMUNITY}")
    change_to(page, f"area={COMMUNITY}")
    expect(page.locator(".map-event.ring").first).to_be_attached(timeout=WAIT)
    expect(page.locator(".map-event.pulse")).to_have_count(0, timeout=WAIT)


def test_new_events_pulse_on_the_map(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={STREET}")
    assert page.locator(".map-event.pulse").count() == 0
    wall_server.push(collected(fresh(), GRID))
    expect(page.locator(".map-event.pulse").first).to_be_attached(timeout=WAIT)


def test_events_that_come_before_the_map_can_be_drawn_pulse_once_it_is(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={STREET}")
    # The observer of its size hears of it with the next frame.
    page.evaluate(
        """() => new Promise((done) => {
          document.getElementById('map-canvas').style.display = 'none';
          requestAnimationFrame(() => requestAnimationFrame(done));
        })"""
    )
    for name in (fresh(), fresh()):
        wall_server.push(collected(name, GRID))
        expect(page.locator("#ticker-rows > *").first).to_contain_text(name, timeout=WAIT)
    assert page.locator(".map-event.pulse").count() == 0
    page.evaluate("document.getElementById('map-canvas').style.display = ''")
    expect(page.locator(".map-event.pulse")).to_have_count(2, timeout=WAIT)


def test_what_is_frozen_stays(open_page: OpenPage, wall_server: WallServer) -> None:
    frozen, live = open_page(), open_page()
    show(frozen, f"{wall_server.url}/?{AS_OF}&area={STREET}")
    show(live, f"{wall_server.url}/?area={STREET}")
    shown, listed = figures(frozen), frozen.locator("#ticker-rows").inner_text()
    name = fresh()
    wall_server.push(collected(name, GRID))
    expect(live.locator("#ticker-rows > *").first).to_contain_text(name, timeout=WAIT)
    # The same hub has sent to both by now; a second event proves that it went on.
    wall_server.push(collected(fresh(), GRID))
    expect(live.locator("#ticker-rows > *").first).not_to_contain_text(name, timeout=WAIT)
    assert figures(frozen) == shown == expected_figures(wall_server.measures(f"{AS_OF}&area={STREET}"))
    assert frozen.locator("#ticker-rows").inner_text() == listed
    frozen.locator("#page-live a").click()
    expect(frozen).to_have_url(re.compile(r"\?area="), timeout=WAIT)
    expect(frozen.locator("#ticker-rows")).to_contain_text(name, timeout=WAIT)


MOVES = """() => {
  window.moves = [];
  const own = Element.prototype.animate;
  Element.prototype.animate = function (steps, options) {
    const timing = typeof options === 'number' ? options : options.duration;
    window.moves.push([this.id || this.className || this.localName, Object.keys(steps[0])[0], timing]);
    return own.call(this, steps, options);
  };
}"""


def test_changes_move_by_opacity_and_transform_alone(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?area={STREET}")
    page.evaluate(MOVES)
    wall_server.push(collected(fresh(), GRID))
    page.wait_for_function(
        "() => ['ev', 'drop', 'fg', 'vl'].every((name) => moves.some((one) => one[0].split(' ')[0] === name))",
        timeout=WAIT,
    )
    moves = page.evaluate("moves")
    assert {kind for _, kind, _ in moves} <= {"opacity", "transform"}
    seen = {(name.split()[0], timing) for name, _, timing in moves}
    assert {("ev", 240), ("fg", 400), ("vl", 400)} <= seen
    # Beside the tape the counts of the stages, and the drops that run into them, a longer time the more there are.
    drops = {timing for name, timing in seen if name == "drop"}
    others = {one for one in seen if one[0] != "drop"}
    assert others <= {("ev", 240), ("fg", 400), ("vl", 400), ("b", 400), ("short", 400)}
    assert drops
    assert all(1100 <= timing <= 1900 for timing in drops)


def test_nothing_moves_for_those_who_asked_for_that(open_page: OpenPage, wall_server: WallServer) -> None:
    page = open_page(reduced_motion="reduce")
    show(page, f"{wall_server.url}/?area={STREET}")
    page.evaluate(MOVES)
    name = fresh()
    wall_server.push(collected(name, GRID))
    expect(page.locator("#ticker-rows > *").first).to_contain_text(name, timeout=WAIT)
    assert page.evaluate("moves") == []
