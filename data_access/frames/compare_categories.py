"""What cases were about, beside those of what is compared with."""

import pandas as pd

from data_access.frames.compare_groups import COUNTED, grouped
from data_access.reader import Reader
from data_access.view import View

COLUMNS = ("category", "label", *COUNTED)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a category, as `grouped` has them."""
    return grouped(reader, view, "category")
