"""A sample of the departments of two sides: one that is late, one that answered nothing, and nobody's."""

import pandas as pd

from data_access.frames.compare_departments import COLUMNS
from tests.layouts.frames.compared import BEFORE

ALWAYS = ("department", "label")


def full() -> pd.DataFrame:
    """Three rows."""
    nothing = (None, 0, 0, 0, None, None)
    rows = [
        (
            *("chengguan", "城管局", 120, 40, 80, 2.0, 0.6, 0.4, "different"),
            *(0.8, 80, 100, 50, 1800.0, 5400.0),
            *(0.95, 38, 40, 30, 600.0, 1200.0, "worse", "worse"),
        ),
        (
            *("gongan", "公安分局", 60, 61, -1, -1 / 61, 0.3, 0.6, "alike"),
            *(1.0, 3, 3, 2, 300.0, 400.0, *nothing, "few", "few"),
        ),
        ("unassigned", "unassigned", 2, 0, 2, None, 0.01, 0.0, "few", *nothing, *nothing, "few", "few"),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(BEFORE)
    return frame
