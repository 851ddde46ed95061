"""The number in the view's focus explained: the pieces it is made of, and what it leaves out."""

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
from sqlalchemy import func, select

from data_access.cases.selecting import RULES
from data_access.explain.limits import limit_of
from data_access.explain.metrics import METRIC, explain_metric
from data_access.explain.naming import Asked, asked, write_cut
from data_access.explain.numbers import Explained, Piece, explain_measure
from data_access.explain.scores import INDEX, SCORE, explain_index, explain_score
from data_access.frames.asking import is_known
from data_access.reader import UNASSIGNED, Question, Reader
from data_access.rolled import rolled_hours
from data_access.store.schema import transition
from data_access.store.store import DERIVATION
from data_access.view import View, ViewError

COLUMNS: Final = (
    *("row", "key", "label", "value", "numerator", "denominator"),
    *("drill", "weight", "points", "reason", "counted"),
)

_GROUPS: Final[dict[str, Callable[[Reader, View, Asked], Explained]]] = {
    SCORE: explain_score,
    INDEX: explain_index,
    METRIC: explain_metric,
}


def explain(reader: Reader, view: View, number: Asked) -> Explained:
    """Any number that the screen shows; ViewError naming what is not known of it."""
    return _GROUPS.get(number.group, explain_measure)(reader, view, number)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of `row` "piece" (an area below, `unlocated`, or a part of a score) and "without" (what is left out, or
    counted in spite of a flaw: `value` cases). attrs: `kind`, `measure`, `part`, `value`, `numerator`, `denominator`,
    `cut` as (dimension, key, label), `start`, `end`, `moment`, `version`, `derivation`, `lists`, `listed`, `list_cut`,
    `rows`, `amount`, `limit` (seconds), `about`; `missing` says why there is nothing."""
    try:
        number = asked(view)
        if number is None:
            raise ViewError("no number is opened; expected focus=why:measure")
        found = explain(reader, view, number)
    except ViewError as error:
        table = pd.DataFrame([], columns=list(COLUMNS), dtype=object)
        table.attrs.update(missing=str(error))
        return table
    rows = [_piece(reader, view, found, piece) for piece in found.pieces]
    nothing = (None,) * 2
    rows += [
        ("without", one.name, None, one.count, *nothing, None, *nothing, None, one.counted) for one in found.without
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(_attributes(reader, view, found))
    return table


def _piece(reader: Reader, view: View, found: Explained, piece: Piece) -> tuple[Any, ...]:
    by_area = found.kind not in (SCORE, INDEX)
    label = reader.area_label(piece.key, view.language) if by_area and piece.key in reader.tree else None
    made = (piece.value, piece.numerator, piece.denominator)
    return ("piece", piece.key, label, *made, piece.drill, piece.weight, piece.points, piece.reason or None, None)


def _attributes(reader: Reader, view: View, found: Explained) -> dict[str, Any]:
    question, number = found.question, found.number
    measure = found.listed or (number.measure if number.measure in RULES else "")
    rule = RULES.get(number.measure)
    # Worked out case by case where no tally or stay was asked for.
    percentile = rule is not None and rule.kind == "duration" and not found.counted
    window = (question.start, question.end)
    listed = RULES[measure] if found.lists else None
    return {
        "kind": found.kind,
        "measure": number.measure,
        "group": number.group,
        "part": number.part,
        "value": found.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "cut": [(name, key, _label(reader, view, name, key)) for name, key in number.cut],
        "area": reader.area_label(question.area, view.language),
        "start": question.start,
        "end": question.end,
        "moment": question.moment,
        "known": is_known(reader, question),
        "version": reader.version.version,
        "derivation": DERIVATION,
        "newest_at": _newest(reader, question),
        "rounded": percentile and rolled_hours(reader, question, "none", window) is not None,
        "lists": list(found.lists),
        "listed": measure if found.lists else "",
        "list_cut": write_cut(dict(found.listed_cut if found.listed_cut is not None else number.cut)),
        "rows": found.rows,
        "amount": "" if listed is None else listed.told,
        "limit": limit_of(reader, found),
        "about": found.about,
        "filters": [
            (name, reader.label(name, value, view.language) if value != UNASSIGNED else UNASSIGNED)
            for name, value in question.filters.items()
            if number.of(name) is None
        ],
        "missing": None,
    }


def _newest(reader: Reader, question: Question) -> int | None:
    """When the newest step was taken that the number can hold."""
    if question.live:
        return reader.version.newest_at
    at = transition.c.at
    return reader.connection.execute(select(func.max(at)).where(at <= question.moment)).scalar()


def _label(reader: Reader, view: View, dimension: str, key: str) -> str | None:
    """The words for the row a number stands in; None for those that the interface itself has words for."""
    if dimension == "area":
        return reader.area_label(key, view.language) if key in reader.tree else None
    if dimension in ("department", "source", "category"):
        return None if key == UNASSIGNED else reader.label(dimension, key, view.language)
    if dimension == "post":
        return reader.label("post", key, view.language)
    return key.partition("=")[2] or key if dimension == "value" else None
