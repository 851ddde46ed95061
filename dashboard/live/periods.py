"""How often each panel of a view is rendered, and which are rendered beside the hot path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.render import SHAPES
from data_access.view import View

BESIDE: Final = 10.0
"""Panels with this period or a longer one are rendered beside the hot path, one at a time."""

FROZEN: Final = 30.0
"""Seconds between two renderings of a panel as of a past moment."""


@dataclass(frozen=True, slots=True)
class Periods:
    """Seconds between two renderings of each panel of a view: of those on the hot path, and of the slow ones that
    are rendered beside it."""

    live: Mapping[str, float]
    slow: Mapping[str, float]


def periods_of(view: View, names: Iterable[str], periods: Mapping[str, float]) -> Periods:
    """The periods of what a view shows, of those of all panels. The past changes only where something late comes in: it
    is looked at again now and then. Its first picture is whole all the same, so only slow analyses are slow."""
    least = 0.0 if view.as_of is None else FROZEN
    shown = {name: max(periods[name], least) for name in names}
    beside = {name for name in shown if periods[name] >= BESIDE and name != SHAPES}
    return Periods(
        live={name: period for name, period in shown.items() if name not in beside},
        slow={name: period for name, period in shown.items() if name in beside},
    )
