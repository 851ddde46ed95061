"""The rules of the scores: dated versions in a TOML file, checked when they are read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from data_access.clock import Micros, to_micros

SHIPPED: Final = Path(__file__).with_name("rules.toml")

Kind = Literal["department", "area", "post"]
KINDS: Final[tuple[Kind, ...]] = ("department", "area", "post")
"""What is scored."""

MEASURES: Final = ("volume", "closure", "on_time", "rework", "satisfaction", "diversity", "evidence", "acceptance")
"""What a score can be made of; see scoring.py for each."""

RATES: Final = ("response", "resolution", "satisfaction")
"""The hotline's three rates."""

_WHOLE: Final = 100.0
_CLOSE: Final = 1e-6

Weight = Annotated[float, Field(ge=0, le=100)]
Line = Annotated[float, Field(ge=0, le=100)]
Weights = dict[str, Weight]


class ScoreRulesError(ValueError):
    """Rules that cannot be used; the message names the file, the field, its value and what was expected."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Band(_Strict):
    """Cases `first`..`last`, both included, give `points` of 100; the last band has no end."""

    first: int = Field(alias="from", ge=0)
    last: int | None = Field(None, alias="to")
    points: float = Field(ge=0, le=100)


class Volume(_Strict):
    """The volume bands of a group of departments; without departments it is the group of all others."""

    group: str = Field(min_length=1)
    departments: tuple[str, ...] = Field((), strict=False)
    bands: tuple[Band, ...] = Field(min_length=1, strict=False)

    @field_validator("bands")
    @classmethod
    def _seamless(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        expected = 0
        for place, band in enumerate(bands):
            if band.first != expected:
                raise ValueError(
                    f"band {place + 1} begins at {band.first}; expected {expected}, without gap or overlap"
                )
            if band.last is None:
                if place + 1 < len(bands):
                    raise ValueError(f"band {place + 1} has no end; expected one for every band but the last")
                return bands
            if band.last < band.first:
                raise ValueError(f"band {place + 1} ends at {band.last}; expected {band.first} or more")
            expected = band.last + 1
        raise ValueError(f"the last band ends at {bands[-1].last}; expected a last band without an end")

    def points(self, cases: int) -> float:
        """The points for a number of cases, 0..100."""
        return next(band.points for band in self.bands if band.last is None or cases <= band.last)


class Hotline(_Strict):
    """The three rates' weights, and the sources whose call-backs they are about."""

    sources: tuple[str, ...] = Field((), strict=False)
    response: Weight
    resolution: Weight
    satisfaction: Weight

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _check_sum({rate: getattr(self, rate) for rate in RATES})
        return self


