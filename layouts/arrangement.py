"""Where the panels of a scene with slots stand: a grid without holes, whatever the number of panels.

The rows of a wall share its columns; a row that its panels do not fill widens those that gain most by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Final

from layouts.panel import Drawing

GAIN: Final = ("map", "trend", "table", "panel", "bars", "progress", "gauge", "number")
"""Kinds of panels by what they gain from more width, the most first; `panel` is one that is no slot."""

THREE: Final = (3, 5, 6, 9)
"""Numbers of cells that fill three columns better than four."""

MOST: Final = 12
"""More cells than these make type and rows crowd: wide panels then do with one column."""

FAR: Final = 6
"""The cells of a wall for far readers: its larger type leaves room for two rows of three, of the first panels."""

TALL: Final = 12
"""More cells than these do not fit a portrait wall of two columns."""

DESK: Final = 2
"""The columns of a desk, which may scroll, and of a portrait wall, which may not."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A panel to be placed: its id, its kind, and the columns it asks for (1 or 2)."""

    panel: str
    kind: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of `rows` x `columns`; `areas` holds (row, column, columns wide) by panel, counted from 1."""

    rows: int
    columns: int
    areas: dict[str, tuple[int, int, int]]


def wall(panels: Sequence[Standing]) -> Grid:
    """The grid of a 16:9 wall: two rows of three or four columns, three where that is not enough."""
    fitting = _fitting(panels, MOST)
    cells = sum(one.columns for one in fitting)
    if cells < 3:
        return _filled(fitting, min(len(fitting), 1), cells)
    found = [_filled(fitting, max(min(2, len(fitting)), -(-cells // columns)), columns) for columns in (3, 4)]
    if cells not in THREE:
        found.reverse()
    # Wide panels may not fit the columns that their number of cells would.
    return min(found, key=lambda grid: grid.rows)


def far(panels: Sequence[Standing]) -> Grid:
    """The grid for far readers: the first panels, as many as two rows of three hold; the others have no place."""
    first: list[Standing] = []
    for one in panels:
        left = FAR - sum(taken.columns for taken in first)
        if not left:
            break
        first.append(replace(one, columns=min(one.columns, left)))
    cells = sum(one.columns for one in first)
    rows, columns = (1, cells) if cells <= 3 else (2, 2 if cells == 4 else 3)
    grid = _filled(first, rows, columns)
    # Two wide panels in a row need four columns: they do with less.
    return grid if grid.rows <= rows else _filled([replace(one, columns=1) for one in first], rows, columns)


def portrait(panels: Sequence[Standing]) -> Grid:
    """The grid of a portrait wall: that of a desk, without more wide panels than it has room for."""
    return desk(_fitting(panels, TALL))


def desk(panels: Sequence[Standing]) -> Grid:
    """The grid of a desk: two columns, as many rows as they need."""
    cells = sum(one.columns for one in panels)
    return _filled(panels, -(-cells // DESK), DESK)


def draw_places(panels: Sequence[Standing], main: str) -> Drawing:
    """The places of a scene's panels as custom properties of their sections, and the size of the grids as those of
    the element `main`."""
    grids = {"wall": wall(panels), "far": far(panels), "portrait": portrait(panels), "desk": desk(panels)}
    sizes: dict[str, str] = {}
    for name, grid in grids.items():
        sizes |= {f"--{name}-rows": str(grid.rows), f"--{name}-columns": str(grid.columns)}
    found: Drawing = {main: {"style": sizes}}
    for one in panels:
        places = {f"--{name}": _css(grid.areas.get(one.panel)) for name, grid in grids.items()}
        found[one.panel] = {"style": places | {"--far-display": "flex" if one.panel in grids["far"].areas else "none"}}
    return found


def _css(area: tuple[int, int, int] | None) -> str:
    if area is None:
        return "auto"
    row, column, columns = area
    return f"{row} / {column} / {row + 1} / {column + columns}"


def _fitting(panels: Sequence[Standing], most: int) -> list[Standing]:
    """The panels with so many wide ones narrowed, from the last, that they have no more than `most` cells."""
    fitting = list(panels)
    for place in reversed(range(len(fitting))):
        if sum(one.columns for one in fitting) <= most:
            break
        fitting[place] = replace(fitting[place], columns=1)
    return fitting


def _filled(panels: Sequence[Standing], rows: int, columns: int) -> Grid:
    """The panels in rows, in order as far as they fit, each row widened until it is full."""
    waiting = [replace(one, columns=min(one.columns, columns)) for one in panels]
    areas: dict[str, tuple[int, int, int]] = {}
    row = 0
    while waiting:
        row += 1
        left = max(rows - row + 1, 1)
        # Each row takes its even share, rounded up, so that no row is left with too little.
        share = min(columns, -(-sum(one.columns for one in waiting) // left))
        taken = _row(waiting, share, columns)
        waiting = [one for one in waiting if one not in taken]
        column = 1
        for one, width in zip(taken, _widths(taken, columns), strict=True):
            areas[one.panel] = (row, column, width)
            column += width
    return Grid(row, columns, areas)


def _row(waiting: Sequence[Standing], share: int, columns: int) -> list[Standing]:
    """The next panels, up to a share of the columns; the last may exceed the share, never the columns."""
    taken: list[Standing] = []
    width = 0
    for one in waiting:
        if width < share and width + one.columns <= columns:
            taken.append(one)
            width += one.columns
    return taken


def _widths(taken: Sequence[Standing], columns: int) -> list[int]:
    """The columns of each panel of a row, widened in turn from the one that gains most until they fill it."""
    widths = [one.columns for one in taken]
    order = sorted(range(len(taken)), key=lambda place: (widths[place], GAIN.index(taken[place].kind)))
    for place in cycle(order):
        if sum(widths) >= columns:
            return widths
        widths[place] += 1
    return widths
