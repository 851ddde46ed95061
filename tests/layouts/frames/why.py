"""A number explained, as its panel gets it: a rate with the areas below, what is left out, and two lists."""

from typing import Any

import pandas as pd

from data_access.clock import DAY, MINUTE
from data_access.frames.why import COLUMNS
from data_access.reader import UNLOCATED
from tests.layouts.samples import NOW

ALWAYS = ("row", "key", "drill", "counted")


def full(**attrs: Any) -> pd.DataFrame:
    """The on-time rate of the district: 29 of 40, of which one is in no area below."""
    pieces = [("s0", "东门街道", 19, 24), ("s1", "西岭街道", 9, 15), (UNLOCATED, None, 1, 1)]
    rows: list[tuple[Any, ...]] = [
        ("piece", key, label, over / under, over, under, key != UNLOCATED, None, None, None, None)
        for key, label, over, under in pieces
    ]
    without = [("ended", 2, False), ("no_due", 0, False), ("unlocated", 1, True), ("placeholder", None, True)]
    rows += [("without", key, None, count, *(None,) * 6, counted) for key, count, counted in without]
    return _told(rows, **{"value": 0.725, "numerator": 29, "denominator": 40, **attrs})


def parts(**attrs: Any) -> pd.DataFrame:
    """The score of a street: one part made it, one is left out."""
    rows = [
        ("piece", "on_time", None, 0.9, 9, 10, True, 40.0, 36.0, None, None),
        ("piece", "satisfaction", None, None, 0, 0, True, 25.0, None, "nothing", None),
    ]
    told = {"kind": "score", "measure": "score", "group": "score", "value": 90.0, "lists": [], "listed": ""}
    about = {"rules": "2026-11", "cases": 33, "gap": 25.0, "grade": "A"}
    cut = [("area", "s0", "东门街道")]
    return _told(rows, **{**told, "numerator": None, "denominator": None, "about": about, "cut": cut, **attrs})


def number(measure: str, kind: str, **attrs: Any) -> pd.DataFrame:
    """A number by itself."""
    lists = ["denominator", "numerator"] if kind == "rate" else ["all"]
    return _told([], **{"measure": measure, "group": measure, "kind": kind, "listed": measure, "lists": lists, **attrs})


def _told(cells: list[tuple[Any, ...]], **attrs: Any) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=list(COLUMNS), dtype=object)
    usual: dict[str, Any] = {
        "kind": "rate",
        "measure": "on_time_rate",
        "group": "on_time_rate",
        "part": "",
        "value": None,
        "numerator": None,
        "denominator": None,
        "cut": [],
        "area": "鼓楼区",
        "start": NOW - DAY,
        "end": NOW,
        "moment": NOW,
        "known": True,
        "version": 7,
        "derivation": 2,
        "newest_at": NOW - MINUTE,
        "rounded": False,
        "lists": ["denominator", "numerator"],
        "listed": "on_time_rate",
        "list_cut": "",
        "rows": attrs.get("denominator"),
        "amount": "",
        "limit": None,
        "about": {},
        "filters": [],
        "missing": None,
    }
    frame.attrs.update(usual | attrs)
    return frame
