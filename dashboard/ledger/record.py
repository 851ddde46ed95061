"""The record of an event as plain values: complete, with a checksum by which a copy is told from the original."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from data_access.cases.nearby import DAYS, RADIUS, Neighbour
from data_access.cases.story import Holder, Stay, Step
from data_access.cases.telling import Told
from data_access.clock import SECOND, Micros, format_instant
from data_access.frames.event import change_row
from data_access.frames.limits import LIMITS
from data_access.store.store import DERIVATION
from layouts.case_words import all_marks

KIND: Final = "gridscope-event-record/1"
"""The shape of the record; another number is another shape."""

_INSTANTS: Final = (
    *("collected_at", "dispatched_at", "verified_at", "handled_at", "closed_at", "evaluated_at", "archived_at"),
    *("ended_at", "due_at", "stage_since"),
)
_WARNING: Final = (
    *("id", "kind", "rule", "rules_version", "severity", "state", "raised_at", "cleared_at", "acknowledged_at"),
    *("acknowledged_by", "acknowledged_note", "evidence"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """Who made a record, when, of what: T, the language, the data version and the build of the program."""

    as_of: Micros
    language: str
    version: int
    build: str
    by: str
    at: Micros


def record(told: Told, exported: Exported) -> dict[str, Any]:
    """The whole record. Two records of one event, T, language and data version have the same `content` and checksum,
    whoever made them; instants are ISO 8601 in UTC, lengths of time seconds."""
    content = content_of(told)
    story = told.story
    return {
        "record": KIND,
        "view": {
            "source": story.source,
            "event_id": story.event_id,
            "as_of": format_instant(exported.as_of),
            "language": exported.language,
        },
        "version": exported.version,
        "derivation": DERIVATION,
        "exported": {"at": format_instant(exported.at), "by": exported.by, "build": exported.build},
        "sha256": checksum(content),
        "content": content,
    }


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal of the content as JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(told: Told) -> dict[str, Any]:
    """What is recorded of the event itself."""
    story = told.story
    return {
        "event": _event(told),
        "transitions": [_step(told, one) for one in story.steps],
        "stays": [_stay(one) for one in story.stays],
        "chain": [_holder(told, one) for one in story.holders],
        "marks": dict(all_marks(story)),
        "limits": {
            "stage_hours": {name: LIMITS["dwell"][name] for name in LIMITS["dwell"] if name not in ("crit", "grave")},
            "response_seconds": story.response_limit,
            "same_matter": {name: LIMITS["twins"][name] for name in ("metres", "hours")},
            "nearby": {"metres": RADIUS, "days": DAYS},
        },
        "warnings": [_warning(row) for row in told.warnings],
        "same_matter": [_neighbour(told, one) for one in told.same],
        "nearby": [_neighbour(told, one) for one in told.near],
    }


def _event(told: Told) -> dict[str, Any]:
    story, state = told.story, told.story.state
    return {
        "source": story.source,
        "source_label": told.label("source", story.source),
        "event_id": story.event_id,
        "title": story.title,
        "category": state.category,
        "category_label": told.label("category", state.category),
        "severity": state.severity,
        "area": state.area,
        "area_path": [{"code": code, "name": name} for code, name in told.path],
        "lon": state.lon,
        "lat": state.lat,
        "department": state.department,
        "department_label": told.label("department", state.department),
        "post": state.post,
        "post_label": told.label("post", state.post),
        "stage": state.stage,
        **{name: _written(getattr(state, name)) for name in _INSTANTS},
        "open": story.open,
        "response_seconds": None if state.response is None else state.response / SECOND,
        "self_handled": None if state.self_handled is None else bool(state.self_handled),
        "satisfaction": state.satisfaction,
        "sample": told.sample,
    }


def _step(told: Told, one: Step) -> dict[str, Any]:
    return {
        "at": format_instant(one.at),
        "received_at": format_instant(one.received_at),
        "stage": one.stage,
        "department": one.department,
        "department_label": told.label("department", one.department),
        "post": one.post,
        "post_label": told.label("post", one.post),
        "note": one.note,
        "feed": one.feed,
        "overtaken": one.overtaken,
        "changes": [change_row(change) for change in one.changes],
    }


def _stay(one: Stay) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "entered_at": format_instant(one.entered),
        "left_at": _written(one.left),
        "seconds": one.seconds,
        "limit_seconds": one.limit,
        "over": one.over,
    }


def _holder(told: Told, one: Holder) -> dict[str, Any]:
    return {
        "department": one.department,
        "department_label": told.label("department", one.department),
        "since": format_instant(one.since),
        "until": _written(one.until),
        "seconds": one.seconds,
        "how": one.how,
        "marks": dict(one.marks),
    }


def _warning(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _written(row[name]) if name.endswith("_at") else row[name] for name in _WARNING}


def _neighbour(told: Told, one: Neighbour) -> dict[str, Any]:
    found = {name: value for name, value in asdict(one).items() if name != "same"}
    labels = {f"{kind}_label": told.label(kind, found[kind]) for kind in ("source", "category", "department", "area")}
    return {**found, **labels, "collected_at": format_instant(one.collected_at), "metres": round(one.metres, 1)}


def _written(instant: Micros | None) -> str | None:
    return None if instant is None else format_instant(instant)
