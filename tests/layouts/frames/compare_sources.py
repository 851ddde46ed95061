"""A sample of the sources of two sides."""

import pandas as pd

from tests.layouts.frames.compare_groups import counted

ALWAYS = ("source", "label")


def full() -> pd.DataFrame:
    """Three of them."""
    return counted("source", "来源")
