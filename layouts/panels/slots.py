"""The slots of the systems' scenes: each draws whatever panel the metric catalogue puts there."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import metric_panel as source
from data_access.statistics.entries import MetricPanel
from layouts import ids
from layouts.arrangement import Standing, draw_places
from layouts.context import Context
from layouts.elements import div
from layouts.ids import PageId
from layouts.metric_sheet import Sheet
from layouts.metric_words import expected_of, worst_coverage
from layouts.names import BETWEEN
from layouts.panel import Drawing, Panel, drawing
from layouts.panels import (
    metric_bars,
    metric_gauge,
    metric_map,
    metric_number,
    metric_progress,
    metric_table,
    metric_trend,
)
from layouts.scenes import SYSTEMS, Scene
from layouts.text import Text

CONTENT: Final[Mapping[str, Callable[[Sheet], list[Component]]]] = {
    "number": metric_number.content,
    "bars": metric_bars.content,
    "trend": metric_trend.content,
    "progress": metric_progress.content,
    "table": metric_table.content,
    "gauge": metric_gauge.content,
    "map": metric_map.content,
}

CADENCE: Final = 3600
"""Seconds between reports where nothing says how often they come."""

UNITS: Final = 3
"""More units than these are said by the figures alone."""

AWAITED: Final = 4
"""How many metrics the sentence for "no data yet" names."""


def draw(slot: str, frame: pd.DataFrame, context: Context) -> Drawing:
    """The panel of a slot with its title from the catalogue; an empty slot draws nothing, it is hidden."""
    if not frame.attrs.get("panel"):
        return {}
    sheet, text = Sheet(frame, context), context.text
    told = sheet.told
    kind = frame.attrs.get("kind") or "table"
    children = CONTENT[kind](sheet) if told else []
    parts: dict[str, dict[str, Any]] = {
        ids.content_of(slot): {"children": children, "className": f"metric metric-{kind}"}
    }
    empty = None if told else text("metric.none")
    found = drawing(
        slot, context, parts, title=frame.attrs.get("title") or "", unit=BETWEEN.join(_unit(sheet)), empty=empty
    )
    if not told:
        found[ids.empty_of(slot)] = {"children": [html.B(empty), *_awaited(sheet)]}
    if kind == "map" and told:
        found |= metric_map.draw_points(slot, sheet)
    return found


def draw_slots(scene: Scene, panels: Sequence[MetricPanel]) -> Drawing:
    """Where the panels of a scene with slots stand and which of its slots are empty; nothing for another scene."""
    if not scene.slots:
        return {}
    taken = list(zip(scene.places, panels, strict=False))[: scene.slots]
    standing = [Standing(name, panel.kind, 2 if panel.wide else 1) for name, panel in taken]
    standing += [Standing(name, "panel", 2 if name in scene.wide else 1) for name in scene.panels]
    kinds = {name: f" kind-{panel.kind}" for name, panel in taken}
    found = draw_places(standing, PageId.MAIN)
    for name in scene.places[: scene.slots]:
        classes = f"p p-{name} in-{scene.id} slot{kinds.get(name, ' vacant')}"
        found[name] = {**found.get(name, {}), "className": classes}
    return found


def _unit(sheet: Sheet) -> list[str]:
    """What stands beside the title: the unit where all share one, by what, and the worst coverage."""
    text = sheet.context.text
    units = list(dict.fromkeys(sheet.meaning(metric)["unit"] for metric in sheet.metrics))
    runs = [text("metric.between").join(unit for unit in units if unit)] if 0 < len(units) <= UNITS else []
    if by := sheet.attrs.get("by_name"):
        runs.append(text("metric.by", dimension=by[:1].lower() + by[1:]))
    runs.append(worst_coverage(sheet) or "")
    return [run for run in runs if run]


def _awaited(sheet: Sheet) -> list[Component]:
    """Which feeds are awaited, by whom and how often."""
    metrics = sheet.metrics
    lines: list[Component] = [html.Span(expected_of(sheet, metric)) for metric in metrics[:AWAITED]]
    if len(metrics) > AWAITED:
        lines.append(html.Span(sheet.context.text("metric.expected_more", n=len(metrics) - AWAITED)))
    return lines


def _body(slot: str, text: Text) -> Component:
    return div("metric", id=ids.content_of(slot))


def _slot(scene: str, place: int) -> Panel:
    name = ids.slot_id(scene, place)
    frame = partial(source.frame, scene=scene, place=place)
    return Panel(name, frame, partial(draw, name), partial(_body, name), cadence=CADENCE, hertz=0.25)


SLOTS: Final[tuple[Panel, ...]] = tuple(
    _slot(scene.id, place) for scene in SYSTEMS for place in range(1, scene.slots + 1)
)
