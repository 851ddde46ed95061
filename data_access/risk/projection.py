"""A plane in metres around a point: east and north on the ellipsoid's tangent plane there.

The WGS-84 ellipsoid is projected at right angles onto the plane that touches it at the origin. A distance d from the
origin is short by about (d/R)^2/6, one anywhere within d of it by (d/R)^2/2 at most: 0.003 % at 50 km, 0.013 % at
100 km. (A plane with one cosine of latitude for all would be wrong by 0.5 % at 50 km north of its origin.)
"""

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_access.risk.checks import alike, numbers

Floats = NDArray[np.float64]

_A: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_NOWHERE: Final = 1e9
"""Where both coordinates of a point beyond the horizon are put, outside every box."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane touching the earth at (lon, lat) in degrees; x is east, y is north, both in metres."""

    lon: float
    lat: float

    @classmethod
    def at(cls, lon: float, lat: float) -> Self:
        """ValueError for a place that is not on the earth."""
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise ValueError(f"place ({lon}, {lat}) is not on the earth; expected lon -180..180 and lat -90..90")
        return cls(float(lon), float(lat))

    def to_metres(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """(n, 2) metres of places in degrees; one more than a quarter of the earth away lands outside every box."""
        east, north = numbers("lon", lon, least=None), numbers("lat", lat, least=None)
        alike("lon", east, "lat", north)
        rest = _on_ellipsoid(east, north) - _on_ellipsoid(np.array([self.lon]), np.array([self.lat]))
        found: Floats = rest @ self._axes()
        beyond = found[:, 2] < -_A
        return np.where(beyond[:, None], _NOWHERE, found[:, :2])

    def to_degrees(self, xy: ArrayLike) -> Floats:
        """(n, 2) degrees, lon and lat, of metres; the exact inverse. ValueError for what is not (n, 2) finite
        numbers or lies beyond the horizon."""
        metres = np.asarray(xy, dtype=np.float64)
        if metres.ndim != 2 or metres.shape[1] != 2:
            raise ValueError(f"xy has the shape {metres.shape}; expected (n, 2)")
        axes = self._axes()
        at = _on_ellipsoid(np.array([self.lon]), np.array([self.lat])) + metres @ axes[:, :2].T
        # Down from the plane, at + u x up, to where x^2 + y^2 + z^2 / (1 - e^2) = a^2: the nearer of two places.
        up, weights = axes[:, 2], np.array([1, 1, 1 / (1 - _E2)])
        square, double = float((up * up * weights).sum()), 2 * (at * up * weights).sum(axis=1)
        under = double * double - 4 * square * ((at * at * weights).sum(axis=1) - _A * _A)
        if not (np.isfinite(under) & (under >= 0)).all():
            place = int(np.argmin(np.where(np.isfinite(under), under, -np.inf)))
            raise ValueError(f"xy[{place}] is {metres[place].tolist()}; expected metres within {_A:.0f} of the origin")
        x, y, z = (at + ((np.sqrt(under) - double) / (2 * square))[:, None] * up).T
        found: Floats = np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, (1 - _E2) * np.hypot(x, y))]))
        return found

    def _axes(self) -> Floats:
        """(3, 3): east, north and up at the origin, as columns, in earth-centred coordinates."""
        lon, lat = math.radians(self.lon), math.radians(self.lat)
        east = (-math.sin(lon), math.cos(lon), 0.0)
        north = (-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat))
        up = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        return np.array([east, north, up]).T


def _on_ellipsoid(lon: Floats, lat: Floats) -> Floats:
    """(n, 3) metres from the centre of the earth."""
    east, north = np.radians(lon), np.radians(lat)
    radius = _A / np.sqrt(1 - _E2 * np.sin(north) ** 2)
    flat = radius * np.cos(north)
    return np.column_stack([flat * np.cos(east), flat * np.sin(east), radius * (1 - _E2) * np.sin(north)])
