"""A sample of the five stages: two with stuck cases, one that nobody left in the window."""

from typing import Any

import pandas as pd

ALWAYS = ("stage", "status")
STAGES = ("collected", "dispatched", "verified", "handled", "evaluated")


def full(**changes: Any) -> pd.DataFrame:
    """From the second stage on something is in them; the last has no ended stays; limits of a day."""
    rows = [
        {
            "stage": stage,
            "inside": 10 * place,
            "n": 0 if place == 4 else 50,
            "p50": None if place == 4 else 600.0 * (place + 1),
            "p90": None if place == 4 else 6000.0 * (place + 1),
            "age_p50": 3000.0 * place if place else None,
            "age_p90": 30_000.0 * place if place else None,
            "limit": 86_400.0,
            "stuck": 3 if place > 2 else 0,
            "status": "warn" if place > 2 else "n",
            **changes,
        }
        for place, stage in enumerate(STAGES)
    ]
    return pd.DataFrame(rows, dtype=object)
