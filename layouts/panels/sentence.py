"""The state of the area in one sentence, made of the same numbers as the panels below it."""

from functools import partial
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.frames import sentence as source
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, span
from layouts.explained import explained
from layouts.ids import PanelId, body_of
from layouts.panel import Drawing, Panel
from layouts.records import records
from layouts.text import Text

MOST: Final = 3


def body(text: Text) -> Component:
    """Nothing yet: the sentence comes with the first picture."""
    return html.Div()


def draw(frame: pd.DataFrame, context: Context) -> Drawing:
    """The level in bold and at most three clauses, the most urgent first; one fact when nothing is known."""
    rows = records(frame)
    if not rows:
        nothing = span("tx", span("cl", context.text("sentence.nothing")))
        return {body_of(PanelId.SENTENCE): {"children": nothing, "className": "sit"}}
    row = rows[0]
    clauses = _clauses(row, context)[:MOST]
    # A clause is one run with the mark before it: where the line ends, whole clauses are left out, from the last.
    runs = [
        span(
            "cl",
            context.text("sentence.joint") if place else None,
            *clause,
            context.text("sentence.end") if place == len(clauses) - 1 else None,
        )
        for place, clause in enumerate(clauses)
    ]
    level = context.text(f"sentence.level.{row['level']}")
    parts = [span("lv", level), span("tx", *runs)]
    return {body_of(PanelId.SENTENCE): {"children": parts, "className": f"sit {row['level']}"}}


def _clauses(row: dict[str, Any], context: Context) -> list[list[Child]]:
    text, number = context.text, written.number
    why = partial(explained, context, "")
    found: list[list[Child]] = []
    if row["surge_area"]:
        cut = {"area": row["surge_area_code"], "window": "1h"}
        figure = why(number(row["surge_count"]), measure="reported", cut=cut)
        usual = number(row["surge_usual"])
        found.append(text.rich("sentence.surge", {"count": figure}, area=row["surge_area"], usual=usual))
    if row["silent_source"]:
        silence = written.duration(text, row["silent_seconds"])
        found.append(text.rich("sentence.silent", source=row["silent_source"], duration=silence))
    if row["worst_department"]:
        cut = {"department": row["worst_department_code"]}
        figure = why(written.duration(text, row["worst_department_p90"]), measure="response_p90", cut=cut)
        limit = written.duration(text, row["worst_department_limit"])
        found.append(text.rich("sentence.worst", {"p90": figure}, department=row["worst_department"], limit=limit))
    if row["overdue"]:
        found.append(_overdue(row, context))
    counts = {name: why(number(row[name]), measure=name) for name in ("reported", "closed", "open")}
    found.append(text.rich("sentence.reported", counts, window=context.window))
    if written.known(row["on_time_value"]):
        rate = why(written.rate(row["on_time_value"]), measure="on_time_rate")
        found.append(text.rich("sentence.on_time", {"rate": rate}))
    if not row["overdue"]:
        found.append(text.rich("sentence.none_overdue"))
    return found


def _overdue(row: dict[str, Any], context: Context) -> list[Child]:
    text = context.text
    count = {"count": explained(context, "", written.number(row["overdue"]), measure="overdue")}
    if not written.known(row["overdue_previous"]):
        return text.rich("sentence.overdue", count)
    more = row["overdue"] - row["overdue_previous"]
    key = "sentence.overdue_same" if more == 0 else f"sentence.overdue_{'more' if more > 0 else 'fewer'}"
    return text.rich(key, count, change=written.number(abs(more)))


def section(text: Text) -> Component:
    """The sentence's own frame: it has no title, and its age is the lamp's."""
    spoken: dict[str, Any] = {"aria-live": "polite", "aria-label": text("panel.sentence.title")}
    line = div("sit", id=body_of(PanelId.SENTENCE))
    return html.Section(line, id=PanelId.SENTENCE, className="p-sentence", **spoken)


PANEL: Final = Panel(PanelId.SENTENCE, source.frame, draw, body, cadence=300, hertz=1)
