"""Figures that should agree and whether they do: an area's own total, its children, its breakdowns, other feeds."""

from typing import Any, Final

import pandas as pd

from data_access.clock import SECOND
from data_access.frames.asking import place
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.statistics.entries import MEASURE, Catalogue
from data_access.statistics.reconciling import CHECK, Compared, reconcile
from data_access.view import View

COLUMNS: Final = (
    *("kind", "name", "label", "metric", "against", "area", "area_path", "total", "parts", "difference", "share"),
    *("unit", "digits", "percent", "start_at", "end_at", "since_at", "age", "agrees", "status"),
)
ROWS: Final = 200
WORSE: Final = 0.1
"""From this share on a difference is no slip of the pen."""


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """A row a comparison, at most 200, what differs first, by its share. `label` names the metric or the check;
    `against` what the total is compared with: the names of a breakdown's dimensions or of a check's parts, None for
    the areas below; `age` the seconds since the later of the two was reported. attrs: `differing`, `agreeing`,
    `pending`, `version` of the catalogue."""
    question = reader.question(view)
    # Of a city a minute's reports are many to read, and what differs does so for hours.
    version = reader.metrics.version
    found = kept(reader, question, "reconciliation", lambda: reconcile(reader, question), extra=version)
    rows = [_row(reader, question, one) for one in found.compared[:ROWS]]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    agreeing = sum(one.agrees for one in found.compared)
    table.attrs.update(
        differing=len(found.compared) - agreeing,
        agreeing=agreeing,
        pending=found.pending,
        version=version,
    )
    return table


def _row(reader: Reader, question: Question, one: Compared) -> dict[str, Any]:
    catalogue, language = reader.metrics, question.view.language
    metric = catalogue.metrics[one.metric]
    unit = catalogue.units[metric.unit]
    entry = catalogue.checks[one.name] if one.kind == CHECK else metric
    status = "n" if one.agrees else "crit" if one.share >= WORSE else "warn"
    return {
        "kind": one.kind,
        "name": one.name,
        "label": entry.en if language == "en" else entry.zh,
        "metric": one.metric,
        "against": _against(catalogue, one, language),
        "area": one.area,
        "area_path": place(reader, question, one.area),
        "total": one.total,
        "parts": one.parts,
        "difference": one.difference,
        "share": one.share,
        "unit": unit.en if language == "en" else unit.zh,
        "digits": unit.digits,
        "percent": metric.unit == "percent",
        "start_at": one.start,
        "end_at": one.end,
        "since_at": one.since,
        "age": (question.moment - one.since) / SECOND,
        "agrees": one.agrees,
        "status": status,
    }


def _against(catalogue: Catalogue, one: Compared, language: str) -> list[str] | None:
    if one.kind == CHECK:
        parts = catalogue.checks[one.name].parts
        named = [catalogue.metrics[part].label(language) if part in catalogue.metrics else part for part in parts]
        return [name.removeprefix(MEASURE) for name in named]
    if not one.name:
        return None
    found = [catalogue.dimensions[name] for name in one.name.split("+")]
    return [dimension.en if language == "en" else dimension.zh for dimension in found]
