"""A reader: one state of the store, seen by one viewer. Every frame and every measure is asked through it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, FromClause, func, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from data_access.areas.shapes import Shapes
from data_access.areas.tree import Area, AreaTree
from data_access.clock import DAY, Micros
from data_access.risk.index_rules import RiskRules
from data_access.rollups.expand import Depths
from data_access.scores.rules import RuleBook
from data_access.statistics.entries import Catalogue
from data_access.store.keeper import Keeper
from data_access.store.schema import area as area_table
from data_access.store.schema import event, event_version, transition
from data_access.store.store import DataVersion, Store, read_version
from data_access.store.vocabulary import Vocabulary
from data_access.view import View, ViewError
from data_access.walls.book import WallBook

UNASSIGNED: Final = "unassigned"
"""The key of events that no department has yet."""

UNLOCATED: Final = "unlocated"
"""The key of events of an area that are in none of its children."""


_FOREVER: Final = 2**62
_VERSION: Final = tuple(event_version.c)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a viewer may see: the subtree of one area; "" is the whole tree with what is unlocated."""

    area: str = ""


WHOLE: Final = Scope()


class OutsideScope(ViewError):
    """A view of an area the viewer may not see."""


@dataclass(frozen=True, slots=True)
class Question:
    """A view made definite: the area, the window [start, end) and the moment T as of which it is answered.

    `live` says that T lies after everything that happened, so that the present states answer it.
    """

    view: View
    area: str
    start: Micros
    end: Micros
    moment: Micros
    live: bool

    @property
    def filters(self) -> Mapping[str, str]:
        """The filters that are set, by dimension."""
        view = self.view
        given = {"source": view.source, "department": view.department, "category": view.category}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """One consistent look at the store within one viewer's scope; `now` is T for views that name none."""

    connection: Connection
    tree: AreaTree
    vocabulary: Vocabulary
    zone: ZoneInfo
    scope: Scope
    version: DataVersion
    now: Micros
    shapes: Shapes
    kept: Keeper
    score_rules: RuleBook
    risk_rules: RiskRules
    metrics: Catalogue
    walls: WallBook
    memory: dict[Any, Any] = field(default_factory=dict)
    """Answers already given, so that panels that ask the same share one."""

    def area(self, view: View) -> Area:
        """The area a view shows; ViewError if there is none of that code, OutsideScope if it may not be seen. The same
        goes for the area that it is compared with."""
        top = self.scope.area or self.tree.root.code
        code = view.area or top
        named = [("area", code, code), ("area", top, top)]
        if view.rival:
            named.append(("against", view.against, view.rival))
        for what, value, one in named:
            if one not in self.tree:
                raise ViewError(f"{what} {value!r} is not in the area tree; expected the code of a loaded area")
        for what, value, one in named:
            if not self.tree.is_within(one, top):
                raise OutsideScope(
                    f"{what} {value!r} is outside what you may see; expected {top!r} or an area below it"
                )
        return self.tree[code]

    def reaches(self, instant: Micros, *, early: Micros = DAY) -> bool:
        """Whether the history reaches back to an instant: before it, "nothing" would be a guess. It is taken to begin
        `early` before the first that is known: a feed that is quiet at night began before its first message."""
        if "first_at" not in self.memory:
            self.memory["first_at"] = self.connection.execute(select(func.min(transition.c.at))).scalar()
        first: Micros | None = self.memory["first_at"]
        return first is not None and first - early <= instant

    def question(self, view: View, *, moment: Micros | None = None) -> Question:
        """The definite question of a view, as of `moment`, else the view's own as_of, else now."""
        at = moment if moment is not None else view.as_of if view.as_of is not None else self.now
        start, end = view.interval(at, self.zone)
        newest = self.version.newest_at
        return Question(view, self.area(view).code, start, end, at, newest is None or at >= newest)

    def label(self, kind: str, code: str | None, language: str) -> str | None:
        """The label of a code of the vocabulary, None for None."""
        return None if code is None else self.vocabulary.label(kind, code, language)

    def area_label(self, code: str, language: str) -> str:
        """The name of an area in zh or en."""
        found = self.tree[code]
        return found.name_en if language == "en" and found.name_en else found.name

    def states(self, question: Question, *, by_area: bool = True) -> tuple[FromClause, list[ColumnElement[bool]]]:
        """The table of states that answers a question and the conditions that select E from it:
        in the area's subtree, matching the filters, collected, neither voided nor withdrawn, as of T."""
        table: FromClause = event if question.live else event_version
        columns = table.c
        conditions: list[ColumnElement[bool]] = [columns.collected_at.is_not(None), columns.ended_at.is_(None)]
        if not question.live:
            # Written so that no index serves them: half of all versions began before T, few fall in a window.
            conditions.append(columns.valid_from + 0 <= question.moment)
            conditions.append(func.coalesce(columns.valid_to, _FOREVER) > question.moment)
        conditions += self.matching(table, question, by_area=by_area)
        return table, conditions

    def since(self, table: FromClause, question: Question, start: Micros) -> list[ColumnElement[bool]]:
        """What follows for states that tell of something at or after `start`, other than that they fall due: they
        began no earlier. Said where it lets an index find them: as of the past, and in small areas."""
        if not question.live:
            return [table.c.valid_from >= start, table.c.valid_from <= question.moment]
        return [table.c.valid_from >= start] if self.is_small(question.area) else []

    def is_small(self, code: str) -> bool:
        """Whether an area is so small that its cases are found by its code rather than by their instants."""
        return self.tree.depth(code) > Depths.of(self.tree).breakdown

    def open_states(self, question: Question) -> tuple[FromClause, list[ColumnElement[bool]]]:
        """The same for the open cases of E alone."""
        if question.live:
            # Fewer cases are open anywhere than a small area ever had.
            table, conditions = self.states(question, by_area=False)
            return table, [*conditions, table.c.closed_at.is_(None)]
        return self._standing(question, event_version.c.closed_at.is_(None))

    def unarchived_states(self, question: Question) -> tuple[FromClause, list[ColumnElement[bool]]]:
        """The same for the cases of E that are not archived, closed or not: the stock of the flow."""
        if question.live:
            table, conditions = self.states(question, by_area=False)
            return table, [*conditions, table.c.archived_at.is_(None)]
        return self._standing(question, event_version.c.archived_at.is_(None))

    def _standing(self, question: Question, which: ColumnElement[bool]) -> tuple[FromClause, list[ColumnElement[bool]]]:
        """Versions of one kind that hold as of a past T. In two parts, so that the index of such versions finds
        both: those that last, and those that ended since. No other index may find them."""
        columns = [(column + 0).label(column.name) if column.name == "due_at" else column for column in _VERSION]
        still = select(*columns).where(which, event_version.c.ended_at.is_(None))
        ends = event_version.c.valid_to
        table = union_all(still.where(ends.is_(None)), still.where(ends > question.moment)).subquery("standing")
        began = table.c.valid_from <= question.moment
        return table, [table.c.collected_at.is_not(None), began, *self.matching(table, question)]

    def matching(self, table: FromClause, question: Question, *, by_area: bool = True) -> list[ColumnElement[bool]]:
        """The conditions that a question's area and filters put on a table of states; without `by_area` they are
        written so that no index of areas serves them, where other conditions select better."""
        columns = table.c
        conditions: list[ColumnElement[bool]] = []
        if question.area != self.tree.root.code:
            column = columns.area if by_area else func.coalesce(columns.area, "")
            conditions.append(within(self.tree, column, question.area))
        for name, value in question.filters.items():
            conditions.append(matches(columns[name], name, value))
        return conditions


