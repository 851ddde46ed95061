"""Round numbers up the side of a chart of counts."""

import math
from typing import Final

from dash.development.base_component import Component

from layouts import format as written
from layouts.elements import percent, span

_STEPS: Final = (1, 2, 5, 10)


def ticks(most: float, parts: int = 3) -> list[int]:
    """Whole numbers from 0 in equal round steps, the last of them at or below `most` and at most `parts` steps up."""
    least = max(most, 1.0) / (parts + 1)
    size = 10 ** math.floor(math.log10(max(least, 1.0)))
    step = next(factor * size for factor in _STEPS if factor * size > least or factor * size >= most)
    return list(range(0, math.floor(max(most, 1.0)) + 1, step))


def tick_labels(values: list[int], top: float) -> list[Component]:
    """The numbers at their heights on an axis from 0 to `top`."""
    return [span("", written.number(value), style={"bottom": percent(value / top)}) for value in values]
