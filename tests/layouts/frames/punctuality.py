"""A sample of the on-time table: a critical cell, one of a few cases, one of none, and all together."""

from typing import Any

import pandas as pd

ALWAYS = ("department", "label", "severity", "status")


def full(count: int = 10, **changes: Any) -> pd.DataFrame:
    """Departments 0..count-1 and all together, four severities and their total each."""
    rows = []
    for department in [*(f"department-{place}" for place in range(count)), "all"]:
        for severity, on_time, due in ((4, 10, 20), (3, 2, 4), (2, 0, 0), (1, 94, 100), (0, 106, 124)):
            status = {4: "crit", 0: "warn"}.get(severity, "n")
            rows.append(
                {
                    "department": department,
                    "label": f"名 {department}",
                    "severity": severity,
                    "on_time": on_time,
                    "due": due,
                    "value": on_time / due if due else None,
                    "status": status,
                    "total_value": 106 / 124,
                    "total_due": 124,
                    **changes,
                }
            )
    return pd.DataFrame(rows, dtype=object)
