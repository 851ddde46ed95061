"""The rows behind a number: exactly those cases that it counts, in pages, sorted and filtered by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import FromClause, Select, and_, func, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.rules import RULES, Rule
from data_access.clock import DAY, Micros
from data_access.explain.naming import Asked, narrowed
from data_access.reader import UNLOCATED, Question, Reader
from data_access.scores.past import states_in_parts
from data_access.store.schema import area as area_table
from data_access.store.schema import event, event_version
from data_access.view import View, ViewError

MOST: Final = 500
"""Rows of one page."""

COLUMNS: Final = (
    *("event_id", "source", "title", "category", "area", "department", "stage", "severity"),
    *("collected_at", "due_at", "closed_at"),
)
"""The columns of a row, all of which may be sorted by."""

WORDED: Final = ("category", "area", "source", "department")
"""Columns of codes that are filtered by their words."""

STATUSES: Final = ("overdue", "open", "closed")

RECENT: Final[Micros] = 2 * DAY
"""For so long few cases have changed."""

Narrow = tuple[tuple[str, str], ...]
"""(column, text): only rows whose column holds the text."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `start`.. of the list, `count` of them; `sort` one of COLUMNS, "" for the instant that the number counts
    by."""

    start: int = 0
    count: int = 100
    sort: str = ""
    descending: bool = True
    narrow: Narrow = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, in the columns of COLUMNS with `status`, and how many rows the list has, None if not counted."""

    rows: list[dict[str, Any]]
    total: int | None


