"""Supervision scores recomputed from docs/scores.md. Shares no code with the product; stands on cases.py.

A score is a dictionary: `parts` by measure, `total`, `grade`, `cases`, `gap`, `version`; in a ranking also `rank`,
`unranked`, `status`, `change`, `moved`. A part has `weight`, `used`, `numerator`, `denominator`, `value`, `points`,
`lost`, `left_out`, `excluded`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from tests.recomputation.cases import flagged, parts
from tests.recomputation.course import acceptance, marks_of
from tests.recomputation.oracle import counts_of

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = ("department", "area", "post")
SAME = 1e-9
GRADES = {"A": 90, "B": 75, "C": 60, "D": 40}
DEFAULTS = {"least_cases": 5, "pass_line": 85, "alarm_line": 60, "grades": GRADES, "lowest_grade": "E"}

Score = dict[str, Any]
Window = tuple[int, int]


@dataclass(frozen=True)
class Ground:
    """What scores rest on besides cases: the tree, who is declared, the limits in seconds, the file of rules."""

    areas: tuple[tuple[str, str | None], ...]
    departments: tuple[str, ...]
    sources: int
    limits: Mapping[str, float]
    book: Mapping[str, Any]

    def version_at(self, end: int) -> dict[str, Any]:
        """The version in force just before an instant."""
        last = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=end - 1)
        day = last.astimezone(ZONE).date()
        begun = [one for one in self.book["rules"] if one.get("valid_from", date.min) <= day]
        version: dict[str, Any] = max(begun, key=lambda one: one.get("valid_from", date.min))
        return DEFAULTS | version


def scores(
    ground: Ground, kind: str, cases: pd.DataFrame, *, area: str, window: Window, as_of: int
) -> tuple[dict[str, Score], int]:
    """The scores of a kind by code, and how many cases filed count for nobody. `cases` are E of the view."""
    version = ground.version_at(window[1])
    found = {}
    nobody = 0
    for code, own in _subjects(ground, kind, cases, area):
        one = score(ground, version, kind, code, own, window, as_of)
        if code is None:
            nobody = 0 if kind == "post" else int(one["filed"])
        elif one["met"] or (kind == "area") or (kind == "department" and code in ground.departments):
            found[code] = one
    return found, nobody


def _subjects(ground: Ground, kind: str, cases: pd.DataFrame, area: str) -> list[tuple[str | None, pd.DataFrame]]:
    if kind == "area":
        cut = parts(cases, ground.areas, area, "child")
        return [(None if code == "unlocated" else code, own) for code, own in cut]
    named = {value for value in cases[kind] if isinstance(value, str)}
    named |= set(ground.departments) if kind == "department" else set()
    return [(None, cases[cases[kind].isna()]), *((code, cases[cases[kind] == code]) for code in sorted(named))]


def score(
    ground: Ground,
    version: Mapping[str, Any],
    kind: str,
    code: str | None,
    cases: pd.DataFrame,
    window: Window,
    as_of: int,
) -> Score:
    """The score of some cases by a version of the rules. `filed`: reported; `met`: whether there was a case that is
    looked at."""
    start, end = window
    counts = counts_of(cases, start=start, end=end, as_of=as_of)
    most = max(counts["reported"], counts["due"], counts["closed"])
    judged = _acceptance(ground, cases, window, as_of)
    made = {
        "volume": _volume(version, code if kind == "department" else None, counts["reported"], most),
        "closure": _share(counts["due_closed"], counts["due"]),
        "on_time": _share(counts["on_time"], counts["due"]),
        "rework": _share(counts["reworked"], counts["closed"], bad=True),
        "satisfaction": _share(counts["satisfied"], counts["scored"]),
        "diversity": _diversity(ground, cases, window),
        "evidence": _share(counts["unproven"], counts["self_closed"], bad=True),
        "acceptance": judged,
    }
    weights = {name: weight for name, weight in version[kind].items() if weight}
    found = _weighed(version, weights, made)
    others = {"satisfaction": counts["scored"], "acceptance": judged["denominator"] or judged["excluded"]}
    met = most or any(others.get(name) for name in weights)
    return found | {"cases": most, "filed": counts["reported"], "met": bool(met)}


def _share(numerator: int, denominator: int, *, bad: bool = False, excluded: int = 0) -> dict[str, Any]:
    value = None if denominator == 0 else numerator / denominator
    if value is not None and bad:
        value = 1 - value
    left_out = None if value is not None else "unlimited" if excluded else "nothing"
    pair = {"numerator": numerator, "denominator": denominator}
    return pair | {"value": value, "left_out": left_out, "excluded": excluded}


def _volume(version: Mapping[str, Any], department: str | None, filed: int, most: int) -> dict[str, Any]:
    groups = version["volume"]
    (others,) = [group for group in groups if not group.get("departments")]
    group = next((one for one in groups if department in one.get("departments", ())), others)
    (band,) = [one for one in group["bands"] if one["from"] <= filed <= one.get("to", math.inf)]
    found = _share(filed, 0) | {"value": band["points"] / 100, "left_out": None}
    return found if most else _share(filed, 0)


def _diversity(ground: Ground, cases: pd.DataFrame, window: Window) -> dict[str, Any]:
    filed = cases[(cases["collected_at"] >= window[0]) & (cases["collected_at"] < window[1])]
    if filed.empty:
        return _share(0, 0) | {"denominator": ground.sources}
    shares = [int(count) / len(filed) for count in filed["source"].value_counts() if count]
    effective = math.exp(-sum(share * math.log(share) for share in shares))
    value = effective / ground.sources
    return {"numerator": effective, "denominator": ground.sources, "value": value, "left_out": None, "excluded": 0}


def _acceptance(ground: Ground, cases: pd.DataFrame, window: Window, as_of: int) -> dict[str, Any]:
    start, end = window
    met = among = 0
    for department, limit in ground.limits.items():
        own = cases[cases["department"] == department]
        found = acceptance(own, start=start, end=end, as_of=as_of, limit=limit)
        met, among = met + found["numerator"], among + found["denominator"]
    free = flagged(cases, (code not in ground.limits for code in cases["department"]))
    excluded = int(((free["dispatched_at"] >= start) & (free["dispatched_at"] < end)).sum())
    return _share(met, among, excluded=excluded)


def _weighed(version: Mapping[str, Any], weights: Mapping[str, float], made: Mapping[str, Any]) -> Score:
    present = math.fsum(weight for name, weight in weights.items() if made[name]["value"] is not None)
    found = {}
    for name, weight in weights.items():
        one = made[name]
        used = weight * 100 / present if one["value"] is not None else 0.0
        points = used * one["value"] if one["value"] is not None else 0.0
        found[name] = one | {"weight": weight, "used": used, "points": points, "lost": used - points}
    total = math.fsum(part["points"] for part in found.values()) if present else None
    return {
        "parts": found,
        "total": total,
        "gap": 100 - present,
        "grade": None if total is None else _grade(version, total),
        "version": version["version"],
    }


def _grade(version: Mapping[str, Any], total: float) -> str:
    for grade, least in sorted(version["grades"].items(), key=lambda item: -item[1]):
        if total >= least - SAME:
            return str(grade)
    return str(version["lowest_grade"])


def ranked(
    now: Mapping[str, Score], then: Mapping[str, Score] | None, version: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Score]:
    """The scores with their ranks; `then` are those of the window before, None where it is not known."""
    ranks, earlier = _ranks(now, version), _ranks(then or {}, before)
    found = {}
    for code, one in now.items():
        past = (then or {}).get(code, {}).get("total")
        rank, total = ranks.get(code), one["total"]
        status = "n"
        if rank is not None and total < version["pass_line"]:
            status = "crit" if total < version["alarm_line"] else "warn"
        found[code] = one | {
            "rank": rank,
            "unranked": None if rank is not None else "nothing" if total is None else "few",
            "status": status,
            "change": None if total is None or past is None else total - past,
            "moved": None if rank is None or code not in earlier else earlier[code] - rank,
        }
    return found


def _ranks(found: Mapping[str, Score], version: Mapping[str, Any]) -> dict[str, int]:
    least = version["least_cases"]
    totals = {code: one["total"] for code, one in found.items() if one["total"] is not None and one["cases"] >= least}
    return {code: 1 + sum(other > total + SAME for other in totals.values()) for code, total in totals.items()}


def lists(ranking: Mapping[str, Score], version: Mapping[str, Any]) -> tuple[set[str], list[int], list[int]]:
    """Who may be on the red list, and the ranks on the red and on the black list, of which equal ones are alike."""
    places = sorted((one["rank"], one["status"] == "n") for one in ranking.values() if one["rank"] is not None)
    red = [rank for rank, passes in places if passes][: version["red_list"]]
    rest = [rank for rank, _ in places][len(red) :]
    passing = {code for code, one in ranking.items() if one["rank"] is not None and one["status"] == "n"}
    return passing, red, rest[::-1][: version["black_list"]]


def urgings(marks: pd.DataFrame, cases: pd.DataFrame, window: Window) -> dict[str, tuple[int, int]]:
    """(urged, supervised) by the department in force then, of those that were either."""
    own = marks_of(marks, cases, start=window[0], end=window[1])
    own = own[own["kind"].isin(["urged", "supervised"]) & own["department"].notna()]
    tally = own.groupby(["department", "kind"]).size()
    return {
        code: (int(tally.get((code, "urged"), 0)), int(tally.get((code, "supervised"), 0)))
        for code in set(own["department"])
    }


def hotline(version: Mapping[str, Any], cases: pd.DataFrame, window: Window, as_of: int) -> tuple[int, int]:
    """(satisfied, valid call-backs) of the hotline's sources."""
    own = cases[cases["source"].isin(version["hotline"]["sources"])]
    counts = counts_of(own, start=window[0], end=window[1], as_of=as_of)
    return counts["satisfied"], counts["scored"]


