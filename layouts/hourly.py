"""What charts of hourly counts share: the height of their axis, the steps of their counts, times in words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from data_access.clock import Micros, from_micros
from layouts.context import Context
from layouts.ticks import ticks

HEADROOM: Final = 1.15
"""The axis reaches this much above the highest value, for the words that stand there."""


def heights(values: Iterable[float | None], headroom: float = HEADROOM) -> tuple[float, list[int]]:
    """(top of the axis, its round numbers) for what is drawn; nothing known makes an axis to 1."""
    most = max((value for value in values if value is not None), default=0.0)
    return max(most, 1.0) * headroom, ticks(max(most, 1.0))


def count_line(counts: list[int | None], colour: str, width: float, *, start: int = 0) -> dict[str, Any]:
    """Counts as steps, each a unit wide; unknown ones are gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, count in enumerate(counts, start=start):
        x += [place, place + 1] if count is not None else [None]
        y += [count, count] if count is not None else [None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": colour, "width": width}}


def moment(instant: Micros, context: Context, *, dated: bool = False) -> str:
    """When an hour was: its clock time today, with "yesterday" or "tomorrow", else with its date."""
    local, now = (from_micros(one).astimezone(context.zone) for one in (instant, context.as_of))
    days = {timedelta(0): "today", timedelta(days=-1): "yesterday", timedelta(days=1): "tomorrow"}
    key = "date" if dated else days.get(local.date() - now.date(), "day")
    return context.text(f"hourly.{key}", time=f"{local:%H:%M}", month=local.month, day=local.day)
