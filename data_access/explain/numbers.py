"""A number of the event feed explained: its figure, what it leaves out, and the areas it is made of."""

from dataclasses import dataclass, field
from typing import Any, Final

from data_access.cases.rules import Ask, Figure, Rule
from data_access.cases.selecting import Selection, asked_of, rule_of, select_cases
from data_access.clock import SECOND
from data_access.explain.leaving_out import LeftOut, left_out
from data_access.explain.naming import Asked
from data_access.explain.working import WHOLE, worked_out
from data_access.kept import kept
from data_access.measures import measure
from data_access.reader import UNLOCATED, Question, Reader
from data_access.tally import total
from data_access.view import View

TICK: Final = 10 * SECOND
UNTALLIED: Final = ("stage", "severity", "post", "due")
"""Dimensions of a cut that no tally is kept by."""


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
    """A number as the screen shows it. `kind`: count, times, rate, duration (seconds), variety, score, index or metric;
    `pieces` make it (a count is their sum), `lists` name the lists of cases behind it, () where there are none, the
    first of which has `rows` rows (None where it is not known); `about` holds what only some kinds have."""

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
    listed_cut: tuple[tuple[str, str], ...] | None = None
    """The cut of that list, where it is not the number's own."""
    counted: bool = False
    """Worked out from the cases themselves, not read from tallies."""
    rows: int | None = None
    about: dict[str, Any] = field(default_factory=dict)


def explain_measure(reader: Reader, view: View, number: Asked) -> Explained:
    """A number that has a rule; ViewError for one that has none, and for a cut it does not have."""
    rule = rule_of(number.measure)
    chosen = {part: select_cases(reader, view, number, part) for part in rule.parts}
    first = chosen[rule.parts[0]]
    # Of a number that is a share of the whole the denominator is not cut.
    ask = asked_of(reader, view, number, rule)
    question = ask.question
    known = reader.reaches(question.end)
    figure, pieces = _figures(ask, rule, chosen) if known else ((None, None, None), ())
    value, numerator, denominator = figure
    return Explained(
        number,
        rule.kind,
        question,
        value,
        numerator,
        denominator,
        pieces=pieces,
        without=_without(reader, first, number, rule),
        lists=rule.parts if known else (),
        rows=_rows(rule, figure),
        counted=not _tallied(number, rule) and rule.work is None,
    )


def _tallied(number: Asked, rule: Rule) -> bool:
    """Whether a tally holds the number."""
    cut = any(number.of(name) for name in UNTALLIED)
    return rule.figure is not None and number.of("area") != UNLOCATED and not cut


def _figures(ask: Ask, rule: Rule, chosen: dict[str, Selection]) -> tuple[Figure, tuple[Piece, ...]]:
    """The number and, where it is cut by areas, those below that make it."""
    reader, question, number = ask.reader, ask.question, ask.number
    below = not rule.whole and number.of("area") != UNLOCATED and bool(reader.tree.children(question.area))
    if rule.figure is not None and _tallied(number, rule):
        if below and rule.kind in ("count", "rate"):
            # The areas below and what is in none of them are the area: one question tells both.
            tallies = measure(reader, question, "child", rule.wants)
            pieces = tuple(_piece(key, rule.figure(tally)) for key, tally in tallies.items())
            return rule.figure(total(tallies.values())), pieces
        tally = measure(reader, question, "none", rule.wants)[""]
        return rule.figure(tally), _pieces(reader, question, number, rule) if below else ()
    # What the screen has from elsewhere is not made of pieces that would add up to it.
    found = {} if rule.work else worked_out(reader, rule, chosen, below=below)
    own = rule.work(ask) if rule.work else found.pop(WHOLE)
    return own, tuple(_piece(key, figure) for key, figure in found.items())


def _rows(rule: Rule, figure: Figure) -> int | None:
    """How many rows the first list of a number has."""
    value, _, denominator = figure
    if rule.kind == "rate" and rule.work is not None:
        return None
    rows = value if rule.kind == "count" else denominator
    return None if rows is None else int(rows)


def _pieces(reader: Reader, question: Question, number: Asked, rule: Rule) -> tuple[Piece, ...]:
    """The areas below with what is in none of them, of a number that they do not add up to."""
    if rule.figure is None:
        return ()
    made = rule.figure

    def work_out() -> tuple[Piece, ...]:
        return tuple(_piece(key, made(tally)) for key, tally in measure(reader, question, "child", rule.wants).items())

    return kept(reader, question, "why pieces", work_out, tick=TICK, extra=number)


def _piece(key: str, figure: Figure) -> Piece:
    return Piece(key, *figure, drill=key != UNLOCATED)


def _without(reader: Reader, chosen: Selection, number: Asked, rule: Rule) -> tuple[LeftOut, ...]:
    return kept(
        reader,
        chosen.question,
        "why without",
        lambda: left_out(reader, chosen, number, rule),
        tick=TICK,
        extra=number,
    )
