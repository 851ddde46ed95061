"""How the areas directly below stand: streets in a district, communities in a street."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import area_scores as source
from layouts import league
from layouts.context import Context
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.text import Text


class AreaScoresId(StrEnum):
    """Parts of the ranking of areas."""

    HEAD = "area-scores-head"
    ROWS = "area-scores-rows"


def body(text: Text) -> Component:
    """The league table."""
    return league.body(AreaScoresId.HEAD, AreaScoresId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order; a name leads down into its area, the rest of a row opens the score."""
    scores, text, level = league.entries(frame), context.text, frame.attrs.get("level")
    parts: dict[str, dict[str, Any]] = {
        AreaScoresId.HEAD: {"children": league.head(scores, context)},
        AreaScoresId.ROWS: {"children": league.rows(scores, "area", context, frame.attrs, drill=True)},
    }
    title = text("panel.area-scores.title") if level is None else text("panel.area-scores.title_level", level=level)
    unit = league.unit(scores, context, frame.attrs, "unlocated")
    return drawing(PanelId.AREA_SCORES, context, parts, title=title, unit=unit, empty=_empty(scores, text))


def _empty(scores: list[list[league.Row]], text: Text) -> str | None:
    if not scores:
        return text("panel.area-scores.empty")
    return None if any(parts[0]["cases"] != 0 for parts in scores) else text("panel.area-scores.unscored")


PANEL: Final = Panel(PanelId.AREA_SCORES, source.frame, draw, body, cadence=900, hertz=0.1)
