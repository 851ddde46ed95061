"""What a list of cases is narrowed to: rows whose column, as it is shown, holds a text.

Titles are compared as they are shown: digits that are masked there are not found here, and tell nothing of the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import FromClause, and_, bindparam, false, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.masking import LEAST_DIGITS, masked
from data_access.cases.selecting import Selection
from data_access.reader import Reader
from data_access.view import ViewError

WORDED: Final = ("category", "area", "source", "department")
"""Columns of codes that are compared by their words."""

STATUSES: Final = ("overdue", "open", "closed")

NARROWED: Final = ("event_id", "title", "severity", "stage", "status", *WORDED)
"""The columns that can be narrowed."""

_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class Held:
    """Only rows whose `column` holds a text; "text" for `column` is title or number. Of stage and status one of
    several codes. `nothing`: what has no value at all holds it too."""

    column: str
    text: str
    codes: tuple[str, ...] = ()
    nothing: bool = False


def narrowed(
    reader: Reader, chosen: Selection, narrow: Sequence[Held]
) -> list[tuple[FromClause, list[ColumnElement[bool]]]]:
    """The parts of a list with what it is narrowed to; ViewError for a column that cannot be."""
    found = []
    for table, conditions in chosen.parts:
        which = [*conditions, *(_held(reader, chosen, table.c, one) for one in narrow)]
        found.append((table, [*which, *_hidden(reader, table, which, narrow)]))
    return found


def told_alike(title: ColumnElement[Any]) -> ColumnElement[Any]:
    """A title to sort by in which all digits are alike, so that the order tells nothing of those that are masked."""
    found: ColumnElement[Any] = func.lower(title)
    for digit in _DIGITS[1:]:
        found = func.replace(found, digit, "0")
    return found


def _held(reader: Reader, chosen: Selection, c: Any, held: Held) -> ColumnElement[bool]:
    name, text = held.column, held.text
    if name == "text":
        return or_(_contains(c.title, text), c.event_id == text)
    if name in ("event_id", "title"):
        return _contains(c[name], text)
    if name == "severity":
        return func.coalesce(c.severity, 0) == int(text) if text.isdigit() and len(text) < 3 else false()
    if name == "stage":
        return func.coalesce(c.stage, "").in_(held.codes)
    if name == "status":
        return or_(false(), *(_standing(c, code, chosen.question.moment) for code in held.codes))
    if name in WORDED:
        found = or_(func.coalesce(c[name], "").in_(_codes(reader, name, text)), _contains(c[name], text))
        return found | c[name].is_(None) if held.nothing else found
    raise ViewError(f"column {name[:40]!r} cannot be filtered; expected one of {', '.join(NARROWED)}")


def _contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return func.coalesce(func.lower(column), "").contains(text.lower(), autoescape=True)


def _hidden(
    reader: Reader, table: FromClause, which: Sequence[ColumnElement[bool]], narrow: Sequence[Held]
) -> list[ColumnElement[bool]]:
    """That rows are left out which a text was found in only where they are masked. Only titles with as many digits as
    the shortest number has can be."""
    sought = [one for one in narrow if one.column in ("title", "text") and any(sign in _DIGITS for sign in one.text)]
    if not sought:
        return []
    c = table.c
    bare: ColumnElement[Any] = c.title
    for digit in _DIGITS:
        bare = func.replace(bare, digit, "")
    numbered = func.length(c.title) - func.length(bare) >= LEAST_DIGITS
    rows = reader.connection.execute(select(c.id, c.event_id, c.title).where(*which, numbered)).all()
    out = sorted({row.id for row in rows if not all(_shows(row, one) for one in sought)})
    return [c.id.not_in(bindparam(None, out, expanding=True, literal_execute=True))] if out else []


def _shows(row: Any, held: Held) -> bool:
    return held.text.lower() in masked(row.title).lower() or (held.column == "text" and row.event_id == held.text)


def _standing(c: Any, status: str, moment: int) -> ColumnElement[bool]:
    if status not in STATUSES:
        raise ViewError(f"status {status[:20]!r} is not known; expected one of {', '.join(STATUSES)}")
    if status == "closed":
        found: ColumnElement[bool] = c.closed_at.is_not(None)
        return found
    late = func.coalesce(c.due_at, moment) < moment
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
