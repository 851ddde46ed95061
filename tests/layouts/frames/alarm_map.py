"""The place of an emergency: its community with two grids, a neighbour, two open cases."""

from typing import Any

import pandas as pd

from data_access.frames.alarm_map import COLUMNS

ALWAYS = ("kind",)
SQUARE = {"type": "Polygon", "coordinates": [[[117.0, 34.0], [117.1, 34.0], [117.1, 34.1], [117.0, 34.0]]]}


def full() -> pd.DataFrame:
    """As the panel gets it."""
    spot = {"lon": 117.05, "lat": 34.05}
    rows: list[dict[str, Any]] = [
        {"kind": "subject", "code": "c1", "name": "江畔社区", "geometry": SQUARE, **spot},
        {"kind": "below", "code": "g1", "name": "江畔社区第1网格", "geometry": SQUARE, **spot},
        {"kind": "below", "code": "g2", "name": "江畔社区第2网格", "geometry": SQUARE, **spot},
        {"kind": "name", "code": "c2", "name": "东门里社区", "lon": 117.2, "lat": 34.0},
        {
            "kind": "point",
            "event_id": "SJ3",
            "source": "hotline",
            "severity": 5,
            "overdue": False,
            "metres": 0.0,
            **spot,
        },
        {"kind": "case", "event_id": "SJ4", "source": "app", "severity": 2, "overdue": False, "metres": 120, **spot},
        {"kind": "case", "event_id": "SJ5", "source": "app", "severity": 3, "overdue": True, "metres": 290, **spot},
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame = frame.where(frame.notna(), None)
    frame.attrs.update(drawn=True, missing="", state="raised", severity="crit", subject="江畔社区", radius=300.0)
    frame.attrs.update(near=2, near_overdue=1)
    return frame
