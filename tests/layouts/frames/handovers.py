"""A sample of pushing: departments, the ways between them, and cases that went round."""

from typing import Any

import pandas as pd

from data_access.frames.handovers import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("kind", "department", "to", "event_id", "source", "status")


def full(count: int = 10, pairs: int = 4, chains: int = 6) -> pd.DataFrame:
    """The first department pushes most; every chain goes there and back, the last is closed."""
    rows: list[dict[str, Any]] = [
        {
            "kind": "department",
            "department": f"department-{place}",
            "label": f"部门 {place}",
            "received": 40,
            "returned": 9 - min(place, 9),
            "handed_on": 5,
            "pushed": 10 - place,
            "share": (10 - place) / 40,
            "n": 30,
            "p50": 600.0,
            "p90": 2400.0 if place else 9000.0,
            "limit": 7200.0,
            "status": "warn" if place == 0 else "n",
        }
        for place in range(count)
    ]
    rows += [
        {
            "kind": "pair",
            "department": f"department-{place}",
            "label": f"部门 {place}",
            "to": f"department-{place + 1}",
            "to_label": f"部门 {place + 1}",
            "count": 7 - place,
            "status": "n",
        }
        for place in range(pairs)
    ]
    rows += [
        {
            "kind": "chain",
            "department": "chengguan",
            "label": "城管局",
            "count": 2,
            "event_id": f"SJ{place}",
            "source": "hotline_12345",
            "title": "屋面渗漏",
            "area": "s1",
            "path": ["chengguan", "zhujian", "chengguan"],
            "path_labels": ["城管局", "住建局", "城管局"],
            "open": place < chains - 1,
            "at": NOW,
            "status": "warn" if place < chains - 1 else "n",
        }
        for place in range(chains)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame = frame.where(frame.notna(), None)
    frame.attrs.update(handovers=22, returns=24, long=chains)
    return frame
