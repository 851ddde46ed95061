"""The map: the area's children outlined and named, their children filled; what is open in each."""

import math
from collections import Counter

import pandas as pd
from sqlalchemy import case, func, select

from data_access.areas.tree import Area
from data_access.frames.asking import is_known, shared
from data_access.frames.limits import overdue_status
from data_access.reader import Question, Reader
from data_access.view import View

COLUMNS = (
    "code",
    "name",
    "ring",
    "parent",
    "level",
    "open",
    "overdue",
    "reported",
    "fill",
    "fill_class",
    "status",
    "drill",
    "lon",
    "lat",
    "pill",
)
CLASSES = 5


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row an area: ring 1 the children, ring 2 theirs; ring 0 the area itself when it is a leaf. `reported` is
    known for ring 1. attrs: measure, breaks (4 lower bounds of classes 1..4), unlocated, drawn (whether
    there is any geometry). Before the history every count is None.
    """
    question = reader.question(view)
    children, below = reader.shapes.rings(question.area)
    shown = [(1, one) for one in children] + [(2, one) for one in below] or [(0, reader.tree[question.area])]
    known = is_known(reader, question)
    open_cases, overdue = _open(reader, question)
    reported = shared(reader, view, "child", ("reported", "closed", "open", "due")) if children else {}
    filled = max(ring for ring, _ in shown)
    breaks = _breaks([open_cases[one.code] for ring, one in shown if ring == filled])
    rows = []
    for ring, one in shown:
        count, late = (open_cases[one.code], overdue[one.code]) if known else (None, None)
        status = overdue_status(late, count) if count is not None and late is not None else "n"
        point = reader.shapes.label_point(one.code) or (None, None)
        tally = reported.get(one.code)
        rows.append(
            (
                one.code,
                reader.area_label(one.code, view.language),
                ring,
                one.parent,
                one.level,
                count,
                late,
                None if tally is None or not known else tally.reported,
                count,
                None if count is None else sum(count >= bound for bound in breaks),
                status,
                _drill(ring, one),
                *point,
                ring == filled and status != "n",
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    located = sum(open_cases[one.code] for one in children)
    table.attrs.update(
        measure="open",
        breaks=breaks,
        unlocated=None if not known else open_cases[question.area] - located if children else 0,
        drawn=reader.shapes.drawn(question.area),
    )
    return table


def _drill(ring: int, one: Area) -> str | None:
    if ring == 0:
        return None
    return one.code if ring == 1 else one.parent


def _open(reader: Reader, question: Question) -> tuple[Counter[str], Counter[str]]:
    """Open and overdue cases of every area of the subtree, those of what is below it included."""
    table, conditions = reader.open_states(question)
    late = func.sum(case((table.c.due_at < question.moment, 1), else_=0))
    chosen = select(table.c.area, func.count(), late).where(*conditions)
    open_cases: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for code, count, number in reader.connection.execute(chosen.group_by(table.c.area)).all():
        path = reader.tree.path(code) if code in reader.tree else (reader.tree.root,)
        for one in path:
            open_cases[one.code] += count
            overdue[one.code] += int(number)
    return open_cases, overdue


def _breaks(values: list[int]) -> list[int]:
    """Four round bounds that change seldom: multiples of a step of 1, 2 or 5 times a power of ten, such that all
    but the largest few values lie below the top class's end."""
    ordered = sorted(values)
    high = ordered[int(len(ordered) * 0.95)] if ordered else 0
    rough = max(high / CLASSES, 1.0)
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [step * number for number in range(1, CLASSES)]
