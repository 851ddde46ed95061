"""What the scene of departments lets choose, kept in the view's focus as `measure:<measure>/<horizon>`: which length
of time is spread out, and how far ahead deadlines are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from data_access.clock import HOUR, MINUTE, Micros
from data_access.view import View

MEASURES: Final = ("response", "handling")
HORIZONS: Final[Mapping[str, tuple[Micros, int]]] = {"4h": (15 * MINUTE, 16), "24h": (HOUR, 24)}
"""How far ahead: the width and the number of the bars."""

_KIND: Final = "measure"


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure and a horizon; what a focus does not name, or names wrongly, is the first of each."""

    measure: str = MEASURES[0]
    horizon: str = next(iter(HORIZONS))

    @classmethod
    def of(cls, view: View) -> Self:
        """What a view chooses."""
        measure, horizon = view.opened(_KIND) or ("", "")
        known = {
            "measure": measure if measure in MEASURES else None,
            "horizon": horizon if horizon in HORIZONS else None,
        }
        return replace(cls(), **{name: value for name, value in known.items() if value is not None})

    def shown_in(self, view: View) -> View:
        """The view with this choice instead of its own."""
        standard = Choice()
        if self == standard:
            return view.replaced(focus="")
        part = "" if self.horizon == standard.horizon else f"/{self.horizon}"
        return view.replaced(focus=f"{_KIND}:{self.measure}{part}")
