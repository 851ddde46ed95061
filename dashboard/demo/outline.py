"""The hand-drawn lines of the synthetic district, in kilometres east and north of its centre."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Point, Polygon

Line = tuple[tuple[float, float], ...]

_RIVER_BANK: Line = (
    (-11.2, -2.7), (-9.2, -3.0), (-7.5, -3.5), (-5.9, -4.35), (-3.9, -4.75), (-1.9, -5.3), (0.4, -5.5),
    (2.7, -5.25), (4.6, -4.5), (5.9, -3.25), (6.7, -1.7), (7.3, 0.0), (7.85, 1.6), (8.6, 2.9), (9.9, 4.2),
)  # fmt: skip
_RIVER_FAR_BANK: Line = (
    (10.9, 3.5), (9.5, 2.1), (8.8, 0.8), (8.25, -0.7), (7.75, -2.3), (6.9, -4.0), (5.3, -5.35), (3.0, -6.15),
    (0.4, -6.4), (-2.3, -6.15), (-4.4, -5.65), (-6.3, -5.2), (-7.9, -4.3), (-9.4, -3.85), (-11.2, -3.6),
)  # fmt: skip
_LAND_BORDER: Line = (
    (7.85, 1.6), (7.75, 2.6), (7.3, 3.6), (6.4, 4.2), (5.2, 4.4), (4.2, 4.35), (3.1, 4.85), (1.9, 4.9),
    (0.6, 5.35), (-0.9, 5.2), (-2.2, 5.05), (-3.4, 4.6), (-4.5, 4.35), (-5.5, 3.7), (-6.0, 2.6), (-6.9, 1.9),
    (-7.1, 0.7), (-7.5, -0.5), (-7.95, -1.8), (-7.5, -3.5),
)  # fmt: skip
_ROADS: tuple[Line, ...] = (
    ((-4.1, 6.5), (-3.8, 3.2), (-4.6, 0.5), (-3.8, -2.6), (-4.1, -6.5)),
    ((-4.7, 0.75), (-3.0, 0.45), (-0.9, -0.75), (1.2, -0.9), (3.0, -0.2), (5.2, -0.5), (9.5, 0.1)),
    ((-1.9, 6.5), (-1.4, 3.2), (-2.2, 1.4), (-1.6, -0.75)),
    ((2.4, 6.5), (1.8, 3.4), (2.5, 1.2), (1.9, -0.85)),
    ((1.4, 2.3), (3.4, 1.7), (5.6, 2.2), (9.5, 2.2)),
    ((-0.7, -0.6), (-0.9, -2.4), (-1.6, -4.0), (-1.2, -7.0)),
    ((2.7, -0.15), (2.2, -2.0), (2.9, -3.8), (2.5, -7.0)),
)
_CREEK: Line = ((-2.9, 6.2), (-2.5, 4.2), (-3.0, 2.4), (-2.6, 0.6), (-3.1, -1.2), (-2.4, -3.1), (-2.7, -5.4))
_LAKE: Line = (
    (-0.75, 0.75),
    (-0.2, 1.25),
    (0.45, 1.15),
    (0.85, 0.65),
    (0.5, 0.2),
    (0.05, 0.42),
    (-0.4, 0.25),
)


def smooth(points: Line, *, step: float = 0.12, closed: bool = False) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through `points`, about one vertex every `step` km."""
    ring = np.array(points)
    if closed:
        padded = np.vstack([ring[-1], ring, ring[0], ring[1]])
    else:
        padded = np.vstack([2 * ring[0] - ring[1], ring, 2 * ring[-1] - ring[-2]])
    pieces: list[NDArray[np.float64]] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(2, round(float(np.hypot(*(p2 - p1))) / step))
        t = np.linspace(0.0, 1.0, count, endpoint=False)[:, None]
        pieces.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    if not closed:
        pieces.append(padded[-2:-1])
    return [(float(x), float(y)) for x, y in np.vstack(pieces)]


@dataclass(frozen=True)
class Sketch:
    """The district's outline, the ground of each street in the order of `anchors`, and its waters (km)."""

    outline: Polygon
    streets: tuple[Polygon, ...]
    river: Polygon
    lake: Polygon
    creek: Polygon | MultiPolygon


def draw_sketch(anchors: tuple[tuple[float, float], ...]) -> Sketch:
    """Draw the outline and cut it along the main roads; each anchor (km) names the street around it.

    Raises ValueError if the anchors and the pieces between the roads do not match one to one.
    """
    bank = smooth(_RIVER_BANK)
    land = _roughen(smooth(_LAND_BORDER))
    first, last = (_nearest(bank, land[-1]), _nearest(bank, land[0]))
    outline = Polygon([*bank[first : last + 1], *land[1:-1]])
    roads = [LineString(smooth(road)) for road in _ROADS]
    lines = shapely.union_all([outline.exterior, *roads])
    pieces = [
        piece
        for piece in shapely.polygonize([lines]).geoms
        if isinstance(piece, Polygon) and outline.contains(piece.point_on_surface())
    ]
    streets = []
    for anchor in anchors:
        around = [piece for piece in pieces if piece.contains(Point(anchor))]
        if len(around) != 1:
            raise ValueError(f"street anchor {anchor} lies in {len(around)} pieces of the sketch, expected 1")
        streets.append(around[0])
    if len({id(street) for street in streets}) != len(pieces):
        raise ValueError(f"{len(anchors)} street anchors for {len(pieces)} pieces of the sketch, expected as many")
    creek = LineString(smooth(_CREEK)).buffer(0.055).intersection(outline)
    if not isinstance(creek, Polygon | MultiPolygon):
        raise ValueError(f"the creek is a {creek.geom_type} inside the outline, expected a polygon")
    return Sketch(
        outline=outline,
        streets=tuple(streets),
        river=Polygon([*bank, *smooth(_RIVER_FAR_BANK)]),
        lake=Polygon(smooth(_LAKE, closed=True)),
        creek=creek,
    )


def _roughen(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same line with the small bays and spurs of a border that follows hills; its ends stay."""
    line = np.array(points)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    heading = np.gradient(line, run, axis=0)
    aside = np.stack([-heading[:, 1], heading[:, 0]], axis=1)
    waves = 0.075 * np.sin(run / 0.31) * np.sin(run / 0.83) + 0.05 * np.sin(run / 0.137 + 1.0) * np.sin(run / 0.57)
    fade = np.clip(np.minimum(run, run[-1] - run) / 0.5, 0.0, 1.0)
    return [(float(x), float(y)) for x, y in line + aside * (waves * fade)[:, None]]


def _nearest(points: list[tuple[float, float]], to: tuple[float, float]) -> int:
    return min(range(len(points)), key=lambda i: (points[i][0] - to[0]) ** 2 + (points[i][1] - to[1]) ** 2)
