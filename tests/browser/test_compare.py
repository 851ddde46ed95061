"""Two sides beside one another: a panel from its menu, areas beside by the keyboard, everything in its scene."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data_access.view import LANGUAGES
from layouts import format as written
from layouts.scenes import COMPARE
from tests.browser.conftest import OpenPage
from tests.browser.looking import DEFECTS, WAIT, change_to, painted, resize, show
from tests.browser.walk import defects, enter, entered
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF, district

STREETS = [one for one in district().areas if one.level == "street"]
HERE, BESIDE = STREETS[1], STREETS[2]
AREAS = f"{AS_OF}&area={HERE.code}&against=area:{BESIDE.code}"


def asked(page: Page) -> dict[str, str]:
    """The parameters of the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_panel_is_compared_from_its_menu(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?scene=flow&{AS_OF}&area={HERE.code}")
    page.locator("#sources").hover()
    page.locator(".pm[data-panel='sources']").click()
    page.get_by_role("menuitem", name="对比上期…", exact=True).click()
    expect(page.locator("#compare-title")).to_have_text("对比：来源结构", timeout=WAIT)
    assert asked(page)["focus"] == "compare:sources"
    assert asked(page)["against"] == "previous"
    page.locator(".cmp-choice", has_text=BESIDE.name).click()
    expect(page.locator(".cmp-choice.on")).to_have_text(BESIDE.name, timeout=WAIT)
    table = page.locator(".cmp-table").first
    rows = wall_server.get(f"/api/v1/panels/compare?scene=flow&{AREAS}&focus=compare:sources")["rows"]
    first = next(row for row in rows if row["column"] == "reported")
    shown = table.locator("tr").nth(1).locator("td").all_inner_texts()
    expected = [first["label"], *(written.number(first[name]) for name in ("value", "other_value"))]
    assert shown[:4] == [*expected, written.signed(first["difference"])]
    # Its own menu exports it; it cannot be compared once more.
    page.locator("#compare").hover()
    page.locator(".pm[data-panel='compare']").click()
    entries = page.locator(".exports .entry:visible").all_inner_texts()
    assert "表格 CSV" in entries
    assert "对比上期…" not in entries
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).not_to_be_visible()
    assert not {"focus", "against"} & set(asked(page))


def test_a_panel_without_rows_is_not_offered_and_says_why(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&focus=compare:ticker&against=previous")
    expect(page.locator("#compare-empty")).to_contain_text("逐件的清单", timeout=WAIT)
    page.keyboard.press("Escape")
    page.locator("#ticker").hover()
    page.locator(".pm[data-panel='ticker']").click()
    assert "对比上期…" not in page.locator(".exports .entry:visible").all_inner_texts()


def test_areas_beside_are_a_step_away(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={HERE.code}")
    name = page.locator("#page-breadcrumb b")
    step = page.locator("#page-breadcrumb .siblings")
    expect(step.locator("summary")).to_have_text(f"2/{len(STREETS)}")
    expect(step.locator(".next")).to_have_attribute("title", f"后一个：{BESIDE.name}（] 键）")
    page.keyboard.press("]")
    expect(name).to_have_text(BESIDE.name, timeout=WAIT)
    page.keyboard.press("[")
    page.keyboard.press("[")
    expect(name).to_have_text(STREETS[0].name, timeout=WAIT)
    # The first has none before it.
    expect(step.locator("a.prev")).to_have_count(0)
    step.locator("summary").click()
    expect(step.locator(".list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(step.locator(".list")).not_to_be_visible()
    step.locator("summary").click()
    step.locator(".list a", has_text=STREETS[-1].name).click()
    expect(name).to_have_text(STREETS[-1].name, timeout=WAIT)
    expect(step.locator(".list")).not_to_be_visible()
    assert asked(page)["area"] == STREETS[-1].code
    page.keyboard.press("Escape")
    expect(name).to_have_text(district().areas[0].name, timeout=WAIT)
    expect(step).to_have_count(0)


def test_everything_is_compared_with_what_is_chosen(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={HERE.code}")
    page.locator("#page-languages a", has_text="对比").click()
    expect(page.locator("#compare-sides-other b")).to_have_text("上期", timeout=WAIT)
    page.locator("#compare-sides-choice").click()
    page.locator(".dash-dropdown-option", has_text=BESIDE.name).click()
    expect(page.locator("#compare-sides-other b")).to_have_text(BESIDE.name, timeout=WAIT)
    assert asked(page)["against"] == f"area:{BESIDE.code}"
    values = page.locator("#compare-figures-rows .cf-row").first.locator(".cell .v")
    reported = [wall_server.measures(f"{AS_OF}&area={one.code}")["reported"] for one in (HERE, BESIDE)]
    assert values.all_inner_texts() == [written.number(one) for one in reported]
    values.nth(1).click()
    expect(page.locator(".why-figure")).to_contain_text(written.number(reported[1]), timeout=WAIT)
    page.keyboard.press("Escape")
    page.locator(".cmp-swap a").click()
    expect(page.locator("#compare-sides-own b")).to_have_text(BESIDE.name, timeout=WAIT)
    assert (asked(page)["area"], asked(page)["against"]) == (BESIDE.code, f"area:{HERE.code}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_areas_are_compared_whole_at_every_size(open_page: OpenPage, wall_server: WallServer, language: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"{wall_server.url}/?{AS_OF}")
    painted(page)
    found = []
    enter(page, COMPARE.id, AREAS, language)
    for size in ((1366, 768), (1920, 1080), (3840, 1080), (1080, 1920), (820, 1180), (390, 844)):
        resize(page, *size)
        entered(page, COMPARE.id, language)
        # A tablet and a phone scroll, and have no frame that panels could leave.
        hand = size in ((820, 1180), (390, 844))
        wrong = page.evaluate(DEFECTS, {"wall": False, "scrolls": True}) if hand else defects(page)
        # The title gives way to the path where the way back to now stands in the header too.
        found += [f"{language} {size}: {line}" for line in wrong if not line.startswith("title cut: ")]
    resize(page, 1920, 1080)
    change_to(page, f"scene=flow&lang={language}&{AREAS}&focus=compare:departments")
    expect(page.locator(".cmp-table").first).to_be_visible(timeout=WAIT)
    box = page.locator("#compare-tables")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert not found, "\n" + "\n".join(found)


def test_a_difference_on_the_tape_leads_to_where_it_is_judged(page: Page, wall_server: WallServer) -> None:
    show(page, f"{wall_server.url}/?{AS_OF}&area={HERE.code}")
    page.locator(".kpi a.dl").first.click()
    expect(page.locator(".cf-row").first).to_be_visible(timeout=WAIT)
    found = asked(page)
    assert (found["scene"], found["area"], found["against"]) == ("compare", HERE.code, "previous")
    assert page.locator(".cf-row").count() > 7
