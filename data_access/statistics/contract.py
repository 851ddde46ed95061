"""The statistic message, and what of it the catalogue and the site allow. Breaking either is a `ContractError`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from data_access.clock import SECOND, Micros, format_instant
from data_access.events.contract import Code, ContractError, Degrees, Instant, reason_of, short
from data_access.statistics.entries import Catalogue, Dimension, Metric
from data_access.statistics.periods import read_period
from data_access.store.store import Site

LARGEST: Final = 1e15
"""The largest value either way: whole numbers up to it are exact, and no sum of them is beyond all bounds."""

_CODE: Final = re.compile(r"[^;=\x00-\x1f]{1,64}")
_MANY: Final = 12


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("expected a finite number")
    if abs(value) > LARGEST:
        raise ValueError(f"expected a number of at most {LARGEST:.0e}")
    return value


def _interval(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("expected an ISO interval such as 2026-11-22T09:00:00+08:00/PT1H")
    return read_period(value)


def _pairs(value: object) -> object:
    """Dimensions as an object, or as the text that they are kept as: name=code;name=code."""
    if isinstance(value, str):
        pairs = [part.partition("=") for part in value.split(";") if part.strip()]
        found = {name.strip(): code.strip() for name, equals, code in pairs if equals}
        if len(found) < len(pairs):
            raise ValueError("expected name=code;name=code, each name once")
        return found
    return {} if value is None else value


class StatisticMessage(BaseModel):
    """One report of one figure. The period becomes (start, end) in microseconds; unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, str_strip_whitespace=True)

    metric: Code
    area: Code
    period: Annotated[tuple[Micros, Micros], BeforeValidator(_interval)]
    value: Annotated[Degrees, BeforeValidator(_number)]
    at: Instant
    dimensions: Annotated[dict[str, Code], BeforeValidator(_pairs)] = Field(default_factory=dict)
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A message that keeps the contract; `dimensions` in canonical text."""

    metric: str
    area: str
    dimensions: str
    start: Micros
    end: Micros
    value: float
    at: Micros


def parse_statistic(raw: Mapping[str, Any] | object) -> StatisticMessage:
    """The message in a decoded JSON value; ContractError naming the first broken field."""
    if not isinstance(raw, Mapping):
        raise ContractError(f"message {short(raw)} is not a JSON object")
    try:
        return StatisticMessage.model_validate(raw)
    except ValidationError as error:
        raise ContractError(reason_of(error)) from None


def canonical(dimensions: Mapping[str, str]) -> str:
    """Dimensions as they are kept: name=code joined by ";" in order of name, "" for none."""
    return ";".join(f"{name}={dimensions[name]}" for name in sorted(dimensions))


def admit(message: StatisticMessage, catalogue: Catalogue, site: Site, latest: Micros) -> Report:
    """The report in a message; ContractError where the catalogue, the tree or the clock does not allow it."""
    metric = catalogue.metrics.get(message.metric)
    if metric is None:
        reported = [one.id for one in catalogue.metrics.values() if not one.derived]
        near = [name for name in reported if name.split(".")[0] == message.metric.split(".")[0]]
        shown = _listed(near) if near else "a metric of the catalogue"
        raise ContractError(f"metric: {message.metric!r} is not in the catalogue; expected {shown}")
    if metric.ratio is not None:
        raise ContractError(
            f"metric: {message.metric!r} is worked out and never reported; expected {' and '.join(metric.ratio)}"
        )
    if message.area not in site.tree:
        raise ContractError(f"area: {message.area!r} is not in the area tree; expected the code of a loaded area")
    if message.unit is not None and message.unit != metric.unit:
        raise ContractError(f"unit: {short(message.unit)} is not that of {metric.id}; expected {metric.unit!r}")
    _check_dimensions(message.dimensions, metric, catalogue, site)
    _check_value(message.value, metric)
    if message.at > latest:
        ahead = (message.at - latest) // SECOND
        raise ContractError(
            f"at: {format_instant(message.at)} lies in the future, {ahead} s beyond the clock tolerance; "
            "expected the time when it was reported"
        )
    start, end = message.period
    return Report(metric.id, message.area, canonical(message.dimensions), start, end, message.value, message.at)


def _check_value(value: float, metric: Metric) -> None:
    low = metric.min is not None and value < metric.min
    if low or (metric.max is not None and value > metric.max):
        least = "" if metric.min is None else f" from {metric.min:g}"
        most = "" if metric.max is None else f" to {metric.max:g}"
        raise ContractError(f"value: {value:g} is out of the range of {metric.id}; expected a number{least}{most}")


def _check_dimensions(given: Mapping[str, str], metric: Metric, catalogue: Catalogue, site: Site) -> None:
    if not given:
        return
    for name in given:
        if name not in catalogue.dimensions:
            shown = _listed(metric.dimensions) or "none"
            raise ContractError(f"dimensions: {short(name)} is not a dimension of the catalogue; expected {shown}")
    if not any(set(names) == given.keys() for names in metric.breakdowns):
        allowed = " or ".join("+".join(names) for names in metric.breakdowns) or "the total alone"
        raise ContractError(f"dimensions: {'+'.join(given)} is no breakdown of {metric.id}; expected {allowed}")
    for name, code in given.items():
        _check_code(catalogue.dimensions[name], code, site)


def _check_code(dimension: Dimension, code: str, site: Site) -> None:
    if not _CODE.fullmatch(code):
        raise ContractError(f"dimensions.{dimension.id}: {short(code)}: expected 1 to 64 characters without ; and =")
    if dimension.open:
        return
    if dimension.vocabulary is not None:
        if site.vocabulary.get(dimension.vocabulary, code) is None:
            known = _listed([term.code for term in site.vocabulary.of(dimension.vocabulary)]) or "none declared"
            kind = dimension.vocabulary
            raise ContractError(f"dimensions.{dimension.id}: {short(code)} is no known {kind}; expected one of {known}")
        return
    codes = [value.code for value in dimension.values]
    if code not in codes:
        raise ContractError(
            f"dimensions.{dimension.id}: {short(code)} is not declared; expected one of {_listed(codes)}"
        )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:_MANY]) + (", ..." if len(names) > _MANY else "")
