"""The ranking of areas as the panel gets it."""

import pandas as pd

from data_access.frames.standings import COLUMNS

ALWAYS = ("code", "label", "part", "status", "part_status")
PARTS = (("on_time", 40), ("satisfaction", 25), ("diversity", 15), ("evidence", 10), ("acceptance", 10))


def full(count: int = 8, kind: str = "area") -> pd.DataFrame:
    """`count` scores from 96 down by 4; the last but one lacks satisfaction, the last has too few cases."""
    weights = PARTS if kind == "area" else (("volume", 10), ("closure", 30), ("on_time", 30), ("rework", 30))
    rows = []
    for place in range(count):
        few, gap = place == count - 1, place == count - 2
        total = 96.0 - 4 * place
        name = f"东门{place}街道" if kind == "area" else f"部门 {place}"
        status = "warn" if total < 85 and not few else "n"
        head = (f"s{place}", name, None if few else place + 1, None if few else 1 - place % 3, total, 1.5 - place)
        said = ("AABC"[min(place // 2, 3)], status, "few" if few else None, 3 if few else 40, 25.0 if gap else 0.0)
        for key, weight in weights:
            out = gap and key == "satisfaction"
            value = None if out else total / 100
            points = 0.0 if out else weight * total / 100
            made = (key, weight, 0.0 if out else weight, 32, 40, value, points, 0.0 if out else weight - points)
            left = ("nothing" if out else None, 2 if key == "acceptance" else 0, status)
            rows.append((*head, *said, "2026-11", *made, *left, [None, 90.0, total]))
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(
        pass_line=85.0,
        alarm_line=60.0,
        least=5,
        version="2026-11",
        version_before="2026-11",
        nobody=29,
        ranked=count - 1,
        level="街道",
    )
    return frame
