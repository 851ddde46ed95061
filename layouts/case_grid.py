"""The grid of cases behind a number, as the browser mounts it when a list is first looked at."""

import json
from typing import Any, Final

from dash_ag_grid import AgGrid
from plotly.utils import PlotlyJSONEncoder

GRID: Final = "why-grid"
"""The id of the grid."""

BLOCK: Final = 100
"""Rows asked for at a time."""

_COLOURS: Final = {
    "backgroundColor": "s1",
    "foregroundColor": "t1",
    "textColor": "t1",
    "subtleTextColor": "t3",
    "headerBackgroundColor": "s2",
    "headerTextColor": "t2",
    "oddRowBackgroundColor": "s1",
    "rowHoverColor": "accent-bg",
    "selectedRowBackgroundColor": "accent-bg",
    "accentColor": "accent",
    "borderColor": "hair",
    "chromeBackgroundColor": "s2",
    "inputBackgroundColor": "canvas",
    "inputTextColor": "t1",
}
"""The grid's colours by the token that each is."""

_SIZES: Final = {
    "fontFamily": "inherit",
    "fontSize": "1.5rem",
    "headerFontSize": "1.5rem",
    "rowHeight": "3.4rem",
    "headerHeight": "3.4rem",
    "spacing": ".6rem",
    "wrapperBorderRadius": "0",
}


def grid() -> dict[str, Any]:
    """The grid as plain JSON, without columns and words, which the browser puts in by the language of the page."""
    params = {**{name: f"var(--{token})" for name, token in _COLOURS.items()}, **_SIZES}
    theme = f"themeQuartz.withParams({json.dumps({**params, 'wrapperBorder': False})})"
    options = {
        "theme": {"function": theme},
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 20,
        "rowBuffer": 20,
        "tooltipShowDelay": 400,
        "animateRows": False,
        "rowClassRules": {"overdue": "params.data && params.data.status === 'overdue'"},
    }
    found = AgGrid(
        id=GRID,
        rowModelType="infinite",
        dashGridOptions=options,
        getRowId="params.data.source + '/' + params.data.event_id",
        style={"height": "100%", "width": "100%"},
    )
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=PlotlyJSONEncoder))
    return plain
