"""A figure of the metric catalogue explained: where it comes from, how it adds up, how fresh it is."""

from typing import Final

from data_access.explain.naming import Asked, narrowed
from data_access.explain.numbers import Explained, Piece
from data_access.reader import Reader
from data_access.statistics.figures import Figure, figure, figures_by_child, status_of
from data_access.view import View, ViewError

METRIC: Final = "metric"


def explain_metric(reader: Reader, view: View, number: Asked) -> Explained:
    """`metric.<id>` of the area in the cut, and of one value of a dimension where the cut names `value` as
    dimension=key; ViewError for a metric or dimension that is not in the catalogue."""
    name = number.part
    if name not in reader.metrics.metrics:
        raise ViewError(f"metric {name[:60]!r} is not in the catalogue; expected the id of a metric")
    metric = reader.metrics.metrics[name]
    dimension, _, key = (number.of("value") or "").partition("=")
    if dimension and dimension not in metric.dimensions:
        known = ", ".join(metric.dimensions) or "none"
        raise ViewError(f"dimension {dimension[:40]!r} of {name} is not known; expected one of {known}")
    question = reader.question(narrowed(view, number))
    found = figure(reader, question, name, key, dimension)
    pieces = () if dimension else tuple(_piece(one) for one in figures_by_child(reader, question, name))
    unit = reader.metrics.units[metric.unit]
    english = view.language == "en"
    about = {
        "label": metric.label(view.language),
        "note": metric.en_note if english else metric.zh_note,
        "unit": unit.en if english else unit.zh,
        "unit_code": unit.code,
        "digits": unit.digits,
        "rollup": "ratio" if metric.derived else metric.rollup,
        "weight": metric.weight,
        "ratio": None if metric.ratio is None else [_named(reader, one, view.language) for one in metric.ratio],
        "period": metric.period,
        "fresh": metric.fresh,
        "level": reader.label("level", metric.level, view.language) if metric.level else None,
        "target": found.target,
        "status": status_of(metric, found),
        "start": found.start,
        "end": found.end,
        "at": found.at,
        "reported": found.reported,
        "expected": found.expected,
        "own": found.own,
        "flags": sorted(found.flags),
        "suppress": metric.suppress,
        "rules": reader.metrics.version,
    }
    return Explained(
        number, METRIC, question, found.value, found.numerator, found.denominator, pieces=pieces, about=about
    )


def _named(reader: Reader, name: str, language: str) -> str:
    """A metric's label, its id where the catalogue does not have it."""
    known = reader.metrics.metrics
    return known[name].label(language) if name in known else name


def _piece(one: Figure) -> Piece:
    return Piece(one.area, one.value, one.numerator, one.denominator, drill=True)
