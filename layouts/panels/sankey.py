"""Where cases come from, what they are about and how far they have got: ribbons as wide as their counts."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import sankey as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, graph, link, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.names import stage_name
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.ribbons import WIDE, Node, place, ribbons, scale_of
from layouts.text import Text
from layouts.theme import Theme

MOST: Final = 8
"""The most nodes of a column; the smallest beyond are put together."""
OTHER: Final = "\0other"
STAGES: Final = ("collected", "dispatched", "verified", "handled", "evaluated", "archived")
DONE: Final = {"handled": "q3", "evaluated": "q3", "archived": "q2"}
"""The colours of what flows into the later stages; what is still on its way is brighter."""

Row = dict[str, Any]


class SankeyId(StrEnum):
    """Parts of the panel."""

    HEAD = "sankey-head"
    SOURCES = "sankey-sources"
    GRAPH = "sankey-graph"
    CATEGORIES = "sankey-categories"
    STAGES = "sankey-stages"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of nodes: keys from top to bottom with label and count."""

    keys: tuple[str, ...]
    labels: dict[str, str]
    counts: tuple[int, ...]
    merged: frozenset[str]

    def index(self, key: str) -> int:
        """The node that a key stands in."""
        return self.keys.index(OTHER if key in self.merged else key)


def body(text: Text) -> Component:
    """Heads, and below them labels at the left, the figure with labels at its middle, labels at the right."""
    return div(
        "sankey",
        div("sankey-head", id=SankeyId.HEAD),
        div("sankey-labels left", id=SankeyId.SOURCES),
        div("sankey-flow", graph(SankeyId.GRAPH, "fill"), div("sankey-middle", id=SankeyId.CATEGORIES)),
        div("sankey-labels right", id=SankeyId.STAGES),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order from top to bottom; a click on a source or a category filters by it, a second click lifts
    the filter. Each column adds up to what was reported."""
    rows, text = [row for row in records(frame) if row["count"]], context.text
    total = sum(row["count"] for row in rows)
    columns = (
        _column(rows, "source", None, lambda row: row["source_label"] or row["source"], text),
        _column(rows, "category", frame.attrs.get("categories"), _category, text),
        _stages(rows, text),
    )
    scale = scale_of([column.counts for column in columns])
    nodes = [
        place(column.counts, scale, left) for column, left in zip(columns, (0.0, 0.5 - WIDE / 2, 1 - WIDE), strict=True)
    ]
    heads = ("source", "category", "stage")
    parts: dict[str, dict[str, Any]] = {
        SankeyId.HEAD: {"children": [span("", text(f"panel.sankey.{name}")) for name in heads]},
        SankeyId.GRAPH: {"figure": figure(rows, columns, nodes, scale / max(total, 1), context.theme)},
        SankeyId.SOURCES: {"children": _labels(columns[0], nodes[0], "source", total, context)},
        SankeyId.CATEGORIES: {"children": _labels(columns[1], nodes[1], "category", total, context)},
        SankeyId.STAGES: {"children": _labels(columns[2], nodes[2], "stage", total, context)},
    }
    empty = None if rows else text("panel.sankey.empty")
    unit = text("panel.sankey.unit", window=context.window, count=written.number(total))
    return drawing(PanelId.SANKEY, context, parts, unit=unit, empty=empty)


def figure(
    rows: list[Row], columns: Sequence[Column], nodes: Sequence[list[Node]], per_case: float, theme: Theme
) -> dict[str, Any]:
    """One shape for all ribbons of a source, one for all ribbons into a stage, one for the nodes."""
    left: Counter[tuple[int, int]] = Counter()
    right: Counter[tuple[int, int]] = Counter()
    for row in rows:
        middle = columns[1].index(row["category"] or "")
        left[columns[0].index(row["source"]), middle] += row["count"]
        right[middle, columns[2].index(row["stage"])] += row["count"]
    shapes = []
    outlines = ribbons(nodes[0], nodes[1], left, per_case)
    for one in range(len(columns[0].keys)):
        shapes.append(_shape([path for pair, path in outlines.items() if pair[0] == one], theme["q3"], 0.55, theme))
    outlines = ribbons(nodes[1], nodes[2], right, per_case)
    for number, stage in enumerate(columns[2].keys):
        colour = theme[DONE.get(stage, "q4")]
        shapes.append(_shape([path for pair, path in outlines.items() if pair[1] == number], colour, 0.8, theme))
    bars = [
        f"M{node.left:.4f},{node.top:.4f}H{node.left + WIDE:.4f}V{node.top + node.high:.4f}H{node.left:.4f}Z"
        for column in nodes
        for node in column
    ]
    if rows:
        shapes.append({**_shape(bars, theme["d"], 1.0, theme), "line": {"width": 0}})
    drawn = theme.figure([], x=(0, 1), y=(1, 0))
    drawn["layout"]["shapes"] = shapes
    return drawn


def _shape(paths: list[str], colour: str, opacity: float, theme: Theme) -> dict[str, Any]:
    # A thin edge in the colour of the ground keeps ribbons apart where they cross or lie side by side.
    edge = {"color": theme["canvas"], "width": 0.8}
    return {"type": "path", "path": "".join(paths), "fillcolor": colour, "opacity": opacity, "line": edge}


def _column(rows: list[Row], kind: str, order: Sequence[str] | None, label: Callable[[Row], str], text: Text) -> Column:
    """The nodes of a kind in an order, else as they come; beyond the most, the smallest stand together at the end."""
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for row in rows:
        key = row[kind] or ""
        counts[key] += row["count"]
        labels[key] = label(row)
    merged: frozenset[str] = frozenset()
    if len(counts) > MOST:
        largest = sorted(counts, key=lambda key: -counts[key])[: MOST - 1]
        merged = frozenset(counts) - set(largest)
    keys = [key for key in order or counts if key in counts and key not in merged]
    if merged:
        keys.append(OTHER)
        labels[OTHER] = text("panel.sankey.other", n=len(merged))
        counts[OTHER] = sum(counts[key] for key in merged)
    return Column(tuple(keys), labels, tuple(counts[key] for key in keys), merged)


def _category(row: Row) -> str:
    label: str = row["category_label"] or row["category"] or written.UNKNOWN
    return label


def _stages(rows: list[Row], text: Text) -> Column:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["stage"]] += row["count"]
    keys = tuple(stage for stage in STAGES if counts[stage])
    labels = {stage: stage_name(stage, stage, text) for stage in keys}
    return Column(keys, labels, tuple(counts[stage] for stage in keys), frozenset())


def _labels(column: Column, nodes: list[Node], kind: str, total: int, context: Context) -> list[Component]:
    found = []
    for key, count, node in zip(column.keys, column.counts, nodes, strict=True):
        label = column.labels[key]
        about = context.text(
            f"panel.sankey.explained.{kind}",
            name=label,
            window=context.window,
            count=written.number(count),
            total=written.number(total),
            share=written.share(count / total),
        )
        style, shown = {"top": percent(node.middle)}, written.number(count)
        if key in ("", OTHER):
            found.append(span("node", span("nm", label), span("n", shown), title=about, style=style))
            continue
        words = (span("nm", label), explained(context, "n", shown, measure="reported", cut={kind: key}, about=about))
        if kind == "stage":
            found.append(span("node", *words, title=about, style=style))
            continue
        chosen = getattr(context.view, kind) == key
        view = context.view.replaced(**{kind: None if chosen else key})
        found.append(link(view, "node chosen" if chosen else "node", *words, title=about, style=style))
    return found


PANEL: Final = Panel(PanelId.SANKEY, source.frame, draw, body, cadence=300, hertz=0.5)
