"""The areas directly below: what came in, is open, is overdue, and the share on time. The list beside the map."""

import pandas as pd

from data_access.frames.asking import is_known, shared
from data_access.frames.limits import below, overdue_status, worst
from data_access.frames.unreconciled import unreconciled
from data_access.reader import UNLOCATED, Reader
from data_access.view import View

COLUMNS = (
    "code",
    "label",
    "level",
    "drill",
    "reported",
    "closed",
    "open",
    "overdue",
    "on_time_value",
    "on_time_numerator",
    "on_time_denominator",
    "status",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a child in the order of the tree, then `unlocated` where there is any; together they make the area.
    A leaf has no rows, nor has a window before the history. attrs: `unreconciled`, the evidence by measure of totals
    that do not add up."""
    question = reader.question(view)
    if not reader.tree.children(question.area) or not is_known(reader, question):
        return pd.DataFrame([], columns=list(COLUMNS), dtype=object)
    rows = []
    for code, tally in shared(reader, view, "child", ("reported", "closed", "open", "due")).items():
        known = code != UNLOCATED
        label = reader.area_label(code, view.language) if known else code
        level = reader.tree[code].level if known else None
        on_time = tally.on_time / tally.due if tally.due else None
        status = worst(below("on_time_rate", on_time, tally.due), overdue_status(tally.overdue, tally.open))
        counts = (tally.reported, tally.closed, tally.open, tally.overdue)
        rows.append((code, label, level, known, *counts, on_time, tally.on_time, tally.due, status))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs["unreconciled"] = unreconciled(reader, view)
    return table
