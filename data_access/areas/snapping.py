"""A whole tree's outlines mended so that every level meets the one above it: `--snap`.

Family by family the children are mended to their parent's mended line. Then all lines of all levels are put on one
grid of a millimetre and cut where they meet; every area becomes the union of the faces that are its own. So
neighbours share each corner, and a parent's line is its children's line.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data_access.areas.boundaries import SLIVER, Boundaries, check_boundaries
from data_access.areas.faces import outlines_on_faces
from data_access.areas.mending import Left, mend_family
from data_access.areas.metric import GRID, in_metres, joined, plane_of, polygons_of
from data_access.areas.tree import Area, AreaError, AreaProblem, AreaTree

TOLERANCE: Final = 5.0
"""Metres that a line may move, unless another tolerance is named."""

_MARGIN: Final = 0.01
"""Metres of the tolerance that are kept for putting corners on the grid."""
_CHANGED: Final = 0.01
"""Square metres and metres below which a change is the grid's alone."""

_SAMPLES: Final = 1_000
"""Besides every corner, about so many places of an area's changes are measured."""


@dataclass(frozen=True, slots=True)
class Change:
    """What mending did to one area: the largest distance, in metres, of the new line (and of any place that changed
    hands) from the old one, and the square metres that it gained or lost."""

    code: str
    level: str
    moved: float
    square_metres: float


@dataclass(frozen=True, slots=True)
class Snapped:
    """The areas with mended outlines, in the given order; what was changed; the defects before and after."""

    areas: tuple[Area, ...]
    changes: tuple[Change, ...]
    before: Boundaries
    after: Boundaries


def snap_areas(areas: Iterable[Area], tolerance: float = TOLERANCE, sliver: float = SLIVER) -> Snapped:
    """Mend the children of every parent to the parent's line, moving no line farther than `tolerance` metres; the
    root's line stays. AreaError when the areas are not one tree, ValueError for a tolerance not above 0."""
    if not (math.isfinite(tolerance) and tolerance > 0):
        raise ValueError(f"tolerance {tolerance!r}: expected metres, a finite number above 0")
    given = tuple(areas)
    tree = AreaTree(given)
    outlines = _on_grid(tree)
    left: dict[str, list[Left]] = {}
    room = tolerance - min(_MARGIN, tolerance / 10)
    for area in tree:
        children = tree.children(area.code)
        drawn = {child.code: outlines[child.code] for child in children if child.code in outlines}
        if drawn:
            whole = len(drawn) == len(children)
            mended, left[area.code] = mend_family(outlines.get(area.code), drawn, whole, room)
            outlines |= mended
    final = outlines_on_faces(tree, outlines, left) if outlines else {}
    mended_areas = tuple(replace(area, geometry=final.get(area.code)) for area in given)
    changes = [_change(area, final[area.code]) for area in tree if area.geometry is not None]
    return Snapped(
        mended_areas,
        tuple(change for change in changes if change.moved > _CHANGED and change.square_metres > _CHANGED),
        check_boundaries(tree, sliver),
        check_boundaries(AreaTree(mended_areas), sliver),
    )


def _on_grid(tree: AreaTree) -> dict[str, BaseGeometry]:
    """The outlines with their corners on the grid; AreaError for one that is nothing on it."""
    found: dict[str, BaseGeometry] = {}
    problems = []
    for area in tree:
        if area.geometry is None:
            continue
        rounded = joined(polygons_of(shapely.set_precision(area.geometry, GRID)))
        if rounded.is_empty:
            problems.append(
                AreaProblem(area.code, "geometry", area.geometry.wkt[:60], "an outline of some millimetres")
            )
        found[area.code] = rounded
    if problems:
        raise AreaError(problems)
    return found


def _change(area: Area, outline: BaseGeometry) -> Change:
    assert area.geometry is not None
    plane = plane_of([area.geometry])
    before, after = in_metres(area.geometry, plane), in_metres(outline, plane)
    pieces = [one for one in polygons_of(shapely.symmetric_difference(before, after)) if one.area > _CHANGED]
    if not pieces:
        return Change(area.code, area.level, 0.0, 0.0)
    edges = np.array([piece.boundary for piece in pieces])
    edges = shapely.segmentize(edges, max(shapely.length(edges).sum() / _SAMPLES, 0.1))
    middles = shapely.point_on_surface(np.array(pieces))
    places = np.concatenate([shapely.get_coordinates(edges), shapely.get_coordinates(middles)])
    line = before.boundary
    shapely.prepare(line)
    moved = float(shapely.distance(line, shapely.points(places)).max())
    return Change(area.code, area.level, moved, float(sum(piece.area for piece in pieces)))
