"""Frames as the panels get them, by hand: small, complete, with the awkward values that real data have."""

from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data_access.clock import HOUR, MINUTE, SECOND, parse_instant
from data_access.view import View
from layouts.context import Context
from layouts.text import Text
from layouts.theme import Theme

NOW = parse_instant("2026-11-22T14:32:08+08:00")
LONG_ZH = "经济技术开发区行政审批与政务服务管理委员会"
LONG_EN = "Economic Development Zone Administration"
STAGES = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")


def context(**view: Any) -> Context:
    """A context of a view in the district `d`, at NOW."""
    shown = View(**view)
    path = (("d", "鼓楼区", "district"),)
    if shown.area:
        path = (*path, (shown.area, "东门街道", "street"))
    zone = ZoneInfo("Asia/Shanghai")
    return Context(shown, Theme.named("wall"), Text(shown.language), zone, NOW, NOW - SECOND, path, "指挥屏")


def sentence(**changes: Any) -> pd.DataFrame:
    row: dict[str, Any] = {
        "level": "tense",
        "window": "24h",
        "reported": 1284,
        "reported_previous": 1131,
        "closed": 1106,
        "open": 2316,
        "overdue": 37,
        "overdue_previous": 28,
        "on_time_value": 0.968,
        "worst_department": "水务局",
        "worst_department_code": "shuiwu",
        "worst_department_p90": 3120.0,
        "worst_department_limit": 1800.0,
        "surge_area": "滨江街道",
        "surge_area_code": "s1",
        "surge_count": 91,
        "surge_usual": 26.4,
        "silent_source": None,
        "silent_seconds": None,
    }
    return pd.DataFrame([{**row, **changes}]).astype(object)


def kpis(**changes: Any) -> pd.DataFrame:
    values = {
        "reported": 1284,
        "closed": 1106,
        "open": 2316,
        "overdue": 37,
        "on_time_rate": 0.968,
        "response_p50": 696.0,
        "satisfaction": 0.942,
    }
    rows = []
    for measure, value in values.items():
        share = measure in ("on_time_rate", "satisfaction")
        rows.append(
            {
                "measure": measure,
                "value": value,
                "numerator": 968 if share else None,
                "denominator": 1000 if share else None,
                "previous": value * 0.9,
                "target": 0.97 if share else None,
                "status": "warn" if measure == "overdue" else "n",
                "trend": [value, None, value * 1.1],
                "trend_previous": [value, value, None],
                **changes,
            }
        )
    return pd.DataFrame(rows).astype({"value": object, "previous": object, "target": object})


def flow(**changes: Any) -> pd.DataFrame:
    rows = [
        {
            "stage": stage,
            "label": stage,
            "open": 40 * place,
            "usual": 35.0 * place,
            "dwell_p50": 600.0 * place,
            "entered": 10 * place,
            "status": "warn" if stage == "handled" else "n",
            **changes,
        }
        for place, stage in enumerate(STAGES, start=1)
    ]
    return pd.DataFrame(rows).astype({"usual": object, "dwell_p50": object})


def inflow(sources: int = 8, buckets: int = 24, **changes: Any) -> pd.DataFrame:
    start = NOW // HOUR * HOUR - (buckets - 1) * HOUR
    rows = [
        {
            "source": f"source-{source}",
            "label": f"来源 {source}",
            "bucket": start + bucket * HOUR,
            "seconds": 3600,
            "count": bucket % 7,
            "previous": bucket % 5,
            "total": 90,
            "total_previous": 80,
            "last_at": NOW - 2 * MINUTE,
            "silent": False,
            "status": "n",
            **changes,
        }
        for source in range(sources)
        for bucket in range(buckets)
    ]
    return pd.DataFrame(rows)


def ticker(count: int = 24, **changes: Any) -> pd.DataFrame:
    rows = [
        {
            "at": NOW - place * MINUTE,
            "stage": "returned",
            "stage_label": "returned",
            "title": "店外经营占用人行道",
            "source": "hotline_12345",
            "source_label": "12345 热线",
            "event_id": f"SJ{place}",
            "area": "s1",
            "area_path": "东门街道 · 鼓楼社区",
            "department_label": "城管局",
            "severity": 2,
            "status": "n",
            "lon": 117.2,
            "lat": 34.3,
            **changes,
        }
        for place in range(count)
    ]
    return pd.DataFrame(rows, dtype=object)


