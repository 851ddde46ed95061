"""The event message: one message is one transition of one event. Breaking it is a `ContractError`."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data_access.clock import Micros, parse_instant
from data_access.events.stages import Stage

TITLE_LIMIT: Final = 500
NOTE_LIMIT: Final = 4000


class ContractError(ValueError):
    """A message that breaks the contract; the text names field, value and what was expected."""


def _instant(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a time must be ISO 8601 text with a zone, e.g. 2026-11-22T09:30:00+08:00")
    return parse_instant(value)


def _plain(value: object) -> object:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("text must not hold the NUL character")
    return value


def _true_or_false(value: object) -> object:
    if value is not None and not isinstance(value, bool):
        raise ValueError("expected true, false or null")
    return value


def _not_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("expected a number, not true or false")
    return value


Instant = Annotated[Micros, BeforeValidator(_instant)]
Code = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=64)]
Degrees = Annotated[float, BeforeValidator(_not_bool)]


class EventMessage(BaseModel):
    """One transition as a feed sends it (JSON object). Times become microseconds; unknown keys are ignored.

    Required: event_id, source, stage, at; `collected` also needs category, and area or lon and lat.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, str_strip_whitespace=True)

    event_id: Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=128)]
    source: Code
    stage: Stage
    at: Instant
    title: Annotated[str, BeforeValidator(_plain), Field(max_length=TITLE_LIMIT)] | None = None
    category: Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=128)] | None = None
    severity: Annotated[int, BeforeValidator(_not_bool), Field(ge=1, le=5)] | None = None
    area: Code | None = None
    lon: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    lat: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    department: Code | None = None
    due_at: Instant | None = None
    self_handled: Annotated[bool | None, BeforeValidator(_true_or_false)] = None
    satisfaction: Annotated[float, BeforeValidator(_not_bool), Field(ge=0, le=5)] | None = None
    note: Annotated[str, BeforeValidator(_plain), Field(max_length=NOTE_LIMIT)] | None = None
    post: Code | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            missing = "lat" if self.lat is None else "lon"
            raise ValueError(f"{missing} is missing; expected both lon and lat or neither")
        if self.stage is Stage.COLLECTED:
            if self.category is None:
                raise ValueError("category is missing; a collected message needs one")
            if self.area is None and self.lon is None:
                raise ValueError("area is missing; a collected message needs area, or lon and lat")
        return self


def parse_event(raw: Mapping[str, Any] | object) -> EventMessage:
    """The message in a decoded JSON value; ContractError naming the first broken field."""
    if not isinstance(raw, Mapping):
        raise ContractError(f"message {short(raw)} is not a JSON object")
    try:
        return EventMessage.model_validate(raw)
    except ValidationError as error:
        raise ContractError(reason_of(error)) from None


def reason_of(error: ValidationError) -> str:
    found = error.errors(include_url=False)
    first = found[0]
    field = ".".join(str(part) for part in first["loc"] if isinstance(part, str) and part[0].islower())
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        text = f"{field} is missing; expected a value"
    elif not field:
        text = words
    else:
        text = f"{field}: {short(first['input'])}: {words}"
    return text if len(found) == 1 else f"{text} (and {len(found) - 1} more)"


def short(value: object) -> str:
    """A value as it is quoted in a reason: never longer than a line."""
    if isinstance(value, str) and len(value) > 60:
        return f"{value[:40]!r}... ({len(value)} characters)"
    try:
        text = repr(value)
    except RecursionError:
        return f"a {type(value).__name__} nested too deep"
    return text if len(text) <= 80 else f"{text[:77]}..."
