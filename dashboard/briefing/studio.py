"""The press as the camera of briefings: a server of this process for it alone, one browser, kept for several."""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlencode
from urllib.request import urlopen

from dashboard.briefing.characters import missing_glyphs
from dashboard.briefing.order import OrderError
from dashboard.briefing.pictures import GLYPHS, THEME, Missing
from dashboard.printing.chromium import Frame, NoBrowserError, find_chromium
from dashboard.printing.press import Press, PressError, Shot
from dashboard.printing.serving import local_server
from dashboard.settings import Settings
from data_access.store.store import Store

log = logging.getLogger(__name__)

LIMIT: Final = 60.0
"""Seconds for the server to draw a scene."""


class Studio:
    """Takes pictures by a press."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.closed = threading.Event()
        self._ahead: threading.Thread | None = None

    def expect(self, queries: Sequence[str]) -> None:
        """Have the server draw views that will be asked for, in that order, while the browser paints those before."""
        self._ahead = threading.Thread(target=self._draw, args=(tuple(queries),), name="ahead", daemon=True)
        self._ahead.start()

    def _draw(self, queries: Iterable[str]) -> None:
        for query in queries:
            if self.closed.is_set():
                return
            asked = urlencode({"search": f"?{query}", "screen": "", "panels": ""})
            try:
                with urlopen(f"{self.press.base_url}/print/scene?{asked}", timeout=LIMIT) as answer:
                    answer.read()
            except OSError as error:
                # Whoever asks for the picture is told.
                log.warning("a scene could not be drawn ahead: %s", error)

    def close(self) -> None:
        """Draw nothing ahead any more."""
        self.closed.set()
        if self._ahead is not None:
            self._ahead.join()

    def shot(self, query: str, frame: Frame) -> tuple[bytes, Missing]:
        """A scene in the light theme, and what is missing in it."""
        found = self.press.scene(query, frame, theme=THEME)
        return found.content, lacking(found)

    def sheet(self, query: str, frame: Frame) -> tuple[bytes, Missing, bytes]:
        """The same, and one page of PDF of the same drawing."""
        found, page = self.press.sheet(query, frame, theme=THEME)
        return found.content, lacking(found), page

    def html_pdf(self, html: str) -> bytes:
        """A document on A4."""
        return self.press.html_pdf(html)


def lacking(shot: Shot) -> Missing:
    """What is missing in a picture; characters that no font has among it, as (GLYPHS, characters)."""
    glyphs = missing_glyphs(shot.letters)
    return (*shot.missing, (GLYPHS, glyphs)) if glyphs else shot.missing


@contextmanager
def studio(settings: Settings, store: Store, *, limit: float = 20.0) -> Iterator[Studio]:
    """A camera while the context lasts; `limit`: seconds for a scene to be drawn. OrderError where no browser is
    installed."""
    try:
        find_chromium()
    except NoBrowserError as error:
        raise OrderError(f"{error}; or make it with --no-pictures") from None
    with local_server(settings, store) as address, Press(address, limit=limit) as press:
        # The browser comes up while the figures are gathered.
        warming = threading.Thread(target=_warm, args=(press,), name="warming", daemon=True)
        warming.start()
        camera = Studio(press)
        try:
            yield camera
        finally:
            camera.close()
            warming.join()


def _warm(press: Press) -> None:
    try:
        press.html_pdf("<p></p>")
    except (PressError, NoBrowserError) as error:
        log.warning("the browser did not come up at once: %s", error)
