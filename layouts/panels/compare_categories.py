"""What the cases of two sides were about."""

from enum import StrEnum
from typing import Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import compare_categories as source
from layouts.context import Context
from layouts.ids import PanelId
from layouts.pairs import draw_pairs, table
from layouts.panel import Drawing, Panel
from layouts.text import Text


class CompareCategoriesId(StrEnum):
    """Parts of the panel."""

    HEAD = "compare-categories-head"
    ROWS = "compare-categories-rows"


def body(text: Text) -> Component:
    """The head and a row a category."""
    return table(CompareCategoriesId.HEAD, CompareCategoriesId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """A row a category, the largest differences first."""
    ids = (CompareCategoriesId.HEAD, CompareCategoriesId.ROWS)
    return draw_pairs(frame, context, PanelId.COMPARE_CATEGORIES, "category", ids)


PANEL: Final = Panel(PanelId.COMPARE_CATEGORIES, source.frame, draw, body, cadence=300, hertz=0.5)
