"""The warnings that must stand at T where none stood before, recomputed from docs/warnings.md.

Shares no code with the product; stands on cases.py. A rule is a mapping of the keys of the rules' file. A warning is
(rule, subject, area or "", severity) with the figures that are its evidence.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from scipy.stats import poisson

from tests.recomputation.cases import STAGES, UNASSIGNED

MINUTE = 60_000_000
PACE = 14 * 24 * 60 * MINUTE

Rule = Mapping[str, Any]
Areas = Sequence[tuple[str, str | None]]
Warning = tuple[tuple[str, str, str, str], dict[str, Any]]


def place(areas: Areas, area: Any, level: int) -> str:
    """The area of a level (0 the root) that holds an area; the root for what none does."""
    parent = dict(areas)
    path: list[str] = []
    code = area if area in parent else None
    while code is not None:
        path.insert(0, code)
        code = parent[code]
    return path[level] if level < len(path) else areas[0][0]


def case_warnings(rule: Rule, cases: pd.DataFrame, since: pd.Series, areas: Areas, as_of: int) -> Iterator[Warning]:
    """Of deadline_near, deadline_passed and stuck_case: one for each open case that meets the rule, one for all of a
    department in an area of the level where they are more than `cap`. `since`: when each came to its present stage."""
    groups: defaultdict[tuple[str, str], list[tuple[int, Any]]] = defaultdict(list)
    for case in cases[cases["closed_at"].isna()].to_dict("records"):
        severity = case["severity"]
        if (1 if severity is None or severity != severity else severity) < rule.get("least_severity", 1):
            continue
        instant = since[case["case"]] if rule["kind"] == "stuck_case" else case["due_at"]
        if _met(rule, case["stage"], instant, as_of):
            department = case["department"] if isinstance(case["department"], str) else UNASSIGNED
            groups[department, place(areas, case["area"], rule.get("level", 0))].append((int(instant), case))
    for (department, area), some in groups.items():
        if len(some) > rule["cap"]:
            first = min(instant for instant, _ in some)
            key = (rule["id"], f"department:{department}", area, _weight(rule, first, as_of))
            yield key, {"count": len(some), "since": first}
            continue
        for instant, case in some:
            own = case["area"] if isinstance(case["area"], str) else ""
            subject = f"event:{case['source']}/{case['event_id']}"
            yield (rule["id"], subject, own, _weight(rule, instant, as_of)), {"since": instant, "stage": case["stage"]}


def _met(rule: Rule, stage: str, instant: float, as_of: int) -> bool:
    """NaN, no deadline, meets nothing."""
    span = rule["minutes"] * MINUTE
    if rule["kind"] == "stuck_case":
        return stage in rule["stages"] and as_of - instant >= span
    if rule["kind"] == "deadline_near":
        return as_of <= instant <= as_of + span
    return as_of - instant > span


def _weight(rule: Rule, instant: int, as_of: int) -> str:
    """Whether the first case has reached the heavier limit."""
    worse = rule.get("worse_minutes")
    near = rule["kind"] == "deadline_near"
    gone = instant - as_of if near else as_of - instant
    heavier = worse is not None and (gone <= worse * MINUTE if near else gone >= worse * MINUTE)
    return str(rule["worse"] if heavier else rule["severity"])


def stage_since(happened: pd.DataFrame, as_of: int) -> pd.Series:
    """When each case came to its present stage: its last main step."""
    seen = happened[(happened["at"] <= as_of) & happened["stage"].isin(STAGES)]
    return seen.drop_duplicates("case", keep="last").set_index("case")["at"]


def silences(rule: Rule, happened: pd.DataFrame, cadences: Mapping[str, float], as_of: int) -> Iterator[Warning]:
    """Sources without a new case for `times` their cadence; those that never had one, since history begins."""
    begin = happened["at"].min()
    if not begin <= as_of:
        return
    collected = happened[(happened["stage"] == "collected") & (happened["at"] <= as_of)]
    newest = collected.drop_duplicates("case", keep="first").groupby("source")["at"].max()
    for source, minutes in cadences.items():
        quiet = as_of - newest.get(source, begin)
        if quiet > rule["times"] * minutes * MINUTE:
            heavier = "worse_times" in rule and quiet > rule["worse_times"] * minutes * MINUTE
            key = (rule["id"], f"source:{source}", "", rule["worse" if heavier else "severity"])
            yield key, {"last_at": newest.get(source)}


def backlogs(rule: Rule, cases: pd.DataFrame, areas: Areas, as_of: int, *, known: bool) -> Iterator[Warning]:
    """Departments with `least` open cases that are `days` of work at their pace of two weeks, or of which
    `overdue_share` are overdue. `known`: history reaches over the two weeks. What nobody owns has no pace."""
    at = pd.Series([place(areas, code, rule.get("level", 0)) for code in cases["area"]], cases.index, dtype=object)
    named = cases["department"].fillna(UNASSIGNED)
    for (department, area), own in cases.groupby([named, at]):
        waiting = own[own["closed_at"].isna()]
        late = int((waiting["due_at"] < as_of).sum())
        ended = own["closed_at"]
        closed = int(((ended >= as_of - PACE) & (ended < as_of)).sum())
        if len(waiting) < rule["least"]:
            continue
        days = len(waiting) * 14 / closed if closed and known and department != UNASSIGNED else None
        share = late / len(waiting)

        def beyond(prefix: str, days: float | None = days, share: float = share) -> bool:
            most, part = rule.get(f"{prefix}days"), rule.get(f"{prefix}overdue_share")
            return (days is not None and most is not None and days >= most) or (part is not None and share >= part)

        if beyond(""):
            key = (rule["id"], f"department:{department}", area, rule["worse" if beyond("worse_") else "severity"])
            yield key, {"open": len(waiting), "overdue": late, "closed": closed if known else None}


def surges(rule: Rule, cases: pd.DataFrame, areas: Areas, as_of: int, *, first: int) -> Iterator[Warning]:
    """Areas of the level with more cases in the last `hours` than chance gives. `first`: when history begins."""
    span, level = rule["hours"] * 60 * MINUTE, rule.get("level", 0)
    depth = {code: len(path) for code, path in ((code, _path(areas, code)) for code, _ in areas)}
    at = pd.Series([place(areas, code, level) for code in cases["area"]], cases.index, dtype=object)
    ends = [as_of - week * 7 * 24 * 60 * MINUTE for week in range(1, rule["weeks"] + 1)]
    ends = [end for end in ends if first <= end]
    for area in (code for code in depth if depth[code] == level + 1):
        own = cases[at == area]["collected_at"]
        count, *past = (int(((own >= end - span) & (own < end)).sum()) for end in (as_of, *ends))
        if not past or not count:
            continue
        usual = sum(past) / len(past)
        enough = count > usual and count >= rule["least"] and count >= rule["ratio"] * usual
        if enough and poisson.sf(count - 1, (sum(past) + 0.5) / len(past)) <= rule["p"]:
            heavier = "worse_ratio" in rule and count >= rule["worse_ratio"] * usual
            key = (rule["id"], f"area:{area}", area, rule["worse" if heavier else "severity"])
            yield key, {"count": count, "past": past}


def _path(areas: Areas, code: str) -> list[str]:
    parent, found = dict(areas), [code]
    while (above := parent[found[-1]]) is not None:
        found.append(above)
    return found
