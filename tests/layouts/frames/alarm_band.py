"""The warning that took over the wall, as the panels get it: an emergency that nobody has seen yet."""

from typing import Any

import pandas as pd

from data_access.clock import MINUTE
from data_access.frames.alarm_state import COLUMNS
from tests.layouts.frames.warnings import row
from tests.layouts.samples import NOW

ALWAYS = ("kind", "severity", "state", "subject")


def full(**changes: Any) -> pd.DataFrame:
    """One row; two others wait."""
    given = {
        **row(kind="severe_case", severity="crit", title="下穿通道积水，车辆被困", raised_at=NOW - 6 * MINUTE),
        "start_at": NOW - 6 * MINUTE,
        "due_at": NOW + 24 * MINUTE,
        "accept_by": NOW - 3 * MINUTE,
        "accepted_at": NOW - 4 * MINUTE,
        "closed_at": None,
        **changes,
    }
    frame = pd.DataFrame([given], columns=list(COLUMNS), dtype=object)
    frame.attrs.update(missing="", asked="7", waiting=[9, 4])
    return frame
