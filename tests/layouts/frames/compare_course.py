"""A sample of the course of two sides: the last bar of this one is still to come."""

import pandas as pd

from data_access.clock import DAY, HOUR
from data_access.frames.compare_course import COLUMNS
from tests.layouts.frames.compared import BEFORE
from tests.layouts.samples import NOW

ALWAYS = ("bucket", "seconds")


def full(bars: int = 24) -> pd.DataFrame:
    """A bar an hour."""
    start = NOW // HOUR * HOUR - (bars - 1) * HOUR
    rows = []
    for place in range(bars):
        bucket = start + place * HOUR
        own = (place % 7, place % 5, 90 + place) if place < bars - 1 else (None, None, None)
        rows.append((bucket, 3600, *own, bucket - DAY, place % 6, place % 4, 80 + place))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    totals = {"reported": 66, "closed": 44, "open": 112}
    frame.attrs.update(BEFORE, own=totals, other={**totals, "reported": 60})
    return frame
