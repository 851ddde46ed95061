"""A view: what is being looked at. Frozen, hashable, round-trips through the URL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from urllib.parse import parse_qsl, quote, urlencode
from zoneinfo import ZoneInfo

from data_access.clock import DAY, HOUR, Micros, format_instant, from_micros, parse_instant, to_micros

ROLLING: Final[Mapping[str, Micros]] = {"24h": 24 * HOUR, "7d": 7 * DAY, "30d": 30 * DAY}
WINDOWS: Final = ("today", *ROLLING)
LANGUAGES: Final = ("zh", "en")


PREVIOUS: Final = "previous"
"""What `against` says of the equal window before."""

_FOCUS: Final = r"[a-z]+:[^\s/][^\s]*"
_RIVAL: Final = "area:"
_LONGEST: Final = 200
_EARLIEST: Final = 0
_LATEST: Final = to_micros(datetime(2200, 1, 1, tzinfo=UTC))


class ViewError(ValueError):
    """A view that names something that cannot be shown; the message names field, value and what was expected."""


@dataclass(frozen=True, slots=True)
class View:
    """(scene, area, window, filters, as_of, focus, against, language, beside). `area` "" is all that the viewer may
    see; `as_of` is an instant in microseconds, None meaning now; `focus` is what is opened in detail, see `opened`;
    `against` is what it is compared with: PREVIOUS, `area:<code>` or "" for nothing; `beside` is a second scene on the
    same wall, "" for none."""

    scene: str = "overview"
    area: str = ""
    window: str = "24h"
    department: str | None = None
    source: str | None = None
    category: str | None = None
    as_of: Micros | None = None
    focus: str = ""
    against: str = ""
    language: str = "zh"
    beside: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ViewError(f"language {self.language!r} is not known; expected one of {', '.join(LANGUAGES)}")
        if self.window not in WINDOWS:
            _interval(self.window)
        if len(self.focus) > _LONGEST or (self.focus and not re.fullmatch(_FOCUS, self.focus)):
            raise ViewError(f"focus {self.focus[:60]!r} is not known; expected kind:code or kind:code/part")
        if self.against not in ("", PREVIOUS) and not self.rival:
            raise ViewError(f"against {self.against[:60]!r} is not known; expected {PREVIOUS} or {_RIVAL}<code>")
        if self.as_of is not None and not _EARLIEST <= self.as_of <= _LATEST:
            raise ViewError(f"as_of {self.as_of} us is out of range; expected a time of the years 1970 to 2200")

    @classmethod
    def from_query(cls, query: str) -> Self:
        """The view that a URL's query string (with or without "?") names; unknown keys are an error."""
        return cls.from_mapping(dict(parse_qsl(query.lstrip("?"), keep_blank_values=True)))

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> Self:
        """The view of decoded query values; an empty value means the default."""
        known = {_parameter(field.name): field.name for field in fields(cls)}
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise ViewError(f"parameter {unknown[0]!r} is not known; expected one of {', '.join(known)}")
        chosen: dict[str, Any] = {known[key]: value for key, value in values.items() if value}
        if "as_of" in chosen:
            try:
                chosen["as_of"] = parse_instant(_plus(chosen["as_of"]))
            except ValueError as error:
                raise ViewError(f"as_of: {error}") from None
            if not _EARLIEST <= chosen["as_of"] <= _LATEST:
                raise ViewError(f"as_of {values['as_of']!r} is out of range; expected a time of the years 1970 to 2200")
        if "window" in chosen:
            chosen["window"] = _plus(chosen["window"])
        return cls(**chosen)

    def to_query(self) -> str:
        """The canonical query string, defaults left out: equal views give equal strings."""
        pairs = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                text = format_instant(value) if field.name == "as_of" else str(value)
                pairs.append((_parameter(field.name), text))
        return urlencode(pairs, quote_via=quote, safe="/:")

    def opened(self, kind: str) -> tuple[str, str] | None:
        """(code, part) of the focus `kind:code/part` if it is of that kind, None otherwise; part "" when not named."""
        named, colon, rest = self.focus.partition(":")
        if named != kind or not colon:
            return None
        code, _, part = rest.rpartition("/") if "/" in rest else (rest, "", "")
        return code, part

    @property
    def rival(self) -> str:
        """The code of the other area that it is compared with, "" where it is with none."""
        return self.against.removeprefix(_RIVAL) if self.against.startswith(_RIVAL) else ""

    def replaced(self, **changes: Any) -> Self:
        """A copy with some fields changed. Unless the change says otherwise, another scene stands alone and is compared
        with nothing, and another area with no area."""
        if changes.get("scene", self.scene) != self.scene:
            changes = {"beside": "", "against": "", **changes}
        elif self.rival and changes.get("area", self.area) != self.area:
            changes = {"against": "", **changes}
        return replace(self, **changes)

    def interval(self, moment: Micros, zone: ZoneInfo) -> tuple[Micros, Micros]:
        """The window as [start, end) seen from `moment`; its end never lies after `moment`."""
        if self.window == "today":
            return _midnight(moment, zone), moment
        if self.window in ROLLING:
            return moment - ROLLING[self.window], moment
        start, end = _interval(self.window)
        return min(start, moment), min(end, moment)

    def previous(self, moment: Micros, zone: ZoneInfo) -> tuple[Micros, Micros]:
        """The equal window before: for `today` the same hours of yesterday, else the one that ends at the start."""
        start, end = self.interval(moment, zone)
        if self.window == "today":
            # A local day may have 23 or 25 hours; yesterday's same hours are counted from its own midnight.
            before = _midnight(start - 1, zone)
            return before, min(before + (end - start), start)
        return start - (end - start), start


def _parameter(name: str) -> str:
    return "lang" if name == "language" else name


def _plus(text: str) -> str:
    # A "+" of a zone offset that was not percent-encoded arrives as a space.
    return text.replace(" ", "+")


def _midnight(moment: Micros, zone: ZoneInfo) -> Micros:
    local = from_micros(moment).astimezone(zone)
    return to_micros(datetime(local.year, local.month, local.day, tzinfo=zone))


def _interval(text: str) -> tuple[Micros, Micros]:
    expected = f"expected one of {', '.join(WINDOWS)} or an ISO interval start/end or start/PT1H with zones"
    first, slash, second = text.partition("/")
    if not slash:
        raise ViewError(f"window {text!r} is not known; {expected}")
    try:
        if first.startswith("P"):
            end = parse_instant(second)
            start = end - _duration(first)
        else:
            start = parse_instant(first)
            end = start + _duration(second) if second.startswith("P") else parse_instant(second)
    except (ValueError, OverflowError) as error:
        raise ViewError(f"window {text!r}: {error}; {expected}") from None
    if not _EARLIEST <= start <= _LATEST or not _EARLIEST <= end <= _LATEST:
        raise ViewError(f"window {text[:60]!r} is out of range; expected times of the years 1970 to 2200")
    if end <= start:
        raise ViewError(f"window {text!r} ends at or before its start; {expected}")
    return start, end


def _duration(text: str) -> Micros:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds, e.g. P7D or PT1H30M."""
    shape = r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
    found = re.fullmatch(shape, text)
    if not found or not any(found.groups()):
        raise ValueError(f"duration {text!r} is not ISO 8601 in W, D, H, M, S")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return span // timedelta(microseconds=1)
