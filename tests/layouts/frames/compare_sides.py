"""A sample of the sides of a comparison: a street against another, with what else it could be compared with."""

import pandas as pd

from data_access.clock import DAY
from data_access.frames.compare_sides import COLUMNS
from tests.layouts.frames.compared import AREAS
from tests.layouts.samples import NOW

ALWAYS = ("part", "kind", "code", "label", "level", "start_at", "end_at", "chosen")


def full() -> pd.DataFrame:
    """Two sides and four choices."""
    day = (NOW - DAY, NOW)
    rows = [
        ("own", "area", "s1", "东门街道", "街道", 30_000, *day, False),
        ("other", "area", "s2", "滨江街道", "街道", 3_000, *day, False),
        ("choice", "previous", "previous", None, None, None, NOW - 2 * DAY, NOW - DAY, False),
        ("choice", "sibling", "s2", "滨江街道", "街道", 3_000, *day, True),
        ("choice", "sibling", "s3", "西岭街道", "街道", None, *day, False),
        ("choice", "above", "d", "鼓楼区", "区", 90_000, *day, False),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(AREAS)
    return frame
