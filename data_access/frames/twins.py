"""Suspected duplicates: one matter told by different sources. Flagged, never merged."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access.clock import DAY, HOUR, SECOND, Micros
from data_access.frames.asking import place
from data_access.frames.limits import LIMITS
from data_access.frames.titles import title_of
from data_access.kept import kept
from data_access.matters import Reports, distances, matters, near_pairs
from data_access.reader import Question, Reader
from data_access.view import View

COLUMNS = (
    "at",
    "event_id",
    "source",
    "source_label",
    "first_at",
    "first_event_id",
    "first_source",
    "first_source_label",
    "cases",
    "sources",
    "event_ids",
    "title",
    "category_label",
    "area",
    "area_path",
    "metres",
    "apart_seconds",
    "departments",
    "open",
    "status",
)
ROWS = 20


class Matter(NamedTuple):
    """One matter: the row numbers of its cases, the first report first; metres and time between it and the newest."""

    ids: tuple[int, ...]
    metres: float
    at: Micros
    first_at: Micros


class Found(NamedTuple):
    """The matters of a window, newest first; cases that were not compared because too many stood in one place."""

    matters: tuple[Matter, ...]
    left_out: int


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """At most 20 rows, a matter each, the newest first: its newest case (`at`, `event_id`, `source`, `title`, `area`)
    beside its first report, metres and seconds between the two; of all its cases the lists `sources` (labels),
    `event_ids` and `departments` (labels), and how many are `open`. status: warn where two departments have open ones.

    A matter is of the window when its newest case was collected in it. attrs: matters and cases count all of them;
    left_out: cases in crowds that were not compared; days: how many of the window's last days were compared, None
    for all."""
    question = reader.question(view)
    start = max(question.start, question.end - LIMITS["twins"]["days"] * DAY)
    # Other sources and departments tell of the same matter: those filters choose among the matters, not the cases.
    asked = reader.question(view.replaced(source=None, department=None), moment=question.moment)
    found = kept(reader, asked, "twins", lambda: _found(reader, asked, start))
    matching = _matching(reader, question, found.matters)
    rows = _rows(reader, asked, matching[:ROWS])
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs.update(
        matters=len(matching),
        cases=sum(len(one.ids) for one in matching),
        left_out=found.left_out,
        days=LIMITS["twins"]["days"] if start > question.start else None,
    )
    return table


def _found(reader: Reader, question: Question, start: Micros) -> Found:
    within = LIMITS["twins"]["hours"] * HOUR
    table, conditions = reader.states(question)
    c = table.c
    chosen = select(c.id, c.collected_at, c.lon, c.lat, c.source, c.category).where(
        *conditions,
        *reader.since(table, question, start - within),
        c.collected_at >= start - within,
        c.collected_at < question.end,
        c.lon.is_not(None),
        c.lat.is_not(None),
    )
    cases = sorted(reader.connection.execute(chosen).all(), key=lambda row: (row[1], row[4], row[0]))
    ids, at, lon, lat, source, category = zip(*cases, strict=True) if cases else ((),) * 6
    told = Reports(
        np.array(at, dtype=np.int64),
        np.array(lon, dtype=np.float64),
        np.array(lat, dtype=np.float64),
        _coded(source),
        _coded(category),
    )
    pairs = near_pairs(told, metres=LIMITS["twins"]["metres"], within=within)
    found = []
    for first, others in matters(pairs).items():
        newest = others[-1]
        if at[newest] >= start:
            (metres,) = distances(told, np.array([first]), np.array([newest]))
            found.append(Matter(tuple(ids[one] for one in (first, *others)), float(metres), at[newest], at[first]))
    found.sort(key=lambda one: (-one.at, one.ids))
    return Found(tuple(found), pairs.left_out)


def _coded(words: tuple[str | None, ...]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    codes: dict[str | None, int] = {}
    return np.array([codes.setdefault(word, len(codes)) for word in words], dtype=np.int64)


def _matching(reader: Reader, question: Question, found: tuple[Matter, ...]) -> list[Matter]:
    """The matters with at least one case that matches the filters set aside."""
    if not {"source", "department"} & set(question.filters):
        return list(found)
    wanted = [number for one in found for number in one.ids]
    table, conditions = reader.states(question)
    matching: set[int] = set()
    for first in range(0, len(wanted), 500):
        chosen = select(table.c.id).where(*conditions, table.c.id.in_(wanted[first : first + 500]))
        matching.update(reader.connection.execute(chosen).scalars())
    return [one for one in found if not matching.isdisjoint(one.ids)]


def _rows(reader: Reader, question: Question, shown: list[Matter]) -> list[tuple[object, ...]]:
    table, conditions = reader.states(question)
    c = table.c
    columns = (c.id, c.event_id, c.source, c.title, c.category, c.area, c.department, c.closed_at)
    wanted = [number for one in shown for number in one.ids]
    chosen = select(*columns).where(*conditions, c.id.in_(wanted))
    details = {row.id: row for row in reader.connection.execute(chosen)} if wanted else {}
    language = question.view.language
    rows: list[tuple[object, ...]] = []
    for one in shown:
        # A kept answer may be a tick old: a case voided since is no longer there.
        cases = [details[number] for number in one.ids if number in details]
        if len(cases) < 2:
            continue
        first, newest = cases[0], cases[-1]
        busy = {case.department for case in cases if case.closed_at is None and case.department is not None}
        departments = dict.fromkeys(case.department for case in cases if case.department is not None)
        rows.append(
            (
                one.at,
                newest.event_id,
                newest.source,
                reader.label("source", newest.source, language),
                one.first_at,
                first.event_id,
                first.source,
                reader.label("source", first.source, language),
                len(cases),
                [
                    reader.vocabulary.label("source", code, language)
                    for code in dict.fromkeys(case.source for case in cases)
                ],
                [case.event_id for case in cases],
                title_of(reader, newest.title, newest.category, language),
                reader.label("category", newest.category, language),
                newest.area,
                place(reader, question, newest.area),
                one.metres,
                (one.at - one.first_at) / SECOND,
                [reader.vocabulary.label("department", code, language) for code in departments],
                sum(case.closed_at is None for case in cases),
                "warn" if len(busy) > 1 else "note",
            )
        )
    return rows
