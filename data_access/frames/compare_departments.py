"""What departments were given, how much of it they closed on time and how fast they responded, beside those of what is
compared with."""

from typing import Any

import pandas as pd

from data_access.briefing.figures import Share
from data_access.frames.compare_groups import COUNTED, counted, label_of
from data_access.frames.paired import sides_told, tallies
from data_access.frames.sides import sides_of
from data_access.judging import Pair, judge, median_of
from data_access.reader import Reader
from data_access.tally import Tally
from data_access.view import View

WANTS = ("reported", "due", "response")
SIDE = ("on_time_value", "on_time_numerator", "on_time_denominator", "n", "p50", "p90")
COLUMNS = (
    *("department", "label", *COUNTED, *SIDE, *(f"other_{name}" for name in SIDE)),
    *("on_time_verdict", "response_verdict"),
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a department, as `grouped` has them, with the on-time rate and the response time (`n`, `p50`, `p90`, in
    seconds) of both sides, and what is to be said of their differences. attrs: those of `sides_told`."""
    sides = sides_of(reader, view)
    own, other = tallies(reader, sides, "department", WANTS)
    found = counted(reader, sides, "department", own, other)
    pairs = [(own.get(key, Tally()), other.get(key, Tally())) for key in found]
    shares = [Pair("share", Share(a.on_time, a.due), Share(b.on_time, b.due), worse=-1) for a, b in pairs]
    medians = [Pair("median", median_of(a.response), median_of(b.response), worse=1) for a, b in pairs]
    verdicts = [one.verdict for one in judge([*shares, *medians])]
    rows = []
    known = sides.own_known and sides.other_known
    for place, (key, counts) in enumerate(found.items()):
        mine = _side(own.get(key)) if sides.own_known else (None,) * len(SIDE)
        theirs = _side(other.get(key)) if sides.other_known else (None,) * len(SIDE)
        said = (verdicts[place], verdicts[len(pairs) + place]) if known else (None, None)
        rows.append((key, label_of(reader, view, "department", key), *counts, *mine, *theirs, *said))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(sides_told(reader, sides))
    return table


def _side(tally: Tally | None) -> tuple[Any, ...]:
    one = tally or Tally()
    response = one.response.as_json()
    value = one.on_time / one.due if one.due else None
    return value, one.on_time, one.due, response["n"], response["p50"], response["p90"]
