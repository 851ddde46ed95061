"""Frames of panels of the metric catalogue, by hand: a whole, rows below, periods, and everything that can be wrong."""

from typing import Any

import pandas as pd

from data_access.clock import DAY, HOUR
from data_access.frames.metric_rows import COLUMNS
from layouts.context import Context
from layouts.metric_sheet import Sheet
from tests.layouts import samples

NOW = samples.NOW
MEANING: dict[str, Any] = {
    "label": "摄像机",
    "unit": "台",
    "percent": False,
    "digits": 0,
    "note": "接入平台的摄像机。",
    "period": HOUR,
    "fresh": HOUR,
    "kind": "level",
    "rollup": "sum",
    "direction": "up",
    "level": "社区",
    "target": None,
    "amber": None,
    "of": None,
    "ratio": None,
    "suppress": 0,
    "min": 0.0,
    "max": None,
}
MEANINGS = {
    "camera.total": MEANING,
    "camera.rate": {
        **MEANING, "label": "在线率", "unit": "%", "percent": True, "target": 0.98, "amber": 0.95, "rollup": "ratio",
        "ratio": ["camera.online", "camera.total"],
    },
}  # fmt: skip


def row(part: str = "total", metric: str = "camera.total", **changes: Any) -> dict[str, Any]:
    """One row as a frame has it: 1,234 cameras reported a quarter of an hour ago, all of three places."""
    held: dict[str, Any] = {
        "part": part,
        "metric": metric,
        "key": "",
        "name": None if part == "point" else "鼓楼区",
        "drill": None,
        "value": 1234.0,
        "other": None,
        "target": None,
        "status": "n",
        "start_at": NOW - HOUR,
        "end_at": NOW,
        "at": NOW - HOUR // 4,
        "reported": 3,
        "expected": 3,
        "own": False,
        "flags": [],
        "numerator": None,
        "denominator": None,
    }
    return {**held, **changes}


def share(part: str = "total", value: float | None = 0.96, **changes: Any) -> dict[str, Any]:
    """A row of the online rate, below its target."""
    counted = {"numerator": 96.0, "denominator": 100.0, "target": 0.98, "status": "warn"}
    return row(part, "camera.rate", **{"value": value, **counted, **changes})


def area(number: int, metric: str = "camera.total", **changes: Any) -> dict[str, Any]:
    """A row of a street below."""
    make = share if metric == "camera.rate" else row
    given = {"key": f"s{number}", "name": f"第{number}街道", "drill": f"s{number}", **changes}
    return make("row", **given)


def periods(metric: str, values: list[float | None]) -> list[dict[str, Any]]:
    """The last days of a metric, oldest first."""
    count = len(values)
    return [
        row("point", metric, value=value, start_at=NOW - (count - place) * DAY, end_at=NOW - (count - place - 1) * DAY)
        for place, value in enumerate(values)
    ]


def frame(rows: list[dict[str, Any]], kind: str = "table", by: str = "child", **attrs: Any) -> pd.DataFrame:
    """The rows as the frame of a panel."""
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    metrics = {name: meaning for name, meaning in MEANINGS.items() if any(one["metric"] == name for one in rows)}
    told = {"panel": "cameras", "title": "摄像机", "kind": kind, "by": by, "by_name": "街道", "metrics": metrics}
    table.attrs.update({**told, "data_time": NOW - HOUR // 4, "cadence": 3600, **attrs})
    return table


def sheet(rows: list[dict[str, Any]], kind: str = "table", by: str = "child", **view: Any) -> Sheet:
    """The same as drawings read it."""
    context: Context = samples.context(**view)
    return Sheet(frame(rows, kind, by), context)


def full() -> list[dict[str, Any]]:
    """Both metrics: the whole, three streets, five days."""
    rows = [row(), share()]
    for number in (1, 2, 3):
        rows += [area(number, value=100.0 * number), area(number, "camera.rate", status="n", value=0.99)]
    return rows + periods("camera.total", [1.0, 2.0, None, 3.0, 4.0]) + periods("camera.rate", [0.9, 0.95, 0.96])
