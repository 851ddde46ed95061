"""Every panel of the wall, in the order in which they are rendered. A new panel is one module and one line here."""

from typing import Final

from layouts.panel import Panel
from layouts.panels import (
    areas,
    departments,
    flow,
    inflow,
    kpis,
    map,
    overdue,
    rhythm,
    sentence,
    ticker,
)

PANELS: Final[tuple[Panel, ...]] = (
    sentence.PANEL,
    kpis.PANEL,
    map.PANEL,
    ticker.PANEL,
    flow.PANEL,
    inflow.PANEL,
    departments.PANEL,
    areas.PANEL,
    rhythm.PANEL,
    overdue.PANEL,
)
