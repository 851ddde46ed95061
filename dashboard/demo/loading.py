"""The demo's store: the synthetic district, its words, its history and its figures."""

import gc
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from dashboard.demo.district import District
from dashboard.demo.points import service_points
from dashboard.demo.simulator import Simulator
from dashboard.demo.statistics.simulator import StatisticSimulator
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS, LEVELS, SOURCES
from data_access.areas.tree import Area
from data_access.ingest.ingestor import Ingestor
from data_access.ingest.receipt import Incoming, Receipt
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store

FEED: Final = "demo"
_BATCH: Final = 26_000
_FIGURES: Final = 13_000

Progress = Callable[[int, int], None]


def load_district(store: Store, district: District) -> None:
    """Declare the words and replace the area tree by the district's."""
    store.declare((*LEVELS, *SOURCES, *DEPARTMENTS, *CATEGORIES, *service_points(district)))
    areas = [Area(a.code, a.name, a.level, a.parent, a.name_en, a.population, a.geometry) for a in district.areas]
    store.replace_areas(areas, water=district.water)


def load_history(
    store: Store,
    simulator: Simulator,
    start: datetime,
    end: datetime,
    progress: Progress,
    hear: Callable[[Sequence[dict[str, Any]]], None] | None = None,
) -> Receipt:
    """Take in everything that the simulator says happened in [start, end); `progress` hears (done, total), `hear` the
    messages themselves."""
    messages = list(simulator.history(start, end))
    if hear is not None:
        hear(messages)
    return _taken(Ingestor(store).ingest, messages, _BATCH, progress)


def load_statistics(
    store: Store, simulator: StatisticSimulator, start: datetime, end: datetime, progress: Progress
) -> Receipt:
    """Take in what the systems reported before `end` about periods that began in [start, end)."""
    messages = list(simulator.history(start, end))
    return _taken(StatisticIngestor(store).ingest, messages, _FIGURES, progress)


def _taken(
    ingest: Callable[[Sequence[Incoming], str], Receipt],
    messages: Sequence[dict[str, Any]],
    size: int,
    progress: Progress,
) -> Receipt:
    total = Receipt()
    # Nothing made here is a cycle; looking for some among millions of values takes a tenth of the time.
    gc.disable()
    try:
        for first in range(0, len(messages), size):
            total.add(ingest([Incoming(message) for message in messages[first : first + size]], FEED))
            progress(total.read, len(messages))
    finally:
        gc.enable()
    return total
