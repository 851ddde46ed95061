"""Hot spots, numbered as on the map: what of, since when, the last slices, and how many against the usual."""

from enum import StrEnum
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import from_micros
from data_access.frames import hotspots as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import div, span, symbol
from layouts.ids import PanelId
from layouts.names import BETWEEN, short_name
from layouts.opener import opened, opener
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text


class HotspotsId(StrEnum):
    """Parts of the list of hot spots."""

    ROWS = "hotspots-rows"


SHOWN: Final = 9
HIGH: Final = 1.5
"""Times the usual from which a bar takes the colour of its spot."""
DAY: Final = 86_400

Row = dict[str, Any]


def body(text: Text) -> Component:
    """The rows."""
    return div("rows spots", id=HotspotsId.ROWS)


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The frame's order; a click leads to the smallest area that holds the spot."""
    rows, attrs, text = records(frame), frame.attrs, context.text
    parts: dict[str, dict[str, Any]] = {HotspotsId.ROWS: {"children": [_row(row, context) for row in rows[:SHOWN]]}}
    empty = None
    if not rows:
        missing = attrs.get("missing")
        empty = text(f"panel.hotspots.missing.{missing}" if missing else "panel.hotspots.empty")
    return drawing(PanelId.HOTSPOTS, context, parts, unit=_unit(attrs, len(rows), context), empty=empty)


def _unit(attrs: dict[Any, Any], count: int, context: Context) -> list[Component]:
    text = context.text
    lengths = [_length(seconds, text) for seconds in attrs.get("seconds") or []]
    runs = [text("panel.hotspots.slice", length=text("panel.hotspots.and").join(lengths) or written.UNKNOWN)]
    runs.append(text("panel.hotspots.against"))
    if attrs.get("judged") and attrs.get("level"):
        runs.append(text("panel.hotspots.judged", n=written.number(attrs["judged"]), level=attrs["level"]))
    if count > SHOWN:
        runs.append(text("panel.hotspots.cut", shown=SHOWN, all=count))
    explained = text(
        f"panel.hotspots.explained.{'rated' if attrs.get('rated') else 'counted'}",
        q=written.number(100 * (attrs.get("q") or 0)),
        weeks=attrs.get("weeks") or written.UNKNOWN,
        version=attrs.get("version") or written.UNKNOWN,
    )
    return [span("", run if place == 0 else f"{BETWEEN}{run}", title=explained) for place, run in enumerate(runs)]


def _length(seconds: Any, text: Text) -> str:
    if not seconds:
        return written.UNKNOWN
    hours = int(seconds) // 3600
    return text("axis.hours", n=hours) if hours <= 24 else text("axis.days", n=hours // 24)


def _row(row: Row, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    name = _name(row, context)
    kind = text(f"panel.hotspots.kind.{row['kind'] or 'none'}")
    since = _since(row, context)
    what = row["category_label"] or written.UNKNOWN
    owner = row["department_label"] or text("department.none")
    explained = text(
        "panel.hotspots.row",
        name=name,
        kind=text(f"panel.hotspots.class.{row['kind'] or 'none'}"),
        areas=written.number(row["areas"]),
        count=written.number(row["count"]),
        usual=written.number(row["usual"], 1),
        since=since,
        length=_length(row["seconds"], text),
    )
    cells = (
        span("no", written.number(row["number"])),
        span("a", span("nm", name), symbol(status)),
        span(
            "b",
            span("kd", kind),
            span("", f"{BETWEEN}{what}"),
            span("", f"{BETWEEN}{since}"),
            span("", f"{BETWEEN}{owner}"),
        ),
        div("bars", style={"background": _bars(row, status)}),
        span(
            "fig",
            span("ct", written.number(row["count"])),
            span("us", f"/ {written.number(row['usual'], 0 if (row['usual'] or 0) >= 10 else 1)}"),
        ),
        span("rt", span("ln", _length(row["seconds"], text)), _ratio(row["ratio"], text)),
    )
    classes = f"spot {status} {row['kind'] or 'none'}"
    if row["area"] is None:
        return div(classes, *cells, title=explained)
    to = opened(context.view.replaced(area=row["area"]), "area", row["area"])
    return opener(to, classes, *cells, title=explained)


def _name(row: Row, context: Context) -> str:
    text = context.text
    names = [short_name(name, context.area_name, text) for name in (row["label"], row["others"]) if name]
    return "\N{EM DASH}".join(names) or written.UNKNOWN


def _since(row: Row, context: Context) -> str:
    """When it began: the day for slices of a day, the hour for shorter ones."""
    if row["since_at"] is None:
        return written.UNKNOWN
    local = from_micros(int(row["since_at"])).astimezone(context.zone)
    short = (row["seconds"] or DAY) < DAY
    when = local.strftime("%m-%d %H:%M") if short else context.text("axis.day", month=local.month, day=local.day)
    return context.text("panel.hotspots.since", time=when)


def _ratio(ratio: float | None, text: Text) -> str:
    if ratio is None:
        return written.UNKNOWN
    return text("panel.hotspots.times", n=written.number(ratio, 0 if ratio >= 99.5 else 1))


def _bars(row: Row, status: str) -> str:
    """The last slices as one picture: a bar each, the usual as a dotted line."""
    cases, usual = row["cases"] or [], row["usual"]
    most = max([*cases, usual or 0, 1])
    strong = {"warn": "var(--warn)", "crit": "var(--crit)"}.get(status, "var(--d)")
    layers = []
    if usual is not None:
        dots = "repeating-linear-gradient(90deg, var(--t2) 0 .2rem, transparent .2rem .5rem)"
        layers.append(f"{dots} 0 {100 * (1 - usual / most):.1f}% / 100% var(--hairline) no-repeat")
    steps = len(cases)
    for place, count in enumerate(cases):
        high = usual is not None and count > HIGH * usual
        fill = strong if high or place == steps - 1 else "var(--d-dim)"
        left = 100 * place / (steps - 1) if steps > 1 else 0.0
        height = 100 * count / most
        layers.append(f"linear-gradient({fill} 0 0) {left:.1f}% 100% / {84 / steps:.2f}% {height:.1f}% no-repeat")
    return ", ".join(layers) or "none"


PANEL: Final = Panel(PanelId.HOTSPOTS, source.frame, draw, body, cadence=900, hertz=0.1)
