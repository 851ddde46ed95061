"""Who takes cases and who pushes them on: departments at the left, the ways and the cases most pushed at the right."""

from enum import StrEnum
from functools import partial
from typing import Any, Final

import pandas as pd
from dash.development.base_component import Component

from data_access.frames import handovers as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, link, mark, percent, span
from layouts.explained import explained
from layouts.ids import PanelId
from layouts.owners import owner_cells, owner_row
from layouts.panel import Drawing, Panel, drawing
from layouts.records import records
from layouts.text import Text

DEPARTMENTS: Final = 12
PAIRS: Final = 3
CHAINS: Final = 8
ARROW: Final = "\N{RIGHTWARDS ARROW}"

FIGURES: Final = ("received", "pushed", "share", "p50", "p90")

Row = dict[str, Any]


class HandoversId(StrEnum):
    """Parts of the panel."""

    HEAD = "handovers-head"
    ROWS = "handovers-rows"
    PAIRS = "handovers-pairs"
    CHAINS = "handovers-chains"


def body(text: Text) -> Component:
    """The table, and beside it the pairs above the chains."""
    table = div(
        "handovers-table", div("handovers-head", id=HandoversId.HEAD), div("handovers-rows", id=HandoversId.ROWS)
    )
    ways = div("handovers-ways", div("handovers-pairs", id=HandoversId.PAIRS), div("rows", id=HandoversId.CHAINS))
    return div("handovers", div("handovers-parts", table, ways))


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The departments that pushed most first; a click filters by one, a second click lifts that."""
    rows, text, facts = records(frame), context.text, frame.attrs
    departments = [row for row in rows if row["kind"] == "department"][:DEPARTMENTS]
    pairs = [row for row in rows if row["kind"] == "pair"][:PAIRS]
    chains = [row for row in rows if row["kind"] == "chain"][:CHAINS]
    most = max((row["share"] or 0.0 for row in departments), default=0.0) or 1.0
    heads = [span(f"n {name}", text(f"panel.handovers.{name}")) for name in FIGURES]
    counts = {name: written.number(facts.get(name)) for name in ("handovers", "returns", "long")}
    ways = [span("hd", text("panel.handovers.pairs"))] if pairs else []
    parts: dict[str, dict[str, Any]] = {
        HandoversId.HEAD: {"children": heads},
        HandoversId.ROWS: {"children": [_department(row, most, context) for row in departments]},
        HandoversId.PAIRS: {"children": [*ways, *(_pair(row, context) for row in pairs)]},
        HandoversId.CHAINS: {"children": _chains(chains, counts["long"], context)},
    }
    empty = None if rows else text("panel.handovers.empty")
    unit = text("panel.handovers.unit", window=context.window, **counts)
    return drawing(PanelId.HANDOVERS, context, parts, unit=unit, empty=empty)


def _department(row: Row, most: float, context: Context) -> Component:
    text, status = context.text, row["status"] or "n"
    few = written.few(row["received"])
    figures = {
        "received": written.number(row["received"]),
        "pushed": written.number(row["pushed"]),
        "share": written.rate(row["share"]),
        "p50": written.duration(text, row["p50"]),
        "p90": written.duration(text, row["p90"]),
    }
    about = text(
        "panel.handovers.explained",
        department=row["label"] or row["department"],
        window=context.window,
        returned=written.number(row["returned"]),
        handed_on=written.number(row["handed_on"]),
        n=written.number(row["n"]),
        limit=written.duration(text, row["limit"]),
        **{**figures, "share": written.share(row["share"])},
    )
    faint = " few" if written.few(row["n"]) else ""
    late = " late" if row["limit"] and row["p90"] is not None and row["p90"] > row["limit"] else ""
    why = partial(explained, context, cut={"department": row["department"]})
    cells: list[Child] = [
        *owner_cells(row, text),
        div("bar", style={"--share": percent((row["share"] or 0.0) / most)}),
        why("n", figures["received"], measure="received"),
        why("n pushed" if row["pushed"] else "n zero", figures["pushed"], measure="pushed"),
        why("n share few" if few else "n share", figures["share"], measure="pushed_share"),
        why(f"n p50{faint}", figures["p50"], measure="response_p50"),
        why(f"n p90{faint or late}", figures["p90"], measure="response_p90"),
    ]
    about += written.caution(text, row["received"], row["n"])
    return owner_row({**row, "status": status}, "handovers-row", context, *cells, title=about)


def _pair(row: Row, context: Context) -> Component:
    one, other = row["label"] or row["department"], row["to_label"] or row["to"]
    count = written.number(row["count"])
    explained = context.text("panel.handovers.pair", one=one, other=other, count=count, window=context.window)
    return div("pair", span("w nm", f"{one} {ARROW} {other}"), span("n", count), title=explained)


def _chains(rows: list[Row], long: str, context: Context) -> list[Component]:
    if not rows:
        return [div("chain none", span("w", context.text("panel.handovers.no_chain")))]
    head = div("chain-head", span("hd", context.text("panel.handovers.chains", count=long)))
    return [head, *(_chain(row, context) for row in rows)]


def _chain(row: Row, context: Context) -> Component:
    text = context.text
    names = row["path_labels"] or []
    # Latin names wrap at the arrows.
    way = (ARROW if text.language == "zh" else f" {ARROW} ").join(names) or written.UNKNOWN
    state = text("panel.handovers.open" if row["open"] else "panel.handovers.closed")
    times = text("panel.handovers.times", n=written.number(row["count"]))
    title = row["title"] or row["event_id"]
    explained = text(
        "panel.handovers.chain",
        event=row["event_id"],
        title=title,
        way=way,
        times=times,
        state=state,
        time=written.clock(row["at"], context.zone, "%m-%d %H:%M"),
    )
    cells = (
        mark(row["status"] or "n"),
        span("w nm", way),
        span("b", f"{times} · {state} · {title}"),
    )
    classes = f"chain {row['status'] or 'n'}"
    if not row["area"]:
        return div(classes, *cells, title=explained)
    return link(context.view.replaced(area=row["area"]), classes, *cells, title=explained)


PANEL: Final = Panel(PanelId.HANDOVERS, source.frame, draw, body, cadence=300, hertz=0.1)
