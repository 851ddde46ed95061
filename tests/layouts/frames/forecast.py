"""A sample of the forecast: a day back with counts, a day ahead without, and the score of the past."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from tests.layouts.samples import NOW

ALWAYS = ("start", "ahead")


def full(winner: str = "model", **changes: Any) -> pd.DataFrame:
    """30 cases an hour, 31.5 expected, between 24 and 40, 28 a week before."""
    hour = NOW // HOUR * HOUR
    rows = [
        {
            "start": hour + (place - 24) * HOUR,
            "ahead": place >= 24,
            "count": 30 if place < 24 else None,
            "expected": 31.5,
            "low": 24.0,
            "high": 40.0,
            "naive": 28.0,
            **changes,
        }
        for place in range(48)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    score = {"mae_model": 3.14, "mae_naive": 4.0, "coverage": 0.825, "n": 336, "winner": winner}
    frame.attrs.update(score=score, within=0.8)
    return frame
