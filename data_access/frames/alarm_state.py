"""The warning that took over the wall: what it is, what has to be done by when, and how many others wait."""

from typing import Final

import pandas as pd

from data_access.frames.alarm import accept_by, alarm_row, situation
from data_access.frames.warnings import COLUMNS as OF_WARNINGS
from data_access.reader import Reader
from data_access.view import View

COLUMNS: Final = (*OF_WARNINGS, "start_at", "accept_by", "accepted_at", "closed_at")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row as in the frame of warnings, or none; `due_at` the deadline in force, `start_at`: when its case came in,
    None without a case; `accept_by`: until when a department has to accept it, `accepted_at` when it did; `closed_at`
    when it was closed or ended.

    attrs: `missing` (nothing: no critical warning stands; unknown: the focus names none that the viewer may see at T;
    "" with a row), `asked` what the focus named, `waiting` the ids of the other critical warnings that nobody
    acknowledged, the most pressing first."""
    found = situation(reader, view)
    row, case = alarm_row(reader, found), found.case
    if row is not None:
        answered = case is not None and case.response is not None and case.dispatched_at is not None
        row |= {
            "start_at": case and case.collected_at,
            "accept_by": accept_by(reader, case),
            "accepted_at": case.dispatched_at + case.response if answered else None,
            "closed_at": case and (case.closed_at or case.ended_at),
        }
    table = pd.DataFrame([] if row is None else [row], columns=list(COLUMNS), dtype=object)
    table.attrs.update(missing=found.missing, asked=found.asked, waiting=[one.id for one in found.waiting])
    return table
