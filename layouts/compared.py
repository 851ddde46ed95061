"""What panels of comparison share: the two sides in words and marks, bars in pairs, differences and what is said of
them. Hue means action, so the sides are told apart by filling: this one is solid, the other one hatched."""

from collections.abc import Mapping
from typing import Any, Final

from dash.development.base_component import Component

from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, div, percent, span, symbol

OWN: Final = "own"
OTHER: Final = "other"
PREVIOUS: Final = "previous"
"""What the cut of a number names as its window: the equal one before."""

STATUSES: Final = {"worse": "note"}
"""The status whose shape a verdict carries."""

_STANDING: Final = {
    **dict.fromkeys(("better", "worse", "different"), "sure"),
    **dict.fromkeys(("alike", "few"), "quiet"),
}

Facts = Mapping[Any, Any]


def names_of(facts: Facts, context: Context) -> tuple[str, str]:
    """What the two sides are called: this window and the one before, or the names of the areas."""
    if facts.get("before", True):
        return context.text("compare.now"), context.text("compare.before")
    return str(facts["own_area"]), str(facts["other_area"])


def key_of(facts: Facts, context: Context) -> list[Component]:
    """The marks of both sides with their names, as they stand beside a panel's title."""
    own, other = names_of(facts, context)
    return [span("side", chip(OWN), own), span("side", chip(OTHER), other)]


def chip(side: str) -> Component:
    """The mark of a side."""
    return span(f"cmp-chip {side}", **{"aria-hidden": "true"})


def empty_of(facts: Facts, rows: list[Any], panel: str, context: Context) -> str | None:
    """Why there is nothing to compare, None where there is something."""
    if not rows or not facts.get("own_known", True):
        return context.text(f"panel.{panel}.empty")
    return None


def bars(own: float | None, other: float | None, most: float) -> Component:
    """Two bars on one scale from nought to `most`; none of what is not known."""
    parts = [
        span(side, style={"width": percent(value / most if most else 0.0)})
        for side, value in ((OWN, own), (OTHER, other))
        if value is not None
    ]
    return div("cmp-bars", *parts)


def other_cut(context: Context) -> dict[str, str]:
    """The cut that names the other side's number."""
    rival = context.view.rival
    return {"area": rival} if rival else {"window": PREVIOUS}


def verdict(name: str | None, context: Context, *, brief: bool = False) -> Component:
    """What is to be said of a difference, with its shape; nothing where nothing can be said. `brief` leaves the words
    to the title."""
    if name in (None, "unjudged"):
        return span("vd")
    words, about = context.text(f"compare.verdict.{name}"), context.text(f"compare.about.{name}")
    shape: Child = symbol(STATUSES.get(name or "", "n"))
    return span(f"vd {name}", shape, None if brief else words, title=f"{words}: {about}" if brief else about)


def gap_class(name: str | None) -> str:
    """The class of a difference: what is sure stands out, what is no more than chance recedes."""
    return f"gap {_STANDING.get(name or '', '')}".rstrip()


def points(own: float | None, other: float | None, context: Context) -> str:
    """The difference of two shares in percentage points."""
    if own is None or other is None:
        return written.UNKNOWN
    return context.text("compare.points", value=written.signed(100 * (own - other), 1))


def longer(own: float | None, other: float | None, context: Context) -> str:
    """The difference of two lengths of time, in its own unit."""
    if own is None or other is None:
        return written.UNKNOWN
    gap = own - other
    figure, unit = written.duration_parts(context.text, abs(gap))
    if figure == "0":
        return f"\N{PLUS-MINUS SIGN}{figure}"
    return f"{'+' if gap > 0 else written.MINUS}{figure} {unit}"
