"""The figures of a briefing as frozen values, and their canonical text: keys and numbers only, no labels, so that it is
the same in every language, and equal figures have one hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from data_access.alerts.standing import Warned
from data_access.briefing.comparing import Spread
from data_access.briefing.weeks import Period, Week

GROUPS: Final = ("child", "department", "source", "category")
"""What the measures are told by."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it is made of."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """0..1; None of nothing."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Median:
    """Durations in seconds: how many, their median and 90th percentile, and the median's 95 % interval; None where
    nothing can be said."""

    n: int
    p50: float | None
    p90: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one key in one window."""

    reported: int
    closed: int
    open: int
    overdue: int
    due: int
    on_time: Share
    rework: Share
    satisfaction: Share
    self_handled: Share
    diversity: float | None
    response: Median
    handling: Median


@dataclass(frozen=True, slots=True)
class Row:
    """A key beside itself in the two weeks it is compared with; None where history does not reach."""

    key: str
    now: Measures
    last: Measures | None
    same: Measures | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """A week compared with. `kind`: last, year (the same week a year before) or weeks (four weeks before)."""

    kind: str
    week: Week
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of 100 with that of the week before; `rank` None where it is not ranked; `status`, `status_before`: n,
    warn below the pass line, crit below the alarm line."""

    key: str
    total: float | None
    before: float | None
    rank: int | None
    rank_before: int | None
    cases: int
    grade: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Spotted:
    """A hot spot in the last slice of `seconds` before T: `count` cases against `expected`."""

    kind: str
    places: tuple[str, ...]
    seconds: int
    count: int
    expected: float | None
    category: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a briefing tells of one area and week. `warnings`: how many stand at T by severity, `standing` the
    gravest of them; `basis` as in `Standing`. `pass_line`, `alarm_line` of the scores."""

    area: str
    period: Period
    last: Baseline | None
    same: Baseline | None
    total: Row
    groups: Mapping[str, tuple[Row, ...]]
    spreads: Mapping[str, Mapping[str, Spread]]
    scores: Mapping[str, tuple[Scored, ...]]
    pass_line: float
    alarm_line: float
    warnings: Mapping[str, int]
    standing: tuple[Warned, ...]
    basis: str
    spots: tuple[Spotted, ...]

    def canonical(self) -> str:
        """The figures as JSON with sorted keys: equal figures give equal text."""
        return json.dumps(_plain(asdict(self)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def digest(self) -> str:
        """The SHA-256 of the canonical text."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Values as JSON has them; floats to nine digits after the point, far beyond what is ever shown."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
