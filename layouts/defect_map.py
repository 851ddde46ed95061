"""A small map of outlines and of where they do not meet, as one picture without text."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from layouts.theme import Theme

SIZE: Final = 400.0
EDGE: Final = 14.0
MOST: Final = 120
"""So many defects are marked, the largest; more would hide the outlines."""


def picture(
    theme: Theme, outlines: Iterable[dict[str, Any]], bounds: Sequence[float] | None, defects: Sequence[dict[str, Any]]
) -> str | None:
    """A data URI: the outlines (`rings` of degrees, the `whole` area's stronger), a hollow square for a gap, a filled
    one for an overlap, a diamond for what lies outside. None without bounds (west, south, east, north)."""
    if bounds is None:
        return None
    west, south, east, north = bounds
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = (SIZE - 2 * EDGE) / max(wide, high)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return EDGE + (lon - west) * narrow * scale, EDGE + (north - lat) * scale

    parts = [_outline(theme, one, place) for one in sorted(outlines, key=lambda one: bool(one["whole"]))]
    for defect in reversed(defects[:MOST]):
        if defect["lon"] is not None and defect["lat"] is not None:
            parts.append(_marked(theme, defect["kind"], *place(defect["lon"], defect["lat"])))
    head = '<svg xmlns="http://www.w3.org/2000/svg" fill="none"'
    svg = f'{head} viewBox="0 0 {wide * scale + 2 * EDGE:.0f} {high * scale + 2 * EDGE:.0f}">{"".join(parts)}</svg>'
    return f"data:image/svg+xml,{quote(svg, safe='/:=<> ')}"


def _outline(theme: Theme, one: dict[str, Any], place: Any) -> str:
    whole = one["whole"]
    stroke, width = (theme["t3"], 2) if whole else (theme["rule"], 1.2)
    runs = ["M" + "L".join("{:.1f} {:.1f}".format(*place(*point)) for point in ring) + "Z" for ring in one["rings"]]
    fill = "" if whole else f' fill="{theme["s1"]}"'
    return f'<path d="{"".join(runs)}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"{fill}/>'


def _marked(theme: Theme, kind: str, x: float, y: float) -> str:
    if kind == "outside":
        shape = f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7Z"
        return f'<path d="{shape}" stroke="{theme["warn"]}" stroke-width="2.4"/>'
    fill = theme["warn"] if kind == "overlap" else theme["canvas"]
    shape = f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10Z"
    return f'<path d="{shape}" fill="{fill}" stroke="{theme["warn"]}" stroke-width="2.4"/>'
