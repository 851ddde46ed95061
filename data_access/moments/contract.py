"""A moment as somebody gives it: a named instant or span of a kind. Breaking the contract is a `MomentError`."""

from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data_access.alerts.acknowledging import line_of
from data_access.clock import format_instant
from data_access.events.contract import Code, Instant, reason_of, short
from data_access.store.store import Site

LABEL_LIMIT: Final = 40
MANY: Final = 20
"""Categories of one moment at most."""


class MomentError(ValueError):
    """A moment that cannot be kept; the message names field, value and what was expected."""


class Kind(StrEnum):
    """What kind of thing began; it is the word that stands where the label has no room."""

    POLICY = "policy"
    WEATHER = "weather"
    CAMPAIGN = "campaign"
    INCIDENT = "incident"
    OTHER = "other"


def _kind(value: object) -> object:
    if value not in tuple(Kind):
        raise ValueError(f"expected one of {', '.join(Kind)}")
    return value


def _label(value: object) -> object:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected a label of 1 to {LABEL_LIMIT} characters")
    return line_of("the label", value, LABEL_LIMIT)


def _categories(value: object) -> object:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError("expected a list of category codes")
    return tuple(dict.fromkeys(value))


Label = Annotated[str, BeforeValidator(_label)]


class Moment(BaseModel):
    """`start` and `end` (None for an instant) in microseconds; without `en` the label is `zh` in both languages;
    `area` None concerns the whole, no `categories` all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    start: Instant
    end: Instant | None = None
    kind: Annotated[Kind, BeforeValidator(_kind)]
    zh: Label
    en: Label | None = None
    area: Code | None = None
    categories: Annotated[tuple[Code, ...], BeforeValidator(_categories), Field(max_length=MANY)] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end is not None and self.end <= self.start:
            ends, begins = format_instant(self.end), format_instant(self.start)
            raise ValueError(f"end {ends} is at or before start {begins}; expected a later time, or none")
        return self

    def label(self, language: str) -> str:
        """Its name in zh or en."""
        return self.en if language == "en" and self.en else self.zh


def read_moment(given: Any) -> Moment:
    """The moment in a decoded JSON value; MomentError for what it lacks, or has beyond the contract."""
    expected = ", ".join(Moment.model_fields)
    if not isinstance(given, dict):
        raise MomentError(f"moment {short(given)} is not a JSON object; expected {expected}")
    unknown = sorted(str(name) for name in set(given) - set(Moment.model_fields))
    if unknown:
        raise MomentError(f"field {unknown[0][:40]!r} is not known; expected {expected}")
    try:
        return Moment.model_validate(given)
    except ValidationError as error:
        raise MomentError(reason_of(error)) from None


def check_place(moment: Moment, site: Site) -> None:
    """MomentError where the site has no such area or category."""
    if moment.area is not None and moment.area not in site.tree:
        raise MomentError(f"area {moment.area!r} is not in the area tree; expected the code of a loaded area, or none")
    known = [term.code for term in site.vocabulary.of("category")]
    for category in moment.categories:
        if not any(related(category, code) for code in known):
            raise MomentError(f"categories: {category!r} is not known; expected one of {', '.join(known) or 'none'}")


def related(one: str, other: str) -> bool:
    """Whether one of two categories lies within the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
