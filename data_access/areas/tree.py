"""The area tree: who is inside whom, answered in constant time from preorder numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from shapely.geometry.base import BaseGeometry

RESERVED_CODES = frozenset({"unlocated"})
"""Codes an area may not have: they are keys of result rows."""


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative area. `geometry` is WGS-84 longitude/latitude, a Polygon or MultiPolygon."""

    code: str
    name: str
    level: str
    parent: str | None
    name_en: str | None = None
    population: int | None = None
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class AreaProblem:
    """One thing wrong with one area: its code ('' if unknown), the field, the value, what was expected."""

    code: str
    field: str
    value: object
    expected: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        owner = f"area {self.code!r} " if self.code else ""
        return f"{place}{owner}{self.field} {self.value!r}: expected {self.expected}"


class AreaError(ValueError):
    """Areas that cannot be used; `problems` lists everything that is wrong, the message too."""

    def __init__(self, problems: Sequence[AreaProblem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems]
        super().__init__(lines[0] if len(lines) == 1 else "\n".join([f"{len(lines)} problems with areas:", *lines]))


def structure_problems(areas: Sequence[Area], places: Sequence[str] | None = None) -> list[AreaProblem]:
    """Everything that keeps `areas` from being one tree; empty if nothing does.

    `places` (aligned with `areas`) says where each was read, for the messages.
    """
    where = list(places) if places is not None else [""] * len(areas)
    problems: list[AreaProblem] = []
    first: dict[str, int] = {}
    for index, area in enumerate(areas):
        problems.extend(_field_problems(area, where[index]))
        if area.code in first:
            other = where[first[area.code]]
            expected = "a code used once" + (f", already used at {other}" if other else "")
            problems.append(AreaProblem(area.code, "code", area.code, expected, where[index]))
        elif area.code:
            first[area.code] = index
    known = [(index, areas[index]) for index in first.values()]
    for index, area in known:
        if area.parent is not None and area.parent not in first:
            expected = "the code of another area, or none for the root"
            problems.append(AreaProblem(area.code, "parent", area.parent, expected, where[index]))
    roots = [area.code for _, area in known if area.parent is None]
    if len(roots) > 1:
        shown = ", ".join(roots[:5]) + (", ..." if len(roots) > 5 else "")
        expected = f"exactly one area without a parent, found {len(roots)}: {shown}"
        problems.extend(AreaProblem(code, "parent", None, expected, where[first[code]]) for code in roots[1:])
    cycles = _cycles({area.code: area.parent for _, area in known})
    for cycle in cycles:
        expected = f"a parent outside the area itself, found the cycle {' > '.join([*cycle, cycle[0]])}"
        owner = areas[first[cycle[0]]]
        problems.append(AreaProblem(owner.code, "parent", owner.parent, expected, where[first[owner.code]]))
    if not roots and not problems:
        problems.append(AreaProblem("", "areas", len(areas), "at least one area, the root, without a parent"))
    return problems


def _field_problems(area: Area, where: str) -> Iterator[AreaProblem]:
    for field, value in (("code", area.code), ("name", area.name), ("level", area.level)):
        if not value or value != value.strip():
            yield AreaProblem(area.code, field, value, "text without blanks around it, not empty", where)
    if area.code in RESERVED_CODES:
        yield AreaProblem(area.code, "code", area.code, "a code that is not a reserved word", where)
    if area.population is not None and area.population < 0:
        yield AreaProblem(area.code, "population", area.population, "a whole number from 0", where)


def _cycles(parents: dict[str, str | None]) -> list[list[str]]:
    """The cycles among `parents`, each once, child before parent, in order of appearance."""
    cycles: list[list[str]] = []
    seen: set[str] = set()
    for start in parents:
        trail: dict[str, int] = {}
        code: str | None = start
        while code is not None and code in parents and code not in seen:
            seen.add(code)
            trail[code] = len(trail)
            code = parents[code]
        if code is not None and code in trail:
            cycles.append(list(trail)[trail[code] :])
    return cycles


class AreaTree:
    """An immutable tree over `areas` with exactly one root; children are in order of code.

    Raises AreaError naming every problem if they are not a tree. Every method raises KeyError
    for a code that is not in the tree, except `in` and `get`.
    """

    def __init__(self, areas: Iterable[Area]) -> None:
        given = tuple(areas)
        problems = structure_problems(given)
        if problems:
            raise AreaError(problems)
        self._areas = {area.code: area for area in given}
        below: dict[str, list[Area]] = {code: [] for code in self._areas}
        for area in sorted(given, key=lambda area: area.code):
            if area.parent is not None:
                below[area.parent].append(area)
        self._children = {code: tuple(areas) for code, areas in below.items()}
        self._root = next(area for area in given if area.parent is None)
        self._order = self._walk()
        self._number = {code: number for number, code in enumerate(self._order)}
        self._depth: dict[str, int] = {}
        for code in self._order:
            parent = self._areas[code].parent
            self._depth[code] = 0 if parent is None else self._depth[parent] + 1
        self._last = dict(self._number)
        for code in reversed(self._order):
            parent = self._areas[code].parent
            if parent is not None:
                self._last[parent] = max(self._last[parent], self._last[code])
        self._levels = self._ordered_levels()

    def _walk(self) -> tuple[str, ...]:
        order: list[str] = []
        waiting = [self._root.code]
        while waiting:
            code = waiting.pop()
            order.append(code)
            waiting.extend(child.code for child in reversed(self._children[code]))
        return tuple(order)

    def _ordered_levels(self) -> tuple[str, ...]:
        above: dict[str, set[str]] = {}
        for code in self._order:
            area = self._areas[code]
            over = above.setdefault(area.level, set())
            if area.parent is not None:
                over.add(self._areas[area.parent].level)
                over.discard(area.level)
        try:
            return tuple(TopologicalSorter({level: sorted(over) for level, over in above.items()}).static_order())
        except CycleError:
            # A level both above and below another has no one place: keep the order of first appearance.
            return tuple(above)

    @property
    def root(self) -> Area:
        """The one area without a parent."""
        return self._root

    @property
    def levels(self) -> tuple[str, ...]:
        """The level names, those above before those below."""
        return self._levels

    @property
    def leaves(self) -> tuple[Area, ...]:
        """The areas without children, in preorder."""
        return tuple(self._areas[code] for code in self._order if not self._children[code])

    @property
    def max_depth(self) -> int:
        """The depth of the deepest area; 0 for a lone root."""
        return max(self._depth.values())

    def __getitem__(self, code: str) -> Area:
        return self._areas[code]

    def __contains__(self, code: object) -> bool:
        return code in self._areas

    def __len__(self) -> int:
        return len(self._areas)

    def __iter__(self) -> Iterator[Area]:
        """The areas in preorder."""
        return (self._areas[code] for code in self._order)

    def get(self, code: str) -> Area | None:
        """The area, or None."""
        return self._areas.get(code)

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas directly below, in order of code."""
        return self._children[code]

    def path(self, code: str) -> tuple[Area, ...]:
        """The areas from the root down to this one, both included."""
        steps = [self._areas[code]]
        while (parent := steps[-1].parent) is not None:
            steps.append(self._areas[parent])
        return tuple(reversed(steps))

    def ancestors(self, code: str) -> tuple[Area, ...]:
        """The areas above this one, from the root down to its parent."""
        return self.path(code)[:-1]

    def depth(self, code: str) -> int:
        """How many areas are above this one; 0 for the root."""
        return self._depth[code]

    def preorder(self, code: str) -> int:
        """The area's number in preorder, 0 .. len - 1; it changes when the tree does."""
        return self._number[code]

    def interval(self, code: str) -> tuple[int, int]:
        """(first, last) preorder numbers of the subtree, both included."""
        return self._number[code], self._last[code]

    def subtree(self, code: str) -> tuple[str, ...]:
        """The codes of the area and of everything below it, in preorder."""
        return self._order[self._number[code] : self._last[code] + 1]

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies below it."""
        return self._number[ancestor] <= self._number[code] <= self._last[ancestor]

    def child_of(self, code: str, descendant: str) -> Area | None:
        """The child of `code` on the way down to `descendant`; None if that is not below `code`."""
        if code == descendant or not self.is_within(descendant, code):
            return None
        return self.path(descendant)[self._depth[code] + 1]
