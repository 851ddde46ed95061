"""A sample of the figures of two sides: one worse, one that nobody judges, one that one side has not."""

from typing import Any

import pandas as pd

from data_access.frames.compare_figures import COLUMNS
from tests.layouts.frames.compared import AREAS, BEFORE

ALWAYS = ("measure", "status", "other_status")


def full(*, areas: bool = False) -> pd.DataFrame:
    """A day against the day before, or a street against another."""

    def row(measure: str, own: tuple[Any, ...], other: tuple[Any, ...], verdict: str | None) -> tuple[Any, ...]:
        gap = None if other[0] is None else own[0] - other[0]
        change = gap / other[0] if gap is not None and other[0] else None
        heads = (2.0, 20.5) if areas and own[1] is own[2] is None else (None, None)
        return (measure, *own, "n", *other, "n", gap, change, *heads, verdict, None if verdict is None else 0.01)

    rows = [
        row("reported", (233, None, None), (151, None, None), "different"),
        row("open", (96, None, None), (93, None, None), "alike"),
        row("overdue", (5, None, None), (0, None, None), "few"),
        row("on_time_rate", (0.9, 180, 200), (0.99, 198, 200), "worse"),
        row("response_p50", (984.3, None, 20), (1339.8, None, 28), "better"),
        row("handling_p90", (70_991.9, None, 214), (None, None, 0), None),
        row("source_diversity", (1.667, None, 233), (3.468, None, 151), "unjudged"),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(AREAS if areas else BEFORE, population=(30_000, 3_000) if areas else None)
    return frame