def losses(ground: Ground, measure: str, cases: pd.DataFrame, window: Window, as_of: int) -> pd.Series:
    """The amounts of the cases that a part was lost by, by (source, event_id): seconds late, times reworked (True),
    the score, or the instant of closing."""
    cases = cases.set_index(["source", "event_id"])

    def within(column: str) -> pd.DataFrame:
        return cases[(cases[column] >= window[0]) & (cases[column] < window[1])]

    if measure in ("closure", "on_time"):
        due = within("due_at")
        late = (due["closed_at"].fillna(as_of) - due["due_at"]) / 1e6
        return late[due["closed_at"].isna() | ((measure == "on_time") & (due["closed_at"] > due["due_at"]))]
    if measure == "rework":
        return within("closed_at").query("reworked")["reworked"]
    if measure == "satisfaction":
        scored = within("evaluated_at")["satisfaction"].dropna()
        return scored[scored < 4]
    if measure == "evidence":
        closed = within("closed_at")
        own = flagged(closed, (value is True for value in closed["self_handled"]))
        return own[~own["proven"].astype(bool)]["closed_at"]
    given = within("dispatched_at")
    limit = given["department"].map(ground.limits).astype(float)
    late = given["response"].fillna((as_of - given["dispatched_at"]) / 1e6) - limit
    return late[late > 0]
