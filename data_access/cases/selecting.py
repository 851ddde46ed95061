"""The cases behind a number: tables of states with the conditions that choose exactly those that it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import FromClause, func, select
from sqlalchemy.sql.elements import ColumnElement

from data_access.cases.course_rules import COURSE, stage_of
from data_access.cases.mark_rules import MARKED
from data_access.cases.rules import ALL, OPEN, STAY, STOCK, TALLIED, Ask, Rule
from data_access.clock import DAY, Micros
from data_access.events.stages import SHOWN
from data_access.explain.naming import Asked, ahead, question_of
from data_access.reader import UNLOCATED, Question, Reader
from data_access.scores.past import states_in_parts
from data_access.stays import STAYED
from data_access.store.schema import area as area_table
from data_access.view import View, ViewError

RULES: Final[Mapping[str, Rule]] = {**TALLIED, **COURSE, **MARKED}
"""The rule of every number that has cases behind it, by its name."""

RECENT: Final[Micros] = 2 * DAY
"""For so long few cases have changed."""

Part = tuple[FromClause, tuple[ColumnElement[bool], ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases of a list: tables of states and conditions on each, no case in two of them; `instant` is the column
    they are told in the order of, `ask` what the rule's amount of a case depends on."""

    question: Question
    parts: tuple[Part, ...]
    instant: str
    rule: Rule
    ask: Ask

    def amount(self, columns: Any) -> ColumnElement[Any] | None:
        """What a case adds to the number, None where the rule has no such thing."""
        return None if self.rule.amount is None else self.rule.amount(columns, self.ask)


def rule_of(measure: str) -> Rule:
    """The rule of a measure; ViewError for one that does not exist."""
    if measure not in RULES:
        raise ViewError(f"measure {measure[:60]!r} is not known; expected one of {', '.join(RULES)}")
    return RULES[measure]


def asked_of(reader: Reader, view: View, number: Asked, rule: Rule) -> Ask:
    """What the rule of a number is asked; ViewError for a cut that lacks what the rule needs."""
    for name in rule.needs:
        if not number.of(name):
            raise ViewError(f"{name} is missing; expected {name}:code in the cut of {number.measure}")
    narrowing = number
    if rule.department != "narrows":
        narrowing = number.without("department")
        view = view if rule.department == "beside" else view.replaced(department=None)
    return Ask(reader, question_of(reader, view, narrowing), number)


def select_cases(reader: Reader, view: View, number: Asked, part: str = "") -> Selection:
    """The cases that a number counts as of the view's T: all of it, or one `part` of a rate ("numerator" or
    "denominator"). ViewError for a measure, part or cut that does not exist."""
    rule = rule_of(number.measure)
    part = part or rule.parts[0]
    if part not in rule.parts:
        raise ViewError(f"part {part!r} of {number.measure!r} is not known; expected one of {', '.join(rule.parts)}")
    if rule.whole and part == "denominator":
        number = Asked(number.measure)
    ask = asked_of(reader, view, number, rule)
    question = ask.question
    found = []
    for table, conditions in _states(reader, question, rule):
        which = [*conditions, rule.counted(table.c, ask), *_cut(reader, question, table.c, number, rule)]
        if part == "numerator" and rule.part is not None:
            which.append(rule.part(table.c, ask))
        found += [(table, (*which, *during)) for during in _during(table.c, ask, rule)]
    return Selection(question, tuple(found), instant_of(ask, rule), rule, ask)


def instant_of(ask: Ask, rule: Rule) -> str:
    """The column of the instant that puts a case into the number, collected_at where there is none."""
    if rule.cohort in (OPEN, STOCK, STAY, ALL):
        return "collected_at"
    return rule.cohort.format(stage=stage_of(ask)) if "{" in rule.cohort else rule.cohort


def _states(reader: Reader, question: Question, rule: Rule) -> list[tuple[FromClause, list[ColumnElement[bool]]]]:
    if rule.cohort == OPEN:
        return [reader.open_states(question)]
    if rule.cohort == STOCK:
        return [reader.unarchived_states(question)]
    if rule.cohort == ALL:
        return [reader.states(question)]
    if not question.live and question.moment >= (reader.version.newest_at or 0) - RECENT:
        # A little ago: what has not changed since is found by the indexes of the present.
        return states_in_parts(reader, question)
    table, conditions = reader.states(question)
    if rule.cohort != "due_at":
        # A case may fall due after all that happened to it.
        conditions = [*conditions, *reader.since(table, question, question.start)]
    return [(table, conditions)]


def _during(c: Any, ask: Ask, rule: Rule) -> list[list[ColumnElement[bool]]]:
    """That the instant of the cohort lies in the window; several conditions of which at most one holds for a case."""
    if rule.cohort in (OPEN, STOCK, ALL):
        return [[]]
    start, end = ask.question.start, ask.question.end
    if rule.cohort != STAY:
        instant = c[instant_of(ask, rule)]
        return [[instant >= start, instant < end]]
    stage = stage_of(ask, STAYED)
    entered, later = c[f"{stage}_at"], SHOWN[SHOWN.index(stage) + 1 :]
    found = []
    for place, name in enumerate(later):
        # By the entry that ended the stay: each has an index of its own.
        left, between = c[f"{name}_at"], [c[f"{other}_at"].is_(None) for other in later[:place]]
        found.append([left >= start, left < end, left >= entered, *between])
    return found


def nowhere(reader: Reader, question: Question, c: Any) -> ColumnElement[bool]:
    """In the area of a question and in none below it; what is in no area at all is so in the whole tree."""
    here: ColumnElement[bool] = func.coalesce(c.area, "") == question.area
    if question.area != reader.tree.root.code:
        return here
    return here | func.coalesce(c.area, "").not_in(select(area_table.c.code))


def _cut(reader: Reader, question: Question, c: Any, number: Asked, rule: Rule) -> list[ColumnElement[bool]]:
    """What the row of a panel asks beyond area, filters and window."""
    conditions: list[ColumnElement[bool]] = []
    if number.of("area") == UNLOCATED:
        conditions.append(nowhere(reader, question, c))
    stage = number.of("stage")
    if stage is not None and "stage" not in rule.needs:
        # The wall counts `accepted` into `dispatched`.
        conditions.append(c.stage.in_(("dispatched", "accepted")) if stage == "dispatched" else c.stage == stage)
    severity = number.of("severity")
    if severity is not None:
        level = func.coalesce(c.severity, 1)
        conditions.append({"1": level <= 1, "4": level >= 4}.get(severity, level == int(severity)))
    post = number.of("post")
    if post is not None:
        conditions.append(c.post == post)
    due = ahead(number)
    if due is not None:
        first, last = (question.moment + seconds * 1_000_000 for seconds in due)
        conditions += [c.due_at >= first, c.due_at < last]
    return conditions
