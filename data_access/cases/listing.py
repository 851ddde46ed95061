"""The rows behind a number: exactly those cases that it counts, in pages, sorted and filtered by the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, case, func, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.masking import masked
from data_access.cases.narrowing import Held, narrowed, told_alike
from data_access.cases.selecting import Selection
from data_access.events.stages import RANK
from data_access.reader import Reader
from data_access.store.schema import event, event_version
from data_access.view import ViewError

MOST: Final = 500
"""Rows of one page."""

AMOUNT: Final = "amount"
"""What a case adds to the number: microseconds, a score, or times."""

COLUMNS: Final = (
    *("event_id", "source", "title", "category", "area", "department", "stage", "severity"),
    *("collected_at", "due_at", "closed_at"),
)
"""The columns of a row, all of which may be sorted by, as may AMOUNT."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `start`.. of the list, `count` of them; `sort` one of COLUMNS or AMOUNT, "" for the instant that the number
    counts by."""

    start: int = 0
    count: int = 100
    sort: str = ""
    descending: bool = True
    narrow: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, in the columns of COLUMNS with `amount` and `status`, titles masked, and how many rows the list
    has, None if not counted."""

    rows: list[dict[str, Any]]
    total: int | None


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


def count_of(reader: Reader, chosen: Selection, narrow: Sequence[Held] = ()) -> int:
    """How many rows a list has."""
    return sum(
        reader.connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
        for table, where in narrowed(reader, chosen, narrow)
    )


def every(reader: Reader, chosen: Selection, page: Page, most: int, step: int = 500) -> Iterator[dict[str, Any]]:
    """The rows of a list from its first on, at most `most` of them, read `step` at a time."""
    keys = reader.connection.execute(_ordered(reader, chosen, page).limit(most)).all()
    for first in range(0, len(keys), step):
        yield from _rows(reader, chosen, keys[first : first + step])


def _ordered(reader: Reader, chosen: Selection, page: Page) -> Select[Any]:
    known = (*COLUMNS, AMOUNT)
    if page.sort and page.sort not in known:
        raise ViewError(f"sort {page.sort[:40]!r} is not known; expected one of {', '.join(known)}")
    name = page.sort or chosen.instant
    # Keys first: sorted by what an index holds, they need not read a row for each case of the list.
    selects = [
        select(table.c.id, table.c.valid_from, _sorted_by(chosen, table.c, name).label("by")).where(*where)
        for table, where in narrowed(reader, chosen, page.narrow)
    ]
    keys = selects[0] if len(selects) == 1 else select(union_all(*selects).subquery("cases"))
    c = keys.selected_columns
    # What is not known stands last either way.
    unknown = [] if name == chosen.instant else [c.by.is_(None)]
    return keys.order_by(*unknown, c.by.desc() if page.descending else c.by.asc(), c.id.desc())


def _sorted_by(chosen: Selection, columns: Any, name: str) -> ColumnElement[Any]:
    if name == "title":
        return told_alike(columns.title)
    if name == "stage":
        return case(RANK, value=columns.stage)
    amount = chosen.amount(columns) if name == AMOUNT else columns[name]
    found: ColumnElement[Any] = columns[chosen.instant] if amount is None else amount
    return found


def _rows(reader: Reader, chosen: Selection, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for table in (event, event_version):
        # Of a past T the present state of a case that has not changed since is its version as well.
        missing = [key for key in keys if key.id not in found]
        if missing and (table is event_version or chosen.question.live or len(chosen.parts) > 1):
            amount = chosen.amount(table.c)
            more = [] if amount is None else [amount.label(AMOUNT)]
            shown = select(table.c.id, table.c.valid_from, *(table.c[name] for name in COLUMNS), *more)
            began = {key.id: key.valid_from for key in missing}
            # A case has few versions: all are read, and the one that holds is kept.
            rows = reader.connection.execute(shown.where(table.c.id.in_(list(began)))).all()
            found |= {row.id: row._asdict() for row in rows if row.valid_from == began[row.id]}
    moment = chosen.question.moment
    for key in keys:
        row = found[key.id]
        late = row["closed_at"] is None and row["due_at"] is not None and row["due_at"] < moment
        row["status"] = "overdue" if late else "open" if row["closed_at"] is None else "closed"
        row["title"] = None if row["title"] is None else masked(row["title"])
        row.setdefault(AMOUNT, None)
        yield row
