"""Frames as rows of plain values: what drawings read, with every kind of missing value as None."""

from typing import Any

import pandas as pd

from layouts.format import known


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as dictionaries; NaN and NaT become None, lists stay lists."""
    columns = [str(name) for name in frame.columns]
    rows = zip(*(frame[name].tolist() for name in columns), strict=True) if columns else ()
    return [{name: value if known(value) else None for name, value in zip(columns, row, strict=True)} for row in rows]
