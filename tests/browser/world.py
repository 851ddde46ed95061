"""What the browser tests look at: the demo's district with three days of a fixed past, and events of the present."""

import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from math import cos, pi, sin
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from dashboard.demo.district import District, build_district
from dashboard.demo.loading import load_district, load_history, load_statistics
from dashboard.demo.simulator import Simulator
from dashboard.demo.statistics.simulator import StatisticSimulator
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS, LEVELS, SOURCES
from data_access.areas.tree import Area
from data_access.clock import to_micros
from data_access.store.store import Store

NOW: Final = datetime.fromisoformat("2025-06-24T15:40:00+08:00")
"""The moment at which the past ends; views as of it never change."""
AS_OF: Final = "as_of=2025-06-24T07:40:00Z"
DAYS: Final = 3
DAILY: Final = 240

Message = dict[str, Any]


@cache
def district() -> District:
    """The demo's district."""
    return build_district()


def build_store(path: Path) -> None:
    """A SQLite file with the district, its past and what its systems reported."""
    store = Store(f"sqlite:///{path}", clock=lambda: to_micros(NOW))
    store.migrate()
    load_district(store, district())
    start = NOW - timedelta(days=DAYS)
    simulator = Simulator(district(), start=start, now=NOW, daily=DAILY)
    load_history(store, simulator, start, NOW, lambda done, total: None)
    figures = StatisticSimulator(district(), now=NOW)
    load_statistics(store, figures, start, NOW, lambda done, total: None)
    store.close()


def copied(original: Path, folder: Path) -> Path:
    """A copy of a closed SQLite file for a server of its own."""
    return Path(shutil.copy(original, folder / "world.db"))


def open_world(path: Path) -> Store:
    """The store of a file, its clock standing at NOW."""
    return Store(f"sqlite:///{path}", clock=lambda: to_micros(NOW))


def bare_areas(count: int | None = None) -> list[Area]:
    """The district, its streets and communities without a geometry; or `count` areas directly below it."""
    areas = [one for one in district().areas if one.level != "grid"]
    root = areas[0]
    if count is not None:
        below = [one for one in areas if one.level == "community"][:count]
        return [_bare(root.code, root.name, root.name_en, root.level, None)] + [
            _bare(one.code, one.name, one.name_en, one.level, root.code) for one in below
        ]
    return [_bare(one.code, one.name, one.name_en, one.level, one.parent) for one in areas]


def _bare(code: str, name: str, name_en: str, level: str, parent: str | None) -> Area:
    return Area(code, name, level, parent, name_en)


def declare(store: Store) -> None:
    """The words of the district."""
    store.declare((*LEVELS, *SOURCES, *DEPARTMENTS, *CATEGORIES))


def grids_of(community: str) -> list[str]:
    """The codes of a community's grids."""
    return [one.code for one in district().at_level("grid") if one.parent == community]


def _spot(event_id: str, area: str) -> tuple[float, float]:
    geometry = district().by_code[area].geometry
    middle = geometry.representative_point()
    turn, way = (crc32(f"{event_id}{what}".encode()) / 2**32 for what in ("turn", "way"))
    reach = 0.8 * way * geometry.boundary.distance(middle)
    return round(middle.x + reach * cos(2 * pi * turn), 6), round(middle.y + reach * sin(2 * pi * turn), 6)


def collected(event_id: str, area: str, *, at: datetime | None = None, **changes: Any) -> Message:
    """A case that begins now, in an area at a point of its own: one that many events share stands for "unknown"."""
    when = at or datetime.now(UTC)
    lon, lat = _spot(event_id, area)
    return {
        "event_id": event_id,
        "source": "hotline_12345",
        "stage": "collected",
        "at": when.isoformat(),
        "title": f"{event_id} 店外经营占用人行道",
        "category": "city/street-order",
        "severity": 2,
        "area": area,
        "lon": lon,
        "lat": lat,
        "due_at": (when + timedelta(days=2)).isoformat(),
        **changes,
    }
