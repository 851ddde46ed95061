"""The risk index of the areas below, the highest first, with its parts; one of them opened down to its cases."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select

from data_access.clock import SECOND
from data_access.frames.titles import title_of
from data_access.reader import Question, Reader
from data_access.risk.index import AreaIndex, risk_index
from data_access.view import View

COLUMNS = (
    "code",
    "label",
    "drill",
    "index",
    "status",
    "known",
    "part",
    "weight",
    "numerator",
    "denominator",
    "value",
    "reference",
    "score",
    "points",
    "missing",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """A row a part of an area: the areas below, highest index first, unknown ones last; of a leaf its own. `points`
    of the index that the part makes. attrs: `opened` the code of `focus=index:CODE`, else of the first; `cases` its
    open cases that weigh most; `opened_name`, `of_whole` the index of the area in view, end of the hours counted
    (microseconds), days, half_life, version, unplaced."""
    question = reader.question(view)
    found = risk_index(reader, view)
    children = [child.code for child in reader.tree.children(question.area)]
    shown = [found.areas[code] for code in children] or [found.areas[question.area]]
    shown.sort(key=lambda one: (one.index is None, -(one.index or 0.0), one.code))
    opened = _opened(view, found.areas, shown)
    if opened.code not in [one.code for one in shown]:
        # An area two levels down, opened from the map: it stands below the list of its elders.
        shown.append(opened)
    rows = [row for one in shown for row in _rows(reader, view, one, question)]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    rules = reader.risk_rules.index
    table.attrs.update(
        opened=opened.code,
        chosen=view.opened("index") is not None,
        ranked=len(children),
        cases=_cases(reader, view, question, opened.code),
        of_whole=found.areas[question.area].index,
        end=found.end,
        days=rules.days,
        half_life=rules.half_life,
        per=rules.intensity.per,
        metres=rules.repeat_metres,
        unplaced=found.unplaced,
        version=found.version,
    )
    return table


def _opened(view: View, areas: dict[str, AreaIndex], shown: list[AreaIndex]) -> AreaIndex:
    opened = view.opened("index")
    return areas[opened[0]] if opened is not None and opened[0] in areas else shown[0]


def _rows(reader: Reader, view: View, one: AreaIndex, question: Question) -> list[tuple[Any, ...]]:
    label = reader.area_label(one.code, view.language)
    head = (one.code, label, one.code != question.area, one.index, one.status, one.known)
    rows = []
    for part in one.parts:
        points = None
        if part.score is not None and one.index is not None:
            points = 100 * part.weight * part.score / one.known
        made = (part.name, part.weight, part.numerator, part.denominator, part.value, part.reference, part.score)
        rows.append((*head, *made, points, part.missing))
    return rows


def _cases(reader: Reader, view: View, question: Question, code: str) -> list[dict[str, Any]]:
    """The open cases of an area that weigh most: the severest, of them the longest overdue."""
    there = reader.question(view.replaced(area=code), moment=question.moment)
    table, conditions = reader.open_states(there)
    c = table.c
    chosen = c.event_id, c.title, c.category, c.severity, c.due_at, c.collected_at
    order = (func.coalesce(c.severity, 1).desc(), c.due_at.is_(None), c.due_at, c.event_id)
    limit = reader.risk_rules.index.cases
    rows = reader.connection.execute(select(*chosen).where(*conditions).order_by(*order).limit(limit))
    return [
        {
            "event_id": row.event_id,
            "title": title_of(reader, row.title, row.category, view.language),
            "severity": row.severity,
            "over_seconds": None if row.due_at is None else (question.moment - row.due_at) / SECOND,
            "age_seconds": (question.moment - row.collected_at) / SECOND,
        }
        for row in rows
    ]
