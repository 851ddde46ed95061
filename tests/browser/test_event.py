"""One event: opened by its address, walked through, exported, and missing."""

import io
import re
from typing import Any
from urllib.parse import quote, unquote
from urllib.request import urlopen

import pypdf
import pytest
from playwright.sync_api import Page, expect

from data_access.cases.naming import event_focus
from tests.browser.looking import WAIT, painted
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF

BOX = "#event-box"


@pytest.fixture(scope="module")
def case(wall_server: WallServer) -> dict[str, Any]:
    """The most overdue case of the past that never changes."""
    found: dict[str, Any] = wall_server.get(f"/api/v1/panels/overdue?{AS_OF}")["rows"][0]
    return found


def address(case: dict[str, Any], query: str = AS_OF) -> str:
    return f"?{query}&focus={quote(event_focus(case['source'], case['event_id']))}"


def test_an_event_is_opened_walked_through_and_left(page: Page, wall_server: WallServer, case: dict[str, Any]) -> None:
    page.goto(f"{wall_server.url}/{address(case)}")
    painted(page)
    head = page.locator(f"{BOX} .evt-head")
    expect(head).to_contain_text(case["event_id"], timeout=WAIT)
    expect(page.locator("#event")).to_be_visible()
    record = wall_server.get(f"/api/v1/events/{case['source']}/{case['event_id']}?{AS_OF}")["content"]
    expect(page.locator(f"{BOX} .evt-step")).to_have_count(len(record["transitions"]))
    expect(page.locator(f"{BOX} .evt-stay.over")).to_have_count(sum(one["over"] for one in record["stays"]))
    expect(page.locator(f"{BOX} .evt-holder")).to_have_count(len(record["chain"]))
    # The past stands still.
    expect(page.locator(f"{BOX} .evt-large [data-until]")).to_have_count(0)
    assert page.locator(f"{BOX} .evt-map img").evaluate("image => image.complete && image.naturalWidth > 0")
    other = page.locator(f"{BOX} a.evt-line").first
    name = re.search(r"\(([^()]+)\)$", other.get_attribute("title") or "")
    assert name
    other.click()
    expect(head).to_contain_text(name[1], timeout=WAIT)
    page.go_back()
    expect(head).to_contain_text(case["event_id"], timeout=WAIT)


def test_the_time_left_runs_on(page: Page, wall_server: WallServer, case: dict[str, Any]) -> None:
    page.goto(f"{wall_server.url}/{address(case, 'window=30d')}")
    painted(page)
    used = page.locator(f"{BOX} .evt-large .n")
    expect(used).to_have_attribute("data-until", re.compile(r"^\d+$"), timeout=WAIT)
    expect(used).to_have_text(re.compile(r"^\+"))


def test_the_record_is_saved_from_the_drawer_and_printed(
    page: Page, wall_server: WallServer, case: dict[str, Any]
) -> None:
    page.goto(f"{wall_server.url}/{address(case)}")
    painted(page)
    expect(page.locator(f"{BOX} .evt-save")).to_have_count(2, timeout=WAIT)
    with page.expect_download() as saving:
        page.locator(f"{BOX} .evt-save").nth(1).click()
    assert unquote(saving.value.suggested_filename).startswith(f"过程台账_{case['event_id']}")
    expect(page.locator(f"{BOX} .said")).to_have_text("已导出", timeout=WAIT)

    path = f"/api/v1/events/{case['source']}/{case['event_id']}?{AS_OF}&format=pdf"
    with urlopen(f"{wall_server.url}{path}", timeout=60) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        document = pypdf.PdfReader(io.BytesIO(answer.read()))
    told = "".join(one.extract_text() for one in document.pages)
    record = wall_server.get(path.replace("pdf", "json"))
    for words in (
        case["event_id"],
        record["sha256"],
        "事件过程台账",
        "数据截至 2025-06-24 15:40:00",
        "部门流转",
        "审核人",
    ):
        assert words in told
    assert {float(side) for one in document.pages for side in one.mediabox[2:]} <= {
        595.0,
        596.0,
        594.95996,
        841.91998,
        842.0,
    }
    # Every font is in the file.
    fonts = [font.get_object() for one in document.pages for font in one["/Resources"]["/Font"].values()]
    assert all(font["/Subtype"] in ("/Type3", "/Type0") for font in fonts)


def test_an_event_that_is_not_there_says_so_and_leads_back(page: Page, wall_server: WallServer) -> None:
    page.goto(f"{wall_server.url}/?window=7d&focus={quote(event_focus('hotline_12345', 'nothing <b>'))}")
    painted(page)
    expect(page.locator(BOX)).to_contain_text("没有这个事件", timeout=WAIT)
    expect(page.locator(BOX)).to_contain_text("nothing <b>")
    page.locator(f"{BOX} .evt-go").click()
    expect(page.locator("#event")).to_be_hidden(timeout=WAIT)
    assert page.url.endswith("?window=7d")