Part = tuple[FromClause, tuple[ColumnElement[bool], ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases of a list: tables of states and conditions on each, no case in two of them; `instant` is the column
    the number counts by."""

    question: Question
    parts: tuple[Part, ...]
    instant: str


def rule_of(measure: str) -> Rule:
    """The rule of a measure; ViewError for one that does not exist."""
    if measure not in RULES:
        raise ViewError(f"measure {measure!r} is not known; expected one of {', '.join(RULES)}")
    return RULES[measure]


def select_cases(reader: Reader, view: View, number: Asked, part: str = "") -> Selection:
    """The cases that a number counts as of the view's T: all of it, or one `part` of a rate ("numerator" or
    "denominator"). ViewError for a measure or part that does not exist."""
    rule = rule_of(number.measure)
    part = part or rule.parts[0]
    if part not in rule.parts:
        raise ViewError(f"part {part!r} of {number.measure!r} is not known; expected one of {', '.join(rule.parts)}")
    question = reader.question(narrowed(view, number))
    found = []
    for table, conditions in _states(reader, question, rule):
        which = [*conditions, rule.counted(table.c, question), *_cut(reader, question, table.c, number)]
        if rule.cohort:
            which += [table.c[rule.cohort] >= question.start, table.c[rule.cohort] < question.end]
        if part == "numerator" and rule.part is not None:
            which.append(rule.part(table.c, question))
        found.append((table, tuple(which)))
    return Selection(question, tuple(found), rule.cohort or "collected_at")


def _states(reader: Reader, question: Question, rule: Rule) -> list[tuple[FromClause, list[ColumnElement[bool]]]]:
    if not rule.cohort:
        return [reader.open_states(question)]
    if not question.live and question.moment >= (reader.version.newest_at or 0) - RECENT:
        # A little ago: what has not changed since is found by the indexes of the present.
        return states_in_parts(reader, question)
    table, conditions = reader.states(question)
    if rule.cohort != "due_at":
        # A case may fall due after all that happened to it.
        conditions = [*conditions, *reader.since(table, question, question.start)]
    return [(table, conditions)]


def listed(reader: Reader, chosen: Selection, page: Page, *, counted: bool = True) -> Listed:
    """One page of a list, in an order that is the same at one data version; without `counted` the total is None.
    ViewError naming what is not known."""
    if not 1 <= page.count <= MOST:
        raise ViewError(f"count {page.count} is out of range; expected 1 to {MOST}")
    if page.start < 0:
        raise ViewError(f"start {page.start} is out of range; expected 0 or more")
    keys = _ordered(reader, chosen, page).offset(page.start).limit(page.count)
    rows = list(_rows(reader, chosen, reader.connection.execute(keys).all()))
    return Listed(rows, count_of(reader, chosen, page.narrow) if counted else None)


def count_of(reader: Reader, chosen: Selection, narrow: Narrow = ()) -> int:
    """How many rows a list has."""
    return sum(
        reader.connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
        for table, where in _narrowed(reader, chosen, narrow)
    )


def every(reader: Reader, chosen: Selection, page: Page, most: int, step: int = 500) -> Iterator[dict[str, Any]]:
    """The rows of a list from its first on, at most `most` of them, read `step` at a time."""
    keys = reader.connection.execute(_ordered(reader, chosen, page).limit(most)).all()
    for first in range(0, len(keys), step):
        yield from _rows(reader, chosen, keys[first : first + step])


def _ordered(reader: Reader, chosen: Selection, page: Page) -> Select[Any]:
    if page.sort and page.sort not in COLUMNS:
        raise ViewError(f"sort {page.sort!r} is not known; expected one of {', '.join(COLUMNS)}")
    name = page.sort or chosen.instant
    # Keys first: sorted by what an index holds, they need not read a row for each case of the list.
    selects = [
        select(table.c.id, table.c.valid_from, table.c[name].label("by")).where(*where)
        for table, where in _narrowed(reader, chosen, page.narrow)
    ]
    keys = selects[0] if len(selects) == 1 else select(union_all(*selects).subquery("cases"))
    c = keys.selected_columns
    # What is not known stands last either way.
    unknown = [] if name == chosen.instant else [c.by.is_(None)]
    return keys.order_by(*unknown, c.by.desc() if page.descending else c.by.asc(), c.id.desc())


def _rows(reader: Reader, chosen: Selection, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for table in (event, event_version):
        # Of a past T the present state of a case that has not changed since is its version as well.
        missing = [key for key in keys if key.id not in found]
        if missing and (table is event_version or chosen.question.live or len(chosen.parts) > 1):
            shown = select(table.c.id, table.c.valid_from, *(table.c[name] for name in COLUMNS))
            began = {key.id: key.valid_from for key in missing}
            # A case has few versions: all are read, and the one that holds is kept.
            rows = reader.connection.execute(shown.where(table.c.id.in_(list(began)))).all()
            found |= {row.id: row._asdict() for row in rows if row.valid_from == began[row.id]}
    moment = chosen.question.moment
    for key in keys:
        row = found[key.id]
        late = row["closed_at"] is None and row["due_at"] is not None and row["due_at"] < moment
        row["status"] = "overdue" if late else "open" if row["closed_at"] is None else "closed"
        yield row


def _cut(reader: Reader, question: Question, c: Any, number: Asked) -> list[ColumnElement[bool]]:
    """What the row of a panel asks beyond area and filters."""
    conditions: list[ColumnElement[bool]] = []
    if number.of("area") == UNLOCATED:
        here = func.coalesce(c.area, "") == question.area
        if question.area == reader.tree.root.code:
            here = here | func.coalesce(c.area, "").not_in(select(area_table.c.code))
        conditions.append(here)
    stage = number.of("stage")
    if stage is not None:
        conditions.append(c.stage == stage)
    return conditions


def _narrowed(reader: Reader, chosen: Selection, narrow: Narrow) -> Iterator[tuple[FromClause, list[Any]]]:
    """The parts of a list with what it is narrowed to."""
    for table, conditions in chosen.parts:
        yield table, [*conditions, *(_held(reader, chosen.question, table.c, name, text) for name, text in narrow)]


def _held(reader: Reader, question: Question, c: Any, name: str, text: str) -> ColumnElement[bool]:
    """That a column holds a text."""
    if name == "text":
        return or_(func.lower(c.title).contains(text.lower(), autoescape=True), c.event_id == text)
    if name in ("event_id", "title"):
        return func.lower(c[name]).contains(text.lower(), autoescape=True)
    if name == "severity":
        if not text.isdigit() or len(text) > 2:
            raise ViewError(f"severity {text[:20]!r} is not a number; expected 1 to 5")
        return func.coalesce(c.severity, 0) == int(text)
    if name == "stage":
        return func.coalesce(c.stage, "").in_(text.split("|"))
    if name == "status":
        return _standing(c, text, question)
    if name in WORDED:
        return func.coalesce(c[name], "").in_(_codes(reader, name, text))
    known = ", ".join(("event_id", "title", "severity", "stage", "status", *WORDED))
    raise ViewError(f"column {name[:40]!r} cannot be filtered; expected one of {known}")


def _standing(c: Any, status: str, question: Question) -> ColumnElement[bool]:
    if status not in STATUSES:
        raise ViewError(f"status {status[:20]!r} is not known; expected one of {', '.join(STATUSES)}")
    if status == "closed":
        found: ColumnElement[bool] = c.closed_at.is_not(None)
        return found
    late = func.coalesce(c.due_at, question.moment) < question.moment
    return and_(c.closed_at.is_(None), late if status == "overdue" else ~late)


def _codes(reader: Reader, name: str, text: str) -> list[str]:
    """The codes whose name in either language, or themselves, hold a text."""
    sought = text.casefold()
    if name == "area":
        tree = reader.tree
        found = [one for one in map(tree.__getitem__, tree.subtree(tree.root.code)) if _holds(sought, one)]
        return sorted({code for one in found for code in tree.subtree(one.code)})
    return [
        term.code
        for term in reader.vocabulary.of(name)
        if any(sought in word.casefold() for word in (term.code, term.label("zh"), term.label("en")))
    ]


def _holds(sought: str, area: Any) -> bool:
    return any(sought in word.casefold() for word in (area.code, area.name, area.name_en or ""))
