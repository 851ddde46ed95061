"""The map of density and risk as the panel gets it."""

from typing import Any

import pandas as pd

from data_access.frames.surface import COLUMNS

ALWAYS = ("kind", "code", "ring")
SQUARE = {"type": "MultiPolygon", "coordinates": [[[[117.0, 34.0], [117.1, 34.0], [117.1, 34.1], [117.0, 34.0]]]]}


def full(mode: str = "density", *, drawn: bool = True, children: int = 3) -> pd.DataFrame:
    """`children` with two areas each, the bands of the mode, two rings."""
    rows: list[dict[str, Any]] = []
    for child in range(children):
        place = {"lon": 117.2 + child / 100, "lat": 34.3, "value": 30.0 + 20 * child, "status": "n"}
        code = f"s{child}"
        rows.append({"kind": "area", "code": code, "name": f"东门{child}街道", "ring": 1, "drill": code, **place})
        for below in range(2):
            status = "warn" if child == 2 else "n"
            inner = {**place, "value": 85.0 if child == 2 else None, "status": status}
            name = f"鼓楼{child}{below}社区"
            rows.append({"kind": "area", "code": f"{code}c{below}", "name": name, "ring": 2, "parent": code, **inner})
            rows[-1]["drill"] = code
    numbers = {"density": range(1, 9), "growth": (-4, -1, 1, 4), "risk": ()}[mode]
    rows += [{"kind": "band", "band": band, "low": 0.1, "high": 0.2, "geometry": SQUARE} for band in numbers]
    for number in (1, 2):
        rows.append({"kind": "spot", "code": "s0", "value": number, "status": "crit", "lon": 117.2, "lat": 34.3})
        rows[-1]["radius"] = 400.0
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame = frame.where(frame.notna(), None)
    frame.attrs.update(
        mode=mode,
        per="hectare",
        drawn=drawn,
        bandwidth=250.0,
        cell=50.0,
        levels=[0.015, 0.045, 0.09, 0.15, 0.225, 0.315, 0.42, 0.54][: 4 if mode == "growth" else 8],
        placed=700,
        unplaced=12,
        missing="",
        version="2026.1",
    )
    return frame
