"""Samples of what two sides counted by a key: one that only one side has, one without a name."""

import pandas as pd

from data_access.frames.compare_groups import COUNTED
from tests.layouts.frames.compared import BEFORE


def counted(by: str, label: str) -> pd.DataFrame:
    """Three keys, the largest difference first."""
    rows = [
        ("a", f"{label} a", 120, 40, 80, 2.0, 0.6, 0.4, "different"),
        ("b", f"{label} b", 60, 61, -1, -1 / 61, 0.3, 0.61, "alike"),
        ("", "", 2, 0, 2, None, 0.01, 0.0, "few"),
    ]
    frame = pd.DataFrame(rows, columns=[by, "label", *COUNTED], dtype=object)
    frame.attrs.update(BEFORE)
    return frame
