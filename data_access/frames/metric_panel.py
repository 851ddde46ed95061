"""A panel of the metric catalogue: the figures of its metrics for the area looked at, the areas below, the values of
a dimension, and the periods before."""

from typing import Any, Final

import pandas as pd

from data_access.frames.metric_rows import COLUMNS, Rows
from data_access.frames.moments import told_moments
from data_access.reader import Reader
from data_access.statistics.entries import MetricPanel
from data_access.view import View

SPARK: Final = 24
"""Periods behind a figure's small line."""

COURSE: Final = 14
"""The least periods of a trend: a window shorter than that shows the last so many."""

KINDS: Final = ("hall", "centre", "station")
"""Kinds of service points, the largest first."""

LINES: Final = frozenset({"number", "gauge"})
"""Kinds of panels whose figures have a small line."""


def slot_panel(reader: Reader, scene: str, place: int) -> MetricPanel | None:
    """The panel that the catalogue puts into a scene's n-th slot, counted from 1; None for an empty one."""
    panels = reader.metrics.of_scene(scene)
    return panels[place - 1] if place <= len(panels) else None


def frame(reader: Reader, view: View, scene: str, place: int) -> pd.DataFrame:
    """One row a figure: `part` is total, row (an area below or a value of the dimension) or point (a period, oldest
    first); value None is unknown; shares are 0..1. attrs: panel (its id, None for an empty slot), title, kind, by,
    metrics (what each is, by id), data_time and cadence (of the figure that is latest by its own measure); of a trend
    `moments`, of a map what `_ground` gives."""
    panel = slot_panel(reader, scene, place)
    if panel is None:
        table = pd.DataFrame([], columns=list(COLUMNS), dtype=object)
        table.attrs.update(panel=None, data_time=None)
        return table
    rows = Rows(reader, view, panel)
    rows.totals()
    if panel.by == "child":
        rows.children()
    elif panel.by != "none":
        rows.keys(panel.by)
    if panel.kind in LINES:
        rows.history(SPARK)
    elif panel.kind == "trend":
        rows.course(COURSE)
    table = pd.DataFrame(rows.found, columns=list(COLUMNS), dtype=object)
    attrs: dict[str, Any] = {
        "panel": panel.id,
        "title": panel.title(view.language),
        "kind": panel.kind,
        "by": panel.by,
        "by_name": rows.by_name,
        "metrics": rows.meanings,
    }
    table.attrs.update(**attrs, **rows.age())
    if panel.kind == "trend" and (shown := table[table["part"] == "point"].dropna(subset=["start_at", "end_at"])).size:
        begins, ends = int(shown["start_at"].min()), int(shown["end_at"].max())
        table.attrs["moments"] = told_moments(reader, reader.question(view), begins, ends)
    if panel.kind == "map":
        table.attrs.update(_ground(reader, view, _first_map(reader, scene) == panel.id))
    return table


def _first_map(reader: Reader, scene: str) -> str | None:
    """The scene's first map, the one that is drawn as such: a page has one map of points."""
    return next((panel.id for panel in reader.metrics.of_scene(scene) if panel.kind == "map"), None)


def _ground(reader: Reader, view: View, drawn: bool) -> dict[str, Any]:
    """`points` by code: lon, lat and kind; `areas` by code: ring (1 child, 2 grandchild, 0 a leaf itself) and drill;
    `labels` of the areas below: name, lon, lat. `drawn` is false where nothing can or shall be drawn."""
    question = reader.question(view)
    points = {}
    for term in reader.vocabulary.of("point"):
        lon, lat = term.attributes.get("lon"), term.attributes.get("lat")
        if isinstance(lon, int | float) and isinstance(lat, int | float):
            kind = term.attributes.get("kind")
            points[term.code] = {"lon": lon, "lat": lat, "kind": kind if kind in KINDS else KINDS[-1]}
    children, below = reader.shapes.rings(question.area)
    areas: dict[str, dict[str, Any]] = {one.code: {"ring": 1, "drill": one.code} for one in children}
    areas |= {one.code: {"ring": 2, "drill": one.parent} for one in below}
    if not areas:
        areas[question.area] = {"ring": 0, "drill": None}
    labels = []
    for one in children:
        found = reader.shapes.label_point(one.code)
        if found is not None:
            name = reader.area_label(one.code, question.view.language)
            labels.append({"name": name, "lon": found[0], "lat": found[1]})
    shown = drawn and bool(points) and reader.shapes.drawn(question.area)
    return {"drawn": shown, "points": points, "areas": areas, "labels": labels}
