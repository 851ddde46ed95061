"""A sample of kinds by area: one cell far above its usual, one far below, one column of what has no place."""

from typing import Any

import pandas as pd

ALWAYS = ("category", "child", "child_label", "drill", "status")


def full(kinds: int = 8, children: int = 8, lost: bool = True, **changes: Any) -> pd.DataFrame:
    """Kinds 0..kinds-1 by children 0..children-1, counted kind + 10 child; usual of all is 10."""
    codes = [f"s{child}" for child in range(children)] + (["unlocated"] if lost else [])
    rows = []
    for kind in range(kinds):
        for place, child in enumerate(codes):
            known = child != "unlocated"
            over, under = (kind, place) == (1, 2), (kind, place) == (0, 1)
            rows.append(
                {
                    "category": f"kind{kind}",
                    "category_label": f"类别 {kind}",
                    "child": child,
                    "child_label": f"东门{place}街道" if known else child,
                    "drill": known,
                    "count": kind + 10 * place,
                    "usual": 10.0,
                    "z": 4.2 if over else -3.4 if under else 0.0,
                    "status": "warn" if over else "n",
                    **changes,
                }
            )
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(periods=4, reported=int(frame["count"].sum()), level="街道")
    return frame
