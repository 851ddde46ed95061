"""What is scored in a view: the codes of each kind, and how the rows of the store are keyed by them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func
from sqlalchemy.sql.elements import ColumnElement

from data_access.reader import Question, Reader
from data_access.scores.rules import Kind

COLUMN: Final[dict[Kind, str]] = {"department": "department", "area": "area", "post": "post"}


@dataclass(frozen=True, slots=True)
class Keys:
    """The column of a table of states that a kind is grouped by, and the code that a value of it belongs to; None
    for what belongs to none: unassigned, in none of the area's children, without a post."""

    kind: Kind
    codes: tuple[str, ...]
    key: Callable[[str | None], str | None]

    def column(self, columns: Any) -> ColumnElement[Any]:
        """The column to group by. For areas it is written so that no index of areas offers its order: that would
        read every case there ever was."""
        found: ColumnElement[Any] = columns[COLUMN[self.kind]]
        return func.coalesce(found, "") if self.kind == "area" else found


def keys_of(reader: Reader, question: Question, kind: Kind) -> Keys:
    """The keys of a kind. `codes` are those known beforehand, in their order: the area's children, the declared
    departments, no posts."""
    if kind == "area":
        tree, area = reader.tree, question.area

        def child(code: str | None) -> str | None:
            found = tree.child_of(area, code) if code is not None and code in tree else None
            return None if found is None else found.code

        return Keys(kind, tuple(one.code for one in tree.children(area)), child)
    declared = tuple(term.code for term in reader.vocabulary.of("department")) if kind == "department" else ()
    return Keys(kind, declared, lambda code: code or None)
