"""What warnings rest on, a picture each."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR, MINUTE
from data_access.frames.alarm_evidence import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("part", "status")
PICTURES: dict[str, list[dict[str, Any]]] = {
    "stages": [
        {"part": "stage", "label": "collected", "start_at": NOW - 20 * MINUTE, "end_at": NOW - 18 * MINUTE},
        {"part": "stage", "label": "dispatched", "start_at": NOW - 18 * MINUTE, "end_at": NOW - 4 * MINUTE},
        {"part": "stage", "label": "accepted", "start_at": NOW - 4 * MINUTE},
        {"part": "mark", "label": "urged", "start_at": NOW - 6 * MINUTE},
        {"part": "limit", "label": "accept", "start_at": NOW - 10 * MINUTE, "status": "crit"},
        {"part": "limit", "label": "due", "start_at": NOW + 10 * MINUTE},
    ],
    "hours": [
        {"part": "hour", "start_at": NOW + n * HOUR, "end_at": NOW + (n + 1) * HOUR, "value": n + 30, "usual": 9.5}
        for n in range(-24, 0)
    ],
    "arrivals": [
        {"part": "hour", "start_at": NOW + n * HOUR, "end_at": NOW + (n + 1) * HOUR, "value": 0} for n in range(-48, 0)
    ],
    "course": [
        {
            "part": "period",
            "start_at": NOW + n * HOUR,
            "end_at": NOW + (n + 1) * HOUR,
            "value": 0.9 + n / 100,
            "limit": 0.8,
        }
        for n in range(-24, 0)
    ],
    "cases": [
        {"part": "case", "label": f"路面塌陷{n}", "start_at": NOW - n * HOUR, "value": f"SJ{n}"} for n in range(5)
    ],
    "table": [
        {"part": "entry", "label": "open", "value": 214},
        {"part": "entry", "label": "overdue_share", "value": 0.374},
        {"part": "entry", "label": "p", "value": 0.0000012},
        {"part": "entry", "label": "since", "value": NOW},
        {"part": "entry", "label": "no-such-name", "value": 1},
    ],
}
PICTURES["hours"][-1]["status"] = "warn"


def full(picture: str = "stages") -> pd.DataFrame:
    """The rows of a picture."""
    rows = [{"status": "n", **row} for row in PICTURES[picture]]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame = frame.where(frame.notna(), None)
    frame.attrs.update(picture=picture)
    if picture == "course":
        frame.attrs.update(zh="完好率", en="Intact rate", percent=True, digits=0)
    if picture == "cases":
        frame.attrs.update(count=12)
    return frame
