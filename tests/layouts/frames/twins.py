"""A sample of suspected duplicates: pairs, and one matter of three cases that two departments have open."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from tests.layouts.samples import NOW

ALWAYS = ("event_id", "source", "first_event_id", "first_source", "status")


def full(count: int = 10, **changes: Any) -> pd.DataFrame:
    """Matters 0..count-1, the newest first; the first of them has three cases."""
    rows = []
    for place in range(count):
        ids = [f"A{place}", f"B{place}", *([f"C{place}"] if place == 0 else [])]
        rows.append(
            {
                "at": NOW - place * HOUR,
                "event_id": ids[-1],
                "source": "hotline_12345",
                "source_label": "12345 热线",
                "first_at": NOW - (place + 2) * HOUR,
                "first_event_id": ids[0],
                "first_source": "grid_worker",
                "first_source_label": "网格员",
                "cases": len(ids),
                "sources": ["网格员", "12345 热线"],
                "event_ids": ids,
                "title": "路面积水",
                "category_label": "内涝积水",
                "area": "s1",
                "area_path": "东门街道 · 鼓楼社区",
                "metres": 46.4,
                "apart_seconds": 7200.0,
                "departments": ["水务局", "住建局"] if place == 0 else [],
                "open": 2,
                "status": "warn" if place == 0 else "note",
                **changes,
            }
        )
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(matters=count, cases=2 * count + 1, left_out=0, days=None)
    return frame
