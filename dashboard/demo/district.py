"""A fictional district of 8 streets, 73 communities and 612 grids whose polygons meet exactly.

Streets are cut along hand-drawn roads, communities and grids by halving the population; then the grids are
meshed so that neighbours share every vertex, and each parent is the union of its children.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, Final

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from dashboard.demo.meshing import mesh
from dashboard.demo.names import CREEK, DISTRICT, LAKE, RIVER, STREETS
from dashboard.demo.outline import Sketch, draw_sketch
from dashboard.demo.subdivide import Crowd, Floats, subdivide

LEVEL_CODES: Final = ("district", "street", "community", "grid")
GRIDS: Final = 612
_CENTRE: Final = (117.2, 34.3)
_DEGREES_PER_KM: Final = (1 / 91.98, 1 / 110.93)
_PEOPLE_PER_GRID: Final = 880


@dataclass(frozen=True)
class DemoArea:
    """One area: 12-digit code (grids: 15), names, level, parent's code, residents, WGS-84 polygon."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None
    population: int
    geometry: Polygon


@dataclass(frozen=True)
class District:
    """The tree of areas, parents before children, and the waters as a GeoJSON FeatureCollection."""

    areas: tuple[DemoArea, ...]
    water: dict[str, Any]

    @cached_property
    def by_code(self) -> dict[str, DemoArea]:
        return {area.code: area for area in self.areas}

    def at_level(self, level: str) -> tuple[DemoArea, ...]:
        """The areas of one level; ValueError for an unknown level."""
        if level not in LEVEL_CODES:
            raise ValueError(f"level {level!r} is unknown, expected one of {', '.join(LEVEL_CODES)}")
        return tuple(area for area in self.areas if area.level == level)

    def geojson(self, level: str | None = None) -> dict[str, Any]:
        """A FeatureCollection of one level, or of all; properties are the area's fields but geometry."""
        areas = self.areas if level is None else self.at_level(level)
        return _collection(
            (
                area.geometry,
                {
                    "code": area.code,
                    "name": area.name,
                    "name_en": area.name_en,
                    "level": area.level,
                    "parent": area.parent,
                    "population": area.population,
                },
            )
            for area in areas
        )


@dataclass(frozen=True)
class _Plot:
    """A grid before noding: where it is in the tree (street, community; from 0), its ground in km."""

    street: int
    community: int
    ground: Polygon


def build_district(seed: int = 7) -> District:
    """Build the district; the seed moves community and grid borders and the population, not the outline."""
    rng = Random(f"district/{seed}")
    sketch = draw_sketch(tuple(street.anchor for street in STREETS))
    plots = _plots(sketch, rng)
    grids = mesh([shapely.transform(plot.ground, _to_degrees) for plot in plots])
    residents = [round(_PEOPLE_PER_GRID * rng.lognormvariate(-0.03, 0.24)) for _ in plots]
    members: dict[tuple[int, int], list[int]] = {}
    for index, plot in enumerate(plots):
        members.setdefault((plot.street, plot.community), []).append(index)

    root, root_name, root_en = DISTRICT
    top: list[DemoArea] = []
    below: list[DemoArea] = []
    for s, plan in enumerate(STREETS):
        street = f"{root[:6]}{s + 1:03d}000"
        communities: list[DemoArea] = []
        for c, (name, name_en) in enumerate(plan.communities):
            community = f"{street[:9]}{c + 1:03d}"
            leaves = [
                DemoArea(
                    f"{community}{g + 1:03d}",
                    f"{name}社区第{g + 1}网格",
                    f"{name_en} Grid {g + 1}",
                    "grid",
                    community,
                    residents[index],
                    grids[index],
                )
                for g, index in enumerate(_reading_order(members[s, c], grids))
            ]
            communities.append(_joined(community, f"{name}社区", f"{name_en} Community", street, leaves))
            below += [communities[-1], *leaves]
        top.append(_joined(street, f"{plan.name}街道", f"{plan.name_en} Street", root, communities))
    whole = _joined(root, root_name, root_en, None, top)
    return District((whole, *top, *below), _water(sketch))


