"""Pictures of one row each: a density with what lies past a limit, and a course of days against a limit. No text
inside; they stretch to their boxes."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from layouts.theme import Theme

WIDE: Final = 320.0
HIGH: Final = 36.0
TILE_WIDE: Final = 150.0
TILE_HIGH: Final = 70.0
TOP: Final = 2.0
"""The value, by the limit, at which the course of a tile leaves its picture."""


def ridge(theme: Theme, heights: Sequence[float], limit: float | None, status: str) -> str:
    """A data URI: the density over equal steps of the axis, past `limit` (its share of the axis) in another colour."""
    full = max(heights, default=0.0)
    if not full:
        return _uri(f'<path d="M0 {HIGH - 1}H{WIDE}" stroke="{theme["d-dim"]}" stroke-width="1.6"/>', WIDE, HIGH)
    steps = max(len(heights) - 1, 1)
    foot, rise = HIGH - 1.0, HIGH - 3.0
    points = [(place / steps * WIDE, foot - height / full * rise) for place, height in enumerate(heights)]
    parts = [f'<path d="{_area(points, foot)}" fill="{theme["q3"]}"/>']
    if limit is not None and limit < 1:
        beyond = _past(points, limit * WIDE)
        colour = {"warn": theme["warn"], "crit": theme["crit-fill"]}.get(status, theme["q5"])
        parts.append(f'<path d="{_area(beyond, foot)}" fill="{colour}"/>')
    stroke = theme["d"] if status == "n" else theme["d-strong"]
    parts.append(f'<path d="{_line(points)}" stroke="{stroke}" stroke-width="1.6"/>')
    return _uri("".join(parts), WIDE, HIGH)


def course(theme: Theme, ratios: Sequence[float | None]) -> str:
    """A data URI: the course of a tile by its limit, a filled line with gaps, the limit dotted at 1."""
    steps = max(len(ratios) - 1, 1)
    level = _level(1.0)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, ratio in enumerate(ratios):
        if ratio is None:
            runs.append([])
        else:
            runs[-1].append((place / steps * TILE_WIDE, _level(ratio)))
    parts = []
    for run in runs:
        if len(run) > 1:
            parts.append(f'<path d="{_area(run, TILE_HIGH)}" fill="{theme["track"]}"/>')
            parts.append(f'<path d="{_line(run)}" stroke="{theme["d"]}" stroke-width="1.8"/>')
        elif run:
            # A day between two gaps is a point.
            ((x, y),) = run
            parts.append(f'<path d="M{x - 1:.1f} {y:.1f}h2" stroke="{theme["d"]}" stroke-width="2"/>')
    parts.append(f'<path d="M0 {level:.1f}H{TILE_WIDE:g}" stroke="{theme["t3"]}" stroke-dasharray="2 3"/>')
    parts.append(f'<path d="M0 {TILE_HIGH - 0.5}H{TILE_WIDE:g}" stroke="{theme["hair"]}"/>')
    return _uri("".join(parts), TILE_WIDE, TILE_HIGH)


def course_height(ratio: float) -> float:
    """Where a value lies in a tile, 0 at the top and 1 at the foot."""
    return _level(ratio) / TILE_HIGH


def _level(ratio: float) -> float:
    return TILE_HIGH - min(max(ratio, 0.0), TOP) / TOP * (TILE_HIGH - 4) - 1


def _past(points: Sequence[tuple[float, float]], x: float) -> list[tuple[float, float]]:
    """The points from x on, beginning at x itself."""
    place = next(number for number, point in enumerate(points) if point[0] > x)
    if place == 0:
        return list(points)
    (left, low), (right, high) = points[place - 1], points[place]
    return [(x, low + (high - low) * (x - left) / (right - left)), *points[place:]]


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _area(points: Sequence[tuple[float, float]], foot: float) -> str:
    return f"{_line(points)}L{points[-1][0]:.1f} {foot:g}L{points[0][0]:.1f} {foot:g}Z"


def _uri(body: str, wide: float, high: float) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" fill="none"'
    picture = f'{head} viewBox="0 0 {wide:g} {high:g}">{body}</svg>'
    return f"data:image/svg+xml,{quote(picture, safe='/:=<> ')}"
