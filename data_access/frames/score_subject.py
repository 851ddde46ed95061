"""Whose score is opened: the one in the focus, else the department that stands worst."""

from dataclasses import dataclass

from data_access.scores.board import Board
from data_access.scores.cases import CASED
from data_access.scores.ranking import Standing
from data_access.scores.rules import KINDS
from data_access.scores.scoring import Part
from data_access.view import View


@dataclass(frozen=True, slots=True)
class Subject:
    """A standing and the part of its score that is opened, None where every part is left out; `chosen` says that
    the focus named it."""

    standing: Standing
    part: Part | None
    chosen: bool


def subject(found: Board, view: View) -> Subject | None:
    """The standing of the focus `kind:code/measure` if it is in a ranking, else the department ranked last, else the
    area ranked last, else None. Without a measure it is the part whose cases cost most."""
    for kind in KINDS:
        opened = view.opened(kind)
        standing = found.rankings[kind].of(opened[0]) if opened else None
        if opened and standing:
            return Subject(standing, _part(standing, opened[1]), True)
    for kind in KINDS:
        ranked = found.rankings[kind].ranked
        if ranked:
            return Subject(ranked[-1], _part(ranked[-1], ""), False)
    return None


def _part(standing: Standing, key: str) -> Part | None:
    named = standing.score.part(key)
    if named is not None:
        return named
    held = [part for part in standing.score.parts if part.ratio.value is not None]
    return max(held, key=lambda part: (part.key in CASED and part.lost > 0, part.lost), default=None)
