"""A sample of what came back: the areas below, or the figures of one."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR
from data_access.frames.returns import COLUMNS
from tests.layouts.samples import LONG_ZH, NOW

ALWAYS = ("group", "key", "area", "status", "state", "percent", "digits")
COUNTS = {"expected": 24, "given": 20, "returned": 4, "late": 1, "missing": 3}


def full(count: int = 20, **changes: Any) -> pd.DataFrame:
    """So many areas, of which the second has a long name."""
    rows = []
    for place in range(count):
        label = LONG_ZH if place == 1 else f"第{place}街道"
        row = {"group": "area", "key": f"s{place}", "area": f"s{place}", "label": label, **COUNTS, "rate": 0.2}
        rows.append({**dict.fromkeys(COLUMNS), **row, "status": "warn", **changes})
    return _frame(rows, detail=False)


def detail(**changes: Any) -> pd.DataFrame:
    """One area's figures: current, late, missing, kept back and returned ones, and its cases."""
    states = ("current", "late", "missing", "suppressed", "stale")
    rows = [_figure("given", state, f"given.{state}", **changes) for state in states]
    rows.append(_figure("returned", "current", "form.returned", **changes))
    for key, value in (("closed", 12.0), ("on_time_rate", 0.75), ("satisfaction", None)):
        outcome = {"unit": None, "percent": key != "closed", "value": value}
        rows.append({**_figure("outcome", "current", key, **changes), **outcome, "label": None})
    return _frame(rows, detail=True)


def _figure(group: str, state: str, key: str, **changes: Any) -> dict[str, Any]:
    known = state not in ("missing", "suppressed")
    told = {"group": group, "key": key, "label": f"指标 {key}", "area": "c1", "state": state, "unit": "条", "digits": 0}
    times = {"start_at": NOW - 2 * HOUR, "end_at": NOW - HOUR, "at": NOW - HOUR, "age": 3600.0}
    status = {"late": "warn", "missing": "warn", "stale": "crit"}.get(state, "n")
    whole = {**told, **times, "percent": False, "value": 1234.0 if known else None, "status": status}
    return {**dict.fromkeys(COLUMNS), **whole, **changes}


def _frame(rows: list[dict[str, Any]], *, detail: bool) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    frame.attrs.update(detail=detail, level="社区", rate=0.2, **COUNTS)
    return frame
