"""A sample of comparisons: of all kinds, some that agree."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from data_access.frames.reconciliation import COLUMNS
from tests.layouts.samples import LONG_EN, LONG_ZH, NOW

ALWAYS = ("kind", "name", "label", "metric", "area", "agrees", "percent", "status")
KINDS = ("children", "breakdown", "check")


def full(count: int = 20, **changes: Any) -> pd.DataFrame:
    """So many that differ, the first by 327 of 8,510, and two that agree."""
    rows = []
    for place in range(count + 2):
        agrees = place >= count
        row = {
            "kind": KINDS[place % 3],
            "name": "",
            "label": LONG_ZH if place == 1 else "在线摄像机",
            "metric": "camera.online",
            "against": [None, ["行业", LONG_EN], ["已派", "在途"]][place % 3],
            "area": "s1",
            "area_path": "东门街道",
            "total": 8510.0,
            "parts": 8510.0 if agrees else 8183.0 + place,
            "difference": 0.0 if agrees else 327.0 - place,
            "share": 0.0 if agrees else (327 - place) / 8510,
            "unit": "台",
            "digits": 0,
            "percent": False,
            "start_at": NOW - 2 * HOUR,
            "end_at": NOW - HOUR,
            "since_at": NOW - HOUR,
            "age": 3600.0,
            "agrees": agrees,
            "status": "n" if agrees else "warn",
        }
        rows.append({**row, **changes})
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(differing=count, agreeing=2, pending=3, version="v1")
    return frame
