"""The steps of an emergency: its own, those of the warning, and the one that is waited for."""

from typing import Any

import pandas as pd

from data_access.clock import MINUTE
from data_access.frames.alarm_chain import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("kind", "step")


def full() -> pd.DataFrame:
    """Collected, raised, dispatched, accepted too late, acknowledged, to be handled."""
    steps: list[dict[str, Any]] = [
        {"kind": "case", "step": "collected", "at": NOW - 9 * MINUTE},
        {"kind": "warning", "step": "raised", "at": NOW - 8 * MINUTE, "severity": "crit"},
        {"kind": "case", "step": "dispatched", "at": NOW - 7 * MINUTE, "department_label": "水务局"},
        {
            "kind": "case",
            "step": "accepted",
            "at": NOW - 3 * MINUTE,
            "department_label": "水务局",
            "post": "水务局二科",
        },
        {"kind": "warning", "step": "acknowledged", "at": NOW - 2 * MINUTE, "person": "值班长"},
        {"kind": "next", "step": "handled", "department_label": "水务局", "limit_at": NOW + 20 * MINUTE},
    ]
    steps[3] |= {"limit_at": NOW - 5 * MINUTE, "late_seconds": 120.0}
    frame = pd.DataFrame(steps, columns=list(COLUMNS), dtype=object)
    return frame.where(frame.notna(), None)
