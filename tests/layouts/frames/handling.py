"""A sample of self-handling: a district of eight streets, one of which files most, and what is unlocated."""

from typing import Any

import pandas as pd

ALWAYS = ("code", "label", "drill", "status")


def full(count: int = 8, **changes: Any) -> pd.DataFrame:
    """The district, streets 0..count-1 of which the last files 50 of 100, and two unlocated cases."""

    def row(code: str, label: str, reported: int, own: int, **more: Any) -> dict[str, Any]:
        return {
            "code": code,
            "label": label,
            "drill": code,
            "reported": reported,
            "self_handled": own,
            "forwarded": reported - own,
            "self_value": own / reported,
            "share": reported / 100,
            "reported_previous": 90,
            "self_previous_value": 0.85,
            "share_previous": 0.1,
            "population_share": 0.125,
            "status": "n",
            **changes,
            **more,
        }

    rows = [row("d", "鼓楼区", 100, 80, drill=None, population_share=None)]
    rows += [row(f"s{place}", f"东门{place}街道", 6, 4) for place in range(count - 1)]
    rows.append(row(f"s{count - 1}", "南园街道", 50, 48, status="warn"))
    rows.append(row("unlocated", "unlocated", 2, 1, drill=None, population_share=None))
    return pd.DataFrame(rows, dtype=object)
