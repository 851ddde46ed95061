"""A sample of the small multiples: thirty days each, with gaps, the first department past its limit."""

from typing import Any

import pandas as pd

from data_access.clock import DAY, parse_instant

ALWAYS = ("department", "label", "day", "n", "status")
FIRST = parse_instant("2026-10-24T00:00:00+08:00")


def full(count: int = 12, **changes: Any) -> pd.DataFrame:
    """Departments 0..count-1; every seventh day has too few answers."""
    rows = []
    for place in range(count):
        for day in range(30):
            few = day % 7 == 3
            ratio = None if few else (1.4 if place == 0 else 0.6) + day / 100
            rows.append(
                {
                    "department": f"department-{place}",
                    "label": f"部门 {place}",
                    "limit": 1800.0,
                    "day": FIRST + day * DAY,
                    "n": 3 if few else 20,
                    "p90": 1800.0 * (ratio or 1),
                    "ratio": ratio,
                    "last": (1.4 if place == 0 else 0.6) + 29 / 100,
                    "status": "crit" if place == 0 else "n",
                    **changes,
                }
            )
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs["unlimited"] = 1
    return frame
