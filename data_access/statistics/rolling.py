"""How figures add up the area tree: an area's own report, or the roll-up of the areas below. Pure arithmetic.

The own report of an area counts where its period is that of the parts or a newer one, or where the parts are not
complete; else the parts' newest figures are added up, those left out that were not renewed for STALE times the
expected delay. Of parts that are all that old the last figures stay, marked as stale.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from data_access.areas.tree import AreaTree
from data_access.clock import Micros
from data_access.statistics.entries import Metric

LATE: Final = 2
STALE: Final = 5
"""Ages of a report, as multiples of the delay expected between two."""

_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Own:
    """What an area reported itself: one period's value, or the sum of several; `holes`: periods between are missing."""

    value: float
    start: Micros
    end: Micros
    at: Micros
    holes: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A figure of one area. `first` is the earliest end among the parts (their own end where all agree); `weight`
    is what it counts with in a mean above."""

    value: float | None = None
    start: Micros | None = None
    end: Micros | None = None
    first: Micros | None = None
    at: Micros | None = None
    reported: int = 0
    expected: int = 0
    own: bool = False
    other: float | None = None
    weight: float | None = None
    flags: frozenset[str] = frozenset()


class _Part(NamedTuple):
    """What an area has to add to the one above it."""

    value: float
    start: Micros
    end: Micros
    first: Micros
    at: Micros
    reported: int
    weight: float
    stale: bool
    partial: bool = False


MISSING: Final = frozenset({"missing"})
_IN_TIME: Final = frozenset[str]()
_LATE: Final = frozenset({"late"})
_STALE: Final = frozenset({"late", "stale"})
_PARTIAL: Final = frozenset({"partial"})


class Coverage:
    """How many areas are expected to report, by preorder number: those of a level, or the lowest of a list."""

    def __init__(self, tree: AreaTree, codes: Iterable[str]) -> None:
        self._tree = tree
        self._numbers = sorted(tree.preorder(code) for code in codes)
        self._counts: dict[str, int] = {}

    @classmethod
    def of_level(cls, tree: AreaTree, level: str) -> "Coverage":
        """All areas of a level; "" is the root alone."""
        return cls(tree, (area.code for area in tree if area.level == level) if level else (tree.root.code,))

    @classmethod
    def of_reporters(cls, tree: AreaTree, codes: Collection[str]) -> "Coverage":
        """Of areas that report, those below which none does."""
        above = _above(tree, codes)
        return cls(tree, (code for code in codes if code not in above))

    def count(self, area: str) -> int:
        """How many of them are in an area's subtree."""
        found = self._counts.get(area)
        if found is None:
            first, last = self._tree.interval(area)
            found = bisect_right(self._numbers, last) - bisect_left(self._numbers, first)
            self._counts[area] = found
        return found

    def __contains__(self, area: str) -> bool:
        number = self._tree.preorder(area)
        place = bisect_left(self._numbers, number)
        return place < len(self._numbers) and self._numbers[place] == number


