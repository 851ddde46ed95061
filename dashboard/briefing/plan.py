"""The plan of the briefings: when they are made, for whom, and where they are sent; from a TOML file."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from apscheduler.triggers.cron import CronTrigger
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dashboard.alerts.targets import Target
from dashboard.briefing.order import FORMS

_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ADDRESS: Final = r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+$"

Address = Annotated[str, Field(pattern=_ADDRESS, max_length=254)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]


class PlanError(ValueError):
    """A plan that cannot be used; the message names place, field and what was expected, never an address of a robot
    or a password."""


class Smtp(BaseModel):
    """The mail server; its password is a setting of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    sender: Address
    user: str | None = None
    tls: Literal["starttls", "tls", "none"] = "starttls"
    attach_mb: Annotated[int, Field(ge=0, le=100)] = 15


class Recipient(BaseModel):
    """Who gets the briefing of which area: `area` "" is the whole tree; it is made within that area's scope."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Name
    area: str = ""
    language: Literal["zh", "en"] = "zh"
    forms: tuple[Literal["png", "pdf", "pptx", "docx", "md", "xlsx"], ...] = Field(FORMS, strict=False, min_length=1)
    mail: tuple[Address, ...] = Field((), strict=False)
    attach: tuple[Literal["pdf", "pptx", "docx", "md", "xlsx"], ...] = Field(("pdf", "docx"), strict=False)
    webhook: Target | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        """A webhook bears the name and the language of its recipient."""
        if isinstance(given, dict) and isinstance(given.get("webhook"), dict):
            own = {key: given[key] for key in ("name", "language") if key in given}
            return {**given, "webhook": {**own, **given["webhook"]}}
        return given


class Plan(BaseModel):
    """When (cron words in local time), how long briefings are kept, where they can be fetched, and for whom."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    when: str = "0 8 * * mon"
    keep_weeks: Annotated[int, Field(ge=1, le=1000)] = 104
    url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    smtp: Smtp | None = None
    recipient: tuple[Recipient, ...] = Field((), strict=False)

    @field_validator("when")
    @classmethod
    def _when(cls, value: str) -> str:
        trigger_of(value, "UTC")
        return value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        names = [one.name for one in self.recipient]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"recipient {name!r} stands twice; expected each name once")
        if self.smtp is None and any(one.mail for one in self.recipient):
            raise ValueError("recipients have mail addresses but there is no [smtp]; expected host and sender there")
        return self


def load_plan(path: Path | None) -> Plan | None:
    """The plan of a file, None for no file; PlanError for one that cannot be used."""
    if path is None:
        return None
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PlanError(f"{path}: {error.strerror}; expected a TOML file (docs/briefing.md)") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanError(f"{path} is not TOML: {error}") from None
    try:
        return Plan.model_validate(content)
    except ValidationError as error:
        lines = []
        for one in error.errors(include_url=False, include_input=False):
            field = " ".join(map(str, one["loc"])) or "plan"
            lines.append(f"{path}: {field}: {one['msg'].removeprefix('Value error, ')}")
        raise PlanError("; ".join(lines)) from None


def trigger_of(when: str, zone: str) -> CronTrigger:
    """When the plan runs, from cron words: minute hour day month weekday, 0 and 7 being Sunday. ValueError for words
    that are not cron's."""
    parts = when.split()
    if len(parts) != 5:
        raise ValueError(f"when {when[:40]!r} has {len(parts)} words; expected 5: minute hour day month weekday")
    # The scheduler counts weekdays from Monday, cron from Sunday: names are the same everywhere.
    day = "".join(_DAYS[int(one)] if one.isdigit() and int(one) < 8 else one for one in _letters(parts[4]))
    minute, hour, date, month = parts[:4]
    try:
        return CronTrigger(minute=minute, hour=hour, day=date, month=month, day_of_week=day, timezone=zone)
    except ValueError as error:
        raise ValueError(f"when {when[:40]!r} is not cron's: {error}; expected such as '0 8 * * mon'") from None


def _letters(words: str) -> list[str]:
    """A weekday field in single digits and what stands between them; a step after "/" is not a day."""
    head, slash, step = words.partition("/")
    return [*head, *([f"/{step}"] if slash else [])]
