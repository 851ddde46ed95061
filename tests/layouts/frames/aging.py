"""A sample of open beside closed: a department whose open cases are too old, and one that closes too few."""

from typing import Any

import pandas as pd

ALWAYS = ("department", "label", "open", "status")


def full(count: int = 10, **changes: Any) -> pd.DataFrame:
    """Departments 0..count-1, the one with the oldest open cases first; the second never closed half of its cases."""
    rows = [
        {
            "department": f"department-{place}",
            "label": f"部门 {place}",
            "open": 40 - place,
            "open_age": 400_000.0 - 1000 * place,
            "limit": 259_200.0,
            "closed": 50,
            "closed_p50": 90_000.0,
            "cohort": 120,
            "survival": None if place == 1 else 150_000.0,
            "accepted": 30,
            "judged": 40,
            "accepted_value": 0.75,
            "accepted_status": "warn",
            "returned": 4,
            "handed_on": 3,
            "taken_over": 2,
            "reworked": 5,
            "rework_value": 0.1,
            "status": "warn" if place == 0 else "n",
            **changes,
        }
        for place in range(count)
    ]
    return pd.DataFrame(rows, dtype=object)
