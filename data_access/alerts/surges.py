"""More cases than usual: the last hours of an area against the same hours of the weeks before."""

from collections import Counter
from dataclasses import dataclass

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import Surge
from data_access.clock import DAY, HOUR, Micros
from data_access.risk.reported import reported
from data_access.risk.surges import exact_tail


@dataclass(frozen=True, slots=True)
class Rise:
    """Cases reported in an area in [start, T), and in the same hours of each week before that the history reaches,
    the last week first; `category` is the most frequent of the cases and `category_count` how many have it."""

    area: str
    start: Micros
    count: int
    past: tuple[int, ...]
    category: str | None
    category_count: int

    @property
    def expected(self) -> float:
        """The mean of the past; 0 where there is none."""
        return sum(self.past) / len(self.past) if self.past else 0.0


def gather(ground: Ground, rule: Surge) -> tuple[Rise, ...]:
    """The areas of the rule's level in which anything was reported."""
    span = rule.hours * HOUR
    end = ground.moment
    now = _counts(ground, rule, end - span, end)
    past = []
    for week in range(1, rule.weeks + 1):
        before = end - week * 7 * DAY
        if now and ground.reader.reaches(before - span, early=span):
            past.append(_counts(ground, rule, before - span, before))
    found = []
    for area in ground.areas(rule.level):
        if area in now:
            ((category, most),) = now[area].most_common(1)
            weeks = tuple(one[area].total() if area in one else 0 for one in past)
            found.append(Rise(area, end - span, now[area].total(), weeks, category or None, most))
    return tuple(found)


def judge(rises: tuple[Rise, ...], rule: Surge, moment: Micros) -> list[Finding]:
    """The areas with so many cases that chance gives as many less often than `keep_p`; below `p` a warning is raised.
    Nothing is judged without a past."""
    found = []
    for rise in rises:
        if not rise.past or rise.count <= rise.expected:
            continue
        tail = poisson_tail(rise.count, rise.past)
        if tail > rule.keep_p:
            continue
        ratio = rise.count / rise.expected if rise.expected else None
        raises = tail <= rule.p and rise.count >= rule.least and (ratio is None or ratio >= rule.ratio)
        worse = rule.worse_ratio is not None and raises and (ratio is None or ratio >= rule.worse_ratio)
        evidence = {
            "count": rise.count,
            "expected": round(rise.expected, 2),
            "past": list(rise.past),
            "ratio": None if ratio is None else round(ratio, 2),
            "p": float(f"{tail:.3g}"),
            "start": rise.start,
            "hours": rule.hours,
            "category_count": rise.category_count,
            "limit_p": rule.p,
            "limit_ratio": rule.ratio,
        }
        subject = f"area:{rise.area}"
        severity = rule.worse if worse else rule.severity
        found.append(
            Finding(
                key_of(rule.id, subject),
                rule.id,
                rule.kind,
                subject,
                rise.area,
                severity,
                evidence,
                raises,
                category=rise.category,
            )
        )
    return found


def poisson_tail(count: int, past: tuple[int, ...]) -> float:
    """P(X >= count) of a Poisson law whose mean is that of the past with half a case added: never 0, so that one
    case after a quiet past is no certainty."""
    return float(exact_tail(count, (sum(past) + 0.5) / len(past))[0])


def _counts(ground: Ground, rule: Surge, start: Micros, end: Micros) -> dict[str, Counter[str]]:
    """Cases collected in [start, end) by area of the rule's level and by category."""
    by_both = (lambda columns: columns.area), (lambda columns: columns.category)
    found: dict[str, Counter[str]] = {}
    for (area, category), count in reported(ground.reader, ground.question, [(start, end)], *by_both).items():
        found.setdefault(ground.place(area, rule.level), Counter())[category or ""] += count
    return found
