"""A sample of a day: more comes in than goes out, and the last bars are still to come."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from tests.layouts.samples import NOW

ALWAYS = ("bucket", "seconds")


def full(count: int = 24, to_come: int = 0, **changes: Any) -> pd.DataFrame:
    """Bars of an hour that end with NOW's hour, then `to_come` more; reported runs 0..6, closed 0..4."""
    start = NOW // HOUR * HOUR - (count - 1) * HOUR
    rows: list[dict[str, Any]] = [
        {
            "bucket": start + place * HOUR,
            "seconds": 3600,
            "reported": place % 7,
            "closed": place % 5,
            "open": 300 + place,
            "overdue": 12,
            **changes,
        }
        for place in range(count)
    ]
    rows += [
        {**rows[-1], "bucket": start + place * HOUR, "reported": None, "closed": None, "open": None, "overdue": None}
        for place in range(count, count + to_come)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(reported=69, closed=46, open=300 + count - 1, open_before=290)
    return frame
