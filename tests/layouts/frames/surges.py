"""A sample of hourly counts: 24 hours and what has come of the next, two of them over the limit."""

from typing import Any

import pandas as pd

from data_access.clock import DAY, HOUR
from tests.layouts.samples import NOW

ALWAYS = ("start", "seconds", "share", "over")


def full(rows: int = 25, over: tuple[int, ...] = (5, 24), **changes: Any) -> pd.DataFrame:
    """Counts of 20, 60 where over, against 22 expected and a limit of 40."""
    last = NOW // HOUR * HOUR
    table = [
        {
            "start": last - (rows - 1 - place) * HOUR,
            "seconds": 3600,
            "share": 0.5 if place == rows - 1 else 1.0,
            "count": 60 if place in over else 20,
            "expected": 22.0,
            "smooth": 21.5,
            "lower": 15.0,
            "upper": 30.0,
            "floor": 4.0,
            "ceiling": 40.0,
            "over": place in over,
            "p": None,
            **changes,
        }
        for place in range(rows)
    ]
    frame = pd.DataFrame(table, dtype=object)
    frame.attrs.update(method="ewma", over=len(over), known=rows)
    return frame


def few() -> pd.DataFrame:
    """Fourteen days of 1 case against 0.8 expected, judged by the exact tail; the last has 6."""
    frame = full(14, over=(13,), seconds=86_400, share=1.0, expected=0.8, smooth=None, lower=None, upper=None, p=0.2)
    start = NOW // HOUR * HOUR + HOUR - 14 * DAY
    frame["start"] = [start + place * DAY for place in range(14)]
    frame["count"] = [1] * 13 + [6]
    frame["floor"], frame["ceiling"] = 0.0, 4.0
    frame.attrs.update(method="exact")
    return frame
