"""The ranking of departments as the panel gets it."""

import pandas as pd

from tests.layouts.frames import area_scores

ALWAYS = area_scores.ALWAYS


def full(count: int = 10) -> pd.DataFrame:
    """`count` scores from 96 down by 4, the last with too few cases."""
    return area_scores.full(count, "department")
