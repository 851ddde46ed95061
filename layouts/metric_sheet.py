"""A frame of a panel of the metric catalogue as drawings read it: totals, the rows below, the periods before."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data_access.clock import SECOND
from layouts.context import Context
from layouts.records import records

Row = dict[str, Any]

_WORSE: Final = {"crit": 3, "warn": 2}
_SPOILED: Final = frozenset({"missing", "stale", "unreconciled", "above", "repeated"})

UNTOLD: Final[dict[str, Any]] = {
    "label": "",
    "unit": "",
    "percent": False,
    "digits": 0,
    "note": "",
    "period": None,
    "fresh": None,
    "kind": "level",
    "rollup": "sum",
    "direction": "none",
    "level": None,
    "target": None,
    "amber": None,
    "of": None,
    "ratio": None,
    "suppress": 0,
    "min": None,
    "max": None,
}
"""What is known of a metric that the frame says nothing about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One area below, or one value of a dimension: its rows by metric."""

    key: str
    name: str
    drill: str | None
    rows: dict[str, Row]

    @property
    def status(self) -> str:
        """The worst status of its figures."""
        return max((row["status"] or "n" for row in self.rows.values()), key=lambda one: _WORSE.get(one, 0))

    @property
    def rank(self) -> int:
        """How much it needs to be seen: 3 and 2 for the statuses, 1 for a figure that is missing or in doubt; last what
        reported nothing at all, of which the title says how many there are."""
        if all(row["value"] is None and "missing" in (row["flags"] or ()) for row in self.rows.values()):
            return -1
        spoiled = any(_SPOILED & set(row["flags"] or ()) for row in self.rows.values())
        return max(_WORSE.get(self.status, 0), int(spoiled))


class Sheet:
    """`totals` and `points` by metric in the panel's order; `lines` in the frame's order."""

    def __init__(self, frame: pd.DataFrame, context: Context) -> None:
        self.context = context
        self.attrs: dict[Any, Any] = frame.attrs
        self.meanings: dict[str, dict[str, Any]] = frame.attrs.get("metrics") or {}
        self.totals: dict[str, Row] = {}
        self.points: dict[str, list[Row]] = {}
        found: dict[str, Line] = {}
        for row in records(frame):
            metric = row["metric"]
            if row["part"] == "total":
                self.totals[metric] = row
            elif row["part"] == "point":
                self.points.setdefault(metric, []).append(row)
            else:
                line = found.setdefault(row["key"], Line(row["key"], row["name"] or row["key"], row["drill"], {}))
                line.rows[metric] = row
        self.lines = list(found.values())

    @property
    def metrics(self) -> list[str]:
        """The panel's metrics in order."""
        return list(self.meanings) or list(self.totals)

    @property
    def told(self) -> bool:
        """Whether any figure was ever reported."""
        rows = [*self.totals.values(), *(row for line in self.lines for row in line.rows.values())]
        return any(row["at"] is not None or row["value"] is not None for row in rows)

    def meaning(self, metric: str) -> dict[str, Any]:
        """What a metric is."""
        return self.meanings.get(metric) or {**UNTOLD, "label": metric}

    def worst_first(self) -> list[Line]:
        """The lines, those that need to be seen before the others: rows that do not fit are left out from the last.
        The values of a dimension keep their order."""
        if self.attrs.get("by") != "child":
            return self.lines
        return sorted(self.lines, key=lambda line: -line.rank)

    def age(self, row: Row) -> float | None:
        """Seconds since the oldest report that a figure rests on."""
        return None if row["at"] is None else max((self.context.as_of - row["at"]) / SECOND, 0.0)
