"""Cases per hectare as a surface: a kernel density estimate of fixed bandwidth, and its filled contour bands.

Points are shared between the four nearest cell centres (linear binning) and the grid is smoothed by a Gaussian along
one axis and then the other, cut off at four standard deviations and scaled so that the mass of the points is kept.
Binning widens the kernel a little: a peak is low by at most (cell / bandwidth)^2 / 4, 1 % for cells of a fifth of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from contourpy import FillType, contour_generator
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from data_access.risk.checks import alike, numbers, positive

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

HECTARE: Final = 10_000.0
REACH: Final = 4.0
"""Standard deviations at which the kernel ends."""
_MOST_CELLS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Surface:
    """Values (rows, cols) at the centres of square cells; row 0 is the south, column 0 the west: the centre of
    (row, col) lies at (x0 + (col + 1/2) cell, y0 + (row + 1/2) cell) metres."""

    values: Floats
    x0: float
    y0: float
    cell: float

    def centres(self) -> tuple[Floats, Floats]:
        """x of the columns and y of the rows, in metres."""
        x, y = (np.arange(count, dtype=np.float64) + 0.5 for count in self.values.shape[::-1])
        return self.x0 + x * self.cell, self.y0 + y * self.cell


def surface(points: ArrayLike, weights: ArrayLike | None, box: Box, *, bandwidth: float, cell: float) -> Surface:
    """Cases per hectare over a box (x0, y0, x1, y1) in metres, of points (n, 2) with weights (n,) or 1 each. Points
    outside the box count as far as they reach in; nothing is mirrored at its edge. ValueError for unknown numbers,
    negative weights, an empty box, cells wider than the bandwidth or more than four million of them."""
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    numbers("points", places.ravel(), least=None)
    mass = np.ones(len(places)) if weights is None else numbers("weights", weights)
    alike("points", places, "weights", mass)
    x0, y0, x1, y1 = numbers("box", box, least=None).tolist()
    if positive("cell", cell) > positive("bandwidth", bandwidth):
        raise ValueError(f"cell is {cell} m; expected at most the bandwidth, {bandwidth} m")
    if not (x1 > x0 and y1 > y0):
        raise ValueError(f"box is {(x0, y0, x1, y1)}; expected x0 < x1 and y0 < y1")
    rows, columns = (max(1, int(np.ceil(length / cell - 1e-9))) for length in (y1 - y0, x1 - x0))
    if rows * columns > _MOST_CELLS:
        raise ValueError(f"cell is {cell} m, which makes {rows * columns} cells; expected at most {_MOST_CELLS}")
    steps = np.arange(-(reach := int(np.ceil(REACH * bandwidth / cell))), reach + 1)
    kernel = np.where(np.abs(steps) * cell <= REACH * bandwidth, np.exp(-0.5 * (steps * cell / bandwidth) ** 2), 0.0)
    kernel /= kernel.sum()
    across = (places[:, 0] - x0) / cell - 0.5 + reach
    along = (places[:, 1] - y0) / cell - 0.5 + reach
    grid = _binned(along, across, mass, rows + 2 * reach, columns + 2 * reach)
    smooth = _smoothed(np.ascontiguousarray(_smoothed(grid, kernel).T), kernel).T
    return Surface(np.ascontiguousarray(smooth) * (HECTARE / cell**2), x0, y0, float(cell))


def per_population(cases: Surface, people: Surface, *, least: float = 1.0) -> Surface:
    """Cases per 1,000 people: one density over the other, of the same box, cell and bandwidth. The values are a
    masked array: where fewer than `least` people live on a hectare they are masked (None in a list)."""
    if (cases.values.shape, cases.x0, cases.y0, cases.cell) != (people.values.shape, people.x0, people.y0, people.cell):
        raise ValueError("people lie on another grid than the cases; expected the same box and cell")
    known = people.values >= positive("least", least)
    rates = np.divide(1000 * cases.values, people.values, out=np.zeros_like(cases.values), where=known)
    return Surface(np.ma.masked_array(rates, ~known), cases.x0, cases.y0, cases.cell)


def spread_people(
    polygons: Sequence[BaseGeometry | None], people: Sequence[float | None], *, spacing: float
) -> tuple[Floats, Floats]:
    """(points (n, 2), weights (n,)): the people of each area on a lattice over its polygon in metres, for `surface`.
    Areas without a polygon or a number of people are left out: they are unknown, not empty."""
    positive("spacing", spacing)
    points, weights = [np.empty((0, 2))], [np.empty(0)]
    for polygon, number in zip(polygons, people, strict=True):
        if polygon is None or polygon.is_empty or number is None:
            continue
        (count,) = numbers("people", [number])
        west, south, east, north = polygon.bounds
        xs, ys = np.meshgrid(
            np.arange(west + spacing / 2, east, spacing), np.arange(south + spacing / 2, north, spacing)
        )
        inside = shapely.contains_xy(polygon, xs, ys)
        found = np.column_stack([xs[inside], ys[inside]])
        if not len(found):
            found = shapely.get_coordinates(polygon.representative_point())
        points.append(found)
        weights.append(np.full(len(found), count / len(found)))
    return np.concatenate(points), np.concatenate(weights)


def contours(shown: Surface, levels: Sequence[float]) -> list[tuple[float, float, MultiPolygon]]:
    """Filled bands (low, high, polygons in metres) between rising levels; what lies above the last is a band up to
    the largest value. Bands without any area are left out, masked cells belong to none. The polygons reach to the
    centres of the outermost cells. ValueError for levels that do not rise."""
    edges = numbers("levels", levels, least=None).tolist()
    if any(high <= low for low, high in pairwise(edges)):
        raise ValueError(f"levels are {edges}; expected each above the one before")
    rows, columns = shown.values.shape
    most = float(shown.values.max()) if np.ma.count(shown.values) else -np.inf
    if rows < 2 or columns < 2 or not edges:
        return []
    generator = contour_generator(*shown.centres(), shown.values, fill_type=FillType.OuterOffset)
    found = []
    for low, high in zip(edges, [*edges[1:], most], strict=True):
        if low >= most or low >= high:
            continue
        # A value equal to the upper level belongs to the next band, but the largest has none above it.
        area = _polygons(*generator.filled(low, np.nextafter(high, np.inf) if high == most else high))
        if not area.is_empty:
            found.append((low, high, area))
    return found


def _binned(along: Floats, across: Floats, mass: Floats, rows: int, columns: int) -> Floats:
    """Mass (rows, cols) shared between the four cells around each point; what lies outside the grid is left out."""
    inside = (along > -1) & (along < rows) & (across > -1) & (across < columns)
    along, across, mass = along[inside], across[inside], mass[inside]
    row, column = np.floor(along).astype(np.int64), np.floor(across).astype(np.int64)
    up, right = along - row, across - column
    # One row and column more on every side take the parts that fall outside.
    wide = columns + 2
    corner = (row + 1) * wide + column + 1
    grid = np.zeros((rows + 2) * wide)
    for step, part in (
        (0, (1 - up) * (1 - right)),
        (1, (1 - up) * right),
        (wide, up * (1 - right)),
        (wide + 1, up * right),
    ):
        grid += np.bincount(corner + step, weights=part * mass, minlength=len(grid))
    return grid.reshape(rows + 2, wide)[1:-1, 1:-1]


def _smoothed(grid: Floats, kernel: Floats) -> Floats:
    """The grid smoothed along its first axis, shorter by the kernel's length less one."""
    rows = len(grid) - len(kernel) + 1
    total: Floats = kernel[0] * grid[:rows]
    for step, weight in enumerate(kernel.tolist()[1:], start=1):
        if weight:
            total += weight * grid[step : step + rows]
    return total


def _polygons(points: Sequence[Floats], offsets: Sequence[NDArray[np.uint32]]) -> MultiPolygon:
    """One valid multipolygon of contourpy's outlines, each followed by its holes."""
    parts = []
    for ring, ends in zip(points, offsets, strict=True):
        outline, *holes = (ring[start:end] for start, end in pairwise(ends))
        parts.append(shapely.Polygon(outline, holes))
    whole: BaseGeometry = MultiPolygon(parts)
    if not whole.is_valid:
        whole = shapely.make_valid(whole)
    return MultiPolygon([one for one in shapely.get_parts(whole) if one.geom_type == "Polygon" and one.area > 0])
