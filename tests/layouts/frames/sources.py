"""A sample of the mix of sources: one fell silent, one never gave anything."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR, MINUTE
from tests.layouts.samples import NOW

ALWAYS = ("source", "label", "silent", "status")


def full(count: int = 8, **changes: Any) -> pd.DataFrame:
    """Sources 0..count-1; the last but one is silent, the last gave nothing ever."""
    rows = []
    for place in range(count):
        none, silent = place == count - 1, place == count - 2
        rows.append(
            {
                "source": f"source-{place}",
                "label": f"来源 {place}",
                "reported": None if none else 100 - place,
                "share": None if none else 0.2,
                "self_handled": None if none else 50,
                "self_value": None if none else 0.5,
                "previous": None if none else 80,
                "share_previous": None if none else 0.2,
                "last_at": None if none else NOW - (8 * HOUR if silent else 2 * MINUTE),
                "cadence_minutes": 60,
                "silent": silent,
                "status": "warn" if silent else "n",
                **changes,
            }
        )
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(diversity=3.14, diversity_previous=3.3, active=count - 1, known=count)
    return frame
