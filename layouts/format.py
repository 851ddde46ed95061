"""Numbers, durations and times as they are written on the wall. Unknown is always an em dash."""

import math
from typing import Any, Final
from zoneinfo import ZoneInfo

from data_access.clock import Micros, from_micros
from layouts.text import Text

UNKNOWN: Final = "—"
FEW: Final = 5
"""Fewer cases than this make a share or a percentile indicative only."""
MINUS: Final = "\N{MINUS SIGN}"
ROOM: Final = 10_000
"""Counts from this on are shortened where there is little room."""

_STEPS: Final = (
    ("second", 1.0, 60.0),
    ("minute", 60.0, 7200.0),
    ("hour", 3600.0, 172_800.0),
    ("day", 86_400.0, math.inf),
)


def known(value: Any) -> bool:
    """Whether a cell of a frame holds a value: not None, NaN or NaT."""
    return value is not None and bool(value == value)


def few(cases: Any) -> bool:
    """Whether a share or a percentile of so many cases says little: it is shown in grey."""
    return known(cases) and cases < FEW


def caution(text: Text, *cases: Any) -> str:
    """What is said of figures that rest on few cases, after a space; "" when none does."""
    least = min((count for count in cases if few(count) and count), default=None)
    return "" if least is None else f" {text('state.few', n=least)}"


def number(value: Any, digits: int = 0) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", MINUS) if known(value) else UNKNOWN


def short_number(text: Text, value: Any) -> str:
    """A count where there is room for four digits: larger ones to three digits in the units that the language counts
    in, such as thousands."""
    if not known(value) or abs(value) < ROOM:
        return number(value)
    units = (one.split(" ") for one in text("number.units").split("|"))
    size, unit = next((float(size), unit) for size, unit in units if abs(value) >= float(size))
    whole = len(str(int(abs(value) / size)))
    return number(value / size, max(0, 3 - whole)) + unit


def signed(value: Any, digits: int = 0) -> str:
    """A difference with its sign; zero carries a plus-minus."""
    if not known(value):
        return UNKNOWN
    written = number(abs(value), digits)
    if float(written.replace(",", "")) == 0:
        return f"\N{PLUS-MINUS SIGN}{written}"
    return f"{'+' if value > 0 else MINUS}{written}"


def rate(value: Any) -> str:
    """A share 0..1 in percent with one decimal and no sign; exactly all is 100."""
    if not known(value):
        return UNKNOWN
    # 0.99996 must not read as "everything": rounding never reaches the two ends.
    shown = min(max(100 * value, 0.1), 99.9) if 0 < value < 1 else 100 * value
    return "100" if value == 1 else number(shown, 1)


def share(value: Any) -> str:
    """The same with its sign, for running text."""
    return f"{rate(value)}%" if known(value) else UNKNOWN


def change(value: Any, previous: Any) -> str:
    """The relative change in whole percent, with sign; unknown from or to nothing."""
    if not known(value) or not known(previous) or previous == 0:
        return UNKNOWN
    percent = 100 * (value - previous) / previous
    return f"{signed(percent)}%" if abs(percent) < 1000 else f">{number(999)}%"


def duration_parts(text: Text, seconds: Any) -> tuple[str, str]:
    """A length of time as (figure, unit): seconds below a minute, minutes below two hours, then hours, days."""
    if not known(seconds):
        return UNKNOWN, ""
    for unit, size, limit in _STEPS:
        if abs(seconds) < limit:
            amount = seconds / size
            digits = 0 if unit == "second" or abs(amount) >= (20 if unit == "minute" else 100) else 1
            figure = number(amount, digits)
            return figure.removesuffix(".0"), text(f"unit.{unit}")
    raise AssertionError("the last step has no limit")


def unit_of(seconds: float) -> str:
    """The name of the unit in which a length of time is written: second, minute, hour or day."""
    return next(unit for unit, _, limit in _STEPS if abs(seconds) < limit)


def in_unit_of(text: Text, seconds: Any, model: Any) -> str:
    """A length of time as a bare figure, in the unit that `duration_parts` gives the model."""
    unit = duration_parts(text, model)[1]
    for name, size, _limit in _STEPS:
        if known(seconds) and text(f"unit.{name}") == unit:
            return number(seconds / size, 1).removesuffix(".0")
    return UNKNOWN


def duration(text: Text, seconds: Any) -> str:
    """A length of time with its unit, e.g. "5.2 h"."""
    figure, unit = duration_parts(text, seconds)
    return f"{figure} {unit}".rstrip()


def late(text: Text, seconds: Any) -> str:
    """Time past (+) or before (minus sign) a limit as hours:minutes, in days from 100 hours on."""
    if not known(seconds):
        return UNKNOWN
    sign = "+" if seconds >= 0 else MINUS
    minutes = int(abs(seconds) // 60)
    if minutes >= 100 * 60:
        return f"{sign}{minutes // 1440} {text('unit.day')}"
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def clock(instant: Micros | None, zone: ZoneInfo, pattern: str = "%H:%M:%S") -> str:
    """An instant as local wall time."""
    return from_micros(int(instant)).astimezone(zone).strftime(pattern) if known(instant) and instant else UNKNOWN
