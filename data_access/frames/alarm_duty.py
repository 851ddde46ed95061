"""Who is responsible for what a warning is about, how they stand, what else is told of the same matter or nearby."""

from typing import Any, Final

import pandas as pd
from sqlalchemy import select

from data_access.clock import HOUR
from data_access.frames.alarm import Situation, metres, situation, tabled
from data_access.frames.alarm_map import RADIUS, open_nearby
from data_access.frames.asking import shared
from data_access.frames.limits import LIMITS, below, overdue_status, worst
from data_access.reader import UNASSIGNED, Reader
from data_access.tally import Tally
from data_access.view import View

COLUMNS: Final = (
    *("kind", "code", "label", "level", "open", "overdue"),
    *("on_time_value", "on_time_numerator", "on_time_denominator", "cases", "sources", "status"),
)
BELOW: Final = 8
_WANTED: Final = ("open", "due")

Row = dict[str, Any]


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Rows of kind "department", "post" (a label alone), "area" (from below the top down to the place; `level` its
    label), "matter" (`cases` of the same category close by in place and time, told by other `sources`), "near" (open
    cases within 300 m) and, where no case is in question, "below" (the areas below, most open cases first). Open and
    overdue as of T, the on-time rate of the view's window."""
    found = situation(reader, view)
    rows: list[Row] = []
    if found.warned is not None:
        rows = [*_department(reader, found), *_areas(reader, found), *_around(reader, found), *_below(reader, found)]
    return tabled(rows, COLUMNS)


def _department(reader: Reader, found: Situation) -> list[Row]:
    case, language = found.case, found.view.language
    code: str | None = case.department if case is not None else found.warned.department if found.warned else None
    rows: list[Row] = []
    if code is not None and code != UNASSIGNED:
        tally = shared(reader, found.view, "department", _WANTED).get(code) or Tally()
        rows.append({"kind": "department", "code": code, "label": reader.label("department", code, language)})
        rows[0] |= _standing(tally)
    if case is not None and case.post is not None:
        rows.append({"kind": "post", "code": case.post, "label": reader.label("post", case.post, language)})
    return rows


def _areas(reader: Reader, found: Situation) -> list[Row]:
    tree, language = reader.tree, found.view.language
    path = [] if found.place is None else tree.path(found.place)
    shown = [one for one in path if tree.depth(one.code) > tree.depth(found.question.area)] or path[-1:]
    rows = []
    for one in shown:
        tally = shared(reader, found.view.replaced(area=one.code), "none", _WANTED)[""]
        level = reader.vocabulary.label("level", one.level, language)
        head = {"kind": "area", "code": one.code, "label": reader.area_label(one.code, language), "level": level}
        rows.append({**head, **_standing(tally)})
    return rows


def _below(reader: Reader, found: Situation) -> list[Row]:
    """Where no single case is in question: the areas below, those with most to do first."""
    if found.case is not None or found.warned is None:
        return []
    tree, language = reader.tree, found.view.language
    tallies = shared(reader, found.view.replaced(area=found.place or ""), "child", ("open",))
    children = tree.children(found.place or found.question.area)
    rows: list[Row] = []
    for one in children:
        tally = tallies.get(one.code) or Tally()
        level = reader.vocabulary.label("level", one.level, language)
        head = {"kind": "below", "code": one.code, "label": reader.area_label(one.code, language), "level": level}
        rows.append({**head, "open": tally.open, "overdue": tally.overdue, "status": "n"})
    return sorted(rows, key=lambda row: (-row["open"], row["code"]))[:BELOW]


def _standing(tally: Tally) -> Row:
    rate = tally.on_time / tally.due if tally.due else None
    return {
        "open": tally.open,
        "overdue": tally.overdue,
        "on_time_value": rate,
        "on_time_numerator": tally.on_time,
        "on_time_denominator": tally.due,
        "status": worst(below("on_time_rate", rate, tally.due), overdue_status(tally.overdue, tally.open)),
    }


def _around(reader: Reader, found: Situation) -> list[Row]:
    if found.point is None:
        return []
    near = [one for one in open_nearby(reader, found) if one.metres <= RADIUS]
    late = sum(one.overdue for one in near)
    return [*_matter(reader, found), {"kind": "near", "open": len(near), "overdue": late, "status": "n"}]


def _matter(reader: Reader, found: Situation) -> list[Row]:
    """Cases of the same category near the case in place and time, from other sources."""
    case, limits = found.case, LIMITS["twins"]
    if case is None or found.point is None or case.collected_at is None or case.category is None:
        return []
    table, conditions = reader.states(found.question)
    c, apart = table.c, limits["hours"] * HOUR
    chosen = select(c.source, c.lon, c.lat).where(
        *conditions,
        *reader.since(table, found.question, case.collected_at - apart),
        c.collected_at.between(case.collected_at - apart, case.collected_at + apart),
        c.category == case.category,
        c.source != case.source,
        c.lon.is_not(None),
        c.lat.is_not(None),
    )
    told = [
        row.source
        for row in reader.connection.execute(chosen)
        if metres(found.point, (row.lon, row.lat)) <= limits["metres"]
    ]
    sources = [reader.vocabulary.label("source", code, found.view.language) for code in sorted(set(told))]
    return [{"kind": "matter", "cases": len(told), "sources": sources, "status": "n"}]
