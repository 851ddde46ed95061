"""An event as its panel gets it: overdue, handed on, with a mark, a late step, a warning, and others around it."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from data_access.cases.ground import Ground, Outline
from data_access.cases.nearby import Neighbour
from data_access.cases.story import Change, Holder, Stay, Step, Story
from data_access.cases.telling import Told
from data_access.clock import DAY, HOUR, MINUTE
from data_access.events.fold import State
from data_access.frames.event import COLUMNS, change_row
from tests.layouts.samples import LONG_EN, LONG_ZH, NOW

ALWAYS = ("at", "received_at", "stage", "feed", "overtaken", "changes")
WORDS = {
    ("source", "hotline"): "12345 热线",
    ("source", "worker"): "网格员",
    ("department", "shuiwu"): "水务局",
    ("department", "chengguan"): "城管局",
    ("category", "city/flood"): "积水内涝",
    ("area", "g1"): "一网格",
    ("post", "p1"): "二中队",
}


def state(**changes: Any) -> Any:
    """The state of an open case of two days, an hour past its deadline."""
    unknown = dict.fromkeys(State._fields)
    counts = dict.fromkeys(("reworked", "returned", "urged", "supervised", "moves", "proven"), 0)
    given = {
        "valid_from": NOW - HOUR,
        "stage": "dispatched",
        "stage_since": NOW - 2 * DAY + HOUR,
        "mark": "urged",
        "collected_at": NOW - 2 * DAY,
        "dispatched_at": NOW - 2 * DAY + HOUR,
        "due_at": NOW - HOUR,
        "response": 20 * MINUTE,
        "severity": 4,
        "area": "g1",
        "department": "chengguan",
        "category": "city/flood",
        "post": "p1",
        "title": "下穿通道积水",
        "lon": 117.1,
        "lat": 34.2,
    }
    return SimpleNamespace(id=1, source="hotline", event_id="SJ/1 甲", **{**unknown, **counts, **given, **changes})


def steps() -> tuple[Step, ...]:
    """A collection, a dispatch that came in late, a handover with a note, an urging."""
    start = NOW - 2 * DAY
    moved = (Change("due_at", NOW - 3 * HOUR, NOW - HOUR), Change("post", None, "p1"))
    return (
        Step(start, start, "collected", None, None, None, "hotline", False, ()),
        Step(start + HOUR, NOW - MINUTE, "dispatched", "shuiwu", None, None, "hotline", True, ()),
        Step(start + 2 * HOUR, start + 2 * HOUR, "returned", "chengguan", "p1", "不属 <b>&", "hotline", False, moved),
        Step(NOW - HOUR, NOW - HOUR, "urged", None, None, None, "hotline", False, ()),
    )


def story(**changes: Any) -> Story:
    """The story of that case."""
    start = NOW - 2 * DAY
    shown = state(**changes)
    holders = (
        Holder(None, start, start + HOUR, 3600.0, "collected", ()),
        Holder("shuiwu", start + HOUR, start + 2 * HOUR, 3600.0, "dispatched", ()),
        Holder("chengguan", start + 2 * HOUR, None, 165_600.0, "returned", (("returned", 1), ("urged", 1))),
    )
    stays = (
        Stay("collected", start, start + HOUR, 3600.0, 86_400.0),
        Stay("dispatched", start + HOUR, None, 169_200.0, 86_400.0),
    )
    return Story(1, "hotline", "SJ/1 甲", NOW, shown, shown.title, steps(), stays, holders, 1800.0)


def neighbour(number: int, **changes: Any) -> Neighbour:
    """Another case near by."""
    given: dict[str, Any] = {
        "source": "worker",
        "event_id": f"W {number}",
        "title": f"题{number}",
        "category": "city/flood",
        "severity": 1 + number % 5,
        "area": "g1",
        "department": None,
        "stage": "collected",
        "collected_at": NOW - DAY,
        "open": True,
        "overdue": bool(number % 2),
        "metres": 12.0 * number,
        "seconds": -3600.0 * number,
        "lon": 117.1,
        "lat": 34.2,
        "same": False,
    }
    return Neighbour(**{**given, **changes})


def warning(**changes: Any) -> dict[str, Any]:
    """A warning of that case, as the frame of warnings gives it."""
    given = dict.fromkeys(("department_label", "source_label", "category_label", "cleared_at", "acknowledged_by"))
    told = {
        "kind": "severe_case",
        "severity": "crit",
        "title": "下穿通道积水",
        "raised_at": NOW - DAY,
        "area_path": "一",
    }
    return {**given, **told, "evidence": {"event_id": "SJ/1 甲", "count": None}, **changes}


def told(**changes: Any) -> Told:
    """All that is told of it."""
    square = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    outlines = tuple(Outline(kind, square) for kind in ("beside", "own", "above"))
    ground = Ground(
        117.0,
        34.3,
        0.2,
        0.2,
        outlines,
        (("一网格", "鼓楼区", 0.3, 0.3), ("二网格", "鼓楼区", 0.31, 0.3), ("三网格", "", 0.99, 0.3)),
        0.1,
    )
    same = (neighbour(1, same=True, title=None),)
    near = tuple(neighbour(number) for number in range(2, 14))
    path = (("d", "鼓楼区"), ("s1", LONG_ZH + LONG_EN), ("g1", "一网格"))
    warnings = (warning(), warning(cleared_at=NOW - HOUR, acknowledged_by="值班长"))
    return Told(story(**changes), near, same, warnings, ground, WORDS, path, True)


def full(given: Told | None = None) -> pd.DataFrame:
    """The frame of that event."""
    shown = told() if given is None else given
    rows = [
        (
            step.at,
            step.received_at,
            step.stage,
            step.department,
            shown.label("department", step.department),
            step.post,
            shown.label("post", step.post),
            step.note,
            step.feed,
            None,
            step.overtaken,
            [change_row(change) for change in step.changes],
        )
        for step in shown.story.steps
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(told=shown, missing=None, first_at=None, asked=("hotline", "SJ/1 甲"))
    return table


def missing(reason: str, first_at: int | None = None) -> pd.DataFrame:
    """The frame where there is no story."""
    table = pd.DataFrame([], columns=list(COLUMNS), dtype=object)
    table.attrs.update(told=None, missing=reason, first_at=first_at, asked=("hotline", "SJ/1 <甲>"))
    return table
