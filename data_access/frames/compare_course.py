"""What came in and was closed and how much was open, bar by bar, beside the same bars of what it is compared with."""

from typing import Final

import pandas as pd

from data_access.frames import balance
from data_access.frames.asking import TICK
from data_access.frames.paired import sides_told
from data_access.frames.sides import Sides, sides_of
from data_access.kept import kept
from data_access.reader import Reader
from data_access.view import View

LINES: Final = ("reported", "closed", "open")
COLUMNS = ("bucket", "seconds", *LINES, "other_bucket", *(f"other_{name}" for name in LINES))


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a bar, the first of one side beside the first of the other: `reported` and `closed` in it, `open` as of
    its end, as frames/balance.py tells them; None where one side has no such bar, is still to come or lies before the
    history. attrs: those of `sides_told`; `own` and `other`, the totals of reported and closed and the last open."""
    sides = sides_of(reader, view)
    own, other = balance.frame(reader, sides.own), _other(reader, sides)
    mine, theirs = own.to_dict("records"), other.to_dict("records")
    rows = []
    for place in range(max(len(mine), len(theirs))):
        one = mine[place] if place < len(mine) else {}
        against = theirs[place] if place < len(theirs) else {}
        bar = (one.get("bucket"), one.get("seconds") or against.get("seconds"))
        counts = (one.get(name) for name in LINES)
        rows.append((*bar, *counts, against.get("bucket"), *(against.get(name) for name in LINES)))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    totals = {name: {line: side.attrs.get(line) for line in LINES} for name, side in (("own", own), ("other", other))}
    table.attrs.update(sides_told(reader, sides), **totals)
    return table


def _other(reader: Reader, sides: Sides) -> pd.DataFrame:
    if not sides.other_known:
        return pd.DataFrame([], columns=list(balance.COLUMNS), dtype=object)
    if not sides.before:
        return balance.frame(reader, sides.other)
    own = reader.question(sides.own)
    return kept(reader, own, "course before", lambda: balance.frame(reader, sides.other), tick=TICK)
