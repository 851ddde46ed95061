"""Sparklines as pictures: no text inside, one element each, so that a tape of them stays light."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from layouts.format import known
from layouts.theme import Theme

WIDTH: Final = 86.0
HEIGHT: Final = 52.0

Series = Sequence[float | None]


def sparkline(
    theme: Theme,
    now: Series,
    before: Series,
    target: float | None,
    status: str,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    limits: tuple[float, float] | None = None,
) -> str:
    """A data URI of a picture of a size (u): the series, the one before it as a ghost, the target as a dotted line,
    a dot at the end; lines keep their thickness where it is drawn wider. `limits` are the values at foot and top, by
    themselves those that are drawn."""
    wide, tall = size
    values = [float(value) for value in (*now, *before, target) if known(value) and value is not None]
    if not values:
        return _uri("", size)
    low, high = limits or (min(values), max(values))
    span = (high - low) or max(abs(high), 1.0)
    low -= 0.08 * span
    steps = max(len(now), len(before), 2) - 1

    def place(step: int, value: float) -> tuple[float, float]:
        return 2 + step / steps * (wide - 8), tall - 4 - (value - low) / (span * 1.08) * (tall - 9)

    def thick(width: float) -> str:
        # In parts of the picture's height on the screen: as thick in a picture drawn wider than its size.
        return f"{100 * width / tall:.2f}vh"

    colour = theme[status] if status in ("warn", "crit") else theme["d-strong"]
    parts = []
    if known(target) and target is not None:
        y = place(0, float(target))[1]
        parts.append(f'<path d="M0 {y:.1f}H{wide:g}" stroke="{theme["t3"]}" stroke-dasharray="2 3"/>')
    for series, stroke, width in ((before, theme["d-ghost"], 1.6), (now, colour, 2)):
        if runs := _runs(series):
            lines = "".join("M" + "L".join("{:.1f} {:.1f}".format(*place(*at)) for at in run) for run in runs)
            parts.append(f'<path d="{lines}" stroke="{stroke}" stroke-width="{thick(width)}" stroke-linejoin="round"/>')
    if runs := _runs(now):
        x, y = place(*runs[-1][-1])
        # A line without length and with round ends: a dot, and round however wide the picture is drawn.
        dot = f'stroke="{colour}" stroke-width="{thick(6.8)}" stroke-linecap="round"'
        parts.append(f'<path d="M{x:.1f} {y:.1f}h0" {dot}/>')
    return _uri("".join(parts), size)


def _runs(series: Series) -> list[list[tuple[int, float]]]:
    """The series cut at its unknown values: a gap is a gap, not a line across it."""
    runs: list[list[tuple[int, float]]] = [[]]
    for step, value in enumerate(series):
        if known(value) and value is not None:
            runs[-1].append((step, float(value)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _uri(body: str, size: tuple[float, float]) -> str:
    head = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" preserveAspectRatio="none"'
    rule = "<style>path{vector-effect:non-scaling-stroke}</style>" if body else ""
    picture = f'<svg {head} fill="none">{rule}{body}</svg>'
    return f"data:image/svg+xml,{quote(picture, safe='/:=<> ')}"
