"""The figures of the flow of cases recomputed from their definitions: ways, stays that last, pushes, sources, twins.

Shares no code with the product; stands on cases.py and course.py. Instants are microseconds, lengths seconds.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from tests.recomputation.cases import ORDER, STAGES, Message, instant
from tests.recomputation.course import HANDOVER

EARTH = 6_371_008.8
HOUR = 3_600_000_000


def ways(cases: pd.DataFrame, category: str | None) -> Counter[tuple[str, str, str]]:
    """Cases by source, the category one level below the one filtered by (else the top one), stage of the wall."""
    depth = 1 if category is None else category.count("/") + 2
    return Counter(
        (case.source, "/".join(case.category.split("/")[:depth]), shown_stage(case.stage))
        for case in cases.itertuples()
    )


def shown_stage(stage: str) -> str:
    """`accepted` counts into `dispatched`."""
    return "dispatched" if stage == "accepted" else stage


@dataclass(frozen=True)
class Standing:
    """A case that is not archived: its stage of the wall, when it was entered, and what makes it stuck or unowned."""

    source: str
    event_id: str
    stage: str
    since: int
    collected: int
    open: bool
    owned: bool
    severity: int


def standing(happened: pd.DataFrame, cases: pd.DataFrame, as_of: int) -> list[Standing]:
    """Every case of E that is not archived as of T. A stage is entered as stays are (see course.stays); a case that
    was accepted but never dispatched is in its stage since it was accepted."""
    seen = happened[(happened["at"] <= as_of) & happened["stage"].isin(STAGES)]
    latest = seen.drop_duplicates("case", keep="last").set_index("case")["at"]
    found = []
    for case in cases[cases["archived_at"].isna()].to_dict("records"):
        stage = shown_stage(case["stage"])
        entered = case[f"{stage}_at"]
        opened = math.isnan(case["closed_at"])
        owned = isinstance(case["department"], str) or case["self_handled"] is True
        weight = case["severity"]
        found.append(
            Standing(
                case["source"],
                case["event_id"],
                stage,
                int(latest[case["case"]] if math.isnan(entered) else entered),
                int(case["collected_at"]),
                opened,
                owned,
                1 if weight is None or math.isnan(weight) else int(weight),
            )
        )
    return found


def unmoved(
    cases: Sequence[Standing], limits: Mapping[str, Mapping[str, float]], as_of: int
) -> dict[tuple[str, str], tuple[str, float, str]]:
    """The cases that do not move by (source, event_id): why ("unowned" before "stage"), for how long, status."""
    found = {}
    for case in cases:
        nobody = case.open and not case.owned and as_of - case.collected > limits["unowned"]["hours"] * HOUR
        allowed = limits["dwell"].get(case.stage, math.inf)
        if nobody:
            reason, rule, seconds, hours = "unowned", "unowned", as_of - case.collected, limits["unowned"]["hours"]
        elif as_of - case.since > allowed * HOUR:
            reason, rule, seconds, hours = "stage", "dwell", as_of - case.since, allowed
        else:
            continue
        far = seconds > limits[rule]["crit"] * hours * HOUR and case.severity >= limits[rule]["grave"]
        status = "note" if not case.open else "crit" if far else "warn"
        found[case.source, case.event_id] = (reason, seconds / 1e6, status)
    return found


@dataclass
class Pushing:
    """By department: cases it was given, returned, handed on; how many of those given it returned or lost."""

    received: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    handed_on: Counter[str] = field(default_factory=Counter)
    pushed: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def pushing(happened: pd.DataFrame, marks: pd.DataFrame, cases: pd.DataFrame, as_of: int) -> Pushing:
    """What came of cases that were dispatched. Changes up to the dispatch and from the closing on do not count.

    A department has a case from being given it until it goes to another; each such time in which it returned the case,
    or at whose end the case went to another, is one pushed."""
    named = happened[(happened["at"] <= as_of) & happened["department"].notna()]
    found = Pushing()
    for case in cases.to_dict("records"):
        own = named[named["case"] == case["case"]]
        upto = own[own["at"] <= case["dispatched_at"]]["department"]
        after = own[own["at"] > case["dispatched_at"]]["department"]
        holders = [upto.iloc[-1] if len(upto) else after.iloc[0] if len(after) else None]
        returns = [0]
        for mark in counting(marks, case).itertuples():
            if mark.kind == HANDOVER:
                holders.append(mark.department)
                returns.append(0)
            elif mark.department is not None:
                found.returned[mark.department] += 1
                returns[-1] += 1
        found.received.update(one for one in holders if one is not None)
        for one, other in pairwise(holders):
            found.handed_on[one] += 1
            found.pairs[one, other] += 1
        for number, (one, times) in enumerate(zip(holders, returns, strict=True)):
            if one is not None and (times or number < len(holders) - 1):
                found.pushed[one] += 1
    return found


def counting(marks: pd.DataFrame, case: Mapping[str, Any]) -> pd.DataFrame:
    """Returns and handovers of a case after its first dispatch, where there was one, and before its closing."""
    own = marks[(marks["case"] == case["case"]) & marks["kind"].isin(["returned", HANDOVER])]
    begun = case["dispatched_at"] if case["dispatched_at"] == case["dispatched_at"] else -math.inf
    ended = case["closed_at"] if case["closed_at"] == case["closed_at"] else math.inf
    return own[(own["at"] > begun) & (own["at"] < ended)]


def chains(
    marks: pd.DataFrame, cases: pd.DataFrame, start: int, end: int
) -> dict[tuple[str, str], tuple[list[str], int]]:
    """Cases handed on in the window and twice at least in all: the departments in order, and the last time."""
    found = {}
    for case in cases.to_dict("records"):
        moves = counting(marks, case)
        moves = moves[moves["kind"] == HANDOVER]
        if len(moves) >= 2 and ((moves["at"] >= start) & (moves["at"] < end)).any():
            path = [moves["previous"].iloc[0], *moves["department"]]
            found[case["source"], case["event_id"]] = (path, int(moves["at"].max()))
    return found


@dataclass(frozen=True)
class Report:
    """A case with a place."""

    source: str
    event_id: str
    category: str
    at: int
    lon: float
    lat: float


def places(messages: Sequence[Message], as_of: int) -> dict[tuple[str, str], tuple[float, float]]:
    """The newest (lon, lat) of each event as of T; (0, 0) is none."""
    known: set[tuple[Any, ...]] = set()
    rows = []
    for message in messages:
        at = instant(message["at"])
        who = (message["source"], message["event_id"])
        same = (*who, message["stage"], at, message.get("department"))
        if same in known:
            continue
        known.add(same)
        point = (message.get("lon"), message.get("lat"))
        if at <= as_of and point[0] is not None and point != (0, 0):
            rows.append((at, ORDER[message["stage"]], message.get("department") or "", who, point))
    return {who: (float(lon), float(lat)) for *_, who, (lon, lat) in sorted(rows, key=lambda row: row[:3])}


def reports(cases: pd.DataFrame, messages: Sequence[Message], as_of: int) -> list[Report]:
    """The cases that have a place, oldest first."""
    points = places(messages, as_of)
    found = [
        Report(case.source, case.event_id, case.category, int(case.collected_at), *points[case.source, case.event_id])
        for case in cases.itertuples()
        if (case.source, case.event_id) in points
    ]
    return sorted(found, key=lambda one: one.at)


def metres(one: Report, other: Report) -> float:
    """Great-circle distance by the haversine."""
    north = math.radians(other.lat - one.lat)
    east = math.radians(other.lon - one.lon)
    along = math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat))
    return 2 * EARTH * math.asin(math.sqrt(math.sin(north / 2) ** 2 + along * math.sin(east / 2) ** 2))


def twins(told: Sequence[Report], *, within_metres: float, hours: float) -> list[list[Report]]:
    """Matters: every report that is not told again itself, with the later ones that tell it again and no earlier one:
    the same category, another source, near enough in place and time. Every pair is looked at."""
    again: set[int] = set()
    found = []
    for number, first in enumerate(told):
        if number in again:
            continue
        matter = [first]
        for place in range(number + 1, len(told)):
            other = told[place]
            alike = other.category == first.category and other.source != first.source and place not in again
            if alike and other.at - first.at <= hours * HOUR and metres(first, other) <= within_metres:
                matter.append(other)
                again.add(place)
        if len(matter) > 1:
            found.append(matter)
    return found
