"""The ranking of the departments by what they had in the area; a chosen department is ranked among all others."""

import pandas as pd

from data_access.frames.standings import standings
from data_access.reader import Reader
from data_access.scores.board import board
from data_access.scores.trend import trend
from data_access.view import View


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """The standings of every department that is declared or had a case."""
    return standings(reader, board(reader, view), trend(reader, view), "department", view.language)
