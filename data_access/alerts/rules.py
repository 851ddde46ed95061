"""The rules of warnings: a TOML file, checked as a whole before anything is evaluated by it."""

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from data_access.events.stages import MAIN

SEVERITIES: Final = ("note", "warn", "crit")
SHIPPED: Final = Path(__file__).with_name("rules.toml")

Severity = Literal["note", "warn", "crit"]
Minutes = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(gt=0, le=1)]
Times = Annotated[float, Field(ge=1, le=10_000)]
Limit = float | Annotated[str, Field(min_length=1, max_length=64)]


def _level(value: object) -> object:
    name = isinstance(value, str) and 1 <= len(value.strip()) <= 64
    if not name and (type(value) is not int or not 0 <= value <= 20):
        raise ValueError(f"{value!r} is no level; expected a depth of 0 to 20 or the name of a level")
    return value


def _listed(value: object) -> object:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{value!r} is no list with something in it; expected one or more names")
    return tuple(value)


def _main_stage(value: str) -> str:
    if value not in MAIN:
        raise ValueError(f"{value!r} is no stage a case is in; expected one of {', '.join(MAIN)}")
    return value


Level = Annotated[int | str, BeforeValidator(_level)]
MainStage = Annotated[str, AfterValidator(_main_stage)]


class RuleError(ValueError):
    """Rules that cannot be used; the message names file, rule, field, value and what was expected."""


class Rule(BaseModel):
    """What all kinds have. `level`: a depth of the tree or the name of a level; `worse`: the severity of the heavier
    limits; `clear_minutes`: how long the cause must be gone; `cooldown_minutes`: how long the same is not raised again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    kind: str
    enabled: bool = True
    severity: Severity
    worse: Severity = "crit"
    level: Level = 0
    clear_minutes: Minutes = 0
    cooldown_minutes: Minutes = 0

    @model_validator(mode="after")
    def _worse_is_not_milder(self) -> Self:
        if rank(self.worse) < rank(self.severity):
            raise ValueError(f"worse {self.worse!r} is milder than severity {self.severity!r}; expected at least that")
        return self


class CaseRule(Rule):
    """Open cases of at least a severity; those of one department in one area beyond `cap` become one warning."""

    least_severity: Annotated[int, Field(ge=1, le=5)] = 1
    minutes: Minutes
    worse_minutes: Minutes | None = None
    cap: Annotated[int, Field(ge=0, le=100)] = 3


class DeadlineNear(CaseRule):
    """Cases due within `minutes`; heavier within `worse_minutes`."""

    kind: Literal["deadline_near"]


class DeadlinePassed(CaseRule):
    """Cases past due by `minutes`; heavier by `worse_minutes`."""

    kind: Literal["deadline_passed"]


class StuckCase(CaseRule):
    """Cases in the same of some stages for `minutes`; heavier for `worse_minutes`."""

    kind: Literal["stuck_case"]
    stages: Annotated[tuple[MainStage, ...], BeforeValidator(_listed)] = MAIN


class SevereCase(Rule):
    """Open cases of at least a severity, each by itself, at most `most` at a time: those that came in first."""

    kind: Literal["severe_case"]
    least_severity: Annotated[int, Field(ge=1, le=5)] = 5
    most: Annotated[int, Field(ge=1, le=1000)] = 20


class Surge(Rule):
    """Cases reported in the last hours against the same hours of the weeks before."""

    kind: Literal["surge"]
    hours: Annotated[int, Field(ge=1, le=24)] = 1
    weeks: Annotated[int, Field(ge=1, le=8)] = 4
    least: Annotated[int, Field(ge=1)]
    ratio: Times
    p: Annotated[float, Field(gt=0, lt=1)]
    keep_p: Annotated[float, Field(gt=0, lt=1)]
    worse_ratio: Times | None = None

    @model_validator(mode="after")
    def _kept_at_least_as_long(self) -> Self:
        if self.keep_p < self.p:
            raise ValueError(f"keep_p {self.keep_p} is below p {self.p}; expected at least that")
        return self


class HotSpot(Rule):
    """Spots of some classes whose count is `ratio` times the expected, which chance gives less often than `p`."""

    kind: Literal["hot_spot"]
    classes: Annotated[
        tuple[Literal["new", "intensifying", "persistent", "diminishing", "sporadic"], ...], BeforeValidator(_listed)
    ]
    ratio: Times
    p: Annotated[float, Field(gt=0, lt=1)]
    worse_ratio: Times | None = None


class SilentSource(Rule):
    """Sources that sent no case for `times` the cadence they declare."""

    kind: Literal["silent_source"]
    times: Times
    worse_times: Times | None = None


class DepartmentBacklog(Rule):
    """Departments with open cases for `days` of work, or with `overdue_share` of them overdue."""

    kind: Literal["department_backlog"]
    least: Annotated[int, Field(ge=1)]
    days: Annotated[float, Field(gt=0)] | None = None
    overdue_share: Share | None = None
    worse_days: Annotated[float, Field(gt=0)] | None = None
    worse_overdue_share: Share | None = None
    keep: Share = 1.0

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.days is None and self.overdue_share is None:
            raise ValueError("neither days nor overdue_share is set; expected at least one")
        return self


class Unreconciled(Rule):
    """Areas whose rolled figures of the last hours differ from those counted; and reported figures that do not add up,
    with the severity `reported`, no more than `most` at a time."""

    kind: Literal["unreconciled"]
    hours: Annotated[int, Field(ge=1, le=168)] = 24
    reported: Severity = "warn"
    most: Annotated[int, Field(ge=0, le=1000)] = 20


class OfflineCluster(Rule):
    """Areas with `least` devices and `share` of them offline."""

    kind: Literal["offline_cluster"]
    least: Annotated[int, Field(ge=1)]
    share: Share
    worse_share: Share | None = None
    keep: Share = 1.0


class MetricLimit(Rule):
    """Areas in which a metric of the catalogue is below or above a limit, for some periods in a row. A limit is a
    number, or another metric of the same area."""

    kind: Literal["metric"]
    metric: Annotated[str, Field(min_length=1, max_length=64)]
    below: Limit | None = None
    above: Limit | None = None
    worse_below: float | None = None
    worse_above: float | None = None
    periods: Annotated[int, Field(ge=1, le=48)] = 1

    @model_validator(mode="after")
    def _has_one_limit(self) -> Self:
        if (self.below is None) == (self.above is None):
            raise ValueError("below, above: expected exactly one of them")
        return self


class SilentMetric(Rule):
    """Systems whose metrics nobody has reported for `times` the delay that they declare."""

    kind: Literal["silent_metric"]
    times: Times
    worse_times: Times | None = None


AnyRule = (
    DeadlineNear
    | DeadlinePassed
    | Surge
    | HotSpot
    | SilentSource
    | StuckCase
    | SevereCase
    | DepartmentBacklog
    | Unreconciled
    | OfflineCluster
    | MetricLimit
    | SilentMetric
)


class Rules(BaseModel):
    """All rules. `version` is the file's own word and a hash of its content, so that no two contents share one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    name: Annotated[str, Field(alias="version", min_length=1, max_length=32, pattern=r"^\S+$")]
    rules: Annotated[tuple[Annotated[AnyRule, Field(discriminator="kind")], ...], Field(alias="rule", strict=False)]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise ValueError(f"rule id {rule.id!r} stands twice; expected each once")
            seen.add(rule.id)
        return self

    @property
    def version(self) -> str:
        """The version that a warning carries."""
        return f"{self.name}-{hashlib.blake2b(self.written().encode(), digest_size=4).hexdigest()}"

    def written(self) -> str:
        """The rules as JSON, as they are kept beside the warnings."""
        return self.model_dump_json(by_alias=True)

    def without(self, *kinds: str) -> Self:
        """The same rules but for those of some kinds."""
        return self.model_copy(update={"rules": tuple(rule for rule in self.rules if rule.kind not in kinds)})

    def enabled(self) -> dict[str, AnyRule]:
        """The rules in force by id."""
        return {rule.id: rule for rule in self.rules if rule.enabled}


