"""A sample of the categories of two sides."""

import pandas as pd

from tests.layouts.frames.compare_groups import counted

ALWAYS = ("category", "label")


def full() -> pd.DataFrame:
    """Three of them."""
    return counted("category", "类别")
