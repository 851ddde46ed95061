"""A warning in words: what, and by which figures. The same on the wall, in messages and on the command line."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from layouts import format as written
from layouts.names import BETWEEN
from layouts.text import Text

CASES: Final = ("severe_case", "deadline_near", "deadline_passed", "stuck_case")

Row = Mapping[str, Any]
"""A row of the frame of warnings, or the evidence in it."""

Parts = list[str | None]


def headline(row: Row, text: Text) -> str:
    """What is the matter, in one line: "Surge in North Street: 41 in 1 h"."""
    words = _headline(row, text)
    return words[:1].upper() + words[1:]


def _headline(row: Row, text: Text) -> str:
    kind, evidence = row["kind"], _evidence(row)
    if kind in CASES:
        count = evidence.get("count")
        name = f"warning.{kind}.{'one' if count is None else 'many'}"
        return text(name, what=_case(row), count=written.number(count), department=_owner(row, text))
    if kind == "hot_spot" and text.has(f"warning.hot_spot.grade.{evidence.get('grade')}"):
        return text(f"warning.hot_spot.grade.{evidence['grade']}", place=where(row, text))
    if kind in ("metric", "silent_metric"):
        return _named(kind, row, evidence, text)
    values = {name: written.number(evidence.get(name)) for name in ("count", "hours", "open", "offline")}
    return text(
        f"warning.{kind}.headline",
        place=where(row, text),
        department=_owner(row, text),
        source=row["source_label"] or written.UNKNOWN,
        measure=_measure(evidence, text),
        **values,
    )


def matter(row: Row, text: Text) -> str:
    """What is the matter, where its kind is said beside it: of one case its title alone."""
    alone = row["kind"] in CASES and _evidence(row).get("count") is None
    return _case(row) if alone else headline(row, text)


def grounds(row: Row, text: Text, zone: ZoneInfo) -> str:
    """The figures it rests on, in one line, the most telling first."""
    kind, evidence = row["kind"], _evidence(row)
    if kind in CASES:
        return _case_grounds(row, text, zone)
    parts = _GROUNDS.get(kind)
    return "" if parts is None else BETWEEN.join(filter(None, parts(row, evidence, text, zone)))


def where(row: Row, text: Text) -> str:
    """Where, as far as the viewer needs it; the whole tree by a word of its own."""
    return row["area_path"] or text("warning.whole")


def _surge(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    most = None
    if row["category_label"]:
        count = written.number(evidence.get("category_count"))
        most = text("warning.mostly", category=row["category_label"], count=count)
    return [_usual(evidence, text), _ratio(evidence, text), most]


def _hot_spot(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    count = text("warning.count", count=written.number(evidence.get("count")))
    return [count, _usual(evidence, text), _ratio(evidence, text), row["category_label"]]


def _silent_source(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    last = evidence.get("last_at")
    key = "warning.silent_source"
    newest = text(f"{key}.never") if last is None else text(f"{key}.last", time=_time(last, zone))
    return [newest, text(f"{key}.cadence", minutes=written.number(evidence.get("cadence_minutes")))]


def _backlog(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    key, days = "warning.department_backlog", evidence.get("days")
    overdue = text(f"{key}.overdue", share=written.rate(evidence.get("overdue_share")))
    return [overdue, None if days is None else text(f"{key}.days", days=_tenths(days))]


def _unreconciled(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    if "total" in evidence:
        told = {name: _tenths(evidence.get(name)) for name in ("total", "parts")}
        since = text("warning.since", time=_time(evidence.get("since"), zone))
        return [text(f"warning.unreconciled.{evidence.get('compared')}", **told), since]
    values = {name: written.number(evidence.get(name)) for name in ("rolled", "counted", "children")}
    return [text("warning.unreconciled.figures", **values)]


def _offline(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    since, share = evidence.get("since"), written.rate(evidence.get("share"))
    total = text("warning.offline_cluster.share", total=written.number(evidence.get("total")), share=share)
    return [total, None if since is None else text("warning.since", time=_time(since, zone))]


def _named(kind: str, row: Row, evidence: Row, text: Text) -> str:
    """The headline of what is about a metric of the catalogue, by its own name."""
    name = str(evidence.get(text.language) or evidence.get("metric") or written.UNKNOWN)
    others = evidence.get("others")
    if others:
        count = others + 1 if text.language == "zh" else others
        return text("warning.silent_metric.others", name=name, count=written.number(count))
    return text(f"warning.{kind}.headline", place=where(row, text), name=name, value=_value("value", evidence))


def _metric(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    side, periods = evidence.get("side", "below"), evidence.get("periods") or 1
    again = text("warning.metric.periods", count=written.number(periods)) if periods > 1 else None
    return [text(f"warning.metric.{side}", limit=_value("limit", evidence)), again]


def _silent_metric(row: Row, evidence: Row, text: Text, zone: ZoneInfo) -> Parts:
    key = "warning.silent_metric"
    last = text(f"{key}.last", time=_time(evidence.get("since"), zone))
    return [last, text(f"{key}.delay", minutes=written.number(evidence.get("minutes")))]


def _value(name: str, evidence: Row) -> str:
    value = evidence.get(name)
    if value is None:
        return written.UNKNOWN
    return f"{written.rate(value)}%" if evidence.get("unit") == "percent" else _tenths(value)


_GROUNDS: Final[Mapping[str, Callable[[Row, Row, Text, ZoneInfo], Parts]]] = {
    "surge": _surge,
    "hot_spot": _hot_spot,
    "silent_source": _silent_source,
    "department_backlog": _backlog,
    "unreconciled": _unreconciled,
    "offline_cluster": _offline,
    "metric": _metric,
    "silent_metric": _silent_metric,
}


def _case(row: Row) -> str:
    named = " ".join(filter(None, (row["category_label"], _evidence(row).get("event_id"))))
    return str(row["title"] or named or row["subject"])


def _case_grounds(row: Row, text: Text, zone: ZoneInfo) -> str:
    evidence = _evidence(row)
    kind = row["kind"]
    stuck = kind == "stuck_case"
    first = evidence.get("due_at" if kind == "severe_case" else "since")
    when = None if first is None else text(f"warning.{'stuck' if stuck else 'due'}", time=_time(first, zone))
    if evidence.get("count") is not None:
        earliest = None if when is None else text("warning.earliest", what=when)
        return BETWEEN.join(filter(None, [where(row, text), earliest]))
    stage = evidence.get("stage")
    named = text(f"stage.{stage}") if stuck and stage and text.has(f"stage.{stage}") else None
    return BETWEEN.join(filter(None, [where(row, text), _owner(row, text), named, when]))


def _evidence(row: Row) -> Mapping[str, Any]:
    found: Mapping[str, Any] = row["evidence"] or {}
    return found


def _owner(row: Row, text: Text) -> str:
    return row["department_label"] or text("department.none")


def _measure(evidence: Mapping[str, Any], text: Text) -> str:
    if evidence.get(text.language):
        return str(evidence[text.language])
    key = f"warning.measure.{evidence.get('measure')}"
    return text(key) if text.has(key) else ""


def _ratio(evidence: Mapping[str, Any], text: Text) -> str | None:
    ratio = evidence.get("ratio")
    return None if ratio is None else text("warning.ratio", ratio=_tenths(ratio))


def _usual(evidence: Row, text: Text) -> str:
    return text("warning.usual", expected=_tenths(evidence.get("expected")))


def _tenths(value: Any) -> str:
    return written.number(value, 1).removesuffix(".0")


def _time(instant: Any, zone: ZoneInfo) -> str:
    return written.clock(instant, zone, "%m-%d %H:%M")
