"""Which panels can be compared row by row, and how: what tells their rows apart, which of their columns are told, and
which of those stand as of an instant rather than count what happened in the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import pandas as pd

from data_access.frames import (
    aging,
    area_scores,
    areas,
    balance,
    deadlines,
    department_scores,
    departments,
    dwell,
    flow,
    forecast,
    handling,
    handovers,
    honours,
    index,
    inflow,
    matrix,
    metric_panel,
    punctuality,
    returns,
    rhythm,
    sankey,
    score_trend,
    sources,
    spread,
    surges,
    trend,
)
from data_access.measures import label_of, measure
from data_access.reader import Reader
from data_access.view import View

LEVELS: Final = frozenset({"open"})
"""What is asked of the measures for cases open and overdue."""

Frame = Callable[[Reader, View], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Rule:
    """How the rows of a frame are compared. `keys` tell them apart, `names` call them, `values` are told of both sides.
    `standing`: those of the values that are as of T, and on the side of the window before as of its end. `only`: which
    rows count, by a column and its values. `by_area`: the rows are the areas below, which no other area has.
    `ordered`: rows of one key are joined in their order, the first with the first. `stood`: a frame of keys, names and
    what is `standing` alone, where the whole would take long as of a past T; a key that it leaves out has none."""

    frame: Frame
    keys: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[str, ...]
    standing: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_area: bool = False
    ordered: bool = False
    stood: Frame | None = None


def _levels(by: str, key: str) -> Frame:
    """The cases open and overdue, by a dimension, without what happened."""

    def frame(reader: Reader, view: View) -> pd.DataFrame:
        question = reader.question(view)
        found = measure(reader, question, by, LEVELS)
        rows = [(one, label_of(reader, question, by, one), tally.open, tally.overdue) for one, tally in found.items()]
        return pd.DataFrame(rows, columns=[key, "label", "open", "overdue"], dtype=object)

    return frame


def _as_of(
    frame: Frame,
    keys: tuple[str, ...],
    names: tuple[str, ...],
    *values: str,
    by_area: bool = False,
    ordered: bool = False,
) -> Rule:
    """The rule of a frame that shows the state as of T, whatever the window."""
    return Rule(frame, keys, names, values, values, by_area=by_area, ordered=ordered)


RULES: Final[Mapping[str, Rule]] = {
    "flow": Rule(flow.frame, ("stage",), ("stage",), ("open", "dwell_p50", "entered"), ("open", "dwell_p50")),
    "inflow": Rule(inflow.frame, ("source",), ("label",), ("total",)),
    "departments": Rule(
        departments.frame,
        ("department",),
        ("label",),
        ("n", "p50", "p90", "on_time_value", "open", "overdue"),
        ("open", "overdue"),
        stood=_levels("department", "department"),
    ),
    "areas": Rule(
        areas.frame,
        ("code",),
        ("label",),
        ("reported", "closed", "open", "overdue", "on_time_value"),
        ("open", "overdue"),
        by_area=True,
        stood=_levels("child", "code"),
    ),
    "rhythm": _as_of(rhythm.frame, ("weekday", "hour"), ("weekday", "hour"), "count"),
    "spread": Rule(
        spread.frame, ("department",), ("label",), ("n", "p50", "p90", "over", "waiting"), ("over", "waiting")
    ),
    "punctuality": Rule(
        punctuality.frame, ("department", "severity"), ("label", "severity"), ("value", "on_time", "due")
    ),
    "deadlines": _as_of(deadlines.frame, (), ("start",), "count", "unaccepted", ordered=True),
    "trend": _as_of(trend.frame, ("department",), ("label", "day"), "p90", "n", ordered=True),
    "aging": Rule(
        aging.frame,
        ("department",),
        ("label",),
        (
            *("open", "open_age", "closed", "closed_p50", "accepted_value"),
            *("returned", "handed_on", "taken_over", "reworked", "rework_value"),
        ),
        ("open", "open_age"),
    ),
    "area-scores": Rule(area_scores.frame, ("code",), ("label",), ("total", "cases"), by_area=True),
    "department-scores": Rule(department_scores.frame, ("code",), ("label",), ("total", "cases")),
    "score-trend": _as_of(score_trend.frame, ("code",), ("label", "end_at"), "total", ordered=True),
    "honours": Rule(
        honours.frame,
        ("code",),
        ("label",),
        ("urged", "supervised"),
        only={"list": ("urged",)},
    ),
    "sankey": _as_of(
        sankey.frame, ("source", "category", "stage"), ("source_label", "category_label", "stage"), "count"
    ),
    "balance": Rule(balance.frame, (), ("bucket",), ("reported", "closed", "open", "overdue"), ordered=True),
    "dwell": Rule(
        dwell.frame,
        ("stage",),
        ("stage",),
        ("inside", "n", "p50", "p90", "age_p50", "age_p90", "stuck"),
        ("inside", "age_p50", "age_p90", "stuck"),
    ),
    "handovers": Rule(
        handovers.frame,
        ("kind", "department", "to"),
        ("label", "to_label"),
        ("received", "returned", "handed_on", "pushed", "share", "p50", "p90", "count"),
        only={"kind": ("department", "pair")},
    ),
    "handling": Rule(
        handling.frame,
        ("code",),
        ("label",),
        ("reported", "self_handled", "forwarded", "self_value", "share"),
        by_area=True,
    ),
    "sources": Rule(sources.frame, ("source",), ("label",), ("reported", "share", "self_handled", "self_value")),
    "index": _as_of(index.frame, ("code",), ("label",), "index", by_area=True),
    "forecast": _as_of(forecast.frame, ("ahead",), ("start",), "count", "expected", "low", "high"),
    "matrix": Rule(
        matrix.frame, ("category", "child"), ("category_label", "child_label"), ("count", "usual"), by_area=True
    ),
    "surges": _as_of(surges.frame, (), ("start",), "count", "expected", ordered=True),
    "returns": _as_of(
        returns.frame, ("group", "key", "area"), ("label",), "given", "returned", "late", "missing", "rate", "value"
    ),
}
"""By panel."""

REASONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("sentence", "kpis"), "figures"),
    **dict.fromkeys(("map", "surface", "hotspots"), "shapes"),
    **dict.fromkeys(("ticker", "overdue", "warnings", "stuck", "twins", "event"), "cases"),
    **dict.fromkeys(("score-detail", "why"), "opened"),
    **dict.fromkeys(("boundaries", "reconciliation"), "findings"),
    **dict.fromkeys(
        ("alarm-band", "alarm-map", "alarm-action", "alarm-chain", "alarm-duty", "alarm-evidence"), "alarm"
    ),
    **dict.fromkeys(("walls", "playlist", "wall-log"), "walls"),
    **dict.fromkeys(
        (
            *("compare-sides", "compare-figures", "compare-course", "compare-departments"),
            *("compare-categories", "compare-sources", "compare"),
        ),
        "compared",
    ),
}
"""Why a panel cannot be compared row by row, by panel."""

METRIC_KEYS: Final = ("part", "metric", "key")


def rule_of(panel: str, slots: Mapping[str, tuple[str, int]]) -> Rule | None:
    """The rule of a panel, None for one that cannot be compared; `slots` says which are places of the metric catalogue,
    each the n-th of its scene."""
    if panel not in slots:
        return RULES.get(panel)
    scene, place = slots[panel]
    frame = partial(metric_panel.frame, scene=scene, place=place)
    return Rule(frame, METRIC_KEYS, ("name",), ("value",), ("value",), only={"part": ("total", "row")})
