"""From counts to a score: pure arithmetic, no store. A score opens into its parts.

| measure | value | left out when |
| --- | --- | --- |
| volume | points of the band that the cases filed fall in / 100 | nothing was filed, due or closed |
| closure | due in W and closed / due in W | nothing was due |
| on_time | due in W and closed by the deadline / due in W | nothing was due |
| rework | 1 - closed in W and ever reworked / closed in W | nothing was closed |
| satisfaction | scored 4 or 5 / evaluated in W with a score | nothing was scored |
| diversity | effective number of sources / sources known | nothing was filed |
| evidence | 1 - self-handled, closed in W, not proven / self-handled, closed in W | none was self-handled |
| acceptance | answered within the department's limit / dispatched in W, answered or past it | none, or no limits |
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from data_access.scores.rules import RATES, Hotline, Kind, Rules
from data_access.tally import Tally, diversity

INVERSE: Final = ("rework", "evidence")
"""Measures whose numerator counts what went wrong."""

NOTHING: Final = "nothing"
"""Left out: 0/0."""
UNLIMITED: Final = "unlimited"
"""Left out: all cases are with departments that have no limit."""
NOT_HELD: Final = "not_held"
"""Left out: events do not hold it."""


@dataclass(slots=True)
class Counts:
    """What was counted for one department, area or post in a window. `accepted` of `acceptable` cases were answered
    within the limit, `unlimited` were dispatched to departments without one; `known` is the number of sources."""

    filed: int = 0
    due: int = 0
    due_closed: int = 0
    on_time: int = 0
    closed: int = 0
    reworked: int = 0
    scored: int = 0
    satisfied: int = 0
    self_closed: int = 0
    unproven: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    known: int = 0
    accepted: int = 0
    acceptable: int = 0
    unlimited: int = 0

    @property
    def cases(self) -> int:
        """On how many cases a score of these counts rests: the most of those filed, due and closed."""
        return max(self.filed, self.due, self.closed)

    @property
    def any(self) -> bool:
        """Whether anything was counted at all."""
        return bool(self.cases or self.scored or self.acceptable or self.unlimited)

    def add_tally(self, tally: Tally) -> None:
        """Add what a tally has counted."""
        self.filed += tally.reported
        self._take(tally, TALLIED)

    def add(self, other: "Counts") -> None:
        """Add other counts; the number of sources known stays."""
        self._take(other, ("filed", *TALLIED, "accepted", "acceptable", "unlimited"))

    def _take(self, other: "Tally | Counts", names: tuple[str, ...]) -> None:
        self.sources.update(other.sources)
        for name in names:
            setattr(self, name, getattr(self, name) + getattr(other, name))


TALLIED: Final = (
    "due",
    "due_closed",
    "on_time",
    "closed",
    "reworked",
    "scored",
    "satisfied",
    "self_closed",
    "unproven",
)
"""The counts that bear the same name in a Tally."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A measure before it is weighted: `value` 0..1, None if it is left out, for the reason in `left_out`.
    `excluded`: cases that could not be judged."""

    numerator: float
    denominator: float
    value: float | None
    left_out: str | None = None
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A measure in a score. `used` is its weight after those left out were shared among the rest; `points` + `lost`
    = `used`; all of these 0 for a part that is left out."""

    key: str
    weight: float
    used: float
    ratio: Ratio

    @property
    def points(self) -> float:
        """What the part brings of 100."""
        return self.used * (self.ratio.value or 0.0)

    @property
    def lost(self) -> float:
        """What the part costs of 100."""
        return self.used - self.points


@dataclass(frozen=True, slots=True)
class Score:
    """0..100 with its parts; `total` and `grade` are None where every part is left out. `gap`: the weight of what is
    left out, of 100. `version`: of the rules."""

    parts: tuple[Part, ...]
    total: float | None
    gap: float
    grade: str | None
    cases: int
    version: str

    def part(self, key: str) -> Part | None:
        """The part of a measure, if the rules have it."""
        return next((part for part in self.parts if part.key == key), None)


def score(rules: Rules, kind: Kind, counts: Counts, department: str | None = None) -> Score:
    """The score of a department, area or post by a version of the rules. `department` chooses the volume bands."""
    ratios = {key: _ratio(key, rules, counts, department) for key in rules.weights(kind)}
    return _weighted(rules, rules.weights(kind), ratios, counts.cases)


def hotline(rules: Rules, counts: Counts) -> Score:
    """The three rates over valid call-backs. Events hold whether the resident was satisfied; whether they were
    answered and found the matter resolved they do not hold, so these two are left out."""
    held: Hotline = rules.hotline
    unheld = Ratio(0, 0, None, NOT_HELD)
    ratios = {"response": unheld, "resolution": unheld, "satisfaction": share(counts.satisfied, counts.scored)}
    return _weighted(rules, {rate: getattr(held, rate) for rate in RATES}, ratios, counts.scored)


def share(numerator: int, denominator: int, *, inverse: bool = False, excluded: int = 0) -> Ratio:
    """A share, or what is left of one; left out for 0/0."""
    if not denominator:
        return Ratio(numerator, denominator, None, UNLIMITED if excluded else NOTHING, excluded)
    value = numerator / denominator
    return Ratio(numerator, denominator, 1 - value if inverse else value, None, excluded)


def _ratio(key: str, rules: Rules, counts: Counts, department: str | None) -> Ratio:
    if key == "volume":
        points = rules.volume_of(department).points(counts.filed) if counts.cases else None
        return Ratio(counts.filed, 0, None, NOTHING) if points is None else Ratio(counts.filed, 0, points / 100)
    if key == "diversity":
        effective = diversity(counts.sources.values())
        known = max(counts.known, sum(1 for count in counts.sources.values() if count))
        if effective is None:
            return Ratio(0, known, None, NOTHING)
        return Ratio(effective, known, min(effective / known, 1.0))
    numerator, denominator = _SHARES[key]
    excluded = counts.unlimited if key == "acceptance" else 0
    return share(getattr(counts, numerator), getattr(counts, denominator), inverse=key in INVERSE, excluded=excluded)


_SHARES: Final = {
    "closure": ("due_closed", "due"),
    "on_time": ("on_time", "due"),
    "rework": ("reworked", "closed"),
    "satisfaction": ("satisfied", "scored"),
    "evidence": ("unproven", "self_closed"),
    "acceptance": ("accepted", "acceptable"),
}


def _weighted(rules: Rules, weights: Mapping[str, float], ratios: Mapping[str, Ratio], cases: int) -> Score:
    present = sum(weight for key, weight in weights.items() if ratios[key].value is not None)
    parts = []
    for key, weight in weights.items():
        used = 100 * weight / present if ratios[key].value is not None and present else 0.0
        parts.append(Part(key, weight, used, ratios[key]))
    # Nothing lost is exactly 100, whatever the weights were divided by.
    total = 100 - sum(part.lost for part in parts) if present else None
    grade = None if total is None else rules.grade(total)
    return Score(tuple(parts), total, 100 - present, grade, cases, rules.version)
