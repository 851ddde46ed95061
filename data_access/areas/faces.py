"""The faces that the lines of all levels together cut the land into, and which area each belongs to."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import shapely
from shapely import MultiLineString, STRtree
from shapely.geometry.base import BaseGeometry

from data_access.areas.boundaries import common_edge
from data_access.areas.mending import Left
from data_access.areas.metric import GRID, joined, polygons_of
from data_access.areas.tree import AreaTree

_REACH: Final = 2e-8
_CROSS: Final = 6e-8
"""Degrees, some millimetres: how near to a corner a child is one of those that meet there, and the arm of a cross."""

Members = frozenset[int]
_NONE: Final[Members] = frozenset()


def outlines_on_faces(
    tree: AreaTree, mended: Mapping[str, BaseGeometry], left: Mapping[str, list[Left]]
) -> dict[str, BaseGeometry]:
    """`Faces.outlines` of the mended outlines, with the threads of land between their lines cut where children meet."""
    faces = Faces(mended.values())
    found = faces.outlines(tree, mended, left)
    return Faces(mended.values(), faces.junctions).outlines(tree, mended, left) if faces.junctions else found


class Faces:
    """The faces of some outlines: all their lines on one grid, cut wherever they meet, and along `cuts`. `junctions`
    are crosses at corners of several children beside faces that were found to be nobody's in `outlines`."""

    def __init__(self, outlines: Iterable[BaseGeometry], cuts: Iterable[BaseGeometry] = ()) -> None:
        self.junctions: list[BaseGeometry] = []
        lines = shapely.union_all([*(outline.boundary for outline in outlines), *cuts], grid_size=GRID)
        self.polygons = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
        self._points = shapely.point_on_surface(self.polygons)
        self._index = STRtree(self._points)

    def within(self, outline: BaseGeometry) -> Members:
        """The numbers of the faces whose middle lies in an outline."""
        return frozenset(self._index.query(outline, predicate="intersects").tolist())

    def outlines(
        self, tree: AreaTree, mended: Mapping[str, BaseGeometry], left: Mapping[str, list[Left]]
    ) -> dict[str, BaseGeometry]:
        """The outline of every drawn area as the union of its own faces. A face of a parent belongs to one child,
        one of no parent to none, other than in what was `left` by code of the parent."""
        own: dict[str, Members] = {}
        everything = frozenset(range(len(self.polygons)))
        for area in tree:
            if area.parent is None and area.code in mended:
                own[area.code] = self.within(mended[area.code])
            drawn = {one.code: mended[one.code] for one in tree.children(area.code) if one.code in mended}
            if drawn:
                whole = len(drawn) == len(tree.children(area.code))
                own |= self._shares(own.get(area.code), drawn, whole, left.get(area.code, []), everything)
        return {code: self._union(numbers) for code, numbers in own.items()}

    def _shares(
        self,
        parent: Members | None,
        children: dict[str, BaseGeometry],
        whole: bool,
        left: list[Left],
        everything: Members,
    ) -> dict[str, Members]:
        """The faces of each child of a parent that has those faces, None of one without an outline."""
        claimed = {code: self.within(outline) for code, outline in children.items()}
        land = everything if parent is None else parent
        shares = {code: set(_NONE) for code in children}
        taken: set[int] = set()
        for one in left:
            places = self.within(one.geometry)
            if one.kind == "gap":
                taken |= places
            for code in one.codes:
                shares[code] |= places & claimed[code] & (land if one.kind == "overlap" else everything - land)
            if one.kind == "overlap":
                taken |= places & land
        for number, code in self._owners(sorted(land - taken), claimed, whole and parent is not None).items():
            shares[code].add(number)
        return {code: frozenset(numbers) for code, numbers in shares.items()}

    def _owners(self, numbers: list[int], claimed: dict[str, Members], all_of_them: bool) -> dict[int, str]:
        """Who gets each face: the one who claims it. What several claim or, where all land is somebody's, nobody does
        is some millimetres between lines: it goes to the one with the longest common edge."""
        claims = {number: [code for code in sorted(claimed) if number in claimed[code]] for number in numbers}
        owners = {number: codes[0] for number, codes in claims.items() if len(codes) == 1}
        sole: dict[str, list[int]] = {code: [] for code in sorted(claimed)}
        for number, code in owners.items():
            sole[code].append(number)
        unsure = [number for number, codes in claims.items() if len(codes) > 1 or (all_of_them and not codes)]
        land = {code: self._union(frozenset(own)) for code, own in sole.items()} if unsure else {}
        for number in unsure:
            face, codes = self.polygons[number], claims[number] or list(land)
            lengths = {code: common_edge(face, land[code]).length for code in codes if not land[code].is_empty}
            self._note_junctions(face, [land[code] for code in lengths])
            # A thread among threads borders on nobody's land: then the nearest; without any, the first who claims it.
            rank = {code: (length, -shapely.distance(face, land[code])) for code, length in lengths.items()}
            owners[number] = max(rank, key=lambda code: (*rank[code], code)) if rank else codes[0]
        return owners

    def _note_junctions(self, face: BaseGeometry, lands: list[BaseGeometry]) -> None:
        """A thread of land along several children is as long as all of them: it is to be cut where one ends."""
        if len(lands) < 2:
            return
        places = shapely.get_coordinates(face)[:-1]
        near = np.array([shapely.dwithin(shapely.points(places), one, _REACH) for one in lands])
        for x, y in places[near.sum(axis=0) > 1].tolist():
            across, along = ((x - _CROSS, y), (x + _CROSS, y)), ((x, y - _CROSS), (x, y + _CROSS))
            self.junctions.append(MultiLineString([across, along]))

    def _union(self, numbers: Members) -> BaseGeometry:
        return joined(polygons_of(shapely.coverage_union_all(self.polygons[sorted(numbers)])))
