"""A sample of warnings: one of each kind, the first critical, one acknowledged."""

from typing import Any

import pandas as pd

from data_access.clock import HOUR, MINUTE
from tests.layouts.samples import NOW

ALWAYS = ("kind", "severity", "state", "subject")

EVIDENCE: dict[str, dict[str, Any]] = {
    "surge": {"count": 41, "expected": 9.0, "ratio": 4.6, "hours": 1, "category_count": 30, "past": [9, 9]},
    "deadline_near": {"source": "hotline", "event_id": "SJ1", "due_at": NOW + 24 * MINUTE, "since": NOW + 24 * MINUTE},
    "deadline_passed": {"count": 12, "since": NOW - 5 * HOUR, "cap": 3},
    "severe_case": {"source": "hotline", "event_id": "SJ3", "due_at": NOW + 20 * MINUTE, "since": NOW - 10 * MINUTE},
    "stuck_case": {"source": "hotline", "event_id": "SJ2", "stage": "dispatched", "since": NOW - 50 * HOUR},
    "hot_spot": {"grade": "new", "count": 20, "expected": 4.0, "ratio": 5.0},
    "silent_source": {"last_at": NOW - 9 * HOUR, "since": NOW - 9 * HOUR, "cadence_minutes": 60},
    "department_backlog": {"open": 214, "overdue": 80, "overdue_share": 0.374, "days": 12.3},
    "unreconciled": {"measure": "reported", "rolled": 8510, "counted": 8183, "children": 8183},
    "offline_cluster": {"sort": "camera", "offline": 12, "total": 20, "share": 0.6, "since": NOW - HOUR},
    "metric": {
        "metric": "camera.intact_rate",
        "zh": "完好率",
        "en": "Intact rate",
        "unit": "percent",
        "value": 0.912,
        "limit": 0.95,
        "side": "below",
        "periods": 2,
    },
    "silent_metric": {
        "metric": "form.filed",
        "zh": "报表填报",
        "en": "Forms filed",
        "others": 2,
        "since": NOW - 9 * HOUR,
        "minutes": 60,
    },
}


def row(**changes: Any) -> dict[str, Any]:
    """A row; a surge that stands since an hour unless said otherwise, evidence that of its kind."""
    kind = changes.get("kind", "surge")
    evidence = EVIDENCE[kind]
    return {
        "id": 7,
        "kind": kind,
        "rule": kind.replace("_", "-"),
        "rules_version": "1-abcd",
        "severity": "warn",
        "state": "raised",
        "subject": "area:s1",
        "title": None,
        "area": "s1",
        "area_path": "东门街道",
        "department": "chengguan",
        "department_label": "城管局",
        "source": "hotline",
        "source_label": "12345 热线",
        "category": "city/street-order",
        "category_label": "占道经营",
        "due_at": evidence.get("due_at"),
        "raised_at": NOW - HOUR,
        "last_seen_at": NOW - MINUTE,
        "cleared_at": None,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "acknowledged_note": None,
        "evidence": evidence,
        **changes,
    }


def full(**changes: Any) -> pd.DataFrame:
    """One warning of each kind, attrs as the frame gives them."""
    rows = [row(id=number, kind=kind, **changes) for number, kind in enumerate(EVIDENCE, start=1)]
    rows[0] |= {"severity": "crit"}
    rows[1] |= {"title": "下穿通道积水 0.62 m", "subject": "event:hotline/SJ1"}
    rows[2] |= {
        "state": "acknowledged",
        "acknowledged_at": NOW - MINUTE,
        "acknowledged_by": "值班长",
        "acknowledged_note": "已派人",
    }
    for one in rows[5:]:
        one["severity"] = "note"
    frame = pd.DataFrame(rows, dtype=object)
    counts = {"crit": 1, "warn": 4, "note": 5}
    frame.attrs.update(counts=counts, basis="kept", evaluated_at=NOW - 15_000_000, lost=0)
    return frame
