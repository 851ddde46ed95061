"""The measures recomputed with pandas from their written definitions. Shares no code with the product."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tests.recomputation.cases import Locate, Message, cases_at, chosen, flagged, parts, transitions


def measures(
    messages: Sequence[Message],
    areas: Sequence[tuple[str, str | None]],
    *,
    area: str,
    start: int,
    end: int,
    as_of: int,
    by: str = "none",
    department: str | None = None,
    source: str | None = None,
    category: str | None = None,
    locate: Locate | None = None,
) -> list[dict[str, Any]]:
    """The rows of GET /api/v1/measures without labels, for the window [start, end), end <= as_of."""
    cases = cases_at(transitions(messages, locate), as_of)
    rows = rows_of(
        cases,
        areas,
        area=area,
        start=start,
        end=end,
        as_of=as_of,
        by=by,
        department=department,
        source=source,
        category=category,
    )
    return [{name: value for name, value in row.items() if name != "sizes"} for row in rows]


def rows_of(
    cases: pd.DataFrame,
    areas: Sequence[tuple[str, str | None]],
    *,
    area: str,
    start: int,
    end: int,
    as_of: int,
    by: str = "none",
    department: str | None = None,
    source: str | None = None,
    category: str | None = None,
) -> list[dict[str, Any]]:
    """`measures` of cases that `cases_at` folded for the same `as_of`, each row with the `sizes` of its percentiles:
    how large the durations are that a percentile lies between, without their signs."""
    if end > as_of or start > end:
        raise ValueError(f"window [{start}, {end}), as of {as_of}: not a view")
    cases = chosen(cases, areas, area=area, department=department, source=source, category=category)
    rows = [_row(key, part, start, end, as_of) for key, part in parts(cases, areas, area, by)]
    if by in ("none", "stage"):
        return rows
    if by == "child":
        return rows[:-1] + [row for row in rows[-1:] if counts_anything(row)]
    return [one for one in rows if counts_anything(one)]


def counts_of(cases: pd.DataFrame, *, start: int, end: int, as_of: int) -> dict[str, int]:
    """Counts of some cases for the window [start, end), as of the instant that they were folded for.

    `self_closed`: closed, self-handled; `unproven`: of these, neither ever verified nor with a note on the handling;
    `severity`: the sum over what was reported, 1 for a case without; `due_closed`: due, closed as of T."""

    def among(column: str) -> pd.DataFrame:
        return cases[(cases[column] >= start) & (cases[column] < end)]

    reported, closed, due = among("collected_at"), among("closed_at"), among("due_at")
    scores = among("evaluated_at")["satisfaction"].dropna()
    still_open = cases[cases["closed_at"].isna()]
    own = flagged(closed, (value is True for value in closed["self_handled"]))
    return {
        "reported": len(reported),
        "self_handled": sum(value is True for value in reported["self_handled"]),
        "severity": int(reported["severity"].fillna(1).sum()),
        "closed": len(closed),
        "reworked": int(closed["reworked"].sum()),
        "self_closed": len(own),
        "unproven": int((~own["proven"].astype(bool)).sum()),
        "due": len(due),
        "on_time": int((due["closed_at"] <= due["due_at"]).sum()),
        "due_closed": int(due["closed_at"].notna().sum()),
        "scored": len(scores),
        "satisfied": int((scores >= 4).sum()),
        "open": len(still_open),
        "overdue": int((still_open["due_at"] < as_of).sum()),
    }


def counts_anything(row: dict[str, Any]) -> bool:
    """Whether any event is counted in any measure of a row."""
    counts = [row[name] for name in ("reported", "closed", "open", "overdue", "due")]
    counts += [part["denominator"] for part in row.values() if isinstance(part, dict) and "denominator" in part]
    counts += [part["n"] for part in row.values() if isinstance(part, dict) and "n" in part]
    return any(counts)


def _row(key: str, cases: pd.DataFrame, start: int, end: int, as_of: int) -> dict[str, Any]:
    def in_window(column: str) -> pd.DataFrame:
        return cases[(cases[column] >= start) & (cases[column] < end)]

    reported, closed, due = in_window("collected_at"), in_window("closed_at"), in_window("due_at")
    still_open = cases[cases["closed_at"].isna()]
    durations = {"response_seconds": in_window("dispatched_at")["response"], "handling_seconds": closed["handling"]}
    scores = in_window("evaluated_at")["satisfaction"].dropna()
    return {
        "key": key,
        "reported": len(reported),
        "closed": len(closed),
        "open": len(still_open),
        "overdue": int((still_open["due_at"] < as_of).sum()),
        "due": len(due),
        "on_time_rate": ratio(due["closed_at"] <= due["due_at"]),
        "rework_rate": ratio(closed["reworked"]),
        "satisfaction": ratio(scores >= 4),
        "self_handled_share": ratio(value is True for value in reported["self_handled"]),
        "source_diversity": _diversity(reported["source"]),
        **{name: _spread(seconds) for name, seconds in durations.items()},
        "sizes": {name: _sizes(seconds) for name, seconds in durations.items()},
    }


def ratio(hits: Iterable[Any]) -> dict[str, Any]:
    """A share of flags; value None of nothing."""
    flags = [bool(hit) for hit in hits]
    count, among = sum(flags), len(flags)
    return {"value": count / among if among else None, "numerator": count, "denominator": among}


def _diversity(sources: pd.Series) -> float | None:
    """exp of the Shannon entropy: the number of equally frequent sources that would be as diverse."""
    if sources.empty:
        return None
    shares = sources.value_counts(normalize=True)
    return math.exp(-sum(share * math.log(share) for share in shares))


def _spread(seconds: pd.Series) -> dict[str, Any]:
    known = seconds.dropna().to_numpy(dtype=float)
    p50, p90 = (float(np.percentile(known, q)) for q in (50, 90)) if len(known) else (None, None)
    return {"n": len(known), "p50": p50, "p90": p90}


def _sizes(seconds: pd.Series) -> dict[str, float]:
    """What a relative error of a percentile is relative to. Handled before collected is a negative duration, and
    between a negative and a positive rank a percentile may be far smaller than either."""
    known = np.sort(seconds.dropna().to_numpy(dtype=float))
    sizes = {}
    for name, share in {"p50": 0.5, "p90": 0.9}.items():
        place = share * (len(known) - 1)
        sizes[name] = float(np.interp(place, np.arange(len(known)), np.abs(known))) if len(known) else 0.0
    return sizes
