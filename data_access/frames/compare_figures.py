"""The measures of a view beside those of what it is compared with."""

from typing import Final

import pandas as pd

from data_access.briefing.comparing import Spread
from data_access.briefing.figures import Share
from data_access.briefing.findings import Operand
from data_access.frames.limits import above, below
from data_access.frames.paired import sides_told, spreads, stood, tallies
from data_access.frames.sides import Sides, sides_of
from data_access.judging import POISSON, Judged, Pair, judge, median_of
from data_access.measures import ALL
from data_access.reader import Reader
from data_access.tally import Tally, diversity
from data_access.view import View

COLUMNS = (
    *("measure", "value", "numerator", "denominator", "status"),
    *("other_value", "other_numerator", "other_denominator", "other_status"),
    *("difference", "change", "per_thousand", "other_per_thousand", "verdict", "p"),
)

COUNTS: Final = ("reported", "closed", "open", "overdue", "due")
LEVELS: Final = ("open", "overdue")
RATES: Final = {
    "on_time_rate": ("on_time", "due"),
    "rework_rate": ("reworked", "closed"),
    "satisfaction": ("satisfied", "scored"),
    "self_handled_share": ("self_handled", "reported"),
}
"""The counts that each rate is made of."""
DURATIONS: Final = {
    "response_p50": "response",
    "response_p90": "response",
    "handling_p50": "handling",
    "handling_p90": "handling",
}
FIGURES: Final = (*COUNTS, "on_time_rate", *DURATIONS, "rework_rate", "satisfaction", "self_handled_share")
"""In the order in which they are read; the diversity of sources comes last."""

WORSE: Final = {
    "overdue": 1,
    "on_time_rate": -1,
    "response_p50": 1,
    "handling_p50": 1,
    "rework_rate": 1,
    "satisfaction": -1,
}
"""Whether more of a figure is worse (1) or less of it is (-1)."""

Figure = tuple[float | None, int | None, int | None]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a figure of FIGURES and `source_diversity`; durations in seconds. `other_...` is the other side: of the
    window before as known at T, `open` and `overdue` as of its end. `difference` = value - other_value, `change` that
    as a share of other_value; None where either is unknown. `per_thousand` inhabitants where another area is compared
    with and both populations are known.

    `verdict`: better, worse, different, alike (no more than chance or too small to matter), few (too few cases) or
    unjudged (percentiles but the median, the diversity, counts of areas of unknown population); `p` where it was
    tested. attrs: those of `sides_told`, and `population`, a pair or None."""
    sides = sides_of(reader, view)
    own, other = _both(reader, sides)
    judged = dict(zip(FIGURES, _judged(reader, sides, own, other), strict=True)) if own and other else {}
    rows = []
    for name in (*FIGURES, "source_diversity"):
        mine, theirs = figure_of(name, own), figure_of(name, other)
        found = judged.get(name, Judged("unjudged"))
        both = mine[0] is not None and theirs[0] is not None
        gap = mine[0] - theirs[0] if mine[0] is not None and theirs[0] is not None else None
        rows.append(
            (
                *(name, *mine, _status(name, own)),
                *(*theirs, "n" if sides.before else _status(name, other)),
                *(gap, gap / theirs[0] if gap is not None and theirs[0] else None),
                *(_per_thousand(name, value, sides, place) for place, value in enumerate((mine[0], theirs[0]))),
                *((found.verdict, found.p) if both else (None, None)),
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(sides_told(reader, sides), population=sides.population)
    return table


def figure_of(name: str, tally: Tally | None) -> Figure:
    """(value, numerator, denominator) of a figure; all None of no tally."""
    if tally is None:
        return None, None, None
    if name in RATES:
        over, under = (int(getattr(tally, count)) for count in RATES[name])
        return over / under if under else None, over, under
    if name in DURATIONS:
        told = getattr(tally, DURATIONS[name]).as_json()
        return told[name.rpartition("_")[2]], None, told["n"]
    if name == "source_diversity":
        return diversity(tally.sources.values()), None, tally.reported
    return int(getattr(tally, name)), None, None


def _both(reader: Reader, sides: Sides) -> tuple[Tally | None, Tally | None]:
    own, other = (found.get("") for found in tallies(reader, sides, "none", ALL))
    if other is not None and sides.before:
        # What is kept is shared: the levels go into a tally of their own.
        copied = Tally(**{name: getattr(other, name) for name in Tally.__dataclass_fields__})
        copied.open, copied.overdue = stood(reader, sides)
        other = copied
    return own, other


def _judged(reader: Reader, sides: Sides, own: Tally, other: Tally) -> list[Judged]:
    known = spreads(reader, sides)
    return judge([_pair(name, own, other, sides, known) for name in FIGURES])


def _pair(name: str, own: Tally, other: Tally, sides: Sides, known: dict[str, Spread]) -> Pair | None:
    worse = WORSE.get(name, 0)
    if name in COUNTS:
        if not sides.before and sides.population is None:
            return None
        operands: tuple[Operand, Operand] = getattr(own, name), getattr(other, name)
        return Pair("count", *operands, worse, known.get(name, POISSON), sides.population or (1, 1))
    if name in RATES:
        return Pair("share", _share(name, own), _share(name, other), worse)
    if name.endswith("_p50"):
        held = DURATIONS[name]
        return Pair("median", median_of(getattr(own, held)), median_of(getattr(other, held)), worse)
    return None


def _share(name: str, tally: Tally) -> Share:
    over, under = RATES[name]
    return Share(int(getattr(tally, over)), int(getattr(tally, under)))


def _per_thousand(name: str, value: float | None, sides: Sides, place: int) -> float | None:
    if value is None or sides.population is None or name not in COUNTS:
        return None
    return 1000 * value / sides.population[place]


def _status(name: str, tally: Tally | None) -> str:
    value, _, count = figure_of(name, tally)
    if tally is not None and name == "overdue":
        return above("overdue_share", tally.overdue / tally.open if tally.open else None, tally.overdue)
    return below(name, value, count or 0) if name in ("on_time_rate", "satisfaction") else "n"
