"""A sample of a panel compared: counts, a share and a length of time, one row of which one side has nothing."""

from typing import Any

import pandas as pd

from layouts.panels.compare import COLUMNS
from tests.layouts.frames.compared import BEFORE

ALWAYS = ("panel", "key", "label", "column", "name", "kind")


def full(**attrs: Any) -> pd.DataFrame:
    """Two departments, three figures."""

    def row(key: str, label: str, column: str, name: str, kind: str, own: Any, other: Any) -> tuple[Any, ...]:
        gap = None if own is None or other is None else own - other
        change = gap / other if gap is not None and other else None
        return ("departments", [key], label, column, name, None, kind, own, other, gap, change)

    rows = [
        row("a", "城管局", "n", "件数", "plain", 40, 50),
        row("a", "城管局", "p90", "P90", "seconds", 5400.0, 1200.0),
        row("a", "城管局", "on_time_value", "按期率", "share", 0.8, 0.95),
        row("b", "公安分局", "n", "件数", "plain", 2, None),
        row("b", "公安分局", "p90", "P90", "seconds", 300.0, None),
        row("b", "公安分局", "on_time_value", "按期率", "share", 1.0, None),
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    choices = [("previous", "previous", None), ("sibling", "s2", "滨江街道"), ("above", "d", "鼓楼区")]
    told = {"compared": "departments", "names": ("label",), "title": None, "metrics": {}, "cannot": None}
    frame.attrs.update({**BEFORE, **told, "choices": choices, **attrs})
    return frame
