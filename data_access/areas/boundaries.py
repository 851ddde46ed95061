"""Outlines checked level against level: what of a parent no child covers, what two siblings both claim, and what of
a child lies outside its parent."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from data_access.areas.metric import GRID, in_metres, plane_of, polygons_of
from data_access.areas.tree import Area, AreaTree
from data_access.risk.projection import Plane

SLIVER: Final = 1.0
"""Defects in which no circle of this diameter, in metres, has room are counted apart: lines drawn twice."""

KINDS: Final = ("gap", "overlap", "outside")

_TOUCH: Final = 2e-8
"""Degrees, some two millimetres: an outline this near to a gap borders on it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One connected piece of land that is wrong among the children of `parent`, all of `level`. `codes`: of a gap
    the children that border on it, the longest common edge first; of an overlap the two that claim it; of "outside"
    the child. `geometry` in WGS-84 degrees."""

    kind: str
    level: str
    parent: str
    codes: tuple[str, ...]
    square_metres: float
    geometry: Polygon


@dataclass(frozen=True, slots=True)
class LevelCheck:
    """What was found among the areas of one level: how many there are, how many have an outline, under how many
    parents gaps could be judged (parent and all its children drawn) and under how many the rest (parent drawn).
    `counts` and `square_metres` by kind; None where nothing could be judged. `sliver_metres` are the square metres
    of what is thinner than a sliver, None likewise."""

    level: str
    areas: int
    drawn: int
    parents: int
    covered: int
    counts: dict[str, int | None]
    square_metres: dict[str, float | None]
    sliver_metres: float | None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The levels below the root, top down, and every defect, the largest first; `sliver` in metres."""

    levels: tuple[LevelCheck, ...]
    defects: tuple[Defect, ...]
    sliver: float


@dataclass(frozen=True, slots=True)
class _Found:
    """The defects of one family and the square metres of its slivers."""

    parent: Area
    level: str
    children: int
    drawn: int
    defects: tuple[Defect, ...]
    slivers: float


def check_boundaries(tree: AreaTree, sliver: float = SLIVER) -> Boundaries:
    """Every parent's outline against its children's. ValueError for a sliver that is not a finite number from 0."""
    if not (math.isfinite(sliver) and sliver >= 0):
        raise ValueError(f"sliver {sliver!r}: expected metres, a finite number from 0")
    families = [_family(tree, area, sliver) for area in tree if tree.children(area.code)]
    defects = [defect for family in families for defect in family.defects]
    defects.sort(key=lambda one: (-one.square_metres, one.kind, one.codes))
    levels = []
    for level in tree.levels:
        own = [family for family in families if family.level == level]
        if own:
            levels.append(_level(tree, level, own))
    return Boundaries(tuple(levels), tuple(defects), sliver)


def _level(tree: AreaTree, level: str, families: list[_Found]) -> LevelCheck:
    bound = [family for family in families if family.parent.geometry is not None and family.drawn]
    covered = [family for family in bound if family.drawn == family.children]
    crowded = [family for family in families if family.drawn > 1]
    judged = {"gap": bool(covered), "overlap": bool(crowded), "outside": bool(bound)}
    found = [defect for family in families for defect in family.defects]
    counts = Counter(defect.kind for defect in found)
    sizes = {kind: sum(one.square_metres for one in found if one.kind == kind) for kind in KINDS}
    return LevelCheck(
        level,
        sum(area.level == level for area in tree),
        sum(area.level == level and area.geometry is not None for area in tree),
        len(bound),
        len(covered),
        {kind: counts[kind] if judged[kind] else None for kind in KINDS},
        {kind: sizes[kind] if judged[kind] else None for kind in KINDS},
        sum(family.slivers for family in families) if bound or crowded else None,
    )


def _family(tree: AreaTree, parent: Area, sliver: float) -> _Found:
    children = tree.children(parent.code)
    level = children[0].level
    outlines = {child.code: child.geometry for child in children if child.geometry is not None}
    defects: list[Defect] = []
    slivers = 0.0
    if outlines:
        plane = plane_of(outlines.values())
        for kind, codes, piece in _pieces(parent.geometry, outlines, len(outlines) == len(children)):
            flat = in_metres(piece, plane)
            if is_sliver(flat, sliver):
                slivers += flat.area
            else:
                named = codes or neighbours(piece, outlines, plane)
                defects.append(Defect(kind, level, parent.code, named, flat.area, piece))
    return _Found(parent, level, len(children), len(outlines), tuple(defects), slivers)


def _pieces(
    outline: BaseGeometry | None, children: dict[str, BaseGeometry], whole: bool
) -> Iterator[tuple[str, tuple[str, ...], Polygon]]:
    """(kind, codes, piece); a gap's codes are left to who needs them."""
    for first, second in crossing(children):
        for piece in polygons_of(shapely.intersection(children[first], children[second], grid_size=GRID)):
            yield "overlap", (first, second), piece
    if outline is None:
        return
    for code, geometry in children.items():
        for piece in polygons_of(shapely.difference(geometry, outline, grid_size=GRID)):
            yield "outside", (code,), piece
    if whole:
        covered = shapely.union_all(list(children.values()), grid_size=GRID)
        for piece in polygons_of(shapely.difference(outline, covered, grid_size=GRID)):
            yield "gap", (), piece


def crossing(children: dict[str, BaseGeometry]) -> list[tuple[str, str]]:
    """The pairs of outlines that have a place in common, each once, in order."""
    codes, outlines = list(children), np.array(list(children.values()), dtype=object)
    left, right = STRtree(outlines).query(outlines, predicate="intersects")
    pairs = sorted({(int(one), int(other)) for one, other in zip(left, right, strict=True) if one < other})
    return [(codes[one], codes[other]) for one, other in pairs]


def is_sliver(piece: BaseGeometry, width: float) -> bool:
    """Whether no circle of that diameter has room in a piece; both in metres."""
    if piece.area <= math.pi / 4 * width * width:
        return True
    return width > 0 and bool(piece.buffer(-width / 2).is_empty)


def neighbours(piece: BaseGeometry, outlines: dict[str, BaseGeometry], plane: Plane) -> tuple[str, ...]:
    """The codes of the outlines that border on a piece, the longest common edge first."""
    edges = {code: common_edge(piece, outline) for code, outline in outlines.items()}
    lengths = {code: round(in_metres(edge, plane).length, 1) for code, edge in edges.items()}
    # Where outlines only meet in a point, a few millimetres of the edge are near.
    return tuple(sorted((code for code in lengths if lengths[code]), key=lambda code: (-lengths[code], code)))


def common_edge(piece: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
    """The part of a piece's edge that runs along an outline, in degrees; it may be empty."""
    return shapely.intersection(piece.boundary, _line_near(piece, outline))


def edge_without(piece: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
    """The part of a piece's edge that does not run along an outline, in degrees; it may be empty."""
    return shapely.difference(piece.boundary, _line_near(piece, outline))


def _line_near(piece: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
    """The strip along an outline where it may touch the piece."""
    west, south, east, north = piece.bounds
    frame = (west - _TOUCH, south - _TOUCH, east + _TOUCH, north + _TOUCH)
    if not shapely.intersects(outline, shapely.box(*frame)):
        return Polygon()
    return shapely.clip_by_rect(outline.boundary, *frame).buffer(_TOUCH)
