"""What is worth a sentence: changes that are more than chance, and large enough to matter. Pure, and without words.

Every comparison with one week is tested (comparing.py), those of a topic together held to a false discovery rate of
`Q` by Benjamini and Hochberg, and the smallest effects and counts left out of what is said. A finding carries its
operands; whoever words it computes nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from data_access.briefing.comparing import Spread, counts_differ, medians_differ, shares_differ
from data_access.briefing.figures import Figures, Measures, Median, Row, Scored, Share
from data_access.risk.hotspots import discoveries

Kind = Literal["count", "share", "median"]
Operand = int | Share | Median

Q: Final = 0.05
"""The false discovery rate of what is said in a topic against one week."""

LEAST_CASES: Final = 20
"""Counts whose sum is smaller are not compared."""
LEAST_DIFFERENCE: Final = 10
LEAST_CHANGE: Final = 0.05
"""Counts and medians that change by less are not told of."""
LEAST_DENOMINATOR: Final = 30
"""Shares and medians of fewer cases, in either week, are not compared."""
LEAST_POINTS: Final = 0.02
LEAST_SECONDS: Final = 60.0
"""Medians that change by less than a minute are not told of."""
LEAST_SCORE: Final = 2.0
"""Scores that cross a line by fewer points are not told of."""

MOST: Final = 6
"""Findings of one topic that are told of, the surest first."""

MEASURES: Final[dict[str, tuple[tuple[str, Kind], ...]]] = {
    "total": (
        ("reported", "count"),
        ("closed", "count"),
        ("overdue", "count"),
        ("on_time", "share"),
        ("rework", "share"),
        ("satisfaction", "share"),
        ("self_handled", "share"),
        ("response", "median"),
        ("handling", "median"),
    ),
    "child": (("reported", "count"), ("overdue", "count"), ("on_time", "share"), ("handling", "median")),
    "department": (("overdue", "count"), ("on_time", "share"), ("rework", "share"), ("response", "median")),
    "source": (("reported", "count"),),
    "category": (("reported", "count"),),
}
"""What is compared in each topic: the fewer comparisons, the more each can find."""


@dataclass(frozen=True, slots=True)
class Change:
    """A significant difference from the week `baseline` ("last" or "same"), where the operand was `before`."""

    baseline: Literal["last", "same"]
    before: Operand
    p: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A measure of one key of a topic (`key` "" for the area itself) that changed. `leader`: of a count of the area,
    the finding of the child that changed most in the same direction."""

    topic: str
    key: str
    measure: str
    kind: Kind
    now: Operand
    changes: tuple[Change, ...]
    leader: "Finding | None" = None

    @property
    def p(self) -> float:
        """How unlikely it is by chance: the smallest p of its changes."""
        return min(change.p for change in self.changes)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A score that crossed a line since the week before: `line` is pass or alarm, `fell` the direction."""

    kind: str
    key: str
    line: Literal["pass", "alarm"]
    fell: bool
    now: float
    before: float


@dataclass(frozen=True, slots=True)
class _Compared:
    topic: str
    key: str
    measure: str
    kind: Kind
    now: Operand
    before: Operand
    p: float


def findings(figures: Figures) -> dict[str, tuple[Finding, ...]]:
    """What changed, by topic (total, child, department, source, category), the surest first, at most MOST each."""
    significant: dict[tuple[str, str, str], list[tuple[_Compared, Change]]] = {}
    for baseline, topic in product(("last", "same"), MEASURES):
        compared = [one for one in _compared(figures, baseline, topic) if is_sayable(one.now, one.before)]
        sure = discoveries([one.p for one in compared], Q)
        for one, found in zip(compared, sure.tolist(), strict=True):
            if found and is_large(one.kind, one.now, one.before):
                change = Change("last" if baseline == "last" else "same", one.before, one.p)
                significant.setdefault((one.topic, one.measure, one.key), []).append((one, change))
    by_topic: dict[str, list[Finding]] = {topic: [] for topic in MEASURES}
    for (topic, measure, key), found_changes in significant.items():
        one = found_changes[0][0]
        changes = tuple(change for _, change in found_changes)
        by_topic[topic].append(Finding(topic, key, measure, one.kind, one.now, changes))
    order = {topic: [name for name, _ in named] for topic, named in MEASURES.items()}
    told = {}
    for topic, found_here in by_topic.items():
        chosen = sorted(found_here, key=lambda one: (one.p, one.key))[:MOST]
        # The area's own figures are read in the order of the case; those of others by how sure they are.
        told[topic] = sorted(chosen, key=lambda one: order[topic].index(one.measure)) if topic == "total" else chosen
    told["total"] = [_led(one, figures, by_topic["child"]) for one in told["total"]]
    return {topic: tuple(found_here) for topic, found_here in told.items()}


def crossings(figures: Figures, least: float = LEAST_SCORE) -> tuple[Crossing, ...]:
    """The scores, ranked in both weeks, that crossed the pass or the alarm line by `least` points or more of change;
    those that fell first, the lowest first, at most MOST."""
    found = []
    for kind, scores in figures.scores.items():
        for one in scores:
            if crossing := _crossing(figures, kind, one, least):
                found.append(crossing)
    return tuple(sorted(found, key=lambda one: (not one.fell, one.now, one.key))[:MOST])


def is_large(kind: Kind, now: Operand, before: Operand) -> bool:
    """Whether a difference is large enough to matter."""
    if isinstance(now, Share) and isinstance(before, Share):
        return abs((now.value or 0.0) - (before.value or 0.0)) >= LEAST_POINTS
    if isinstance(now, Median) and isinstance(before, Median):
        return abs((now.p50 or 0.0) - (before.p50 or 0.0)) >= max(LEAST_SECONDS, LEAST_CHANGE * (before.p50 or 0.0))
    if isinstance(now, int) and isinstance(before, int):
        return abs(now - before) >= max(LEAST_DIFFERENCE, LEAST_CHANGE * before)
    raise TypeError(f"operands {now!r} and {before!r} are not of one kind, {kind}")


def difference(now: Operand, before: Operand) -> float:
    """now - before: cases, a share of 1, or seconds."""
    if isinstance(now, Share) and isinstance(before, Share):
        return (now.value or 0.0) - (before.value or 0.0)
    if isinstance(now, Median) and isinstance(before, Median):
        return (now.p50 or 0.0) - (before.p50 or 0.0)
    if isinstance(now, int) and isinstance(before, int):
        return now - before
    raise TypeError(f"operands {now!r} and {before!r} are not of one kind")


def _compared(figures: Figures, baseline: str, topic: str) -> Iterable[_Compared]:
    rows = (figures.total,) if topic == "total" else figures.groups[topic]
    spreads = figures.spreads["none" if topic == "total" else topic]
    for row in rows:
        before = row.last if baseline == "last" else row.same
        if before is None:
            continue
        for name, kind in MEASURES[topic]:
            now, then = getattr(row.now, name), getattr(before, name)
            yield _Compared(topic, row.key, name, kind, now, then, chance_of(kind, now, then, spreads.get(name)))


def chance_of(
    kind: Kind, now: Operand, before: Operand, spread: Spread | None = None, sizes: tuple[float, float] = (1.0, 1.0)
) -> float:
    """p that two operands of a kind are one by comparing.py; 1 where there is nothing to compare. `spread` and `sizes`
    are those of counts: levels have no history of their own, and what stays open on both sides makes Poisson the
    stricter test."""
    if isinstance(now, Share) and isinstance(before, Share):
        return shares_differ((now.numerator, now.denominator), (before.numerator, before.denominator))
    if isinstance(now, Median) and isinstance(before, Median):
        ends = (now.p50, now.low, now.high), (before.p50, before.low, before.high)
        if any(end is None for side in ends for end in side):
            return 1.0
        first, second = ((p50 or 0.0, low or 0.0, high or 0.0) for p50, low, high in ends)
        return medians_differ(first, second)
    if isinstance(now, int) and isinstance(before, int):
        return counts_differ(now, before, spread or Spread(0.0, 0), sizes)
    raise TypeError(f"operands {now!r} and {before!r} are not of one kind, {kind}")


def is_sayable(now: Operand, before: Operand) -> bool:
    """Whether there are cases enough on both sides to compare at all."""
    if isinstance(now, Share) and isinstance(before, Share):
        return min(now.denominator, before.denominator) >= LEAST_DENOMINATOR
    if isinstance(now, Median) and isinstance(before, Median):
        return min(now.n, before.n) >= LEAST_DENOMINATOR
    return isinstance(now, int) and isinstance(before, int) and now + before >= LEAST_CASES


def _led(one: Finding, figures: Figures, children: Sequence[Finding]) -> Finding:
    """A count of the area with the child that changed most the same way since last week, if that is significant."""
    own = next((change for change in one.changes if change.baseline == "last"), None)
    if one.kind != "count" or own is None:
        return one
    sign = 1 if difference(one.now, own.before) > 0 else -1

    def moved(row: Row) -> float:
        then: Measures | None = row.last
        return 0.0 if then is None else sign * (getattr(row.now, one.measure) - getattr(then, one.measure))

    first = max(figures.groups["child"], key=moved, default=None)
    if first is None:
        return one
    for child in children:
        mine = tuple(change for change in child.changes if change.baseline == "last")
        if child.key == first.key and child.measure == one.measure and mine and moved(first) > 0:
            leader = Finding(child.topic, child.key, child.measure, child.kind, child.now, mine)
            return Finding(one.topic, one.key, one.measure, one.kind, one.now, one.changes, leader)
    return one


def _crossing(figures: Figures, kind: str, one: Scored, least: float) -> Crossing | None:
    if None in (one.total, one.before, one.rank, one.rank_before):
        return None
    now, before = float(one.total or 0.0), float(one.before or 0.0)
    if abs(now - before) < least:
        return None
    fell = now < before
    lines: tuple[tuple[Literal["pass", "alarm"], float], ...] = (
        ("alarm", figures.alarm_line),
        ("pass", figures.pass_line),
    )
    for line, at in lines if fell else lines[::-1]:
        if min(now, before) < at <= max(now, before):
            return Crossing(kind, one.key, line, fell, now, before)
    return None
