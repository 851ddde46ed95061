"""Departments as rows of tables: the name with its status, and the click that filters by one and lifts it again."""

from typing import Any, Final

from dash.development.base_component import Component

from data_access.frames.owners import ALL
from data_access.reader import UNASSIGNED
from layouts.context import Context
from layouts.elements import STATUSES, Child, div, link, mark, span
from layouts.names import name_class
from layouts.text import Text

_WORDS: Final = {UNASSIGNED: "department.none", ALL: "owner.all"}
"""Rows that are not of one department: named by the catalogue, and no click filters by them."""

Row = dict[str, Any]


def owner_name(row: Row, text: Text) -> str:
    """The department's name; nobody's cases and all together have words of their own."""
    own = _WORDS.get(row["department"])
    return row["label"] or row["department"] if own is None else text(own)


def owner_cells(row: Row, text: Text) -> tuple[Component, Component]:
    """Name and status mark, the first two cells of a row."""
    name, status = owner_name(row, text), row["status"]
    return span(name_class(name), name), mark(status) if status in STATUSES[1:] else span("")


def owner_row(row: Row, classes: str, context: Context, *cells: Child, title: str) -> Component:
    """A row with its status among its classes: a link that filters by its department, or lifts that filter when it
    is set; nobody's cases and all together lead nowhere."""
    chosen = context.view.department == row["department"]
    shown = f"{classes} {row['status']}{' chosen' if chosen else ''}"
    if row["department"] in _WORDS:
        return div(shown, *cells, title=title)
    view = context.view.replaced(department=None if chosen else row["department"])
    return link(view, shown, *cells, title=title)