class Rolling:
    """The figures of one metric in one breakdown for all areas, from what each reported. `aging` False: amounts of a
    window, of which an old one is as good as a new one."""

    def __init__(
        self,
        tree: AreaTree,
        metric: Metric,
        rows: Mapping[str, Own],
        coverage: Coverage,
        moment: Micros,
        *,
        weight: Callable[[str], float | None] = lambda area: None,
        aging: bool = True,
    ) -> None:
        self._tree = tree
        self._metric = metric
        self._rows = rows
        self._coverage = coverage
        self._moment = moment
        self._weight = weight
        self._aging = aging
        self._adds = metric.rollup in ("sum", "mean")
        self._nodes: dict[str, Node] = {}
        self._above = _above(tree, rows) if self._adds else set()

    def node(self, area: str) -> Node:
        """The figure of an area."""
        found = self._nodes.get(area)
        if found is None:
            found = self._nodes[area] = self._made(area)
        return found

    def _made(self, area: str) -> Node:
        expected = self._coverage.count(area) if self._adds else int(area in self._coverage)
        own = self._rows.get(area)
        rolled = self._rolled(area, expected) if area in self._above else None
        if own is None:
            return Node(expected=expected, flags=MISSING) if rolled is None else rolled
        node = self._own(area, own, expected)
        return node if rolled is None else self._chosen(own, node, rolled)

    def _own(self, area: str, own: Own, expected: int) -> Node:
        flags = self._aged(own.at)
        if own.holes:
            flags |= _PARTIAL
        weight = self._weight(area) if self._metric.rollup == "mean" else None
        return Node(
            value=own.value,
            start=own.start,
            end=own.end,
            first=own.end,
            at=own.at,
            reported=expected,
            expected=expected,
            own=True,
            weight=weight,
            flags=flags,
        )

    def _chosen(self, own: Own, node: Node, rolled: Node) -> Node:
        """Which of the two is shown, and whether they agree."""
        complete = rolled.reported >= rolled.expected
        latest = rolled.end or own.end
        if own.end < latest and (complete or "stale" in node.flags):
            return rolled
        same = rolled.first == rolled.end == own.end and (self._metric.kind == "level" or rolled.start == own.start)
        if rolled.value is None or (same and _agree(own.value, rolled.value) and complete):
            return node
        if not (same and complete):
            return replace(node, flags=node.flags | {"pending"})
        return replace(node, flags=node.flags | {"unreconciled"}, other=rolled.value)

    def _rolled(self, area: str, expected: int) -> Node | None:
        parts = list(self._parts(area))
        fresh = [part for part in parts if not part.stale] if self._aging else parts
        used = fresh or parts
        if not used:
            return None
        value, weight = self._added(used)
        told = sum(part.reported for part in fresh)
        if area in self._coverage and fresh:
            told = expected
        at = min(part.at for part in used)
        flags = self._aged(at)
        if told < expected or any(part.partial for part in used):
            flags |= _PARTIAL
        return Node(
            value=value,
            start=min(part.start for part in used),
            end=max(part.end for part in used),
            first=min(part.first for part in used),
            at=at,
            reported=min(told, expected),
            expected=expected,
            weight=weight,
            flags=flags,
        )

    def _parts(self, area: str) -> Iterator[_Part]:
        """What the areas below have to add. Of those that only report themselves no figure is made: of a history
        there are thousands."""
        weighted = self._metric.rollup == "mean"
        for child in self._tree.children(area):
            code = child.code
            if code in self._above:
                one = self.node(code)
                if one.value is None or one.start is None or one.end is None or one.first is None or one.at is None:
                    continue
                weight, stale = one.weight, "stale" in one.flags
                place = (one.start, one.end, one.first, one.at)
                part = _Part(one.value, *place, one.reported, weight or 0.0, stale, "partial" in one.flags)
            elif code in self._rows:
                own = self._rows[code]
                weight = self._weight(code) if weighted else None
                stale = self._moment - own.at > STALE * self._metric.fresh
                reported = self._coverage.count(code)
                part = _Part(own.value, own.start, own.end, own.end, own.at, reported, weight or 0.0, stale, own.holes)
            else:
                continue
            if not weighted or part.weight > 0:
                yield part

    def _added(self, parts: Sequence[_Part]) -> tuple[float, float | None]:
        if self._metric.rollup == "sum":
            return math.fsum(part.value for part in parts), None
        weight = math.fsum(part.weight for part in parts)
        return math.fsum(part.value * part.weight for part in parts) / weight, weight

    def _aged(self, at: Micros) -> frozenset[str]:
        age = self._moment - at
        if age <= LATE * self._metric.fresh:
            return _IN_TIME
        return _LATE if age <= STALE * self._metric.fresh else _STALE


def _above(tree: AreaTree, codes: Iterable[str]) -> set[str]:
    """The areas above some others."""
    found: set[str] = set()
    for code in codes:
        parent = tree[code].parent
        while parent is not None and parent not in found:
            found.add(parent)
            parent = tree[parent].parent
    return found


def _agree(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_ROUNDING, abs_tol=1e-9)
