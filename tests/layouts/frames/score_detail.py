"""An opened score as the panel gets it."""

from typing import Any

import pandas as pd

from data_access.frames.score_detail import CASE, COLUMNS, PART
from tests.layouts.samples import NOW

ALWAYS = ("row", "part")
PARTS: tuple[dict[str, Any], ...] = (
    {"part": "volume", "weight": 10.0, "numerator": 132, "denominator": 0, "value": 0.75},
    {"part": "closure", "weight": 30.0, "numerator": 100, "denominator": 102, "value": 100 / 102},
    {"part": "on_time", "weight": 30.0, "numerator": 71, "denominator": 102, "value": 71 / 102},
    {"part": "rework", "weight": 30.0, "numerator": 7, "denominator": 104, "value": 97 / 104},
)


def full(opened: str = "on_time", amounts: str | None = "late", amount: float = 299_301.0) -> pd.DataFrame:
    """住建局, last of ten, with six of 31 cases that it did not close in time."""
    rows: list[dict[str, Any]] = []
    for part in PARTS:
        points = part["weight"] * part["value"]
        cost = {"used": part["weight"], "points": points, "lost": part["weight"] - points, "excluded": 0}
        rows.append({"row": "part", **part, **cost, "part_status": "warn" if part["value"] < 0.8 else "n"})
    for place in range(6):
        rows.append(
            {
                "row": "case",
                "event_id": f"SJ{place}",
                "source": "hotline_12345",
                "title": "家属院屋面渗漏",
                "area_path": "新河街道 · 双桥社区",
                "department_label": "住建局",
                "amount": amount,
            }
        )
    table = pd.DataFrame(
        [["row" if name == "row" else row.get(name) for name in COLUMNS] for row in rows],
        columns=list(COLUMNS),
        dtype=object,
    )
    table["row"] = [row["row"] for row in rows]
    assert set(COLUMNS) == {"row", *PART, *CASE}
    total = sum(row["points"] for row in rows if row["row"] == "part")
    table.attrs.update(
        kind="department",
        code="zhujian",
        label="住建局",
        chosen=False,
        rank=10,
        ranked=10,
        total=total,
        change=-6.1,
        grade="B",
        status="warn",
        unranked=None,
        cases=132,
        gap=0.0,
        version="2026-11",
        version_before="2026-08",
        pass_line=85.0,
        least=5,
        opened=opened,
        amounts=amounts,
        lost_cases=31,
        as_of=NOW,
    )
    return table
