"""A sample of cases that do not move: the first with nobody, the others beyond the limit of their stage."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from tests.layouts.samples import NOW

ALWAYS = ("event_id", "source", "reason", "status")


def full(count: int = 20, **changes: Any) -> pd.DataFrame:
    """Rows 0..count-1, standing for 60, 59 ... hours."""
    rows = [
        {
            "event_id": f"SJ{place}",
            "source": "hotline_12345",
            "title": "雨水口堵塞三处",
            "area": "s1",
            "area_path": "东门街道 · 鼓楼社区",
            "department_label": None if place == 0 else "水务局",
            "stage": "collected" if place == 0 else "dispatched",
            "reason": "unowned" if place == 0 else "stage",
            "since": NOW - (60 - place) * HOUR,
            "seconds": 3600.0 * (60 - place),
            "limit": 86_400.0,
            "open": True,
            "severity": 2,
            "status": "crit" if place == 0 else "warn",
            **changes,
        }
        for place in range(count)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(stuck=count - 1, unowned=1)
    return frame
