"""Cases folded from messages with pandas, from the written definitions. Shares no code with the product.

`cases_at(transitions(messages, locate), as_of)` is E; `chosen` cuts it by area and filters, `parts` into the rows of a
table. What is measured of them is in oracle.py and course.py.

Instants are microseconds since the epoch, UTC. In frames they are floats, NaN where there is none: a float holds
every microsecond until the year 2255 exactly, and a comparison with NaN is false, which is what is meant.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

STAGES = ("collected", "dispatched", "accepted", "verified", "handled", "evaluated", "archived")
MARKS = ("returned", "reworked", "extended", "urged", "supervised")
ENDS = ("voided", "withdrawn")
ORDER = {stage: place for place, stage in enumerate((*STAGES, *MARKS, *ENDS))}
CARRIED = ("area", "department", "category", "severity", "due_at", "self_handled", "satisfaction", "post")
UNASSIGNED = "unassigned"
BY = ("none", "child", "department", "source", "category", "stage")

Message = dict[str, Any]
Locate = Callable[[float, float], str | None]


def instant(text: str) -> int:
    """Microseconds since the epoch of an ISO 8601 text with a zone."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def transitions(messages: Sequence[Message], locate: Locate | None = None) -> pd.DataFrame:
    """A row for each transition, in the order in which they are folded."""
    rows = []
    for message in messages:
        row = {name: message.get(name) for name in ("source", "event_id", "stage", *CARRIED)}
        row["at"] = instant(message["at"])
        row["due_at"] = None if row["due_at"] is None else instant(row["due_at"])
        row["order"] = ORDER[row["stage"]]
        row["department_text"] = row["department"] or ""
        row["noted"] = bool((message.get("note") or "").strip())
        lon, lat = message.get("lon"), message.get("lat")
        if row["area"] is None and locate is not None and lon is not None and lat is not None:
            row["area"] = locate(lon, lat)
        rows.append(row)
    columns = ["source", "event_id", "stage", *CARRIED, "at", "order", "department_text", "noted"]
    # As objects, so that None, False and 0 stay what they are.
    frame = pd.DataFrame(rows, columns=columns, dtype=object).astype({"at": float, "order": int})
    frame = frame.drop_duplicates(["source", "event_id", "stage", "at", "department"], keep="first")
    frame = frame.sort_values(["at", "order", "department_text"]).reset_index(drop=True)
    frame["rank"] = frame.index
    frame["case"] = frame.groupby(["source", "event_id"]).ngroup()
    return frame


def cases_at(happened: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """E for the whole tree, of `transitions`: a row for each event collected by `as_of` and not voided or withdrawn
    by then. `case` is its number in the transitions; an instant that there is none of is NaN."""
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
        "event_id": first(seen, "event_id"),
        "collected_at": first(of("collected"), "at"),
        "dispatched_at": first(of("dispatched"), "at"),
        "verified_at": first(of("verified"), "at"),
        "handled_at": first(of("handled"), "at"),
        "evaluated_at": last(of("evaluated"), "at"),
        "archived_at": last(of("archived"), "at"),
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
    noted = last(of("handled"), "noted").reindex(cases.index)
    cases["proven"] = noted.notna() & (noted.eq(True) | cases["verified_at"].notna())
    gone = cases.index.isin(first(of(*ENDS), "at").index)
    return cases[~gone].rename_axis("case").reset_index()


def chosen(
    cases: pd.DataFrame,
    areas: Sequence[tuple[str, str | None]],
    *,
    area: str,
    department: str | None = None,
    source: str | None = None,
    category: str | None = None,
) -> pd.DataFrame:
    """The cases in the subtree of an area that match the filters."""
    parent = dict(areas)
    if area not in parent:
        raise ValueError(f"area {area!r}: not in the tree")
    if parent[area] is not None:  # The root holds everything, what is unlocated included.
        paths = {code: _path(code, parent) for code in parent}
        cases = flagged(cases, (area in paths.get(code, ()) for code in cases["area"]))
    if department is not None:
        cases = cases[cases["department"].fillna(UNASSIGNED) == department]
    if source is not None:
        cases = cases[cases["source"] == source]
    if category is not None:
        cases = flagged(cases, ((text + "/").startswith(category + "/") for text in cases["category"]))
    return cases


def parts(
    cases: pd.DataFrame, areas: Sequence[tuple[str, str | None]], area: str, by: str
) -> list[tuple[str, pd.DataFrame]]:
    """(key, cases) of each part; by child every child of the area, then `unlocated`, by stage all seven."""
    if by == "none":
        return [(area, cases)]
    if by == "stage":
        return [(stage, cases[cases["stage"] == stage]) for stage in STAGES]
    if by == "child":
        parent = dict(areas)
        paths = {code: _path(code, parent) for code in parent}
        keys = [_child(area, paths.get(code, ())) for code in cases["area"]]
        children = [code for code in parent if parent[code] == area]
        found = [(child, flagged(cases, [key == child for key in keys])) for child in children]
        return [*found, ("unlocated", flagged(cases, (key is None for key in keys)))]
    if by not in BY:
        raise ValueError(f"by {by!r}: not a cut")
    named = cases[by].fillna(UNASSIGNED)
    return [(key, cases[named == key]) for key in sorted(set(named))]


def _path(code: str, parent: dict[str, str | None]) -> tuple[str, ...]:
    """The code and everything above it, from below."""
    above = parent[code]
    return (code,) if above is None else (code, *_path(above, parent))


def flagged(cases: pd.DataFrame, flags: Iterable[bool]) -> pd.DataFrame:
    """The cases whose flag is set."""
    return cases[np.fromiter(flags, dtype=bool, count=len(cases))]


def _child(area: str, path: tuple[str, ...]) -> str | None:
    """The child of `area` that a path leads through, None if it ends at `area` or never meets it."""
    return path[path.index(area) - 1] if area in path[1:] else None