class Rules(_Strict):
    """One version of the rules; `valid_from` None holds from the beginning."""

    version: str = Field(min_length=1, max_length=40)
    valid_from: date | None = None
    least_cases: int = Field(5, ge=1)
    pass_line: Line = 85
    alarm_line: Line = 60
    weak_part: Line = 80
    grades: dict[str, Line] = Field(default_factory=lambda: {"A": 90.0, "B": 75.0, "C": 60.0, "D": 40.0}, min_length=1)
    lowest_grade: str = Field("E", min_length=1)
    red_list: int = Field(3, ge=0, le=20)
    black_list: int = Field(3, ge=0, le=20)
    department: Weights
    area: Weights
    post: Weights
    hotline: Hotline
    volume: tuple[Volume, ...] = Field(strict=False)

    @field_validator("valid_from", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise ValueError("expected a day such as 2026-11-01, without quotes or a time")
        return value

    @field_validator("department", "area", "post")
    @classmethod
    def _weights(cls, weights: Weights) -> Weights:
        for name in weights:
            if name not in MEASURES:
                raise ValueError(f"measure {name!r} is not known; expected one of {', '.join(MEASURES)}")
        _check_sum(weights)
        return {name: weight for name, weight in weights.items() if weight}

    @field_validator("grades")
    @classmethod
    def _falling(cls, grades: dict[str, float]) -> dict[str, float]:
        lines = list(grades.values())
        if any(upper <= lower for upper, lower in pairwise(lines)):
            raise ValueError("the lines do not fall; expected the best grade first, each line below the one before")
        return grades

    @field_validator("volume")
    @classmethod
    def _groups(cls, groups: tuple[Volume, ...]) -> tuple[Volume, ...]:
        if sum(not group.departments for group in groups) != 1:
            raise ValueError("expected exactly one group without departments, which is that of all others")
        named = [code for group in groups for code in group.departments]
        for code in named:
            if named.count(code) > 1:
                raise ValueError(f"department {code!r} is in two groups; expected one")
        return groups

    @model_validator(mode="after")
    def _lines(self) -> Self:
        if self.alarm_line > self.pass_line:
            raise ValueError(f"alarm_line {self.alarm_line:g} is above pass_line {self.pass_line:g}; expected below")
        return self

    def weights(self, kind: Kind) -> Mapping[str, float]:
        """The weights of a kind by measure; they make 100."""
        return {"department": self.department, "area": self.area, "post": self.post}[kind]

    def volume_of(self, department: str | None) -> Volume:
        """The volume bands of a department; those of all others for what is in no group."""
        others = next(group for group in self.volume if not group.departments)
        return next((group for group in self.volume if department in group.departments), others)

    def grade(self, score: float) -> str:
        """The grade of a score 0..100."""
        return next((name for name, line in self.grades.items() if score >= line), self.lowest_grade)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions, the oldest first."""

    versions: tuple[Rules, ...]

    def at(self, end: Micros, zone: ZoneInfo) -> Rules:
        """The version in force at the end of a window [start, end): its last instant lies just before `end`."""
        found = self.versions[0]
        for rules in self.versions[1:]:
            if rules.valid_from is not None and _midnight(rules.valid_from, zone) < end:
                found = rules
        return found


def load_rules(path: Path = SHIPPED) -> RuleBook:
    """The rules of a file; ScoreRulesError naming the file and the first field that cannot be used."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScoreRulesError(f"{path}: {error.strerror}; expected a TOML file of score rules") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScoreRulesError(f"{path}: not TOML: {error}") from None
    try:
        return _book(content)
    except ValidationError as error:
        raise ScoreRulesError(f"{path}: {_reason(error)}") from None
    except ValueError as error:
        raise ScoreRulesError(f"{path}: {error}") from None


@cache
def shipped() -> RuleBook:
    """The rules that come with the program."""
    return load_rules()


class _File(_Strict):
    rules: tuple[Rules, ...] = Field(min_length=1, strict=False)


def _book(content: dict[str, Any]) -> RuleBook:
    versions = _File.model_validate(content).rules
    first = [rules.version for rules in versions if rules.valid_from is None]
    if len(first) != 1:
        shown = ", ".join(first) or "none"
        raise ValueError(f"rules.valid_from: missing in {shown}; expected exactly one version without it, the oldest")
    for name in ("version", "valid_from"):
        values = [getattr(rules, name) for rules in versions]
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f"rules.{name}: {value!s} is there twice; expected once")
    return RuleBook(tuple(sorted(versions, key=lambda rules: rules.valid_from or date.min)))


def _check_sum(weights: Mapping[str, float]) -> None:
    total = sum(weights.values())
    if abs(total - _WHOLE) > _CLOSE:
        raise ValueError(f"the weights make {total:g}; expected 100")


def _midnight(day: date, zone: ZoneInfo) -> Micros:
    return to_micros(datetime(day.year, day.month, day.day, tzinfo=zone))


def _reason(error: ValidationError) -> str:
    found = error.errors(include_url=False)
    # A list whose only entry is wrong counts as empty too: that is no error of its own.
    found = [one for one in found if one["type"] != "too_short"] or found
    first = found[0]
    field = ".".join(str(part) for part in first["loc"])
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        text = f"{field} is missing; expected a value"
    elif first["type"] == "extra_forbidden":
        text = f"{field}: {_short(first['input'])}: this key is not known; expected one of docs/scores.md"
    else:
        text = f"{field}: {_short(first['input'])}: {words}"
    return text if len(found) == 1 else f"{text} (and {len(found) - 1} more)"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
