"""A sample of walls: one that rotates, one that a warning has, one of each other mode, one that nobody has open."""

from typing import Any

import pandas as pd

from data_access.clock import MINUTE, SECOND
from data_access.frames.walls import COLUMNS
from tests.layouts.samples import NOW

ALWAYS = ("wall", "label", "mode", "query", "place", "entries", "waiting", "acknowledged", "dim", "sound", "screens")


def screen(**changes: Any) -> dict[str, Any]:
    """A screen that shows what it is to."""
    said = {"screen": "1920x1080@1", "seen_at": NOW - 9 * SECOND, "query": "", "age": 1, "shows": True, "dark": False}
    return {**said, **changes}


def row(**changes: Any) -> dict[str, Any]:
    """A wall in its rotation, since ten seconds, on one screen, never ordered."""
    return {
        "wall": "main",
        "label": "指挥大厅主屏",
        "mode": "rotating",
        "query": "scene=flow&window=7d",
        "area_label": None,
        "since": NOW - 10 * SECOND,
        "until": NOW + 15 * SECOND,
        "place": 2,
        "entries": 11,
        "warning": None,
        "waiting": 0,
        "acknowledged": False,
        "dim": 0.0,
        "sound": False,
        "order": None,
        "by": None,
        "at": None,
        "screens": [screen()],
        **changes,
    }


def taken(**changes: Any) -> dict[str, Any]:
    """A wall that warning 7 has, two more of which nobody has acknowledged."""
    given = {"mode": "takeover", "query": "scene=takeover&focus=warning:7", "since": None, "until": NOW + 20 * MINUTE}
    return row(**{**given, "warning": 7, "waiting": 2, **changes})


def of(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of walls."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS), dtype=object)
    frame.attrs["data_time"] = NOW
    return frame


def full(**changes: Any) -> pd.DataFrame:
    """One of each."""
    order = {"order": "next", "by": "值班长", "at": NOW - MINUTE}
    dark = screen(screen="3840x1080@2", seen_at=NOW - 90 * SECOND, dark=True)
    still = screen(age=45)
    elsewhere = screen(query="scene=risk", shows=False)
    rows = [
        row(**order, dim=0.25, screens=[screen(), dark, still, elsewhere]),
        taken(wall="two", sound=True),
        row(wall="three", mode="paused", until=None, since=NOW - 5 * MINUTE, screens=[elsewhere]),
        row(wall="four", mode="pinned", until=None, query="scene=risk&area=s1"),
        row(wall="five", mode="test", until=NOW + 10 * MINUTE),
        row(wall="six", screens=[]),
    ]
    return of(*({**one, **changes} for one in rows))
