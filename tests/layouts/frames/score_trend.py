"""Scores of twelve weeks as the panel gets them."""

import pandas as pd

from data_access.clock import DAY, HOUR
from data_access.frames.score_trend import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("code", "label", "week", "status", "chosen")
WEEKS = 12
ENDS = [NOW // HOUR * HOUR - 7 * DAY * back for back in reversed(range(WEEKS))]


def full(count: int = 10) -> pd.DataFrame:
    """`count` departments; history begins in the fourth week, the last department has a gap in the seventh."""
    rows = []
    for place in range(count):
        for week, end in enumerate(ENDS):
            total = None if week < 3 or (place == count - 1 and week == 6) else 98.0 - 2 * place + week % 3
            last = 98.0 - 2 * place + 2
            status = "warn" if last < 85 else "n"
            rows.append((f"d{place}", f"部门 {place}", week, end, total, "2026-11", status, place == 4))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    nobody: list[float | None] = [None] * 3
    frame.attrs.update(
        kind="department",
        pass_line=85.0,
        least=5,
        ends=ENDS,
        low=[*nobody, *[86.0] * 9],
        median=[*nobody, *[90.0] * 9],
        high=[*nobody, *[94.0] * 9],
        count=[0, 0, 0, *[count] * 9],
    )
    return frame