def areas_of_map(children: int = 3, below: int = 2, geometry: bool = True, **changes: Any) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []

    def add(code: str, name: str, ring: int, parent: str, drill: str, pill: bool) -> None:
        place = len(rows)
        rows.append(
            {
                "code": code,
                "name": name,
                "ring": ring,
                "parent": parent,
                "level": "street" if ring == 1 else "community",
                "open": 12 + place,
                "overdue": 1,
                "reported": None,
                "fill": 12 + place,
                "fill_class": place % 5,
                "status": "warn" if pill else "n",
                "drill": drill,
                "lon": 117.2 + place / 100,
                "lat": 34.3,
                "pill": pill,
                **changes,
            }
        )

    for child in range(children):
        add(f"s{child}", f"东门{child}街道", 1, "d", f"s{child}", False)
    for child in range(children):
        for grandchild in range(below):
            add(f"s{child}c{grandchild}", f"鼓楼{child}{grandchild}社区", 2, f"s{child}", f"s{child}", grandchild == 0)
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(
        measure="open",
        breaks=[5, 10, 20, 40],
        unlocated=3,
        drawn=geometry,
    )
    return frame


def departments(count: int = 10, **changes: Any) -> pd.DataFrame:
    rows = [
        {
            "department": f"department-{place}",
            "label": f"部门 {place}",
            "n": 40,
            "p50": 300.0 + 60 * place,
            "p90": 1500.0 + 300 * place,
            "limit": 1800.0,
            "ratio": 0.9,
            "on_time_value": 0.95,
            "on_time_numerator": 95,
            "on_time_denominator": 100,
            "open": 12,
            "overdue": 1,
            "status": ("crit", "warn", "n")[min(place, 2)],
            **changes,
        }
        for place in range(count)
    ]
    return pd.DataFrame(rows, dtype=object)


def areas(count: int = 8, lost: bool = True, **changes: Any) -> pd.DataFrame:
    rows = [
        {
            "code": f"s{place}",
            "label": f"东门{place}街道",
            "level": "street",
            "drill": True,
            "reported": 120,
            "closed": 80,
            "open": 40 + place,
            "overdue": place % 2,
            "on_time_value": 0.97,
            "on_time_numerator": 97,
            "on_time_denominator": 100,
            "status": "n",
            **changes,
        }
        for place in range(count)
    ]
    if lost:
        unknown = {"code": "unlocated", "label": "unlocated", "level": None, "drill": False, "on_time_value": None}
        rows.append({**areas(1, lost=False).to_dict("records")[0], **unknown})
    return pd.DataFrame(rows, dtype=object)


def rhythm(**changes: Any) -> pd.DataFrame:
    rows = [
        {
            "weekday": day,
            "hour": hour,
            "start": NOW // HOUR * HOUR - (7 * 24 - 24 * day - hour) * HOUR,
            "count": day + hour,
            "usual": 10.0,
            "over": (day, hour) == (2, 13),
            "current": (day, hour) == (6, 14),
            **changes,
        }
        for day in range(7)
        for hour in range(24)
    ]
    return pd.DataFrame(rows).astype({"usual": object})


def overdue(count: int = 20, **changes: Any) -> pd.DataFrame:
    rows = [
        {
            "event_id": f"SJ{place}",
            "source": "hotline_12345",
            "title": "雨水口堵塞三处",
            "area_path": "东门街道 · 鼓楼社区",
            "department_label": "水务局",
            "stage_label": "handled",
            "due_at": NOW - (10 - place) * HOUR,
            "over_seconds": (10 - place) * 3600.0,
            "severity": 3,
            "status": "crit" if place == 0 else "warn" if place < 10 else "note",
            **changes,
        }
        for place in range(count)
    ]
    frame = pd.DataFrame(rows, dtype=object)
    frame.attrs.update(overdue=11, soon=9)
    return frame


def vocabulary() -> pd.DataFrame:
    rows = [("department", "shuiwu", "水务局"), ("source", "resident_app", "随手拍"), ("category", "city", "市容")]
    return pd.DataFrame(rows, columns=["kind", "code", "label"])
