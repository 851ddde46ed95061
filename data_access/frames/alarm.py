"""One warning on the spot: which one is looked at, the case it is about, the place, and what else waits for an answer.

The panels of the takeover share this. Area and filters of the view do not matter: the focus names a warning.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from data_access.alerts.evaluation import RAISED
from data_access.alerts.standing import Warned, one_of, standing
from data_access.areas.tree import Area
from data_access.cases.masking import masked
from data_access.clock import MINUTE, Micros
from data_access.frames.warnings import COLUMNS, rows_of
from data_access.matters import EARTH
from data_access.reader import Question, Reader, within
from data_access.store.schema import event, event_version
from data_access.view import View

FOCUS: Final = "warning"
NOTHING: Final = "nothing"
UNKNOWN: Final = "unknown"

_CASE: Final = (
    *(
        "id",
        "source",
        "event_id",
        "title",
        "category",
        "area",
        "department",
        "post",
        "stage",
        "stage_since",
        "severity",
    ),
    *("collected_at", "dispatched_at", "response", "due_at", "closed_at", "ended_at", "lon", "lat"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """`warned` None: there is nothing to show, `missing` says why: NOTHING (no critical warning stands) or UNKNOWN (the
    focus names none). `case`: the state of the one case it is about, None where it is about none; `place` the code of
    the area it is in; `subject` the area the map shows, None where none is drawn; `waiting`: the other critical
    warnings that nobody acknowledged, the most pressing first. `view` is that of the whole, without filters."""

    view: View
    question: Question
    warned: Warned | None
    missing: str
    asked: str
    case: Any = None
    place: str | None = None
    subject: Area | None = None
    waiting: tuple[Warned, ...] = ()

    @property
    def due_at(self) -> Micros | None:
        """The deadline in force: of the case, else of the cases the warning tells of."""
        if self.case is not None:
            found: Micros | None = self.case.due_at
            return found
        return None if self.warned is None else _due(self.warned)

    @property
    def point(self) -> tuple[float, float] | None:
        """(lon, lat) of the case."""
        known = self.case is not None and self.case.lon is not None and self.case.lat is not None
        return (self.case.lon, self.case.lat) if known else None


def situation(reader: Reader, view: View) -> Situation:
    """What a view of the takeover is about, worked out once for all its panels."""
    key = ("alarm", view)
    if key not in reader.memory:
        reader.memory[key] = _situation(reader, view)
    found: Situation = reader.memory[key]
    return found


def alarm_row(reader: Reader, found: Situation) -> dict[str, Any] | None:
    """The warning as a row of the frame of warnings, its deadline that in force; None where there is none."""
    if found.warned is None:
        return None
    (row,) = rows_of(reader, found.question, [found.warned])
    row = {name: row[name] for name in COLUMNS}
    title = row["title"] or (found.case and found.case.title and masked(found.case.title))
    return {**row, "title": title, "due_at": found.due_at}


def tabled(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame; what a row does not name is None."""
    return pd.DataFrame([tuple(row.get(name) for name in columns) for row in rows], columns=list(columns), dtype=object)


def accept_by(reader: Reader, case: Any) -> Micros | None:
    """Until when the department has to accept a case; None before it is dispatched or where it declares no limit."""
    if case is None or case.dispatched_at is None or case.department is None:
        return None
    minutes = reader.vocabulary.attribute("department", case.department, "response_limit_minutes")
    return None if minutes is None else int(case.dispatched_at + minutes * MINUTE)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle metres between two points (lon, lat) in degrees."""
    (east, north), (far_east, far_north) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    up, across = math.sin((far_north - north) / 2), math.sin((far_east - east) / 2)
    return 2 * EARTH * math.asin(math.sqrt(min(up * up + math.cos(north) * math.cos(far_north) * across * across, 1.0)))


def _situation(reader: Reader, view: View) -> Situation:
    whole = view.replaced(area="", department=None, source=None, category=None)
    question = reader.question(whole)
    pressing = _pressing(reader, whole)
    opened = view.opened(FOCUS)
    if opened is None:
        warned, missing, asked = next(iter(pressing), None), NOTHING, ""
    else:
        asked = "/".join(filter(None, opened))
        warned, missing = one_of(reader, question, int(asked)) if _is_number(asked) else None, UNKNOWN
    if warned is None:
        return Situation(whole, question, None, missing, asked, waiting=_others(pressing, None))
    case = _case(reader, question, warned)
    place = _place(reader, case.area if case is not None and case.area else warned.area)
    subject = _subject(reader, place or question.area)
    return Situation(whole, question, warned, "", asked, case, place, subject, _others(pressing, warned))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _pressing(reader: Reader, whole: View) -> tuple[Warned, ...]:
    """The critical warnings that nobody acknowledged: by deadline, then those without one, the newest first."""
    open_ones = [one for one in standing(reader, whole).warnings if (one.severity, one.state) == ("crit", RAISED)]
    return tuple(sorted(open_ones, key=lambda one: (_due(one) is None, _due(one) or -one.raised_at, -(one.id or 0))))


def _others(pressing: tuple[Warned, ...], warned: Warned | None) -> tuple[Warned, ...]:
    """Those that can be opened: what was replayed has no number. What is told of the same case waits with it."""
    subject = None if warned is None else warned.subject
    return tuple(one for one in pressing if one.id is not None and one.subject != subject)


def _due(warned: Warned) -> Micros | None:
    due = warned.evidence.get("due_at")
    return due if isinstance(due, int) else None


def _case(reader: Reader, question: Question, warned: Warned) -> Any:
    """The state as of T of the case that a warning is about, whether it is open or not."""
    if not warned.subject.startswith("event:"):
        return None
    table = event if question.live else event_version
    c = table.c
    named = select(event.c.id).where(
        event.c.source == warned.evidence.get("source"), event.c.event_id == warned.evidence.get("event_id")
    )
    conditions: list[ColumnElement[bool]] = [c.id.in_(named)]
    if not question.live:
        conditions += [c.valid_from <= question.moment, c.valid_to.is_(None) | (c.valid_to > question.moment)]
    if question.area != reader.tree.root.code:
        conditions.append(within(reader.tree, c.area, question.area))
    return reader.connection.execute(select(*(c[name] for name in _CASE)).where(*conditions)).one_or_none()


def _place(reader: Reader, code: str | None) -> str | None:
    return code if code is not None and code in reader.tree else None


def _subject(reader: Reader, code: str) -> Area | None:
    """The lowest area with an outline that holds the place; of a tree of four levels or more none of the last, whose
    areas are a few streets wide."""
    tree = reader.tree
    deepest = max(tree.depth(one.code) for one in tree)
    last = deepest - 1 if deepest >= 3 else deepest
    drawn = [one for one in tree.path(code) if one.geometry is not None and tree.depth(one.code) <= last]
    return drawn[-1] if drawn else None
