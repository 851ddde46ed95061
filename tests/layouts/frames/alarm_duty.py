"""Who answers for an emergency and how they stand; the areas below as for a warning without a case."""

from typing import Any

import pandas as pd

from data_access.frames.alarm_duty import COLUMNS

ALWAYS = ("kind",)


def full() -> pd.DataFrame:
    """One row of each kind, three areas."""
    standing = {"open": 12, "overdue": 3, "on_time_value": 0.9, "on_time_numerator": 45, "on_time_denominator": 50}
    rows: list[dict[str, Any]] = [
        {"kind": "department", "code": "shuiwu", "label": "水务局", "status": "warn", **standing},
        {"kind": "post", "code": "post-2", "label": "水务局二科"},
        {"kind": "area", "code": "s1", "label": "东门街道", "level": "街道", "status": "n", **standing},
        {"kind": "area", "code": "c1", "label": "江畔社区", "level": "社区", "status": "crit", **standing},
        {"kind": "area", "code": "g1", "label": "江畔社区第1网格", "level": "网格", **standing, "on_time_value": None},
        {"kind": "matter", "cases": 2, "sources": ["随手拍", "12345热线"], "status": "n"},
        {"kind": "near", "open": 5, "overdue": 1, "status": "n"},
        {"kind": "below", "code": "g2", "label": "江畔社区第2网格", "level": "网格", "open": 4, "overdue": 0},
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.where(frame.notna(), None)
