"""What a worker does once before anybody asks: it draws the first scene, and lets the collector forget what stays."""

import gc
import logging
import threading
from typing import Final

from dashboard.live.hub import Hub
from data_access.reader import WHOLE
from data_access.store.store import NoAreasError
from data_access.view import View

log = logging.getLogger(__name__)

RETRY: Final = 5.0
"""Seconds between two attempts at a first scene."""


def warm(hub: Hub) -> None:
    """Draw the first scene, which loads areas, shapes, words and rules, and `settle`. As long as there are no areas, or
    the store cannot be read, it is tried again, until the hub stops."""
    settle()
    while not hub.stopped:
        try:
            # Slow panels are for the stream of whoever comes: nobody waits here.
            hub.shown(View(), WHOLE, 0.0)
            break
        except NoAreasError:
            log.debug("there are no areas yet: no scene is drawn ahead")
        except Exception as error:
            log.warning("no scene is drawn ahead: %s: %s", type(error).__name__, error)
        if hub.rest(RETRY):
            return
    settle()


def settle() -> None:
    """Take what is held now out of the collector's sight. Libraries, tables and the area tree are over a million
    objects that stay for the worker's life; to look through them each time took a fifth of a second, in which nobody
    was answered. What is frozen is still let go when nobody refers to it; only cycles among it are kept."""
    gc.collect()
    gc.freeze()


def warm_beside(hub: Hub) -> threading.Thread:
    """`warm` on a thread of its own."""
    thread = threading.Thread(target=warm, args=(hub,), name="warming", daemon=True)
    thread.start()
    return thread
