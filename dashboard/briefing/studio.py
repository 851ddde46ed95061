"""The press as the camera of briefings: a server of this process for it alone, one browser, kept for several."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dashboard.briefing.order import OrderError
from dashboard.briefing.pictures import THEME
from dashboard.printing.chromium import Frame, NoBrowserError, find_chromium
from dashboard.printing.press import Press, PressError
from dashboard.printing.serving import local_server
from dashboard.settings import Settings
from data_access.store.store import Store

log = logging.getLogger(__name__)


class Studio:
    """Takes pictures by a press."""

    def __init__(self, press: Press) -> None:
        self.press = press

    def scene_shot(
        self, query: str, width: int, height: int, scale: float, form: str
    ) -> tuple[bytes, Sequence[tuple[str, str]]]:
        """A scene in the light theme, and what is missing in it."""
        shot = self.press.scene(query, Frame(width, height, scale), theme=THEME, form=form)
        return shot.content, shot.missing

    def html_pdf(self, html: str) -> bytes:
        """A document on A4."""
        return self.press.html_pdf(html)


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
