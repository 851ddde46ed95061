"""A sample of playlists: one that two walls follow, one that nobody does."""

from typing import Any

import pandas as pd

from data_access.frames.playlist import COLUMNS
from data_access.walls.hours import WEEK
from tests.layouts.samples import LONG_ZH, NOW

ALWAYS = (
    "playlist", "place", "scene", "window", "seconds", "start", "end", "days", "held", "usable", "on", "walls",
)  # fmt: skip
WALLS = [{"wall": "main", "label": "主屏"}, {"wall": "side", "label": "侧屏"}]


def row(**changes: Any) -> dict[str, Any]:
    """An entry that is always played."""
    return {
        "playlist": "duty",
        "place": 1,
        "scene": "overview",
        "area": None,
        "area_label": None,
        "window": "24h",
        "seconds": 25,
        "start": "00:00",
        "end": "24:00",
        "days": list(WEEK),
        "held": True,
        "usable": True,
        "on": [],
        "walls": WALLS,
        **changes,
    }


def of(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of entries."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    frame.attrs["data_time"] = NOW
    return frame


def full(**changes: Any) -> pd.DataFrame:
    """One that is on, one out of its hours, one of an area that is gone, one of a long name, one of another list."""
    rows = [
        row(on=["main"]),
        row(place=2, scene="services", start="08:30", end="17:30", days=list(WEEK[:5]), held=False),
        row(place=3, scene="flow", area="gone", usable=False),
        row(place=4, scene="risk", area="s1", area_label=LONG_ZH, window="7d", seconds=3600),
        row(playlist="hall", scene="democracy", walls=[]),
    ]
    return of(*({**one, **changes} for one in rows))
