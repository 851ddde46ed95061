"""A score or a risk index explained: from its parts to the number, each with numerator, denominator and weight."""

from typing import Final

from data_access.cases.selecting import RULES
from data_access.clock import format_instant
from data_access.explain.naming import Asked
from data_access.explain.numbers import Explained, Piece
from data_access.reader import Reader
from data_access.risk.index import risk_index
from data_access.scores.board import board
from data_access.scores.rules import KINDS, Kind
from data_access.view import View, ViewError

SCORE: Final = "score"
INDEX: Final = "index"

BEHIND: Final = {
    "volume": "reported",
    "closure": "closure_rate",
    "on_time": "on_time_rate",
    "rework": "rework_rate",
    "satisfaction": "satisfaction",
    "diversity": "source_diversity",
    "evidence": "unproven_share",
    "acceptance": "acceptance_rate",
}
"""The measures that count the cases of a score's part."""

BEHIND_INDEX: Final = {"intensity": "reported", "anomaly": "reported", "overdue": "overdue"}
"""The same of a part of the index, of which intensity and anomaly have days of their own."""


def explain_score(reader: Reader, view: View, number: Asked) -> Explained:
    """`score` or `score.<part>` of the department, area or post in the cut; ViewError for one that has no score."""
    # The weeks of a trend are windows of their own.
    view = view.replaced(focus="", window=number.of("window") or view.window)
    found = board(reader, view)
    kind, code = _subject(number)
    standing = found.rankings[kind].of(code)
    if standing is None:
        raise ViewError(f"{kind} {code[:60]!r} has no score in this view; expected one that is ranked")
    score = standing.score
    question = reader.question(view, moment=found.moment)
    about = {"rules": found.rules.version, "cases": score.cases, "gap": score.gap, "grade": score.grade}
    if not number.part:
        pieces = tuple(
            Piece(
                part.key,
                part.ratio.value,
                part.ratio.numerator,
                part.ratio.denominator,
                True,
                part.weight,
                part.points if part.ratio.value is not None else None,
                part.ratio.left_out or "",
            )
            for part in score.parts
        )
        return Explained(number, SCORE, question, score.total, pieces=pieces, about=about)
    one = score.part(number.part)
    if one is None:
        known = ", ".join(part.key for part in score.parts)
        raise ViewError(f"part {number.part[:40]!r} is not in the score; expected one of {known}")
    ratio = one.ratio
    about |= {"weight": one.weight, "used": one.used, "points": one.points, "lost": one.lost}
    about |= {"left_out": ratio.left_out or "", "excluded": ratio.excluded}
    behind = BEHIND.get(one.key, "")
    lists = RULES[behind].parts if behind else ()
    return Explained(
        number,
        SCORE,
        question,
        ratio.value,
        ratio.numerator,
        ratio.denominator,
        lists=lists,
        listed=behind,
        about=about,
    )


def explain_index(reader: Reader, view: View, number: Asked) -> Explained:
    """`index` or `index.<part>` of the area in the cut; ViewError for an area that has none in this view."""
    found = risk_index(reader, view.replaced(focus=""))
    code = number.of("area") or reader.area(view).code
    if code not in found.areas:
        raise ViewError(f"area {code[:60]!r} has no risk index in this view; expected the area shown or one below it")
    one = found.areas[code]
    question = reader.question(view.replaced(focus=""))
    about = {"rules": found.version, "known": one.known, "end": found.end, "unplaced": found.unplaced}
    rules = reader.risk_rules.index
    about |= {"days": rules.days, "hours": rules.half_life, "metres": rules.repeat_metres}
    pieces = []
    for part in one.parts:
        points = (
            100 * part.weight * part.score / one.known if part.score is not None and one.index is not None else None
        )
        made = (part.score, part.numerator, part.denominator)
        pieces.append(Piece(part.name, *made, True, part.weight, points, part.missing))
        if part.name == number.part:
            behind = BEHIND_INDEX.get(part.name, "")
            days = {"intensity": rules.days, "anomaly": 1}.get(part.name)
            listed_cut = number.cut
            if days is not None:
                listed_cut = (*number.cut, ("window", f"P{days}D/{format_instant(found.end)}"))
            about |= {"weight": part.weight, "points": points, "reference": part.reference, "left_out": part.missing}
            about["score"] = part.score
            lists = RULES[behind].parts if behind else ()
            own = (part.value, part.numerator, part.denominator)
            return Explained(
                number, INDEX, question, *own, lists=lists, listed=behind, listed_cut=listed_cut, about=about
            )
    if number.part:
        known = ", ".join(part.name for part in one.parts)
        raise ViewError(f"part {number.part[:40]!r} is not in the risk index; expected one of {known}")
    return Explained(number, INDEX, question, one.index, pieces=tuple(pieces), about=about)


def _subject(number: Asked) -> tuple[Kind, str]:
    for kind in KINDS:
        code = number.of(kind)
        if code is not None:
            return kind, code
    raise ViewError(f"a score needs whose it is; expected {', '.join(f'{kind}:code' for kind in KINDS)}")
