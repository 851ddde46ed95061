"""Chromium as a camera: found on this machine, started by Playwright, one page that is shown view after view.

Playwright's synchronous interface belongs to the thread that started it; so does everything here.
"""

import base64
import contextlib
import math
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from playwright.sync_api import Browser, CDPSession, Error, Playwright, sync_playwright

from data_access.view import LANGUAGES
from layouts.text import Text

T = TypeVar("T")

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-gpu",
    "--hide-scrollbars",
    # The same pixels whatever was drawn before, and whatever the machine's screen is.
    "--disable-lcd-text",
    "--disable-partial-raster",
    "--force-color-profile=srgb",
    # Whatever a page asks for, nothing but this machine is reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

BLANK: Final = "/?scene=walls"
"""The view with which a page begins: it asks the least of the server."""

START: Final = 60_000
"""Milliseconds for the browser and its first page to come up on a busy machine."""

LARGEST: Final = 7680 * 4320
"""Pixels of a picture at most."""

DOTS: Final = 96
"""CSS pixels to the inch."""

_READY: Final = (
    "() => Boolean(window.gridscope?.press && document.querySelector('.main > .p') && gridscope.press.ready())"
)


class NoBrowserError(RuntimeError):
    """There is no Chromium to draw with; the message says how to get one."""


class PageLostError(RuntimeError):
    """The browser or its page went away in the middle."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the page in CSS pixels, how many pixels of the picture each of them gets, and how many inches wide it
    is on paper; 0: as many as CSS says."""

    width: int
    height: int
    scale: float = 1.0
    paper: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


def find_chromium(named: Path | None = None) -> str:
    """The path of the browser: the one that is named, else the first on the PATH; NoBrowserError when there is none."""
    if named is not None:
        if not named.is_file():
            raise NoBrowserError(f"chromium {str(named)!r} is no file; expected the program in GRIDSCOPE_CHROMIUM")
        return str(named)
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        raise NoBrowserError(both("export.no_browser"))
    return found


def both(key: str) -> str:
    """A phrase of the catalogue in both languages: who reads an error has not always said which."""
    return " / ".join(Text(language)(key) for language in LANGUAGES)


class Camera:
    """A running browser with one page of the program at `base_url`; `close` ends it. NoBrowserError without one,
    PageLostError when it dies. Only `kill` may be called from another thread."""

    def __init__(self, base_url: str, executable: str) -> None:
        self.base_url = base_url
        self.pid: int | None = None
        self._frame: Frame | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        try:
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(
                executable_path=executable, args=list(ARGUMENTS), timeout=START, handle_sigint=False
            )
            self.pid = _pid_of(self._browser)
            context = self._browser.new_context(no_viewport=True, reduced_motion="reduce", locale="zh-CN")
            self._context = context
            self._page = context.new_page()
            self._session: CDPSession = context.new_cdp_session(self._page)
            self._resize(Frame(1920, 1080))
            self._page.goto(f"{base_url}{BLANK}", timeout=START, wait_until="commit")
            self._page.wait_for_function(_READY, timeout=START)
        except Error as error:
            self.close()
            raise PageLostError(f"the page {base_url!r} did not open: {_first_line(error)}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; one that is gone already is no error."""
        for part in (self._browser, self._playwright):
            try:
                if isinstance(part, Browser):
                    part.close()
                elif part is not None:
                    part.stop()
            except Exception:  # whatever a dying browser says, it is to go
                continue
        self._browser = self._playwright = None

    def kill(self) -> None:
        """End the browser at once, whatever it is doing: who waits for it hears that it was lost."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def show(self, asked: dict[str, Any], frame: Frame) -> dict[str, Any]:
        """Show a view on a page of some size; what assets/press.js tells of it once it stands still."""
        return self._alive(lambda: self._shown(asked, frame))

    def png(self, box: Box) -> bytes:
        """A picture of a part of the page."""
        clip = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "scale": 1}
        # A fifth larger in two thirds of the time.
        asked = {"format": "png", "clip": clip, "optimizeForSpeed": True, "captureBeyondViewport": self._beyond(box)}
        told = self._alive(lambda: self._session.send("Page.captureScreenshot", asked))
        return base64.b64decode(told["data"])

    def pdf(self, box: Box | None = None) -> bytes:
        """The page on one sheet of its own shape, longer where `box` is, as the screen shows it: paper that holds as
        many CSS pixels leaves the layout as it is."""
        frame = self._frame or Frame(1920, 1080)
        wide = frame.paper or frame.width / DOTS
        high = wide * max(frame.height, 0 if box is None else math.ceil(box.y + box.height)) / frame.width
        self._alive(lambda: self._session.send("Emulation.setEmulatedMedia", {"media": "screen"}))
        return self._print(self._session, wide, high, scale=wide * DOTS / frame.width, pageRanges="1")

    def line(self) -> None:
        """Draw the page that is shown by lines alone, as a PDF has it."""
        self._alive(lambda: self._page.evaluate("gridscope.press.line()"))

    def document(self, html: str) -> bytes:
        """A document of its own on A4, as its own style sheet says; it can ask for nothing from elsewhere."""

        def printed() -> bytes:
            page = self._context.new_page()
            try:
                page.set_content(html, timeout=START)
                page.evaluate("async () => { await document.fonts.ready; }")
                session = self._context.new_cdp_session(page)
                return self._print(session, 8.27, 11.69, preferCSSPageSize=True)
            finally:
                page.close()

        return self._alive(printed)

    def _beyond(self, box: Box) -> bool:
        frame = self._frame or Frame(1920, 1080)
        return box.y + box.height > frame.height or box.x + box.width > frame.width

    def _print(self, session: CDPSession, width: float, height: float, **options: Any) -> bytes:
        margins = {f"margin{side}": 0 for side in ("Top", "Bottom", "Left", "Right")}
        if options.get("preferCSSPageSize"):
            margins = {}
        size = {"paperWidth": width, "paperHeight": height, "printBackground": True}
        told = self._alive(lambda: session.send("Page.printToPDF", {**size, **margins, **options}))
        return base64.b64decode(told["data"])

    def _shown(self, asked: dict[str, Any], frame: Frame) -> dict[str, Any]:
        self._resize(frame)
        told: dict[str, Any] = self._page.evaluate("asked => gridscope.press.show(asked)", asked)
        return told

    def _resize(self, frame: Frame) -> None:
        if frame == self._frame:
            return
        size = {"width": frame.width, "height": frame.height, "deviceScaleFactor": frame.scale, "mobile": False}
        self._session.send("Emulation.setDeviceMetricsOverride", size)
        self._frame = frame

    def _alive(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Error as error:
            raise PageLostError(f"the browser was lost: {_first_line(error)}") from None


def _pid_of(browser: Browser) -> int:
    """The process that all others of a browser belong to."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")
    session.detach()
    return next(int(one["id"]) for one in told["processInfo"] if one["type"] == "browser")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
