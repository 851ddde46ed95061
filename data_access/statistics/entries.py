"""The entries of the metric catalogue: units, dimensions, metrics, panels, checks. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from data_access.clock import HOUR, Micros
from data_access.statistics.periods import read_length

SCENES: Final = ("gathering", "video", "services", "democracy", "campaigns", "operations")
"""The scenes of the systems, in their order on the wall."""

SLOTS: Final = 9
"""How many panels of the catalogue a scene has room for."""

MEASURE: Final = "measure:"
"""What a check's figure begins with that comes from the event feed's measures."""

Scene = Literal["gathering", "video", "services", "democracy", "campaigns", "operations"]
PanelKind = Literal["number", "bars", "trend", "progress", "table", "gauge", "map"]
Rollup = Literal["sum", "mean", "last", "none"]
Direction = Literal["up", "down", "none"]

_STRICT: Final = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


def _length(value: object) -> object:
    if isinstance(value, str):
        found = read_length(value)
        if found <= 0:
            raise ValueError(f"duration {value!r} has no length; expected e.g. PT1H")
        return found
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError("expected an ISO 8601 duration such as PT1H or P1D")


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
Label = Annotated[str, Field(min_length=1, max_length=120)]
Length = Annotated[Micros, BeforeValidator(_length)]
Names = tuple[Name, ...]
Systems = tuple[Annotated[int, Field(ge=1, le=99)], ...]


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message names file, entry, field, value and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit. Values of `percent` are shares 0..1 and shown x 100; `digits` are those shown after the point."""

    __pydantic_config__ = _STRICT

    code: Name
    zh: str
    en: str
    digits: Annotated[int, Field(ge=0, le=6)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One value of a closed dimension."""

    __pydantic_config__ = _STRICT

    code: Annotated[str, Field(pattern=r"^[^;=\x00-\x1f]{1,64}$")]
    zh: Label
    en: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What a metric may be broken down by: a closed list `values`, the codes of a kind of the vocabulary, or any
    code of 1..64 characters (`open`)."""

    __pydantic_config__ = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    zh: Label
    en: Label
    values: tuple[Code, ...] = ()
    vocabulary: Literal["department", "source", "category", "point", "post"] | None = None
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure: what docs/statistics.md says of each field. Lengths are microseconds; a metric with `ratio`
    (numerator, denominator) is derived and never reported."""

    __pydantic_config__ = _STRICT

    id: Name
    zh: Label
    en: Label
    system: Annotated[int, Field(ge=0, le=99)] = 0
    unit: Name
    kind: Literal["level", "flow"] = "level"
    rollup: Rollup = "sum"
    weight: Name | None = None
    level: Annotated[str, Field(max_length=64)] = ""
    breakdowns: tuple[tuple[str, ...], ...] = ()
    period: Length = HOUR
    fresh: Length = HOUR
    direction: Direction = "none"
    min: float | None = None
    max: float | None = None
    of: Name | None = None
    target: float | Name | None = None
    amber: float | None = None
    repeats: Annotated[int, Field(ge=0, le=100)] = 0
    suppress: Annotated[float, Field(ge=0)] = 0
    returned: bool = False
    zh_note: str = ""
    en_note: str = ""
    ratio: tuple[Name, Name] | None = None

    @property
    def derived(self) -> bool:
        """Whether it is worked out of two others rather than reported."""
        return self.ratio is not None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All dimensions it may be broken down by, in order of name."""
        return tuple(sorted({name for names in self.breakdowns for name in names}))

    def label(self, language: str) -> str:
        """The name in zh or en."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPanel:
    """A panel of a systems scene. `by` is "child" (the areas below), "none" or the name of a dimension."""

    __pydantic_config__ = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    scene: Scene
    systems: Systems
    zh: Label
    en: Label
    kind: PanelKind
    metrics: Names
    by: str = ""
    wide: bool = False
    order: int = 100
    warning: str | None = None

    def title(self, language: str) -> str:
        """The title in zh or en."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A reconciliation: `total` against the sum of `parts`; each a metric or `measure:NAME` of the event feed, of
    `source` alone where that is named. `tolerance` is relative."""

    __pydantic_config__ = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    zh: Label
    en: Label
    total: str
    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    tolerance: Annotated[float, Field(ge=0, le=1)] = 0.0
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A whole catalogue by id; `version` is a hash of its text."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    panels: Mapping[str, MetricPanel] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    version: str = ""

    def of_scene(self, scene: str) -> tuple[MetricPanel, ...]:
        """The panels of a scene in their order; none for a scene that has none."""
        found = [panel for panel in self.panels.values() if panel.scene == scene]
        return tuple(sorted(found, key=lambda panel: (panel.order, panel.id)))

    def parts_of(self, metric: str) -> tuple[str, ...]:
        """The reported metrics that a metric's figure rests on: itself, or the two of its ratio; and their weights."""
        one = self.metrics[metric]
        reported = one.ratio or (metric,)
        weights = [self.metrics[name].weight for name in reported]
        return (*reported, *(name for name in weights if name is not None))


def entry_types() -> Mapping[str, Any]:
    """The tables of a catalogue file and the kind of their entries."""
    return {"unit": Unit, "dimension": Dimension, "metric": Metric, "panel": MetricPanel, "check": Check}
