"""Columns of nodes and the ribbons between them: where each stands in a unit square, y down, as high as its count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

LEAST: Final = 0.062
"""The least room of a node, as a share of the height: that of its label."""
PAD: Final = 0.014
WIDE: Final = 0.013
"""The width of a node."""
APART: Final = 0.09
"""The most room that is left between two nodes."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node from `top`, `high` as its count among `total`; `left` is its left edge."""

    left: float
    top: float
    high: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.top + self.high / 2


def scale_of(columns: Sequence[Sequence[int]]) -> float:
    """The height of all cases together, the same for every column, such that every node of every column has room."""
    return min((_scale(counts) for counts in columns), default=1.0)


def place(counts: Sequence[int], scale: float, left: float) -> list[Node]:
    """A column's nodes from top to bottom, its spare room between them."""
    total = sum(counts) or 1
    highs = [scale * count / total for count in counts]
    rooms = [max(high + PAD, LEAST) for high in highs]
    between = min((1 - sum(rooms)) / max(len(rooms) - 1, 1), APART) if len(rooms) > 1 else 0.0
    start = (1 - sum(rooms) - between * (len(rooms) - 1)) / 2
    tops = accumulate((room + between for room in rooms), initial=start)
    # There is one top more than there are nodes: where the next would stand.
    return [Node(left, top + (room - high) / 2, high) for top, room, high in zip(tops, rooms, highs, strict=False)]


def path_of(one: Node, other: Node, start: float, end: float, high: float) -> str:
    """The outline of a ribbon of a height from `start` below the top of one node to `end` below that of another."""
    x0, x1 = one.left + WIDE, other.left
    y0, y1, middle = one.top + start, other.top + end, (one.left + WIDE + other.left) / 2
    return (
        f"M{x0:.4f},{y0:.4f}C{middle:.4f},{y0:.4f} {middle:.4f},{y1:.4f} {x1:.4f},{y1:.4f}"
        f"L{x1:.4f},{y1 + high:.4f}C{middle:.4f},{y1 + high:.4f} {middle:.4f},{y0 + high:.4f} {x0:.4f},{y0 + high:.4f}Z"
    )


def ribbons(
    left: Sequence[Node], right: Sequence[Node], counts: Mapping[tuple[int, int], int], per_case: float
) -> dict[tuple[int, int], str]:
    """The outlines of the ribbons between two columns by (left, right) node, stacked in the order of the other side;
    `per_case` is the height of one case."""
    begun, ended = [0.0] * len(left), [0.0] * len(right)
    found = {}
    for pair in sorted(counts):
        high = per_case * counts[pair]
        found[pair] = path_of(left[pair[0]], right[pair[1]], begun[pair[0]], ended[pair[1]], high)
        begun[pair[0]] += high
        ended[pair[1]] += high
    return found


def _scale(counts: Sequence[int]) -> float:
    total = sum(counts) or 1
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        room = sum(max(middle * count / total + PAD, LEAST) for count in counts)
        low, high = (middle, high) if room <= 1 else (low, middle)
    return low
