"""The name of a number in a view's focus: `why:<measure>[/<dimension>:<key>+...]`, whatever the keys hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from data_access.reader import UNLOCATED
from data_access.view import View, ViewError

FOCUS: Final = "why"

FILTERS: Final = ("department", "source", "category")
"""Dimensions of a cut that are filters of a view too."""

DIMENSIONS: Final = ("area", *FILTERS, "stage", "post", "value", "day")
"""What a number on the screen may be one row of. `area` "unlocated" is what none of the areas below holds; `value` is
one value of a metric's dimension, `day` days ago."""

_ODD: Final = re.compile(r"[\s%+]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A number: its measure, and the row of a panel it stands in, as (dimension, key) in the order of DIMENSIONS."""

    measure: str
    cut: tuple[tuple[str, str], ...] = ()

    def of(self, dimension: str) -> str | None:
        """The key of a dimension, None where the number is not cut by it."""
        return dict(self.cut).get(dimension)

    @property
    def group(self) -> str:
        """What the measure belongs to: "score" of "score.on_time", the measure itself where it stands alone."""
        return self.measure.partition(".")[0]

    @property
    def part(self) -> str:
        """What follows the group, "" for a measure that stands alone."""
        return self.measure.partition(".")[2]


def why_focus(measure: str, cut: Mapping[str, str] | None = None) -> str:
    """The focus that explains a number. ViewError naming a dimension that does not exist."""
    given = cut or {}
    for name in given:
        if name not in DIMENSIONS:
            raise ViewError(f"dimension {name!r} is not known; expected one of {', '.join(DIMENSIONS)}")
    parts = [f"{name}:{_ODD.sub(_encoded, given[name])}" for name in DIMENSIONS if name in given]
    return f"{FOCUS}:{measure}/{'+'.join(parts)}" if parts else f"{FOCUS}:{measure}"


def asked(view: View) -> Asked | None:
    """The number that a view has opened, None where it opens none; ViewError for one that is written wrongly."""
    kind, _, rest = view.focus.partition(":")
    if kind != FOCUS or not rest:
        return None
    measure, _, written = rest.partition("/")
    return read_cut(measure, written)


def read_cut(measure: str, written: str) -> Asked:
    """A number of `measure` with the cut as `why_focus` writes it; ViewError naming what is not known."""
    cut: dict[str, str] = {}
    for part in filter(None, written.split("+")):
        name, colon, key = part.partition(":")
        if name not in DIMENSIONS or not colon:
            raise ViewError(f"cut {part[:60]!r} is not known; expected dimension:key of {', '.join(DIMENSIONS)}")
        cut[name] = unquote(key)
    return Asked(measure, tuple((name, cut[name]) for name in DIMENSIONS if name in cut))


def narrowed(view: View, number: Asked) -> View:
    """The view whose own figure the number is: the cut's area and filters taken for its own, nothing opened."""
    changes = {name: key for name, key in number.cut if name in FILTERS}
    area = number.of("area")
    if area is not None and area != UNLOCATED:
        changes["area"] = area
    return view.replaced(focus="", **changes)


def _encoded(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