@contextmanager
def open_reader(store: Store, scope: Scope) -> Iterator[Reader]:
    """A reader for one viewer; everything asked of it comes from the same state of the store."""
    with store.reading() as connection:
        site = store.site(connection)
        version = read_version(connection)
        # A message may be ahead of our clock by the tolerance: "now" is never before what has happened.
        now = max(store.clock(), (version.newest_at or 0) + 1)
        yield Reader(
            connection,
            site.tree,
            site.vocabulary,
            store.zone,
            scope,
            version,
            now,
            site.shapes,
            store.kept,
            store.score_rules,
            store.risk_rules,
            store.metrics.current,
            store.walls,
        )


def within(tree: AreaTree, column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """The condition that a column of area codes lies in the subtree of `code`."""
    first, last = tree.interval(code)
    if first == last:
        return column == code
    below = select(area_table.c.code).where(area_table.c.preorder.between(first, last))
    if tree.depth(code) <= Depths.of(tree).breakdown:
        # A large area: its instants select better than its codes, which would read every case it ever had.
        return func.coalesce(column, "").in_(below)
    return column.in_(below)


def matches(column: ColumnElement[Any], dimension: str, value: str) -> ColumnElement[bool]:
    """The condition of a filter: exact, but a category also matches what is below it by "/"."""
    if dimension == "department" and value == UNASSIGNED:
        return column.is_(None)
    if dimension == "category":
        prefix = f"{value}/"
        return (column == value) | (func.substr(column, 1, len(prefix)) == prefix)
    # No index may serve it: what has been of one source or department since ever is more than what is in a window.
    return func.coalesce(column, "") == value
