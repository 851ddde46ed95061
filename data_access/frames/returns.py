"""What an area gave and what came back to it: figures reported, figures returned, and what became of its cases."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data_access.areas.tree import Area
from data_access.clock import SECOND
from data_access.kept import kept
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.statistics.entries import Metric
from data_access.statistics.figures import Figure, figures_of
from data_access.statistics.standing import Standing
from data_access.view import View

COLUMNS: Final = (
    *("group", "key", "label", "area", "value", "unit", "digits", "percent", "numerator", "denominator"),
    *("start_at", "end_at", "at", "age", "state", "expected", "given", "returned", "late", "missing", "rate", "status"),
)
GROUPS: Final = ("area", "given", "returned", "outcome")
STATUS: Final = {"missing": "warn", "stale": "crit", "late": "warn", "suppressed": "n", "current": "n"}


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Above the level that reports: a row per area below (group "area") with how many figures are `expected` of it,
    `given` and current, `late` or stale, `missing`, and `returned` to it; `rate` = returned / given. At that level and
    below: a row per figure of the area (group given or returned; `state` current, late, stale, missing or suppressed;
    `age` in seconds), and what became of its cases in the window (group outcome). attrs: `detail`, `level` (of the
    areas that report), the sums `expected`, `given`, `returned`, `late`, `missing`, and `rate`."""
    question = reader.question(view)
    found: pd.DataFrame = kept(
        reader, question, "returns", lambda: _table(reader, question), extra=reader.metrics.version
    )
    return found


def _table(reader: Reader, question: Question) -> pd.DataFrame:
    tree, area = reader.tree, reader.tree[question.area]
    metrics = [one for one in reader.metrics.metrics.values() if not one.derived]
    level = _reporting_level(reader, metrics)
    depth = min((tree.depth(one.code) for one in tree if one.level == level), default=0)
    detail = not tree.children(area.code) or tree.depth(area.code) >= depth
    shown = (area,) if detail else tree.children(area.code)
    Standing.of(reader, question).read(one.id for one in metrics)
    found = {one.id: figures_of(reader, question, one.id, [area.code for area in shown]) for one in metrics}
    rows = _rows(reader, question, metrics, found, shown, detail)
    table = pd.DataFrame([[row.get(name) for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
    counts = _sums(table, detail)
    named = None if level is None else reader.vocabulary.label("level", level, question.view.language)
    rate = counts["returned"] / counts["given"] if counts["given"] else None
    table.attrs.update(detail=detail, level=named, rate=rate, **counts)
    return table


def _rows(
    reader: Reader,
    question: Question,
    metrics: list[Metric],
    found: Mapping[str, list[Figure]],
    shown: tuple[Area, ...],
    detail: bool,
) -> list[dict[str, Any]]:
    if not detail:
        return [
            _area(reader, question, area, metrics, [found[one.id][n] for one in metrics])
            for n, area in enumerate(shown)
        ]
    order = sorted(metrics, key=lambda one: one.returned)
    rows = [_figure(reader, question, one, found[one.id][0]) for one in order]
    return [row for row in rows if row is not None] + _outcomes(reader, question)


def _sums(table: pd.DataFrame, detail: bool) -> dict[str, int]:
    if not detail:
        return {name: int(table[name].sum()) for name in ("expected", "given", "returned", "late", "missing")}
    given, returned = table[table["group"] == "given"], table[table["group"] == "returned"]
    both = pd.concat([given["state"], returned["state"]])
    return {
        "expected": len(given),
        "given": int(given["state"].isin(("current", "suppressed")).sum()),
        "returned": int(returned["state"].isin(("current", "suppressed")).sum()),
        "late": int(both.isin(("late", "stale")).sum()),
        "missing": int((both == "missing").sum()),
    }


def _reporting_level(reader: Reader, metrics: list[Metric]) -> str | None:
    """The level of the tree that most metrics are reported by."""
    named = [one.level for one in metrics if one.level in reader.tree.levels]
    return max(sorted(set(named)), key=named.count) if named else None


def _state(figure: Figure) -> str | None:
    """What is known of a figure; None of one that the area is not expected to give."""
    if "suppressed" in figure.flags:
        return "suppressed"
    if figure.value is None:
        return "missing" if figure.expected else None
    return next((name for name in ("stale", "late") if name in figure.flags), "current")


def _area(
    reader: Reader, question: Question, area: Area, metrics: list[Metric], figures: list[Figure]
) -> dict[str, Any]:
    states = [(one.returned, _state(figure)) for one, figure in zip(metrics, figures, strict=True)]
    current = [returned for returned, state in states if state in ("current", "suppressed")]
    given, returned = current.count(False), current.count(True)
    late = sum(state in ("late", "stale") for _, state in states)
    missing = sum(state == "missing" for _, state in states)
    stale = any(state == "stale" for _, state in states)
    return {
        "group": "area",
        "key": area.code,
        "label": reader.area_label(area.code, question.view.language),
        "area": area.code,
        "expected": sum(state is not None for returned, state in states if not returned),
        "given": given,
        "returned": returned,
        "late": late,
        "missing": missing,
        "rate": returned / given if given else None,
        "status": "crit" if stale else "warn" if late or missing else "n",
    }


def _figure(reader: Reader, question: Question, metric: Metric, figure: Figure) -> dict[str, Any] | None:
    state = _state(figure)
    if state is None:
        return None
    language, unit = question.view.language, reader.metrics.units[metric.unit]
    return {
        "group": "returned" if metric.returned else "given",
        "key": metric.id,
        "label": metric.label(language),
        "area": question.area,
        "value": figure.value,
        "unit": unit.en if language == "en" else unit.zh,
        "digits": unit.digits,
        "percent": metric.unit == "percent",
        "start_at": figure.start,
        "end_at": figure.end,
        "at": figure.at,
        "age": None if figure.at is None else (question.moment - figure.at) / SECOND,
        "state": state,
        "status": STATUS[state],
    }


def _outcomes(reader: Reader, question: Question) -> list[dict[str, Any]]:
    tally = measure(reader, question, "none", {"closed", "due", "satisfaction"})[""]
    rates = (("on_time_rate", tally.on_time, tally.due), ("satisfaction", tally.satisfied, tally.scored))
    rows: list[dict[str, Any]] = [{"key": "closed", "value": float(tally.closed), "digits": 0, "percent": False}]
    for key, numerator, denominator in rates:
        value = numerator / denominator if denominator else None
        told = {"value": value, "numerator": numerator, "denominator": denominator}
        rows.append({"key": key, "digits": 1, "percent": True, **told})
    shared = {"group": "outcome", "area": question.area, "start_at": question.start, "end_at": question.end}
    return [{**shared, **row, "state": "current", "status": "n"} for row in rows]
