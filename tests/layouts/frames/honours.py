"""Red and black list as the panel gets them."""

from typing import Any

import pandas as pd

from data_access.frames.honours import COLUMNS

ALWAYS = ("list", "kind", "code", "label")


def full(posts: bool = False) -> pd.DataFrame:
    """Three and three of areas and departments, two departments urged, one of three rates held."""
    rows: list[dict[str, Any]] = []
    for kind in ("area", "department", *(("post",) if posts else ())):
        for place in range(6):
            red = place < 3
            rows.append(
                {
                    "list": "red" if red else "black",
                    "kind": kind,
                    "code": f"{kind}{place}",
                    "label": f"东门{place}街道" if kind == "area" else f"部门{place}",
                    "rank": place + 1 if red else 13 - place,
                    "total": 96.0 - 3 * place,
                    "change": 0.4,
                    "status": "n" if red else "warn",
                }
            )
    for code, urged in (("zhujian", 9), ("gongan", 2)):
        counts = {"urged": urged, "supervised": 1}
        rows.append({"list": "urged", "kind": "department", "code": code, "label": code, **counts})
    unheld = {"numerator": 0, "denominator": 0, "value": None, "left_out": "not_held"}
    held = {"numerator": 125, "denominator": 138, "value": 125 / 138}
    for code, weight, rate in (("response", 30, unheld), ("resolution", 35, unheld), ("satisfaction", 35, held)):
        rows.append({"list": "hotline", "code": code, "label": code, "weight": weight, **rate})
    frame = pd.DataFrame([[row.get(name) for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    frame.attrs.update(
        ranked={"area": 8, "department": 10, "post": 0},
        posts=posts,
        hotline=90.6,
        gap=65.0,
        version="2026-11",
        level="街道",
    )
    return frame
