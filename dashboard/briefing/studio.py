"""The press as the camera of briefings: a server of this process for it alone, one browser, kept for several."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.briefing.characters import missing_glyphs
from dashboard.briefing.order import OrderError
from dashboard.briefing.pictures import GLYPHS, THEME, Missing
from dashboard.printing.chromium import Frame, NoBrowserError, find_chromium
from dashboard.printing.press import Press, PressError, Shot
from dashboard.printing.serving import local_server
from dashboard.settings import Settings
from data_access.store.store import Store

log = logging.getLogger(__name__)


class Studio:
    """Takes pictures by a press."""

    def __init__(self, press: Press) -> None:
        self.press = press

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
        try:
            yield Studio(press)
        finally:
            warming.join()


def _warm(press: Press) -> None:
    try:
        press.html_pdf("<p></p>")
    except (PressError, NoBrowserError) as error:
        log.warning("the browser did not come up at once: %s", error)
