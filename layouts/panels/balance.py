"""What came in above the line, what was closed below it, and the cases open over the same time."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND, Micros, format_instant
from data_access.frames import balance as source
from data_access.view import WINDOWS
from layouts import format as written
from layouts import ids
from layouts.context import Context
from layouts.elements import Child, div, graph, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.moments import linear, moment_marks, moments_box
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text
from layouts.timeline import time_marks

WIDE: Final = 19.0
"""The least width of the axis, in em of its labels."""
LINE: Final = (0.66, 0.86)
"""The zone of the open cases, as shares of the height from the foot."""
BARS: Final = 0.31
"""Where the line between in and out lies; the bars reach as far above and below it."""
REACH: Final = 0.19
"""What is left above and below them holds a figure each."""
TIGHT: Final = 0.6
"""The open cases are drawn from 0 unless all of them lie above this share of their highest."""
ROOM: Final = 0.1
"""The room of a figure, as a share of the width."""

Row = dict[str, Any]


class BalanceId(StrEnum):
    """Parts of the panel."""

    KEY = "balance-key"
    GRAPH = "balance-graph"
    FIGURES = "balance-figures"
    AXIS = "balance-axis"


def body(text: Text) -> Component:
    """The key, the figure with the numbers on it, the axis."""
    return div(
        "balance",
        div("balance-key", id=BalanceId.KEY),
        div("balance-box", graph(BalanceId.GRAPH, "fill"), div("balance-figures", id=BalanceId.FIGURES)),
        div("balance-axis", id=BalanceId.AXIS),
        moments_box(ids.moments_of(PanelId.BALANCE)),
    )


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """Bars up and down from one line, the open cases as a line above, with its ends and the highest bars in figures."""
    rows, text = records(frame), context.text
    known = [row for row in rows if row["reported"] is not None]
    facts = frame.attrs
    parts: dict[str, dict[str, Any]] = {
        BalanceId.KEY: {"children": _key(facts, context)},
        BalanceId.GRAPH: {"figure": figure(rows, context)},
        BalanceId.FIGURES: {"children": _figures(rows, facts.get("start") or 0, context)},
        BalanceId.AXIS: {"children": time_marks(*_ends(rows), context, WIDE) if rows else []},
        ids.moments_of(PanelId.BALANCE): {
            "children": moment_marks(facts.get("moments"), linear(*_ends(rows)), context) if rows else []
        },
    }
    net = (facts["reported"] - facts["closed"]) if known and "reported" in facts else None
    unit = text("panel.balance.unit", window=context.window, net=written.signed(net))
    empty = None if known else text("panel.balance.empty")
    return drawing(PanelId.BALANCE, context, parts, unit=unit, empty=empty)


def figure(rows: list[Row], context: Context) -> dict[str, Any]:
    """Two bar traces from the middle line, one line of open cases with a dot at its end."""
    theme = context.theme
    most = _most(rows)
    low, high = _levels(rows)
    traces: list[dict[str, Any]] = []
    for name, sign, colour in (("reported", 1, theme["d"]), ("closed", -1, theme["d-dim"])):
        bars = [(step + 0.5, row[name]) for step, row in enumerate(rows) if row[name]]
        traces.append(
            {
                "type": "bar",
                "x": [x for x, _ in bars],
                "y": [round(sign * REACH * count / most, 4) for _, count in bars],
                "base": [BARS] * len(bars),
                "width": 0.8,
                "marker": {"color": colour, "line": {"width": 0}},
            }
        )
    floor = {"type": "scatter", "mode": "lines", "x": [0, max(len(rows), 1)], "y": [BARS, BARS]}
    traces.append({**floor, "line": {"color": theme["rule"], "width": 1}})
    course = [(step + 1, _height(row["open"], low, high)) for step, row in enumerate(rows) if row["open"] is not None]
    if course:
        x, y = [at for at, _ in course], [level for _, level in course]
        line = {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": theme["d-strong"], "width": 2}}
        dot = {"type": "scatter", "mode": "markers", "x": x[-1:], "y": y[-1:]}
        traces += [line, {**dot, "marker": {"color": theme["d-strong"], "size": 8}, "cliponaxis": False}]
    return theme.figure(traces if rows else [], x=(0, max(len(rows), 1)), y=(0, 1))


def _most(rows: list[Row]) -> int:
    return max((row[name] or 0 for row in rows for name in ("reported", "closed")), default=0) or 1


def _levels(rows: list[Row]) -> tuple[float, float]:
    """The ends of the scale of open cases."""
    held = [row["open"] for row in rows if row["open"] is not None]
    low, high = min(held, default=0), max(held, default=0)
    return (low if low > TIGHT * high else 0), max(high, low + 1)


def _height(level: float, low: float, high: float) -> float:
    return round(LINE[0] + (LINE[1] - LINE[0]) * (level - low) / (high - low), 4)


def _key(facts: dict[Any, Any], context: Context) -> list[Component]:
    """The three measures with their totals over the window and, of the open cases, as of its two ends."""
    text = context.text
    figures = {name: written.number(facts.get(name)) for name in ("reported", "closed", "open", "open_before")}
    found = []
    for name in ("reported", "closed", "open"):
        # What stood open at the end of a window that is over is not what stands open now.
        figure: Component = span("n", figures[name])
        if name != "open" or context.view.window in WINDOWS:
            figure = explained(context, "n", figures[name], measure=name)
        words: list[Child] = [span(f"chip {name}"), text(f"measure.{name}"), figure]
        if name == "open":
            words.append(span("before", text("panel.balance.before", count=figures["open_before"])))
        about = text(f"panel.balance.explained.{name}", window=context.window, **figures)
        found.append(span("k", *words, title=about))
    return found


def _figures(rows: list[Row], start: Micros, context: Context) -> list[Component]:
    """The highest bar of each side, the highest level and those at the two ends, at their places. `start`: of the
    window, which may begin within the first bar."""
    found = []
    most, (low, high) = _most(rows), _levels(rows)
    for name, sign in (("reported", 1), ("closed", -1)):
        step, row = max(enumerate(rows), key=lambda pair: pair[1][name] or 0, default=(0, None))
        if row is not None and row[name]:
            edge = BARS + sign * REACH * row[name] / most
            begun = max(int(row["bucket"]), start)
            end = int(row["bucket"]) + int(row["seconds"]) * SECOND
            cut = {"window": f"{format_instant(begun)}/{format_instant(end)}"}
            place = _place((step + 0.5) / len(rows), edge)
            side, shown = "up" if sign > 0 else "down", written.number(row[name])
            classes = f"{side}{_edge((step + 0.5) / len(rows))}"
            found.append(explained(context, classes, shown, measure=name, cut=cut, style=place))
    held = [(step + 1, row["open"]) for step, row in enumerate(rows) if row["open"] is not None]
    taken: list[float] = []
    for step, level in (max(held, key=lambda pair: pair[1]), held[0], held[-1]) if held else ():
        x = step / len(rows)
        if all(abs(x - other) > ROOM for other in taken):
            place = _place(x, _height(level, low, high))
            found.append(span(f"level{_edge(x)}", written.number(level), style=place))
            taken.append(x)
    return found


def _edge(x: float) -> str:
    return " first" if x < ROOM / 2 else " last" if x > 1 - ROOM / 2 else ""


def _place(x: float, y: float) -> dict[str, str]:
    return {"left": percent(x), "bottom": percent(y)}


def _ends(rows: list[Row]) -> tuple[Micros, Micros]:
    return int(rows[0]["bucket"]), int(rows[-1]["bucket"]) + int(rows[-1]["seconds"]) * SECOND


PANEL: Final = Panel(PanelId.BALANCE, source.frame, draw, body, cadence=300, hertz=0.5)
