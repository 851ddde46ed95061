"""Who is told of warnings: webhooks, from a TOML file or in short from the environment."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from data_access.alerts.evaluation import CLEARED, ESCALATED, RAISED, TOLD
from data_access.alerts.outbox import Wish
from data_access.clock import MINUTE

KINDS: Final = ("json", "wecom", "dingtalk")


class TargetError(ValueError):
    """Webhooks that cannot be used; the message names place, field and what was expected, never an address."""


def _changes(value: object) -> object:
    names = value if isinstance(value, list | tuple) else ()
    if not names or any(name not in TOLD for name in names):
        raise ValueError(f"expected a list of {', '.join(TOLD)}")
    return tuple(names)


class Target(BaseModel):
    """One webhook. The addresses of robots carry their key: they are secrets, as `secret` is."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
    kind: Literal["json", "wecom", "dingtalk"]
    url: Annotated[str, Field(repr=False)]
    secret: Annotated[str | None, Field(repr=False)] = None
    form: Literal["markdown", "text"] = "markdown"
    language: Literal["zh", "en"] = "zh"
    least_severity: Literal["note", "warn", "crit"] = "warn"
    changes: Annotated[tuple[str, ...], BeforeValidator(_changes)] = (RAISED, ESCALATED, CLEARED)
    give_up_minutes: Annotated[int, Field(ge=1, le=10_080)] = 60

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            good = False
        if not good or any(one <= " " or one == "\x7f" for one in value):
            raise ValueError("expected an address that begins with http:// or https://")
        return value

    @model_validator(mode="after")
    def _secret_is_used(self) -> Self:
        if self.secret is not None and self.kind != "dingtalk":
            raise ValueError("secret is of kind dingtalk only")
        return self

    @property
    def wish(self) -> Wish:
        """What it wants to be told."""
        return Wish(self.name, frozenset(self.changes), self.least_severity, self.give_up_minutes * MINUTE)


def load_targets(text: str | None) -> tuple[Target, ...]:
    """The webhooks of a setting: none, `name=kind:url,name=kind:url`, or the path of a TOML file with [[webhook]]
    tables. TargetError for anything that cannot be used."""
    if text is None or not text.strip():
        return ()
    if "=" in text and ":" in text.partition("=")[2]:
        place, entries = "GRIDSCOPE_WEBHOOKS", _listed(text)
    else:
        place, entries = text, _from_file(Path(text))
    targets = [_target(entry, f"{place}: webhook {number}") for number, entry in enumerate(entries, start=1)]
    names = [one.name for one in targets]
    for name in names:
        if names.count(name) > 1:
            raise TargetError(f"{place}: webhook name {name!r} stands twice; expected each once")
    return tuple(targets)


def _listed(text: str) -> Iterable[Any]:
    for place, part in enumerate(filter(None, (piece.strip() for piece in text.split(","))), start=1):
        name, equals, rest = part.partition("=")
        kind, colon, url = rest.partition(":")
        if not equals or not colon:
            raise TargetError(f"GRIDSCOPE_WEBHOOKS: entry {place} is not name=kind:url")
        yield {"name": name.strip(), "kind": kind.strip(), "url": url.strip()}


def _from_file(path: Path) -> list[Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}; expected a TOML file or name=kind:url,name=kind:url") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{path} is not TOML: {error}") from None
    entries = content.pop("webhook", [])
    if content or not isinstance(entries, list):
        raise TargetError(f"{path}: {next(iter(content), 'webhook')!r} is not known; expected [[webhook]] tables")
    return entries


def _target(entry: Any, place: str) -> Target:
    try:
        return Target.model_validate(entry)
    except ValidationError as error:
        lines = []
        for one in error.errors(include_url=False, include_input=False):
            field = " ".join(map(str, one["loc"])) or "fields"
            lines.append(f"{place} {field}: {one['msg'].removeprefix('Value error, ')}")
        raise TargetError("; ".join(lines)) from None
