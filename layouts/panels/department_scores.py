"""How the departments stand, by the cases that they had in the area."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import department_scores as source
from layouts import league
from layouts.context import Context
from layouts.ids import PanelId
from layouts.panel import Drawing, Panel, drawing
from layouts.text import Text


class DepartmentScoresId(StrEnum):
    """Parts of the ranking of departments."""

    HEAD = "department-scores-head"
    ROWS = "department-scores-rows"


def body(text: Text) -> Component:
    """The league table."""
    return league.body(DepartmentScoresId.HEAD, DepartmentScoresId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order; a row opens its score, a bar its part."""
    scores = league.entries(frame)
    parts: dict[str, dict[str, Any]] = {
        DepartmentScoresId.HEAD: {"children": league.head(scores, context)},
        DepartmentScoresId.ROWS: {"children": league.rows(scores, "department", context, frame.attrs, drill=False)},
    }
    unit = league.unit(scores, context, frame.attrs, "unassigned")
    return drawing(PanelId.DEPARTMENT_SCORES, context, parts, unit=unit, empty=_empty(scores, context.text))


def _empty(scores: list[list[league.Row]], text: Text) -> str | None:
    if not scores:
        return text("panel.department-scores.empty")
    return None if any(parts[0]["cases"] != 0 for parts in scores) else text("panel.department-scores.unscored")


PANEL: Final = Panel(PanelId.DEPARTMENT_SCORES, source.frame, draw, body, cadence=900, hertz=0.1)
