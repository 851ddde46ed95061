"""The risk index as the panel gets it."""

from typing import Any

import pandas as pd

from data_access.frames.index import COLUMNS
from data_access.risk.index_rules import PARTS
from tests.layouts.samples import NOW

ALWAYS = ("code", "part", "missing", "status")
WEIGHTS = (30, 25, 20, 15, 10)
MADE = ((628.9, 33.8, 18.6, 3.6), (236.0, 222.8, 1.04, None), (5.0, 104.0, 0.038, None), (272.0, 1500.0, 0.18, None))
CASES: list[dict[str, Any]] = [
    {"event_id": "1", "title": "路面塌陷", "severity": 5, "over_seconds": 7200.0, "age_seconds": 9000.0},
    {"event_id": "2", "title": "积水", "severity": None, "over_seconds": -3600.0, "age_seconds": 9000.0},
    {"event_id": "3", "title": None, "severity": 2, "over_seconds": None, "age_seconds": 9000.0},
]


def full(count: int = 8) -> pd.DataFrame:
    """`count` areas, each ten below the one before; the last lacks hot spots and is the only one of which less is
    known."""
    rows = []
    for place in range(count):
        index = 92.0 - 10 * place
        gap = place == count - 1
        status = ("crit", "warn", "n")[min(place, 2)]
        head = (f"s{place}", f"东门{place}街道", True, index, status, 90.0 if gap else 100.0)
        for name, weight, made in zip(PARTS, WEIGHTS, (*MADE, (81.8, 236.0, 0.347, None)), strict=True):
            out = gap and name == "hot_spot"
            values = (None,) * 4 if out else made
            score = None if out else index / 100
            points = None if out else weight * index / 100
            rows.append((*head, name, float(weight), *values, score, points, "leaf" if out else ""))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(
        opened="s0",
        chosen=False,
        ranked=count,
        cases=CASES,
        of_whole=24.5,
        end=NOW,
        days=7,
        half_life=24.0,
        per="resident",
        metres=100.0,
        unplaced=12,
        version="2026.1",
    )
    return frame