def _plots(sketch: Sketch, rng: Random) -> list[_Plot]:
    """Communities, then grids; communities are numbered from the north-west of their street."""
    crowd = _crowd()
    blocks: list[tuple[int, int, Polygon, Crowd]] = []
    for s, (plan, ground) in enumerate(zip(STREETS, sketch.streets, strict=True)):
        pieces = subdivide(ground, crowd.inside(ground), len(plan.communities), rng, bend=0.05)
        for c, index in enumerate(_reading_order(list(range(len(pieces))), pieces)):
            blocks.append((s, c, pieces[index], crowd.inside(pieces[index])))
    wanted = _shares([block[3].mass ** 0.8 * rng.uniform(0.8, 1.25) for block in blocks], GRIDS)
    return [
        _Plot(s, c, piece)
        for (s, c, ground, people), parts in zip(blocks, wanted, strict=True)
        for piece in subdivide(ground, people, parts, rng, bend=0.02)
    ]


def _crowd() -> Crowd:
    """Where people live: dense in the old centre, two lesser centres, thin towards the hills."""
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(-8.2, 8.6, 0.08), np.arange(-5.8, 5.8, 0.08)))

    def centre(cx: float, cy: float, radius: float, height: float) -> Floats:
        bump: Floats = height * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * radius**2))
        return bump

    return Crowd(x, y, 0.55 + centre(0.2, -0.6, 2.0, 3.6) + centre(4.4, 2.6, 1.3, 1.2) + centre(4.0, -2.6, 1.4, 1.4))


def _shares(weights: list[float], total: int) -> list[int]:
    """Whole numbers adding up to `total`, as near to the weights as the largest remainders make them."""
    exact = [weight * total / sum(weights) for weight in weights]
    whole = [int(value) for value in exact]
    rest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for index in rest[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _joined(code: str, name: str, name_en: str, parent: str | None, children: list[DemoArea]) -> DemoArea:
    """The area its children make up; ValueError if they do not hang together."""
    level = LEVEL_CODES[LEVEL_CODES.index(children[0].level) - 1]
    ground = shapely.coverage_union_all([child.geometry for child in children])
    if isinstance(ground, MultiPolygon) and len(ground.geoms) == 1:
        ground = ground.geoms[0]
    if not isinstance(ground, Polygon):
        raise ValueError(f"area {code} is a {ground.geom_type}, expected one polygon")
    residents = sum(child.population for child in children)
    return DemoArea(code, name, name_en, level, parent, residents, shapely.orient_polygons(ground))


def _reading_order(indices: list[int], plots: list[Polygon]) -> list[int]:
    """From the north-west to the south-east, as such codes are usually given out."""

    def rank(index: int) -> float:
        centre = plots[index].centroid
        return float(centre.x - 1.6 * centre.y)

    return sorted(indices, key=rank)


def _to_degrees(xy: Floats) -> Floats:
    """Kilometres from the centre, shape (n, 2), as WGS-84 longitude and latitude."""
    degrees: Floats = np.round(np.array(_CENTRE) + xy * np.array(_DEGREES_PER_KM), 6)
    return degrees


def _water(sketch: Sketch) -> dict[str, Any]:
    waters = ((sketch.river, "river", RIVER), (sketch.lake, "lake", LAKE), (sketch.creek, "creek", CREEK))
    return _collection(
        (shapely.transform(shape, _to_degrees), {"kind": kind, "name": name, "name_en": name_en})
        for shape, kind, (name, name_en) in waters
    )


def _collection(features: Iterable[tuple[Polygon | MultiPolygon, dict[str, Any]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": json.loads(shapely.to_geojson(geometry)),
            }
            for geometry, properties in features
        ],
    }
