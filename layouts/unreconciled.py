"""Totals that do not add up say so where they stand: the mark, and both figures."""

from collections.abc import Mapping
from typing import Any, Final

from dash.development.base_component import Component

from data_access.frames.unreconciled import FIGURES
from layouts import format as written
from layouts.context import Context
from layouts.elements import span, symbol
from layouts.names import BETWEEN

Found = Mapping[str, Mapping[str, Any]]
"""Evidence by measure."""

_WORDS: Final = {"reported": "measure.reported", "closed": "measure.closed", "due": "measure.on_time_rate"}


def mark_of(figure: str, found: Found, context: Context) -> Component | None:
    """The mark of a figure of the tape whose total differs; None where it adds up."""
    for measure, shown in FIGURES.items():
        if shown == figure and measure in found:
            title = explained(measure, found[measure], context)
            return span("differs", symbol("warn"), context.text("unreconciled.mark"), title=title)
    return None


def run_of(found: Found, context: Context) -> list[Component]:
    """The same beside a title, with what the areas below come to and what the area itself says; none if all agree."""
    text = context.text
    runs = []
    for measure, evidence in list(found.items())[:1]:
        words = text(
            "unreconciled.areas",
            children=written.number(evidence["children"]),
            rolled=written.number(evidence["rolled"]),
        )
        runs.append(span("differs", BETWEEN, symbol("warn"), words, title=explained(measure, evidence, context)))
    return runs


def explained(measure: str, evidence: Mapping[str, Any], context: Context) -> str:
    """All figures of one measure, over which hours."""
    text, pattern = context.text, "%m-%d %H:%M"
    return text(
        "unreconciled.explained",
        measure=text(_WORDS[measure]),
        start=written.clock(evidence["start"], context.zone, pattern),
        end=written.clock(evidence["end"], context.zone, pattern),
        rolled=written.number(evidence["rolled"]),
        counted=written.number(evidence["counted"]),
        children=written.number(evidence["children"]),
    )
