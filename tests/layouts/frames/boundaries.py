"""A sample of checked outlines: three levels, and defects of all kinds."""

from typing import Any

import pandas as pd

from data_access.frames.boundaries import COLUMNS
from tests.layouts.samples import LONG_EN, LONG_ZH

ALWAYS = ("entry", "level", "level_label", "kind", "areas", "drawn", "codes", "labels", "status", "area")
KINDS = ("gap", "overlap", "outside")
SQUARE = [[117.0, 34.0], [117.2, 34.0], [117.2, 34.1], [117.0, 34.1], [117.0, 34.0]]


def full(count: int = 20, **changes: Any) -> pd.DataFrame:
    """Two levels with all kinds, a third of which nothing is known, and so many defects."""
    levels = [("street", "街道", 8, 8), ("community", "社区", 73, 73), ("grid", "网格", 720, 12)]
    rows: list[dict[str, Any]] = []
    for place, (level, label, areas, drawn) in enumerate(levels):
        for number, kind in enumerate(KINDS):
            known = level != "grid"
            size = 3.4 * 1000 ** (place + number)
            told = {"count": place * number if known else None, "square_metres": size if known else None}
            rows.append(
                _row(entry="level", level=level, level_label=label, kind=kind, areas=areas, drawn=drawn, **told)
            )
    for place in range(count):
        defect = {"entry": "defect", "level": "community", "level_label": "社区", "kind": KINDS[place % 3]}
        where = {"area": "s1", "area_label": LONG_ZH, "lon": 117.05 + place / 200, "lat": 34.05}
        named = {"codes": ["c1", "c2", "c3"], "labels": ["鼓楼社区", LONG_EN, "东门社区"]}
        rows.append(_row(**defect, **where, **named, square_metres=9000.0 / (place + 1), **changes))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    outlines = [{"code": "d", "whole": True, "rings": [SQUARE]}, {"code": "s1", "whole": False, "rings": [SQUARE]}]
    frame.attrs.update(checked=True, sliver=1.0, defects=count, outlines=outlines, bounds=[117.0, 34.0, 117.2, 34.1])
    return frame


def _row(**told: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), "codes": [], "labels": [], "area": "d", "status": "warn", **told}
