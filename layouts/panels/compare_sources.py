"""Where the cases of two sides came from."""

from enum import StrEnum
from typing import Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import compare_sources as source
from layouts.context import Context
from layouts.ids import PanelId
from layouts.pairs import draw_pairs, table
from layouts.panel import Drawing, Panel
from layouts.text import Text


class CompareSourcesId(StrEnum):
    """Parts of the panel."""

    HEAD = "compare-sources-head"
    ROWS = "compare-sources-rows"


def body(text: Text) -> Component:
    """The head and a row a source."""
    return table(CompareSourcesId.HEAD, CompareSourcesId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row a source, the largest differences first."""
    ids = (CompareSourcesId.HEAD, CompareSourcesId.ROWS)
    return draw_pairs(frame, context, PanelId.COMPARE_SOURCES, "source", ids)


PANEL: Final = Panel(PanelId.COMPARE_SOURCES, source.frame, draw, body, cadence=300, hertz=0.5)
