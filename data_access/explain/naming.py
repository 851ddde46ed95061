"""The name of a number in a view's focus: `why:<measure>[/<dimension>:<key>+...]`, whatever the keys hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from data_access.clock import HOUR, Micros
from data_access.reader import UNLOCATED, Question, Reader
from data_access.view import PREVIOUS, View, ViewError

FOCUS: Final = "why"

FILTERS: Final = ("department", "source", "category")
"""Dimensions of a cut that are filters of a view too."""

DIMENSIONS: Final = ("area", *FILTERS, "stage", "severity", "post", "value", "window", "due")
"""What a number on the screen may be one row of. `area` "unlocated" is what none of the areas below holds; `stage` one
of the six of the wall; `severity` 1 to 4, where 4 holds 5 and 1 what none gave; `value` one value of a metric's
dimension; `window` another window, an ISO interval, the last hours, such as 1h, or PREVIOUS, the equal one before;
`due` when a deadline ends, in seconds from T on, such as 0-7200."""

LEVELS: Final = ("open", "overdue")
"""Measures as of an instant."""

SEVERITIES: Final = ("1", "2", "3", "4")

_ODD: Final = re.compile(r"[\s%+]")
_HOURS: Final = re.compile(r"([1-9]\d{0,3})h")
_AHEAD: Final = re.compile(r"(\d{1,8})-(\d{1,8})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A number: its measure, and the row of a panel it stands in, as (dimension, key) in the order of DIMENSIONS."""

    measure: str
    cut: tuple[tuple[str, str], ...] = ()

    def of(self, dimension: str) -> str | None:
        """The key of a dimension, None where the number is not cut by it."""
        return dict(self.cut).get(dimension)

    def without(self, dimension: str) -> "Asked":
        """The number without one dimension of its cut."""
        return Asked(self.measure, tuple(pair for pair in self.cut if pair[0] != dimension))

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
    written = write_cut(cut or {})
    return f"{FOCUS}:{measure}/{written}" if written else f"{FOCUS}:{measure}"


def write_cut(cut: Mapping[str, str]) -> str:
    """A cut as `read_cut` reads it. ViewError naming a dimension that does not exist."""
    for name in cut:
        if name not in DIMENSIONS:
            raise ViewError(f"dimension {name!r} is not known; expected one of {', '.join(DIMENSIONS)}")
    return "+".join(f"{name}:{_ODD.sub(_encoded, cut[name])}" for name in DIMENSIONS if name in cut)


def asked(view: View) -> Asked | None:
    """The number that a view has opened, None where it opens none; ViewError for one that is written wrongly."""
    kind, _, rest = view.focus.partition(":")
    if kind != FOCUS or not rest:
        return None
    measure, _, written = rest.partition("/")
    return read_cut(measure, written)


def read_cut(measure: str, written: str) -> Asked:
    """A number of `measure` with the cut as `write_cut` writes it; ViewError naming what is not known."""
    cut: dict[str, str] = {}
    for part in filter(None, written.split("+")):
        name, colon, key = part.partition(":")
        if name not in DIMENSIONS or not colon:
            raise ViewError(f"cut {part[:60]!r} is not known; expected dimension:key of {', '.join(DIMENSIONS)}")
        cut[name] = unquote(key)
    found = Asked(measure, tuple((name, cut[name]) for name in DIMENSIONS if name in cut))
    severity = found.of("severity")
    if severity is not None and severity not in SEVERITIES:
        raise ViewError(f"severity {severity[:20]!r} is not known; expected one of {', '.join(SEVERITIES)}")
    ahead(found)
    return found


def ahead(number: Asked) -> tuple[int, int] | None:
    """The seconds after T between which deadlines end, None where the number is not cut by them."""
    due = number.of("due")
    if due is None:
        return None
    told = _AHEAD.fullmatch(due)
    if told is None or int(told[1]) >= int(told[2]):
        raise ViewError(f"due {due[:40]!r} is not known; expected seconds from T on, such as 0-7200")
    return int(told[1]), int(told[2])


def narrowed(view: View, number: Asked) -> View:
    """The view whose own figure the number is: the cut's area, filters and window taken for its own, nothing opened."""
    changes = {name: key for name, key in number.cut if name in FILTERS}
    area, window = number.of("area"), number.of("window")
    if area is not None and area != UNLOCATED:
        changes["area"] = area
    if window is not None and window != PREVIOUS and _HOURS.fullmatch(window) is None:
        changes["window"] = window
    return view.replaced(focus="", **changes)


def question_of(reader: Reader, view: View, number: Asked, moment: Micros | None = None) -> Question:
    """The question that `narrowed` asks, of the last hours or the window before where the cut names them; as of
    `moment`, else the view's own T. What stood on the side of the window before is asked as of its end."""
    question = reader.question(narrowed(view, number), moment=moment)
    if number.of("window") == PREVIOUS:
        start, end = question.view.previous(question.moment, reader.zone)
        if number.measure in LEVELS:
            question = reader.question(question.view, moment=end)
        return replace(question, start=start, end=end)
    told = _HOURS.fullmatch(number.of("window") or "")
    if told is None:
        return question
    return replace(question, start=question.moment - int(told[1]) * HOUR, end=question.moment)


def _encoded(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
