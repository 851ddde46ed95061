"""A sample of the distributions: one department past its limit, one within it, one too small to be judged."""

import math
from typing import Any

import pandas as pd

ALWAYS = ("department", "label", "n", "status")


def full(count: int = 10, **changes: Any) -> pd.DataFrame:
    """Departments 0..count-1, the slowest first; the last has too few cases."""
    seconds = [60.0 * 1.12**step for step in range(64)]
    rows = []
    for place in range(count):
        small = place == count - 1 and count > 1
        rows.append(
            {
                "department": f"department-{place}",
                "label": f"部门 {place}",
                "n": 3 if small else 40,
                "p10": 300.0,
                "p50": 900.0,
                "p90": 3600.0,
                "limit": 1800.0,
                "ratio": 2.0,
                "over": 8,
                "judged": 41,
                "waiting": 1,
                "density": None if small else [math.exp(-((step - 30) ** 2) / 200) for step in range(64)],
                "status": ("crit", "warn", "n")[min(place, 2)],
                **changes,
            }
        )
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(measure="response", seconds=seconds, total=363)
    return frame
