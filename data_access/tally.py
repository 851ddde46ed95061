"""The counts behind the measures of one row, and the durations behind its percentiles."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_access.clock import SECOND
from data_access.rollups.histogram import decode, percentiles, values_of


@dataclass(slots=True)
class Durations:
    """Durations given one by one (microseconds) and as histogram texts, merged when percentiles are asked for."""

    exact: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def weighted(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """(seconds, weights)."""
        bins, counts = decode(self.texts)
        if self.taken:
            without, fewer = decode(self.taken)
            totals = Counter(dict(zip(bins.tolist(), counts.tolist(), strict=True)))
            totals.subtract(dict(zip(without.tolist(), fewer.tolist(), strict=True)))
            left = {index: count for index, count in totals.items() if count}
            bins, counts = np.array(list(left), dtype=np.int64), np.array(list(left.values()), dtype=np.int64)
        exact = np.array(self.exact, dtype=np.float64) / SECOND
        seconds = np.concatenate([exact, values_of(bins)])
        return seconds, np.concatenate([np.ones(len(exact), dtype=np.int64), counts])

    def as_json(self) -> dict[str, Any]:
        """{"n", "p50", "p90"}, seconds; percentiles None where n is 0."""
        seconds, weights = self.weighted()
        p50, p90 = percentiles(seconds, weights, (0.5, 0.9))
        return {"n": int(weights.sum()), "p50": p50, "p90": p90}


COUNTS: Final = (
    *("reported", "self_handled", "closed", "reworked", "self_closed", "unproven", "severity"),
    *("due", "on_time", "due_closed", "scored", "satisfied", "open", "overdue"),
)
"""The counts of a tally."""


@dataclass(slots=True)
class Tally:
    """What was counted for one key; the names are those of the rollup columns."""

    reported: int = 0
    self_handled: int = 0
    closed: int = 0
    reworked: int = 0
    self_closed: int = 0
    unproven: int = 0
    severity: int = 0
    due: int = 0
    on_time: int = 0
    due_closed: int = 0
    scored: int = 0
    satisfied: int = 0
    open: int = 0
    overdue: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    response: Durations = field(default_factory=Durations)
    handling: Durations = field(default_factory=Durations)

    @property
    def any(self) -> bool:
        """Whether anything at all was counted."""
        counts = (self.reported, self.closed, self.due, self.scored, self.open)
        return any(counts) or bool(self.response.weighted()[1].sum())

    def as_json(self) -> dict[str, Any]:
        """The measures in the shape of the API; shares carry numerator and denominator."""
        return {
            "reported": self.reported,
            "closed": self.closed,
            "open": self.open,
            "overdue": self.overdue,
            "due": self.due,
            "on_time_rate": share(self.on_time, self.due),
            "rework_rate": share(self.reworked, self.closed),
            "satisfaction": share(self.satisfied, self.scored),
            "self_handled_share": share(self.self_handled, self.reported),
            "source_diversity": diversity(self.sources.values()),
            "response_seconds": self.response.as_json(),
            "handling_seconds": self.handling.as_json(),
        }


def total(tallies: Iterable[Tally]) -> Tally:
    """What several keys make together, where no case is in two of them."""
    whole = Tally()
    for tally in tallies:
        for name in COUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
        whole.sources.update(tally.sources)
        for into, one in ((whole.response, tally.response), (whole.handling, tally.handling)):
            into.exact += one.exact
            into.texts += one.texts
            into.taken += one.taken
    return whole


def share(numerator: int, denominator: int) -> dict[str, Any]:
    """{"value", "numerator", "denominator"}; value None where the denominator is 0."""
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def diversity(counts: Iterable[int]) -> float | None:
    """exp of the Shannon entropy of counts: the effective number of kinds; None where there is nothing."""
    present = [count for count in counts if count]
    total = sum(present)
    if not total:
        return None
    return math.exp(-sum(count / total * math.log(count / total) for count in present))
