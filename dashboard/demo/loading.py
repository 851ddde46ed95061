"""The demo's store: the synthetic district, its words and its history."""

import gc
from collections.abc import Callable
from datetime import datetime

from dashboard.demo.district import District
from dashboard.demo.simulator import Simulator
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS, LEVELS, SOURCES
from data_access.areas.tree import Area
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt
from data_access.store.store import Store

FEED = "demo"
_BATCH = 26_000


def load_district(store: Store, district: District) -> None:
    """Declare the words and replace the area tree by the district's."""
    store.declare((*LEVELS, *SOURCES, *DEPARTMENTS, *CATEGORIES))
    areas = [Area(a.code, a.name, a.level, a.parent, a.name_en, a.population, a.geometry) for a in district.areas]
    store.replace_areas(areas, water=district.water)


def load_history(
    store: Store, simulator: Simulator, start: datetime, end: datetime, progress: Callable[[int, int], None]
) -> Receipt:
    """Take in everything that the simulator says happened in [start, end); `progress` hears (done, total)."""
    messages = list(simulator.history(start, end))
    ingestor = Ingestor(store)
    total = Receipt()
    # Nothing made here is a cycle; looking for some among millions of values takes a tenth of the time.
    gc.disable()
    try:
        for first in range(0, len(messages), _BATCH):
            batch = [Incoming(message) for message in messages[first : first + _BATCH]]
            total.add(ingestor.ingest(batch, FEED))
            progress(total.read, len(messages))
    finally:
        gc.enable()
    return total
