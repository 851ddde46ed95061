"""The browser is real, has the wall's fonts, and its pages cannot fail unseen."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.faults import Faults
from tests.ports import free_port

DRAW = """text => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const context = canvas.getContext("2d");
    context.font = "48px 'Noto Sans CJK SC'";
    context.fillText(text, 8, 52);
    return canvas.toDataURL();
}"""

KINDS = {"console error", "script error", "request failed"}

MEASURE = """font => {
    const context = document.createElement("canvas").getContext("2d");
    context.font = `100px ${font}`;
    return context.measureText("Gridscope 0123456789").width;
}"""


def test_opens_a_page(page: Page) -> None:
    page.goto("data:text/html,<title>wall</title><h1>屏</h1>")
    assert page.title() == "wall"
    assert page.viewport_size == {"width": 1920, "height": 1080}
    assert page.evaluate("new Date(0).getHours()") == 8


def test_chinese_characters_have_glyphs(page: Page) -> None:
    # Characters without a glyph are all drawn as the same box.
    pictures = {page.evaluate(DRAW, character) for character in "基层治理实时指挥屏"}
    assert len(pictures) == 9
    assert page.evaluate(DRAW, "\U0010fffd") not in pictures


def test_latin_face_is_installed(page: Page) -> None:
    assert page.evaluate(MEASURE, "Inter, monospace") != page.evaluate(MEASURE, "monospace")


def test_pages_keep_their_cookies_and_sizes_apart(open_page: OpenPage) -> None:
    wall, phone = open_page(3840, 1080), open_page(390, 844, has_touch=True)
    assert (wall.evaluate("innerWidth"), phone.evaluate("innerWidth")) == (3840, 390)
    assert wall.context is not phone.context


def test_waits_while_the_page_goes_on(page: Page, wait: Callable[..., Any]) -> None:
    page.evaluate("setTimeout(() => console.log('done'), 200)")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    assert wait(lambda: said, "the page has spoken") == ["done"]


def test_faults_are_seen(page: Page, faults: Faults, wait: Callable[..., Any]) -> None:
    closed = f"127.0.0.1:{free_port()}"
    page.evaluate("console.error('broken tile')")
    page.evaluate("setTimeout(() => { throw new Error('broken script') })")
    page.evaluate(f"fetch('http://{closed}/').catch(() => null)")
    wait(lambda: {line.partition(":")[0] for line in faults.seen} >= KINDS, "every kind of fault is there")
    for pattern in ("broken tile", "broken script", closed):
        assert any(pattern in line for line in faults.unexpected())
        faults.allow(pattern)
    assert faults.unexpected() == []


def test_a_request_that_leaves_the_machine_is_never_allowed(
    page: Page, faults: Faults, wait: Callable[..., Any]
) -> None:
    faults.allow("")
    page.evaluate("fetch('http://tiles.example/1.png').catch(() => null)")
    wait(lambda: faults.seen, "the request has failed")
    assert faults.unexpected() == ["request leaves this machine: http://tiles.example/1.png"]
    faults.departures.clear()
