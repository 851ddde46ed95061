"""Hot spots as the panel gets them."""

from typing import Any

import pandas as pd

from data_access.clock import DAY
from data_access.frames.hotspots import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("number", "kind", "status")
KINDS = ("new", "intensifying", "persistent", "sporadic", "diminishing")


def full(count: int = 5, **changes: Any) -> pd.DataFrame:
    """`count` spots, the first of which call for action; the last has no history."""
    rows = []
    for place in range(count):
        last = place == count - 1
        row = {
            "number": place + 1,
            "seconds": 14_400 if place == 0 else 86_400,
            "label": f"江畔{place}社区",
            "others": "长堤社区" if place % 2 else None,
            "kind": KINDS[place % len(KINDS)],
            "category": "water/flood",
            "category_label": "积水内涝",
            "department": "shuiwu",
            "department_label": None if last else "水务局",
            "since_at": NOW - (place + 1) * DAY,
            "count": 41 - 5 * place,
            "usual": None if last else 9.0,
            "ratio": None if last else 4.6 - place,
            "cases": [3, 4, 2, 5, 3, 4, 6, 5, 7, 12, 30, 41],
            "areas": place + 1,
            "area": "s1",
            "status": ("crit", "warn", "n")[min(place, 2)],
            "lon": 117.2,
            "lat": 34.3,
            "radius": 400.0,
        }
        rows.append({**row, **changes})
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(
        seconds=[14_400, 86_400],
        judged=612,
        level="网格",
        rated=True,
        missing="",
        weeks=4,
        q=0.05,
        version="2026.1",
    )
    return frame
