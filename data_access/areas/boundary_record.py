"""What a check of the outlines found, as the GeoJSON that is kept with the areas: the defects as features, the levels
beside them."""

from dataclasses import asdict
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import Polygon, mapping

from data_access.areas.boundaries import Boundaries, Defect, LevelCheck

KIND: Final = "boundaries"
"""Under which kind of backdrop it is kept."""

MOST: Final = 20_000
"""So many defects are kept with their outlines, the largest; the levels count them all."""


def to_geojson(found: Boundaries) -> dict[str, Any]:
    """A FeatureCollection with `levels`, `sliver` and `defects` (how many there are in all) beside the features."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "kind": one.kind,
                "level": one.level,
                "parent": one.parent,
                "codes": list(one.codes),
                "square_metres": round(one.square_metres, 2),
            },
            "geometry": mapping(shapely.transform(one.geometry, lambda xy: np.round(xy, 7))),
        }
        for one in found.defects[:MOST]
    ]
    levels = [asdict(level) for level in found.levels]
    beside = {"levels": levels, "sliver": found.sliver, "defects": len(found.defects)}
    return {"type": "FeatureCollection", "features": features, **beside}


def from_geojson(kept: dict[str, Any]) -> Boundaries:
    """The same back, with those of the defects that were kept."""
    defects = []
    for feature in kept["features"]:
        told = feature["properties"]
        rings = feature["geometry"]["coordinates"]
        piece = Polygon(rings[0], rings[1:])
        size = float(told["square_metres"])
        defects.append(Defect(told["kind"], told["level"], told["parent"], tuple(told["codes"]), size, piece))
    levels = tuple(LevelCheck(**level) for level in kept["levels"])
    return Boundaries(levels, tuple(defects), float(kept["sliver"]))
