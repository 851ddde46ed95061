"""Devices that are offline together. The figures come from whoever counts devices, given as a function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import OfflineCluster
from data_access.clock import Micros
from data_access.reader import Reader


@dataclass(frozen=True, slots=True)
class Fleet:
    """The devices of a sort in an area: how many there are, how many are offline, and since when so many are."""

    area: str
    sort: str
    total: int
    offline: int
    since: Micros | None = None


Fleets = Callable[[Reader, Micros, Sequence[str]], Sequence[Fleet] | None]
"""(reader, T, area codes) -> the fleets of these areas as of T; None where nobody counts any."""


def gather(ground: Ground, rule: OfflineCluster, fleets: Fleets | None) -> Sequence[Fleet] | None:
    """The fleets of the rule's level; None where nobody counts devices: nothing is raised then and nothing clears."""
    return None if fleets is None else fleets(ground.reader, ground.moment, ground.areas(rule.level))


def judge(fleets: Sequence[Fleet], rule: OfflineCluster, moment: Micros) -> list[Finding]:
    """The fleets of which too many are offline at once; `keep` times that keeps a warning that stands."""
    found = []
    for fleet in fleets:
        share = fleet.offline / fleet.total if fleet.total else 0.0
        if not fleet.offline or share < rule.share * rule.keep or fleet.offline < rule.least * rule.keep:
            continue
        raises = share >= rule.share and fleet.offline >= rule.least
        worse = raises and rule.worse_share is not None and share >= rule.worse_share
        evidence = {
            "sort": fleet.sort,
            "offline": fleet.offline,
            "total": fleet.total,
            "share": round(share, 4),
            "since": fleet.since,
            "limit": rule.least,
            "limit_share": rule.share,
        }
        subject = f"area:{fleet.area}"
        severity = rule.worse if worse else rule.severity
        key = key_of(rule.id, subject, fleet.sort)
        found.append(Finding(key, rule.id, rule.kind, subject, fleet.area, severity, evidence, raises))
    return found
