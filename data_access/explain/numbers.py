"""A number of the event feed explained: its figure, what it leaves out, and the areas it is made of."""

from dataclasses import dataclass, field
from typing import Any

from data_access.cases.listing import Selection, rule_of, select_cases
from data_access.cases.rules import Figure, Rule
from data_access.clock import SECOND
from data_access.explain.leaving_out import LeftOut, left_out
from data_access.explain.naming import Asked, narrowed
from data_access.kept import kept
from data_access.measures import measure
from data_access.reader import UNLOCATED, Question, Reader
from data_access.tally import Tally
from data_access.view import View

TICK = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Piece:
    """What a number is made of: one area below, UNLOCATED, or one part of a score; `drill` says whether the same
    number can be opened there. `weight` and `points` are of parts of scores."""

    key: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    drill: bool = False
    weight: float | None = None
    points: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A number as the screen shows it. `kind`: count, rate, duration (seconds), variety, score, index or metric;
    `pieces` make it (a count is their sum), `lists` name the lists of cases behind it, () where there are none;
    `about` holds what only some kinds have."""

    number: Asked
    kind: str
    question: Question
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    pieces: tuple[Piece, ...] = ()
    without: tuple[LeftOut, ...] = ()
    lists: tuple[str, ...] = ()
    listed: str = ""
    """The measure whose cases are listed, where it is not the number's own."""
    about: dict[str, Any] = field(default_factory=dict)


def explain_measure(reader: Reader, view: View, number: Asked) -> Explained:
    """A measure of data_access/measures.py; ViewError for one that is none."""
    rule = rule_of(number.measure)
    question = reader.question(narrowed(view, number))
    found = rule.figure(_tally(reader, question, number, rule))
    known = reader.reaches(question.end)
    value, numerator, denominator = found if known else (None, None, None)
    parts = rule.parts
    chosen = select_cases(reader, view, number)
    return Explained(
        number,
        rule.kind,
        question,
        value,
        numerator,
        denominator,
        pieces=_pieces(reader, question, number, rule) if known else (),
        without=_without(reader, chosen, number, rule),
        lists=parts if known else (),
    )


def _tally(reader: Reader, question: Question, number: Asked, rule: Rule) -> Tally:
    stage = number.of("stage")
    if stage is not None:
        return measure(reader, question, "stage", rule.wants).get(stage, Tally())
    if number.of("area") == UNLOCATED:
        return measure(reader, question, "child", rule.wants).get(UNLOCATED, Tally())
    return measure(reader, question, "none", rule.wants)[""]


def _pieces(reader: Reader, question: Question, number: Asked, rule: Rule) -> tuple[Piece, ...]:
    """The areas below with what is in none of them; nothing where there are none, or the number is not cut by area."""
    if number.of("stage") is not None or number.of("area") == UNLOCATED or not reader.tree.children(question.area):
        return ()

    def work_out() -> tuple[Piece, ...]:
        return tuple(
            _piece(key, rule.figure(tally)) for key, tally in measure(reader, question, "child", rule.wants).items()
        )

    # Counts have to add up to the number, which is of this very T.
    if rule.kind in ("count", "rate"):
        return work_out()
    return kept(reader, question, "why pieces", work_out, tick=TICK, extra=number)


def _piece(key: str, figure: Figure) -> Piece:
    return Piece(key, *figure, drill=key != UNLOCATED)


def _without(reader: Reader, chosen: Selection, number: Asked, rule: Rule) -> tuple[LeftOut, ...]:
    question = chosen.question
    return kept(
        reader, question, "why without", lambda: left_out(reader, chosen, number, rule), tick=TICK, extra=number
    )
