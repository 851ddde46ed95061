"""A sample of the log: an order of each kind, and a sound."""

from typing import Any

import pandas as pd

from data_access.clock import MINUTE
from data_access.frames.wall_log import COLUMNS
from data_access.walls.orders import ORDERS
from tests.layouts.samples import NOW

ALWAYS = ("at", "wall", "label", "by", "order", "detail")
DETAILS = {"show": "scene=flow&area=s1&window=7d", "play": "3", "hold": "7", "sounded": "7"}


def row(order: str = "next", **changes: Any) -> dict[str, Any]:
    """A line of the log."""
    told = {"at": NOW - MINUTE, "wall": "main", "label": "主屏", "by": "值班长", "order": order}
    return {**told, "detail": DETAILS.get(order, ""), **changes}


def of(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of lines."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    frame.attrs["data_time"] = NOW
    return frame


def full(**changes: Any) -> pd.DataFrame:
    """One of each."""
    return of(*(row(order, **changes) for order in (*ORDERS, "sounded")))
