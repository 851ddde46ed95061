"""Settings: environment variables GRIDSCOPE_*, each with a default and a help text; PORT and HOST are respected.

The table in the README is generated from here (`python -m dashboard.settings`).
"""

import os
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.alerts.targets import load_targets
from dashboard.briefing.plan import load_plan
from data_access.alerts import rules as alert_rules
from data_access.audit.journal import LEAST_DAYS
from data_access.risk import index_rules
from data_access.scores.rules import load_rules
from data_access.statistics.catalogue import load_catalogue, metric_paths
from data_access.store.engine import open_engine, without_password
from data_access.walls.book import load_walls
from layouts.scenes import SCENES


class SettingsError(ValueError):
    """Settings that cannot be used; the message names each variable, its value and what was expected."""


class Settings(BaseSettings):
    """Everything that can be set from outside."""

    model_config = SettingsConfigDict(env_prefix="GRIDSCOPE_", frozen=True, env_ignore_empty=True)

    database_url: str = Field("sqlite:///var/gridscope.db", description="SQLite or PostgreSQL database")
    redis_url: str | None = Field(None, description="Redis for streams, push between processes and the shared cache")
    host: str = Field(
        "127.0.0.1", validation_alias=AliasChoices("GRIDSCOPE_HOST", "HOST"), description="Address to listen on"
    )
    port: int = Field(
        8050, ge=1, le=65535, validation_alias=AliasChoices("GRIDSCOPE_PORT", "PORT"), description="Port to listen on"
    )
    workers: int = Field(1, ge=1, le=64, description="Web worker processes; with Redis they share what they render")
    threads: int = Field(256, ge=8, le=4096, description="Threads of a worker; each open page holds one")
    streams: int = Field(200, ge=1, le=4000, description="Open pages of a worker before it answers 503 Retry-After")
    title: str = Field("基层治理实时指挥屏", description="Title in the header, Chinese")
    title_en: str = Field("Grassroots Governance Live Command Screen", description="Title in the header, English")
    zone: str = Field("Asia/Shanghai", description="Time zone of the screen")
    feed_tokens: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict, description="Feeds that may push: name=token,name=token"
    )
    clock_tolerance: int = Field(300, ge=0, description="Seconds a message's time may lie ahead of our clock")
    body_limit: int = Field(32, ge=1, le=1024, description="Largest pushed body in MB")
    push_hertz: float = Field(4.0, gt=0, le=20, description="Most pushes a second to one page")
    metrics: Path | None = Field(
        None,
        description="TOML file or folder of the site's own metrics (docs/statistics.md), beside those that come with "
        "the program",
    )
    score_rules: Path | None = Field(
        None, description="TOML file of the score rules (docs/scores.md); none: those that come with the program"
    )
    risk_rules: Path | None = Field(
        None, description="TOML file of the risk rules (docs/risk.md); none: those that come with the program"
    )
    warning_rules: Path | None = Field(
        None, description="TOML file of the warning rules (docs/warnings.md); none: those that come with the program"
    )
    warning_seconds: float = Field(15, ge=1, le=120, description="Seconds between two evaluations of the warnings")
    walls: Path | None = Field(
        None, description="TOML file of the walls and playlists (docs/walls.md); none: those that come with the program"
    )
    webhooks: str | None = Field(
        None, description="Who is told of warnings: a TOML file (docs/warnings.md), or name=kind:url,name=kind:url"
    )

    audit_days: int = Field(
        365, ge=LEAST_DAYS, description="Days for which the audit of exports is kept (docs/export.md), 184 at least"
    )
    chromium: Path | None = Field(
        None, description="Chromium that draws exported pictures (docs/export.md); none: the one on the PATH"
    )
    briefing_out: Path = Field(
        Path("var/briefings"), description="Folder of the weekly briefings, which the download page shows"
    )
    briefing_plan: Path | None = Field(
        None, description="TOML file of when briefings are made and to whom they are sent (docs/briefing.md)"
    )
    briefing_smtp_password: str | None = Field(None, description="Password for the mail server of that plan")

    @property
    def own_url(self) -> str:
        """Where the program reaches itself: on this machine, unless it listens on one address alone."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def address(self) -> str:
        """host:port, an IPv6 host in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @field_validator("feed_tokens", mode="before")
    @classmethod
    def _tokens(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        tokens: dict[str, str] = {}
        for place, part in enumerate(filter(None, (piece.strip() for piece in value.split(","))), start=1):
            name, equals, token = part.partition("=")
            if not equals or not name.strip() or not token.strip():
                raise ValueError(f"entry {place} is not name=token; expected name=token,name=token")
            tokens[name.strip()] = token.strip()
        return tokens

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("not a time zone; expected a name such as Asia/Shanghai") from None
        return value

    @field_validator("metrics")
    @classmethod
    def _metrics(cls, value: Path | None) -> Path | None:
        if value is not None:
            load_catalogue(*metric_paths(value))
        return value

    @field_validator("score_rules")
    @classmethod
    def _score_rules(cls, value: Path | None) -> Path | None:
        if value is not None:
            load_rules(value)
        return value

    @field_validator("risk_rules")
    @classmethod
    def _risk_rules(cls, value: Path | None) -> Path | None:
        if value is not None:
            index_rules.load_rules(value)
        return value

    @field_validator("warning_rules")
    @classmethod
    def _warning_rules(cls, value: Path | None) -> Path | None:
        if value is not None:
            alert_rules.load_rules(value)
        return value

    @field_validator("walls")
    @classmethod
    def _walls(cls, value: Path | None) -> Path | None:
        if value is not None:
            load_walls(value, [scene.id for scene in SCENES])
        return value

    @field_validator("webhooks")
    @classmethod
    def _webhooks(cls, value: str | None) -> str | None:
        load_targets(value)
        return value

    @field_validator("briefing_plan")
    @classmethod
    def _briefing_plan(cls, value: Path | None) -> Path | None:
        load_plan(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        try:
            open_engine(value).dispose()
        except OSError as error:
            raise ValueError(f"its folder cannot be made: {error.strerror}; expected one that can be written") from None
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is not None and value.partition("://")[0] not in ("redis", "rediss", "unix"):
            raise ValueError("expected a redis:// URL")
        return value


def load_settings(**overrides: Any) -> Settings:
    """The settings of the environment; SettingsError naming every variable that cannot be used."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for one in error.errors(include_url=False):
            name = str(one["loc"][0]) if one["loc"] else "settings"
            words = one["msg"].removeprefix("Value error, ")
            field = name.removeprefix("GRIDSCOPE_").lower()
            lines.append(f"{_set_variable(field)}={_shown(field, one['input'])}: {words}")
        raise SettingsError("; ".join(lines)) from None


def table() -> str:
    """The settings as a Markdown table: variable, default, help."""
    lines = ["| variable | default | what it sets |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = "none" if default in (None, {}) else f"`{default}`"
        lines.append(f"| `{_variable(name)}` | {shown} | {field.description} |")
    return "\n".join(lines)


def _shown(name: str, value: object) -> str:
    """A value as an error repeats it: without tokens, keys of robots and what stands before the @ of a URL."""
    if name in ("feed_tokens", "webhooks", "briefing_smtp_password"):
        return "(not shown)"
    return without_password(value) if isinstance(value, str) and "://" in value else repr(value)


def _set_variable(name: str) -> str:
    """The variable that set a field: the plain one where ours is not set."""
    ours = f"GRIDSCOPE_{name.upper()}"
    return _PLAIN[name] if name in _PLAIN and ours not in os.environ else ours


_PLAIN: Final = {"host": "HOST", "port": "PORT"}


def _variable(name: str) -> str:
    return name if name.isupper() else _PLAIN.get(name, f"GRIDSCOPE_{name.upper()}")


if __name__ == "__main__":
    print(table())