def rank(severity: str) -> int:
    """note 0, warn 1, crit 2."""
    return SEVERITIES.index(severity)


def load_rules(path: str | Path | None = None) -> Rules:
    """The rules of a file, those shipped without one; RuleError naming everything that is wrong with it."""
    file = SHIPPED if path is None else Path(path)
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise RuleError(f"{file}: {error.strerror}; expected a TOML file that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{file} is not TOML: {error}") from None
    try:
        return Rules.model_validate(content)
    except ValidationError as error:
        raise RuleError("; ".join(f"{file}: {line}" for line in _lines(error, content))) from None


def read_rules(written: str) -> Rules:
    """Rules from the JSON that `Rules.written` gave."""
    return Rules.model_validate_json(written)


def _lines(error: ValidationError, content: dict[str, Any]) -> Iterable[str]:
    for one in error.errors(include_url=False):
        place = [part for part in one["loc"] if not (isinstance(part, str) and part in KINDS)]
        words = one["msg"].removeprefix("Value error, ")
        if one["type"] in ("missing", "value_error"):
            yield f"{_named(place, content)}: {words}"
        elif one["type"] == "extra_forbidden":
            yield f"{_named(place, content)} is not known; expected a field of this kind of rule"
        elif one["type"] in ("union_tag_invalid", "union_tag_not_found"):
            kind = one["input"].get("kind") if isinstance(one["input"], dict) else None
            yield f"{_named(place, content)} kind {kind!r} is not known; expected one of {', '.join(sorted(KINDS))}"
        else:
            yield f"{_named(place, content)} = {one['input']!r}: {words}"


def _named(place: list[Any], content: dict[str, Any]) -> str:
    """The place of a field as it is found in the file: rule 3 'surge' least."""
    if len(place) < 2 or place[0] != "rule" or not isinstance(place[1], int):
        return " ".join(map(str, place)) or "rules"
    entry = content["rule"][place[1]]
    name = f" {entry['id']!r}" if isinstance(entry, dict) and "id" in entry else ""
    return " ".join([f"rule {place[1] + 1}{name}", *map(str, place[2:])])


KINDS: Final = frozenset(
    {
        "deadline_near",
        "deadline_passed",
        "surge",
        "hot_spot",
        "silent_source",
        "stuck_case",
        "severe_case",
        "department_backlog",
        "unreconciled",
        "offline_cluster",
        "metric",
        "silent_metric",
    }
)
