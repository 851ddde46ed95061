"""Emerging hot spots of the whole tree, as the risk analysis finds them, for the rules of kind hot_spot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import HotSpot
from data_access.clock import Micros
from data_access.reader import WHOLE, Reader
from data_access.risk.spots import emerging_spots
from data_access.risk.surges import exact_tail
from data_access.view import View


@dataclass(frozen=True, slots=True)
class Spot:
    """Areas side by side that are hot together: the class, the cases of the last slice against their expected number
    (None where the history is too short), and what most are about. `place` is the area that names it."""

    place: str
    areas: tuple[str, ...]
    grade: str
    count: int
    expected: float | None
    since: Micros
    category: str | None = None
    department: str | None = None


def gather(ground: Ground, rule: HotSpot) -> Sequence[Spot]:
    """The spots of the whole tree at the T of the ground, whoever reads."""
    whole: Reader = replace(ground.reader, scope=WHOLE, memory={})
    return [
        Spot(one.places[0], one.areas, one.kind, one.count, one.expected, one.since, one.category, one.department)
        for one in emerging_spots(whole, View(as_of=ground.moment))
    ]


def judge(spots: Sequence[Spot], rule: HotSpot, moment: Micros) -> list[Finding]:
    """The spots of the rule's classes that are `ratio` times the expected, and not by chance; one that is hot still,
    but of another class or less, keeps a warning that stands. Nothing is judged without an expectation."""
    found = []
    for spot in spots:
        if spot.expected is None or spot.count <= spot.expected:
            continue
        ratio = spot.count / spot.expected if spot.expected else None
        tail = float(exact_tail(spot.count, spot.expected)[0])
        enough = tail <= rule.p and (ratio is None or ratio >= rule.ratio)
        raises = enough and spot.grade in rule.classes
        worse = raises and rule.worse_ratio is not None and (ratio is None or ratio >= rule.worse_ratio)
        evidence = {
            "grade": spot.grade,
            "count": spot.count,
            "expected": round(spot.expected, 2),
            "ratio": None if ratio is None else round(ratio, 2),
            "p": float(f"{tail:.3g}"),
            "since": spot.since,
            "areas": list(spot.areas),
            "limit_ratio": rule.ratio,
            "limit_p": rule.p,
        }
        subject = f"area:{spot.place}"
        found.append(
            Finding(
                key_of(rule.id, subject),
                rule.id,
                rule.kind,
                subject,
                spot.place,
                rule.worse if worse else rule.severity,
                evidence,
                raises,
                department=spot.department,
                category=spot.category,
            )
        )
    return found
