"""The parameters of the risk analysis: one TOML file, checked when it is read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

SHIPPED: Final = Path(__file__).with_name("index.toml")

PARTS: Final = ("intensity", "anomaly", "overdue", "repeat", "hot_spot")
"""What the risk index is made of, in the order in which it is shown."""

CLASSES: Final = ("new", "intensifying", "persistent", "sporadic", "diminishing")
"""The classes of hot spots, the most urgent first; "none" is no hot spot."""

_WHOLE: Final = 100.0
_CLOSE: Final = 1e-6

Exposure = Literal["resident", "hectare"]
Score = Annotated[float, Field(ge=0, le=1)]
Metres = Annotated[float, Field(gt=0, le=100_000)]


class RiskRulesError(ValueError):
    """Rules that cannot be used; the message names the file, the field, its value and what was expected."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class SurfaceRules(_Strict):
    """The density: `bandwidth` in metres, by level in `levels`; `cell` in bandwidths."""

    bandwidth: Metres
    cell: float = Field(gt=0, le=1)
    per: Exposure
    levels: Mapping[str, Metres] = Field(default_factory=dict)

    def bandwidth_of(self, level: str) -> float:
        """The bandwidth in metres of the picture of an area of this level."""
        return self.levels.get(level, self.bandwidth)


class SpotRules(_Strict):
    """Hot spots: the areas and slices judged (`short` and `long` in hours), and when one calls for action."""

    areas: int = Field(ge=8, le=5000)
    dense: float = Field(ge=0)
    slices: int = Field(ge=4, le=60)
    bars: int = Field(ge=4, le=24)
    short: float = Field(ge=1, le=24)
    long: float = Field(ge=24, le=168)
    weeks: int = Field(ge=1, le=12)
    q: float = Field(gt=0, lt=1)
    permutations: int = Field(ge=99, le=99_999)
    least: int = Field(ge=1)
    warn: float = Field(ge=1)
    crit: float = Field(ge=1)
    chance: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.crit < self.warn:
            raise ValueError(f"crit {self.crit:g} is below warn {self.warn:g}; expected warn or more")
        if 24 % self.short:
            raise ValueError(f"short {self.short:g} does not divide a day; expected 1, 2, 3, 4, 6, 8, 12 or 24 hours")
        if self.long % 24:
            raise ValueError(f"long {self.long:g} is not whole days; expected a multiple of 24 hours")
        return self


class Part(_Strict):
    """A part of the index: its weight of 100, and the value at which it scores one half."""

    weight: float = Field(ge=0, le=100)
    half: float = Field(gt=0)

    def score(self, value: float) -> float:
        """0..1, rising with the value from 0: 1 - 2 ** (-value / half)."""
        return 1.0 - float(2.0 ** (-value / self.half))


class Intensity(Part):
    """The part that needs an exposure to be compared between areas."""

    per: Exposure


class HotSpotPart(_Strict):
    """The part that scores by class."""

    weight: float = Field(ge=0, le=100)
    new: Score
    intensifying: Score
    persistent: Score
    sporadic: Score
    diminishing: Score

    def of(self, kind: str) -> float:
        """The score of a class; 0 for "none"."""
        return float(getattr(self, kind)) if kind in CLASSES else 0.0


class IndexRules(_Strict):
    """The risk index: its parts and the time they look back on (`half_life` in hours)."""

    warn: float = Field(ge=0, le=100)
    crit: float = Field(ge=0, le=100)
    days: int = Field(ge=1, le=28)
    half_life: float = Field(gt=0)
    weeks: int = Field(ge=1, le=12)
    repeat_metres: float = Field(gt=0, le=5000)
    cases: int = Field(ge=1, le=20)
    intensity: Intensity
    anomaly: Part
    overdue: Part
    repeat: Part
    hot_spot: HotSpotPart

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(self.weights.values())
        if abs(total - _WHOLE) > _CLOSE:
            raise ValueError(f"the weights make {total:g}; expected 100")
        if self.crit < self.warn:
            raise ValueError(f"crit {self.crit:g} is below warn {self.warn:g}; expected warn or more")
        return self

    @property
    def weights(self) -> dict[str, float]:
        """The weights by part, in the order of PARTS."""
        return {name: float(getattr(self, name).weight) for name in PARTS}

    def status(self, value: float | None) -> str:
        """The status of an index: n, warn or crit."""
        if value is None or value < self.warn:
            return "n"
        return "crit" if value >= self.crit else "warn"


class RiskRules(_Strict):
    """All parameters of the risk analysis, under one version."""

    version: str = Field(min_length=1, max_length=40)
    surface: SurfaceRules
    spots: SpotRules
    index: IndexRules


def load_rules(path: Path = SHIPPED) -> RiskRules:
    """The rules of a file; RiskRulesError naming the file and the first field that cannot be used."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RiskRulesError(f"{path}: {error.strerror}; expected a TOML file of risk rules") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RiskRulesError(f"{path}: not TOML: {error}") from None
    try:
        return RiskRules.model_validate(content)
    except ValidationError as error:
        raise RiskRulesError(f"{path}: {_reason(error)}") from None


@cache
def shipped() -> RiskRules:
    """The rules that come with the program."""
    return load_rules()


def _reason(error: ValidationError) -> str:
    found = error.errors(include_url=False)
    # A key that is not known is most likely the one that is missing, mistyped.
    first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    field = ".".join(str(part) for part in first["loc"])
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        text = f"{field} is missing; expected a value"
    elif first["type"] == "extra_forbidden":
        text = f"{field}: {_short(first['input'])}: this key is not known; expected one of docs/risk.md"
    elif isinstance(first["input"], dict):
        text = f"{field}: {words}"
    else:
        text = f"{field}: {_short(first['input'])}: {words}"
    return text if len(found) == 1 else f"{text} (and {len(found) - 1} more)"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
