"""Pictures of views by the press: the same pixels every time, lines where lines are asked for, and clear ends."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest

from dashboard.printing.press import NotShownError, Press, RefusedError, TooLargeError
from tests.browser.walls import WallServer
from tests.browser.world import AS_OF

PNG = b"\x89PNG\r\n\x1a\n"


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(PNG)
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.fixture(scope="module")
def press(wall_server: WallServer) -> Iterator[Press]:
    with Press(wall_server.url, recycle=100) as found:
        yield found


def test_a_picture_is_the_same_whatever_was_printed_before(press: Press) -> None:
    view = f"{AS_OF}&window=7d"
    first = press.panel_png(view, "departments", theme="brief")
    scene = press.scene_png(AS_OF)
    press.panel_png(f"scene=flow&{AS_OF}&lang=en", "stuck", scale=2)
    press.panel_png(view, "map")
    assert press.scene_png(AS_OF) == scene
    assert press.panel_png(view, "departments", theme="brief") == first
    assert press.started == 1, "one warm browser made them all"


def test_browsers_are_replaced_and_print_the_same(press: Press, wall_server: WallServer) -> None:
    with Press(wall_server.url, recycle=1) as other:
        for panel in ("flow", "trend"):
            assert other.panel_png(AS_OF, panel) == press.panel_png(AS_OF, panel)
        assert other.started == 2


def test_sizes_scales_and_themes_are_those_asked_for(press: Press) -> None:
    assert size_of(press.scene_png(AS_OF, width=1366, height=768, scale=1.5)) == (2049, 1152)
    small = press.panel_png(AS_OF, "kpis")
    large = press.panel_png(AS_OF, "kpis", scale=2)
    assert size_of(large) == tuple(2 * side for side in size_of(small))
    assert press.panel_png(AS_OF, "kpis", theme="brief") != small


def test_a_panel_of_another_scene_is_printed_where_it_stands(press: Press) -> None:
    wide, high = size_of(press.panel_png(AS_OF, "stuck"))
    assert 300 < wide < 1920
    assert 150 < high < 1080


@pytest.mark.parametrize("panel", ["flow", "map", "departments"])
def test_svg_is_lines_and_glyphs(press: Press, panel: str) -> None:
    svg = press.panel_svg(AS_OF, panel).decode()
    assert "<image" not in svg
    assert svg.count("<use ") > 50, "text is there, as outlines"
    assert "<text" not in svg, "nothing depends on the reader's fonts"
    wide, high = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups())  # type: ignore[union-attr]
    assert (wide, high) == size_of(press.panel_png(AS_OF, panel))


def test_a_scene_is_one_page_of_pdf(press: Press) -> None:
    pdf = press.scene_pdf(AS_OF, theme="brief")
    assert pdf.startswith(b"%PDF")
    assert re.findall(rb"/Type /Pages\s*/Count (\d+)", pdf) == [b"1"]
    assert press.html_pdf("<html><body><h1>过程台账</h1></body></html>").startswith(b"%PDF")


def test_paper_holds_what_the_screen_shows(press: Press) -> None:
    """Cut into pages, the flow scene lost its title and the heads of panels."""
    pdf = press.scene_pdf(f"scene=flow&{AS_OF}")
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    told = re.sub(r"\s", "", told)
    # A picture says the day, too: it is looked at on any.
    for words in ("基层治理实时指挥屏", "推诿", "滞留与无主", "疑似重复", "数据源", "截至06/2415:40"):
        assert words in told
    assert press.panel_svg(f"scene=flow&{AS_OF}", "handovers").count(b"<use ") > 50


def test_a_page_that_scrolls_is_pictured_whole(press: Press) -> None:
    width, height = size_of(press.scene_png(AS_OF, width=1024, height=768))
    assert width == 1024
    assert height > 1500
    foot = size_of(press.panel_png(AS_OF, "rhythm", width=1024, height=768))
    assert 900 < foot[0] <= 1024, "it stands at the foot of that page"
    with pytest.raises(TooLargeError, match="is too large; expected at most"):
        press.scene_png(AS_OF, width=1900, height=1700, scale=4)


def test_the_drawer_alone_is_as_long_as_what_it_holds(press: Press) -> None:
    view = f"{AS_OF}&window=7d&focus=why:open"
    width, height = size_of(press.panel_png(view, "why"))
    assert 700 < width < 1000
    assert 300 < height < 1080
    assert b"<image" not in press.panel_svg(view, "why")


def test_after_a_browser_that_was_killed_comes_another(press: Press) -> None:
    before = press.panel_png(AS_OF, "flow")
    started = press.started
    os.kill(press.pids[0], signal.SIGKILL)
    assert press.panel_png(AS_OF, "flow") == before
    assert press.started == started + 1


def test_what_cannot_be_shown_is_said(press: Press) -> None:
    with pytest.raises(RefusedError, match="area 'nowhere' is not in the area tree") as refused:
        press.scene_png(f"area=nowhere&{AS_OF}")
    assert refused.value.status == 400
    with pytest.raises(NotShownError, match="a page of 1400 x 790 does not show panel 'ticker'"):
        press.panel_png(AS_OF, "ticker", width=1400, height=790)
    assert size_of(press.scene_png(AS_OF, complete=False)[0]) == (1920, 1080)
