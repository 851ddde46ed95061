"""Cutting a plot of ground into compact pieces of about equal population, as roads and lanes do."""

from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.ops import split

Floats = NDArray[np.float64]
_TILTS: Final = (0.0, 8.0, -8.0, 18.0, -18.0, 90.0, 40.0, -40.0)


@dataclass(frozen=True)
class Crowd:
    """Sample points (km) with a population weight each: what a cut tries to halve."""

    x: Floats
    y: Floats
    weight: Floats

    @property
    def mass(self) -> float:
        return float(self.weight.sum())

    def inside(self, plot: Polygon) -> "Crowd":
        """The part of the crowd that stands on `plot`."""
        mask = shapely.contains_xy(plot, self.x, self.y)
        return Crowd(self.x[mask], self.y[mask], self.weight[mask])


def subdivide(plot: Polygon, crowd: Crowd, parts: int, rng: Random, *, bend: float = 0.0) -> list[Polygon]:
    """Cut `plot` into `parts` connected pieces holding about equal shares of `crowd`.

    `bend` (0..0.1) is how far a cut may bow, as a share of its length. The pieces share the cuts but not
    yet every vertex: neighbours must be noded against each other afterwards.
    """
    if parts == 1:
        return [plot]
    first = parts // 2 if rng.random() < 0.5 else parts - parts // 2
    one, two = _cut(plot, crowd, first / parts, rng, bend)
    return [
        *subdivide(one, crowd.inside(one), first, rng, bend=bend),
        *subdivide(two, crowd.inside(two), parts - first, rng, bend=bend),
    ]


def _cut(plot: Polygon, crowd: Crowd, share: float, rng: Random, bend: float) -> tuple[Polygon, Polygon]:
    """The best of a few cuts across the long side: both pieces whole, and as round as possible."""
    axis = _long_axis(plot)
    best: tuple[float, Polygon, Polygon] | None = None
    for tilt in _TILTS:
        angle = axis + np.radians(tilt + rng.uniform(-4.0, 4.0))
        cut = _line(plot, crowd, share, float(angle), rng.uniform(-bend, bend))
        pieces = [piece for piece in split(plot, cut).geoms if isinstance(piece, Polygon)]
        if len(pieces) != 2:
            continue
        roundness = min(_roundness(piece) for piece in pieces)
        if best is None or roundness > best[0]:
            along = np.array([np.cos(angle), np.sin(angle)])
            one, two = sorted(pieces, key=lambda piece: float(np.dot(along, piece.centroid.coords[0])))
            best = (roundness, one, two)
        if roundness > 0.6:
            break
    if best is None:
        raise ValueError(f"a plot of {plot.area:.4f} sq km at {plot.centroid} cannot be cut in two")
    return best[1], best[2]


def _line(plot: Polygon, crowd: Crowd, share: float, angle: float, bow: float) -> LineString:
    """A line across `angle` with `share` of the crowd (or of the ground, if nobody is there) behind it."""
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    corners = np.array(plot.exterior.coords)
    reach = corners @ along
    place = float(reach.min() + share * (reach.max() - reach.min()))
    if len(crowd.x) >= 8:
        distance = crowd.x * along[0] + crowd.y * along[1]
        order = np.argsort(distance)
        place = float(np.interp(share * crowd.mass, np.cumsum(crowd.weight[order]), distance[order]))
    side = corners @ across
    low, high = float(side.min()) - 0.1, float(side.max()) + 0.1
    middle = place + bow * (high - low)
    points = [
        (place, low),
        (middle, low + 0.35 * (high - low)),
        (middle, low + 0.65 * (high - low)),
        (place, high),
    ]
    return LineString([along * p + across * s for p, s in points])


def _long_axis(plot: Polygon) -> float:
    """The direction (radians) of the long side of the smallest rectangle around `plot`."""
    box = shapely.get_coordinates(shapely.oriented_envelope(plot))
    one, two = box[1] - box[0], box[2] - box[1]
    x, y = one if np.hypot(*one) >= np.hypot(*two) else two
    return float(np.arctan2(y, x))


def _roundness(plot: Polygon) -> float:
    return float(4 * np.pi * plot.area / plot.length**2)
