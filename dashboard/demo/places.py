"""Where cases happen: a grid by population and by who reports, a point inside it, and the odd bad address."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import shapely

from dashboard.demo.district import DemoArea, District

EAGER_SHARE: Final = 0.42
_SAMPLES: Final = 40
_INSET: Final = 6e-6


@dataclass(frozen=True)
class Spot:
    """Where one case is said to be: an area code, a WGS-84 point, or both."""

    area: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class _Chooser:
    grids: tuple[int, ...]
    running: tuple[float, ...]

    def pick(self, rng: Random) -> int:
        return self.grids[bisect_right(self.running, rng.random() * self.running[-1])]


class Places:
    """Chooses places in a district; one street, `eager`, files `EAGER_SHARE` of what grid workers report."""

    def __init__(self, district: District, seed: int) -> None:
        self._grids = district.at_level("grid")
        rng = Random(f"places/{seed}")
        self.eager = rng.choice(district.at_level("street")).code
        activity = [grid.population * rng.lognormvariate(0.0, 0.45) for grid in self._grids]
        eager = [self._street(grid) == self.eager for grid in self._grids]
        loud = sum(weight for weight, yes in zip(activity, eager, strict=True) if yes)
        boost = EAGER_SHARE / (1 - EAGER_SHARE) * (sum(activity) - loud) / loud
        self._residents = _chooser([float(grid.population) for grid in self._grids])
        self._workers = _chooser([w * boost if yes else w for w, yes in zip(activity, eager, strict=True)])
        self._within: dict[str, _Chooser] = {}
        for level in ("street", "community"):
            for area in district.at_level(level):
                prefix = area.code[:9] if level == "street" else area.code
                inside = [float(grid.population) * grid.code.startswith(prefix) for grid in self._grids]
                self._within[area.code] = _chooser(inside)
        self._points = _sample_points(self._grids, seed)
        self._outside = _points_around(district.areas[0], seed)

    @staticmethod
    def _street(grid: DemoArea) -> str:
        return f"{grid.code[:9]}000"

    def anywhere(self, source: str, rng: Random) -> Spot:
        """A place as this source would give it: mostly grid and point, sometimes less, rarely wrong."""
        grid = (self._workers if source == "grid_worker" else self._residents).pick(rng)
        return self._told(source, grid, rng)

    def within(self, code: str, source: str, rng: Random) -> Spot:
        """A place in one street or community; KeyError for another code."""
        return self._told(source, self._within[code].pick(rng), rng)

    def _told(self, source: str, grid: int, rng: Random) -> Spot:
        area = self._grids[grid]
        points = self._points[grid]
        lon, lat, room = points[int(rng.random() * len(points))]
        lon = round(lon + rng.uniform(-room, room), 6)
        lat = round(lat + rng.uniform(-room, room), 6)
        chance = rng.random()
        if source == "grid_worker":
            return Spot(area.code, lon, lat) if chance < 0.992 else Spot(None, lon, lat)
        if chance < 0.84:
            return Spot(area.code, lon, lat)
        if chance < 0.90:
            return Spot(area.parent, None, None)
        if chance < 0.975:
            return Spot(None, lon, lat)
        if chance < 0.985:
            return Spot(None, 0.0, 0.0)
        x, y = rng.choice(self._outside)
        return Spot(None, round(x + rng.uniform(-0.001, 0.001), 6), round(y + rng.uniform(-0.001, 0.001), 6))


def _chooser(weights: Sequence[float]) -> _Chooser:
    some = [index for index, weight in enumerate(weights) if weight > 0]
    running = np.cumsum([weights[index] for index in some])
    return _Chooser(tuple(some), tuple(float(value) for value in running))


def _sample_points(grids: tuple[DemoArea, ...], seed: int) -> list[list[tuple[float, float, float]]]:
    """Points inside each grid, each with how far (degrees, either axis) it may be moved and stay inside."""
    random = np.random.default_rng(seed)
    polygons = np.array([grid.geometry for grid in grids])
    west, south, east, north = shapely.bounds(polygons).T
    owner = np.repeat(np.arange(len(grids)), _SAMPLES)
    x = west[owner] + random.random(len(owner)) * (east - west)[owner]
    y = south[owner] + random.random(len(owner)) * (north - south)[owner]
    points = shapely.points(x, y)
    room = (shapely.distance(shapely.boundary(polygons)[owner], points) - _INSET) / np.sqrt(2)
    good = (room > 0) & shapely.contains_xy(polygons[owner], x, y)
    found: list[list[tuple[float, float, float]]] = [[] for _ in grids]
    for index in np.flatnonzero(good):
        found[owner[index]].append((float(x[index]), float(y[index]), float(room[index])))
    for grid, spots in zip(grids, found, strict=True):
        if not spots:
            inner = grid.geometry.point_on_surface()
            spots.append((inner.x, inner.y, 0.0))
    return found


def _points_around(district: DemoArea, seed: int) -> list[tuple[float, float]]:
    """Points a few kilometres outside the district."""
    rng = Random(f"outside/{seed}")
    near = district.geometry.buffer(0.005)
    west, south, east, north = district.geometry.buffer(0.03).bounds
    points: list[tuple[float, float]] = []
    while len(points) < 60:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if not shapely.contains_xy(near, x, y):
            points.append((x, y))
    return points
