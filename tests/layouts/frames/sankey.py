"""A sample of the ways from source to stage: ten sources, three categories, all six stages."""

from typing import Any

import pandas as pd

ALWAYS = ("source", "category", "stage", "count")
STAGES = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")


def full(sources: int = 10, **changes: Any) -> pd.DataFrame:
    """Sources 0..sources-1; source n reports (n + 1) cases of every category and stage."""
    rows = [
        {
            "source": f"source-{source}",
            "source_label": f"来源 {source}",
            "category": category,
            "category_label": category.upper(),
            "stage": stage,
            "count": source + 1,
            **changes,
        }
        for source in range(sources)
        for category in ("city", "traffic", "housing")
        for stage in STAGES
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(categories=["city", "traffic", "housing"])
    return frame
