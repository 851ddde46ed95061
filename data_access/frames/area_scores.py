"""The ranking of the areas directly below: streets of a district, communities of a street, at any level."""

import pandas as pd

from data_access.frames.standings import level_of, standings
from data_access.reader import Reader
from data_access.scores.board import board
from data_access.scores.trend import trend
from data_access.view import View


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """The standings of the children; a leaf has no rows. attrs also: `level`, the word for that of the children, None
    for a leaf."""
    table = standings(reader, board(reader, view), trend(reader, view), "area", view.language)
    table.attrs["level"] = level_of(reader, reader.area(view).code, view.language)
    return table
