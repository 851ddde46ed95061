"""The measures recomputed with pandas from their written definitions. Shares no code with the product.

Instants are microseconds since the epoch, UTC. In frames they are floats, NaN where there is none: a float holds
every microsecond until the year 2255 exactly, and a comparison with NaN is false, which is what is meant.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

STAGES = ("collected", "dispatched", "accepted", "verified", "handled", "evaluated", "archived")
MARKS = ("returned", "reworked", "extended", "urged", "supervised")
ENDS = ("voided", "withdrawn")
ORDER = {stage: place for place, stage in enumerate((*STAGES, *MARKS, *ENDS))}
CARRIED = ("area", "department", "category", "due_at", "self_handled", "satisfaction")
UNASSIGNED = "unassigned"
BY = ("none", "child", "department", "source", "category", "stage")

Message = dict[str, Any]
Locate = Callable[[float, float], str | None]


def instant(text: str) -> int:
    """Microseconds since the epoch of an ISO 8601 text with a zone."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


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


def transitions(messages: Sequence[Message], locate: Locate | None = None) -> pd.DataFrame:
    """A row for each transition, in the order in which they are folded."""
    rows = []
    for message in messages:
        row = {name: message.get(name) for name in ("source", "event_id", "stage", *CARRIED)}
        row["at"] = instant(message["at"])
        row["due_at"] = None if row["due_at"] is None else instant(row["due_at"])
        row["order"] = ORDER[row["stage"]]
        row["department_text"] = row["department"] or ""
        lon, lat = message.get("lon"), message.get("lat")
        if row["area"] is None and locate is not None and lon is not None and lat is not None:
            row["area"] = locate(lon, lat)
        rows.append(row)
    columns = ["source", "event_id", "stage", *CARRIED, "at", "order", "department_text"]
    # As objects, so that None, False and 0 stay what they are.
    frame = pd.DataFrame(rows, columns=columns, dtype=object).astype({"at": float, "order": int})
    frame = frame.drop_duplicates(["source", "event_id", "stage", "at", "department"], keep="first")
    frame = frame.sort_values(["at", "order", "department_text"]).reset_index(drop=True)
    frame["rank"] = frame.index
    frame["case"] = frame.groupby(["source", "event_id"]).ngroup()
    return frame


def cases_at(happened: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """E for the whole tree, of `transitions`: a row for each event collected by `as_of` and not voided or withdrawn
    by then."""
    seen = happened[happened["at"] <= as_of]

    def of(*stages: str) -> pd.DataFrame:
        return seen[seen["stage"].isin(stages)]

    def first(rows: pd.DataFrame, column: str) -> pd.Series:
        return rows.drop_duplicates("case", keep="first").set_index("case")[column]

    def last(rows: pd.DataFrame, column: str) -> pd.Series:
        return rows.drop_duplicates("case", keep="last").set_index("case")[column]

    known = {name: last(seen[seen[name].notna()], name) for name in CARRIED}
    known |= {
        "source": first(seen, "source"),
        "collected_at": first(of("collected"), "at"),
        "dispatched_at": first(of("dispatched"), "at"),
        "evaluated_at": last(of("evaluated"), "at"),
        "stage": last(of(*STAGES), "stage"),
    }
    cases = pd.DataFrame(known).astype({"due_at": float})
    cases = cases[cases["collected_at"].notna()]

    handled = last(of("handled"), "rank").reindex(cases.index)
    undone = last(of("returned", "reworked"), "rank").reindex(cases.index)
    cases["closed_at"] = last(of("handled"), "at").reindex(cases.index).where(~(undone > handled))

    dispatched = first(of("dispatched"), "rank").rename("dispatched")
    later = seen.join(dispatched, on="case")
    later = later[later["rank"] > later["dispatched"]]
    answers = [first(later[later["stage"] == stage], "at") for stage in ("accepted", "verified", "handled")]
    answered = answers[0].combine_first(answers[1]).combine_first(answers[2]).reindex(cases.index)
    cases["response"] = (answered - cases["dispatched_at"]) / 1e6
    cases["handling"] = (cases["closed_at"] - cases["collected_at"]) / 1e6

    cases["reworked"] = cases.index.isin(first(of("reworked"), "at").index)
    gone = cases.index.isin(first(of(*ENDS), "at").index)
    return cases[~gone].reset_index(drop=True)


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
    parent = dict(areas)
    if area not in parent or by not in BY or end > as_of or start > end:
        raise ValueError(f"area {area!r}, by {by!r}, window [{start}, {end}), as of {as_of}: not a view")
    paths = {code: _path(code, parent) for code in parent}
    if parent[area] is not None:  # The root holds everything, what is unlocated included.
        cases = _chosen(cases, (area in paths.get(code, ()) for code in cases["area"]))
    if department is not None:
        cases = cases[cases["department"].fillna(UNASSIGNED) == department]
    if source is not None:
        cases = cases[cases["source"] == source]
    if category is not None:
        cases = _chosen(cases, ((text + "/").startswith(category + "/") for text in cases["category"]))

    def row(key: str, part: pd.DataFrame) -> dict[str, Any]:
        return _row(key, part, start, end, as_of)

    if by == "none":
        return [row(area, cases)]
    if by == "stage":
        return [row(stage, cases[cases["stage"] == stage]) for stage in STAGES]
    if by == "child":
        children = [code for code in parent if parent[code] == area]
        keys = [_child(area, paths.get(code, ())) for code in cases["area"]]
        rest = row("unlocated", _chosen(cases, (key is None for key in keys)))
        rows = [row(child, _chosen(cases, [key == child for key in keys])) for child in children]
        return rows + [rest] * counts_anything(rest)
    keys = cases[by].fillna(UNASSIGNED)
    rows = [row(key, cases[keys == key]) for key in sorted(set(keys))]
    return [one for one in rows if counts_anything(one)]


def counts_anything(row: dict[str, Any]) -> bool:
    """Whether any event is counted in any measure of a row."""
    counts = [row[name] for name in ("reported", "closed", "open", "overdue", "due")]
    counts += [part["denominator"] for part in row.values() if isinstance(part, dict) and "denominator" in part]
    counts += [part["n"] for part in row.values() if isinstance(part, dict) and "n" in part]
    return any(counts)


def _path(code: str, parent: dict[str, str | None]) -> tuple[str, ...]:
    """The code and everything above it, from below."""
    above = parent[code]
    return (code,) if above is None else (code, *_path(above, parent))


def _chosen(cases: pd.DataFrame, flags: Iterable[bool]) -> pd.DataFrame:
    return cases[np.fromiter(flags, dtype=bool, count=len(cases))]


def _child(area: str, path: tuple[str, ...]) -> str | None:
    """The child of `area` that a path leads through, None if it ends at `area` or never meets it."""
    return path[path.index(area) - 1] if area in path[1:] else None


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
        "on_time_rate": _ratio(due["closed_at"] <= due["due_at"]),
        "rework_rate": _ratio(closed["reworked"]),
        "satisfaction": _ratio(scores >= 4),
        "self_handled_share": _ratio(value is True for value in reported["self_handled"]),
        "source_diversity": _diversity(reported["source"]),
        **{name: _spread(seconds) for name, seconds in durations.items()},
        "sizes": {name: _sizes(seconds) for name, seconds in durations.items()},
    }


def _ratio(hits: Iterable[Any]) -> dict[str, Any]:
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
