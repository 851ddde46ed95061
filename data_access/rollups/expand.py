"""From the additions of events to rollup rows: up the area tree and along the dimensions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data_access.areas.tree import AreaTree
from data_access.clock import Micros
from data_access.rollups.contributions import COUNTS, HISTOGRAMS, Item
from data_access.rollups.histogram import encode

_PLACE: Final = {name: place for place, name in enumerate(COUNTS)}
_HISTOGRAM: Final = {name: place for place, name in enumerate(HISTOGRAMS)}

_NO_TEXTS: Final = ("",) * len(HISTOGRAMS)

RowKey = tuple[str, str, str, Micros]


@dataclass(frozen=True, slots=True)
class Depths:
    """How deep rollups are kept: totals down to `total`, the dimensions down to `breakdown` (root = 0).

    Below, an area holds so few events that reading them is as fast. Three levels always have totals, so that
    a click finds the children's counts ready; the deepest level of a deeper tree has none.
    """

    total: int
    breakdown: int

    @classmethod
    def of(cls, tree: AreaTree) -> "Depths":
        """The depths for a tree: all but the deepest level, at least three levels."""
        total = max(2, tree.max_depth - 1)
        return cls(total=total, breakdown=total - 1)


def rollup_rows(additions: Mapping[Item, int], tree: AreaTree) -> list[tuple[Any, ...]]:
    """Rows (area, dimension, key, hour, *COUNTS, *HISTOGRAMS) to be added for the events' additions.

    An event in no area counts in the root, so that children and unlocated equal the parent.
    """
    depths = Depths.of(tree)
    counts: dict[RowKey, list[int]] = {}
    histograms: defaultdict[RowKey, list[dict[int, int]]] = defaultdict(lambda: [{} for _ in HISTOGRAMS])
    chains: dict[str | None, list[tuple[str, bool]]] = {}
    width = len(COUNTS)
    for item, amount in additions.items():
        if not amount:
            continue
        area, source, department, category, stage, hour, field, index = item
        chain = chains.get(area)
        if chain is None:
            chain = chains[area] = _chain(area, tree, depths)
        place = _PLACE.get(field, -1)
        for code, detailed in chain:
            for key in _keys(code, detailed, source, department or "", category or "", stage, hour):
                if place >= 0:
                    numbers = counts.get(key)
                    if numbers is None:
                        numbers = counts[key] = [0] * width
                    numbers[place] += amount
                else:
                    bins = histograms[key][_HISTOGRAM[field]]
                    bins[index] = bins.get(index, 0) + amount
    rows = []
    nothing = [0] * width
    for key in sorted(counts.keys() | histograms.keys()):
        texts = _NO_TEXTS if key not in histograms else tuple(encode(_present(bins)) for bins in histograms[key])
        numbers = counts.get(key, nothing)
        if any(numbers) or any(texts):
            rows.append((*key, *numbers, *texts))
    return rows


def _chain(area: str | None, tree: AreaTree, depths: Depths) -> list[tuple[str, bool]]:
    if area is None or area not in tree:
        return [(tree.root.code, True)]
    path = tree.path(area)[: depths.total + 1]
    return [(found.code, depth <= depths.breakdown) for depth, found in enumerate(path)]


def _keys(
    code: str, detailed: bool, source: str, department: str, category: str, stage: str | None, hour: Micros
) -> tuple[RowKey, ...]:
    if stage is not None:
        return ((code, "stage", stage, hour),) if detailed else ()
    if not detailed:
        return ((code, "", "", hour),)
    return (
        (code, "", "", hour),
        (code, "source", source, hour),
        (code, "department", department, hour),
        (code, "category", category, hour),
    )


def _present(bins: Mapping[int, int]) -> dict[int, int]:
    return {index: count for index, count in bins.items() if count}
