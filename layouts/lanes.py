"""The picture of a lane: one metric's periods as a line with gaps, filled where it begins at nought, its target
dotted. No text inside; it stretches to its box."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from layouts.theme import Theme

WIDE: Final = 400.0
HIGH: Final = 100.0
EDGE: Final = 3.0
"""What is kept free above and below, so that no line is cut."""


def lane(theme: Theme, values: Sequence[float | None], low: float, high: float, target: float | None) -> str:
    """A data URI: the values over equal steps, `low` at the foot and `high` at the top; a gap stays a gap."""
    steps = max(len(values) - 1, 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place / steps * WIDE, HIGH * lane_height(value, low, high)))
    parts = []
    for run in runs:
        if len(run) > 1:
            line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
            if low == 0:
                # Filled only from nought on: what stands on a cut axis would look like an amount.
                foot = f"L{run[-1][0]:.1f} {HIGH:g}L{run[0][0]:.1f} {HIGH:g}Z"
                parts.append(f'<path d="{line}{foot}" fill="{theme["track"]}"/>')
            parts.append(_stroke(line, theme["d"], 'stroke-width="1.8"'))
        elif run:
            ((x, y),) = run
            parts.append(_stroke(f"M{x - 2:.1f} {y:.1f}h4", theme["d"], 'stroke-width="2.4"'))
    if target is not None and low <= target <= high:
        y = HIGH * lane_height(target, low, high)
        parts.append(_stroke(f"M0 {y:.1f}H{WIDE:g}", theme["t3"], 'stroke-dasharray="2 3"'))
    parts.append(_stroke(f"M0 {HIGH - 0.5}H{WIDE:g}", theme["rule"], ""))
    head = '<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" fill="none"'
    picture = f'{head} viewBox="0 0 {WIDE:g} {HIGH:g}">{"".join(parts)}</svg>'
    return f"data:image/svg+xml,{quote(picture, safe='/:=<> ')}"


def lane_height(value: float, low: float, high: float) -> float:
    """Where a value lies in its lane, 0 at the top and 1 at the foot."""
    share = (value - low) / (high - low) if high > low else 0.0
    return (HIGH - EDGE - min(max(share, 0.0), 1.0) * (HIGH - 2 * EDGE)) / HIGH


def bounds(known: Sequence[float], target: float | None, share: bool) -> tuple[float, float]:
    """The values at the foot and the top of a lane: those that occur and the target, from nought on where nought is
    not far below them; a share never beyond all."""
    held = [*known, target] if target is not None else known
    low, high = min(held), max(held)
    room = (high - low) or abs(high) or 1.0
    if 0 <= low <= 2 * room:
        low = 0.0
    high = min(high + 0.05 * room, 1.0) if share and high <= 1 else high
    return low, high if high > low else low + room


def _stroke(line: str, colour: str, more: str) -> str:
    return f'<path d="{line}" stroke="{colour}" {more}/>'
