"""A sample of the axis of deadlines: four hours in quarters, some bars empty, some not accepted."""

from typing import Any

import pandas as pd

from data_access.clock import MINUTE
from tests.layouts.samples import NOW

ALWAYS = ("start", "seconds", "soon")


def full(count: int = 16, minutes: int = 15, **changes: Any) -> pd.DataFrame:
    """Bars 0..count-1; the number of cases runs 0, 1, 2, 3, 4, 0, 1 ..."""
    rows = [
        {
            "start": NOW + place * minutes * MINUTE,
            "seconds": 60 * minutes,
            "count": place % 5,
            "unaccepted": place % 5 // 2,
            "soon": place * minutes < 120,
            **changes,
        }
        for place in range(count)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(horizon="4h", total=30, total_unaccepted=12, due_soon=13, soon_unaccepted=5)
    return frame
